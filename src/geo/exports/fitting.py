"""A picture of a map in a given size: whole, in the middle, on the ground of a figure."""

__all__ = ["fitted"]

from io import BytesIO

GROUND = "#ffffff"


def fitted(png: bytes, width: int, height: int) -> bytes:
    """Return a PNG of exactly so many px that shows all of a PNG, which is never made larger."""
    from PIL import Image

    with Image.open(BytesIO(png)) as picture:
        whole = picture.convert("RGB")
    whole.thumbnail((width, height), Image.Resampling.LANCZOS)
    sheet = Image.new("RGB", (width, height), GROUND)
    sheet.paste(whole, ((width - whole.width) // 2, (height - whole.height) // 2))
    made = BytesIO()
    sheet.save(made, "PNG")
    return made.getvalue()
