"""How another page shows an address of this server: the answer of https://oembed.com."""

__all__ = ["oembed", "page_of"]

from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from geo.atlas.atlas import Atlas
from geo.atlas.embed_params import EmbedParams
from geo.atlas.embeds import DASHBOARD, EMBED, EmbedPage
from geo.atlas.link_tags import PICTURE
from geo.atlas.links import Pairs
from geo.atlas.params import check_amount, with_plain_ampersands
from geo.atlas.record_embeds import RecordEmbed
from geo.atlas.serving.prefixes import is_under
from geo.atlas.snippets import Frame, iframe
from geo.errors import NotFound

NO_PAGE = (
    "is not a map or a record of this server: give the address of one, with its query or its id"
)
_RECORDS = ("/record/", "/embed/record/")


def page_of(opened: Atlas, url: str, base: str) -> EmbedPage | RecordEmbed:
    """Return the embed for an address of this server: a map's, the dashboard's, or a record's.

    Raises NotFound for the address of another server, and BadValue.
    """
    try:
        parts = urlsplit(with_plain_ampersands(url))
    except ValueError:
        raise NotFound(f"{url!r} {NO_PAGE}") from None
    ours = urlsplit(base)
    path = parts.path.removeprefix(ours.path) or DASHBOARD
    if _origin(parts) != _origin(ours) or not is_under(parts.path, (ours.path,)):
        raise NotFound(f"{url!r} {NO_PAGE}")
    pairs = check_amount(parse_qsl(parts.query, keep_blank_values=True))
    if path in (EMBED, DASHBOARD):
        return EmbedPage(opened, EmbedParams.parse(pairs), base)
    return _record_of(opened, url, path, pairs, base)


def oembed(page: EmbedPage | RecordEmbed, width: int, height: int) -> dict[str, Any]:
    """Return the answer of type `rich`, for a frame of so many px."""
    title = page.title()
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": "Incident Atlas",
        "provider_url": f"{page.base}/",
        "width": width,
        "height": height,
        "html": iframe(page, title, Frame(width=width, height=height)),
        **_thumbnail(page, width, height),
    }


def _thumbnail(page: EmbedPage | RecordEmbed, width: int, height: int) -> dict[str, Any]:
    """Return the picture of a map, at most as large as the frame."""
    size = PICTURE.within(width, height)
    if size is None or not isinstance(page, EmbedPage):
        return {}
    return {
        "thumbnail_url": page.picture_url(size),
        "thumbnail_width": size.width,
        "thumbnail_height": size.height,
    }


def _record_of(opened: Atlas, url: str, path: str, pairs: Pairs, base: str) -> RecordEmbed:
    for prefix in _RECORDS:
        if id_ := unquote(path.removeprefix(prefix)) if path.startswith(prefix) else "":
            return RecordEmbed.parse(opened, id_, pairs, base)
    raise NotFound(f"{url!r} {NO_PAGE}")


def _origin(parts: SplitResult) -> tuple[str, str]:
    return parts.scheme, parts.netloc.lower()
