"""What leaves the atlas as a file: FORMATS has a function for each format."""

__all__ = ["FORMATS", "export_bytes", "export_file"]

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from geo.atomic import replacing
from geo.errors import BadValue

if TYPE_CHECKING:
    from geo.exports.selection import Selection

# Format, which is also the ending of its files → module and function. It takes a selection and a
# title, which may be None, and loads on first use.
FORMATS = {
    "html": ("geo.exports.one_file", "html_from_selection"),
}


def export_bytes(
    selection: "Selection",
    format: str = "html",  # noqa: A002 — as the command's option
    *,
    title: str | None = None,
) -> bytes:
    """Return what is selected as a file's content. Raises BadValue for an unknown format."""
    if format not in FORMATS:
        raise BadValue("format", format, f"one of {', '.join(FORMATS)}")
    module, function = FORMATS[format]
    make: Callable[[Selection, str | None], bytes] = getattr(import_module(module), function)
    return make(selection, title)


def export_file(
    selection: "Selection",
    path: str | Path,
    format: str | None = None,  # noqa: A002 — as the command's option
    *,
    title: str | None = None,
) -> int:
    """Write what is selected to a file, whole or not at all; return its size in bytes.

    The format is that of the file's ending, where none is given. Raises BadValue.
    """
    path = Path(path)
    content = export_bytes(selection, format or path.suffix.lower().removeprefix("."), title=title)
    with replacing(path) as file:
        file.write(content)
    return len(content)
