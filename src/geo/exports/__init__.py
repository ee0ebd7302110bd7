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

from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from geo.errors import BadValue
from geo.formats.atomic import replacing

if TYPE_CHECKING:
    from geo.exports.selection import Selection


Files = dict[str, bytes]  # contents by path; the first is the file that was asked for


class Format(NamedTuple):
    """How a format is called, what it is for, its media type, its function’s room and its options.

    The function takes a selection and the options by name, and loads on first use. It returns the
    content; where a format has files `beside` it, it takes the file's name too and returns Files.
    What holds all of each record is `whole`.
    """

    label: str
    purpose: str
    media_type: str
    room: str
    options: tuple[str, ...] = ()
    beside: bool = False
    whole: bool = False


_FIGURE = ("title", "caption", "width_cm", "dpi")
_BRIEFING = ("title", "caption")
_OFFICE = "application/vnd.openxmlformats-officedocument"
_XLSX, _DOCX = f"{_OFFICE}.spreadsheetml.sheet", f"{_OFFICE}.wordprocessingml.document"
_PARQUET, _GPKG = "application/vnd.apache.parquet", "application/geopackage+sqlite3"
# By the ending of the files; the function of csv is `csv_from_selection`, and so on.
FORMATS = {
    "html": Format(
        "Web page",
        "The map with its records: opens offline, filters, prints.",
        "text/html",
        "standalone.one_file",
        ("title",),
    ),
    "png": Format("Figure", "The map for a document or a slide.", "image/png", "figure", _FIGURE),
    "svg": Format("Figure", "The map for a graphics program.", "image/svg+xml", "figure", _FIGURE),
    "pdf": Format("Figure", "The map for print.", "application/pdf", "figure", _FIGURE),
    "docx": Format(
        "Briefing for Word",
        "Facts, map, who says what, and sources on a page or a few.",
        _DOCX,
        "documents.word",
        _BRIEFING,
    ),
    "md": Format(
        "Briefing in Markdown",
        "Facts, who says what, and sources as text, with a picture of the map beside it.",
        "text/markdown",
        "documents.markdown",
        _BRIEFING,
        beside=True,
    ),
    "csv": Format(
        "Table",
        "A row a record, with what describes the columns beside it.",
        "text/csv",
        "csv_file",
        ("bom",),
        beside=True,
        whole=True,
    ),
    "xlsx": Format(
        "Excel", "A row a record, and a sheet on the columns.", _XLSX, "excel", whole=True
    ),
    "geojson": Format(
        "GeoJSON",
        "All that is known of each record.",
        "application/geo+json",
        "geojson",
        whole=True,
    ),
    "parquet": Format(
        "GeoParquet",
        "All that is known of each record, for Python, R and DuckDB.",
        _PARQUET,
        "layer",
        whole=True,
    ),
    "gpkg": Format(
        "GeoPackage", "All that is known of each record, for QGIS.", _GPKG, "layer", whole=True
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
    for option in sorted(given.keys() - set(made.options)):
        takers = ", ".join(other for other, one in FORMATS.items() if option in one.options)
        rule = f"only with the formats {takers}" if takers else "no format takes it"
        raise BadValue(option, given[option], rule)
    function = getattr(import_module(f"geo.exports.{made.room}"), f"{format}_from_selection")
    if made.beside:
        files: Files = function(selection, name, **given)
        return files
    return {name: function(selection, **given)}


def export_file(
    selection: "Selection",
    path: str | Path,
    format: str | None = None,  # noqa: A002 — as the command's option
    **options: Any,
) -> dict[Path, int]:
    """Write what is selected to a file, with what goes beside it, all of it or nothing.

    Returns the size of each in bytes. The format is that of the file's ending, where none is given.
    Raises BadValue as `export_files`, and OSError.
    """
    path = Path(path)
    name = format or path.suffix.lower().removeprefix(".")
    if not name:
        known = ", ".join(FORMATS)
        raise BadValue("format", "", f"one of {known}: name it, or give the file such an ending")
    files = export_files(selection, path.name, name, **options)
    with ExitStack() as all_written:  # they take their places when each of them is there
        for part, content in files.items():
            target = path.parent / part
            if target.parent != path.parent:
                _make_folder(target.parent)
            all_written.enter_context(replacing(target)).write(content)
    return {path.parent / part: len(content) for part, content in files.items()}


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(exist_ok=True)
    except OSError as error:
        raise OSError(f"{path} cannot be made: {error.strerror}") from error
