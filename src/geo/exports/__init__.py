"""What leaves the atlas as a file: FORMATS has each format, its words and its function."""

__all__ = [
    "FORMATS",
    "Files",
    "Format",
    "export_bytes",
    "export_file",
    "export_files",
    "format_named",
]

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from geo.atomic import replacing
from geo.errors import BadValue

if TYPE_CHECKING:
    from geo.exports.selection import Selection


Files = dict[str, bytes]  # contents by path; the first is the file that was asked for


class Format(NamedTuple):
    """How a format is called, its media type, where its function is, and which options that takes.

    The function takes a selection and the options by name, and loads on first use. It returns the
    content; where a format has files `beside` it, it takes the file's name too and returns Files.
    """

    label: str
    media_type: str
    room: str
    function: str
    options: tuple[str, ...] = ("title",)
    beside: bool = False


_FIGURE = ("title", "caption", "width_cm", "dpi")
# By the ending of the files.
FORMATS = {
    "html": Format("Web page", "text/html", "one_file", "html_from_selection"),
    "png": Format("Picture", "image/png", "figure", "png_from_selection", _FIGURE),
    "svg": Format("Drawing", "image/svg+xml", "figure", "svg_from_selection", _FIGURE),
    "pdf": Format("Print", "application/pdf", "figure", "pdf_from_selection", _FIGURE),
    "geojson": Format(
        "GeoJSON", "application/geo+json", "geojson", "geojson_from_selection", options=()
    ),
    "parquet": Format(
        "GeoParquet",
        "application/vnd.apache.parquet",
        "layer",
        "parquet_from_selection",
        options=(),
    ),
    "gpkg": Format(
        "GeoPackage", "application/geopackage+sqlite3", "layer", "gpkg_from_selection", options=()
    ),
}


def format_named(name: str) -> Format:
    """Return a format. Raises BadValue."""
    if name not in FORMATS:
        raise BadValue("format", name, f"one of {', '.join(FORMATS)}")
    return FORMATS[name]


def export_bytes(
    selection: "Selection",
    format: str = "html",  # noqa: A002 — as the command's option
    **options: Any,
) -> bytes:
    """Return what is selected as a file's content, without the files beside it.

    Options and errors are those of `export_files`.
    """
    name = f"incidents.{format}"
    return export_files(selection, name, format, **options)[name]


def export_files(
    selection: "Selection",
    name: str,
    format: str,  # noqa: A002 — as the command's option
    **options: Any,
) -> Files:
    """Return what is selected as files by their paths, that of the name first.

    An option that is None is none. Raises BadValue for an unknown format, for an option that the
    format does not take, and for a value that the option does not take.
    """
    made = format_named(format)
    given = {name: value for name, value in options.items() if value is not None}
    for name in sorted(given.keys() - set(made.options)):
        takers = ", ".join(other for other, one in FORMATS.items() if name in one.options)
        rule = f"only with the formats {takers}" if takers else "no format takes it"
        raise BadValue(name, given[name], rule)
    function = getattr(import_module(f"geo.exports.{made.room}"), made.function)
    if made.beside:
        files: Files = function(selection, name, **given)
        return files
    return {name: function(selection, **given)}


def export_file(
    selection: "Selection",
    path: str | Path,
    format: str | None = None,  # noqa: A002 — as the command's option
    **options: Any,
) -> int:
    """Write what is selected to a file, whole or not at all; return its size in bytes.

    The format is that of the file's ending, where none is given. Files beside it are written after
    it. Raises BadValue as `export_files`.
    """
    path = Path(path)
    name = format or path.suffix.lower().removeprefix(".")
    if not name:
        known = ", ".join(FORMATS)
        raise BadValue("format", "", f"one of {known}: name it, or give the file such an ending")
    files = export_files(selection, path.name, name, **options)
    for part, content in files.items():
        target = path.parent / part
        target.parent.mkdir(exist_ok=True)
        with replacing(target) as file:
            file.write(content)
    return len(files[path.name])
