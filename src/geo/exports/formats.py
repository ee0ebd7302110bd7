"""FORMATS, the one table of the files that leave the atlas: a format is a module and a row here."""

__all__ = ["FORMATS", "Files", "Format", "format_named"]

from collections.abc import Callable
from pkgutil import resolve_name
from typing import Any, Literal, NamedTuple

from geo.errors import BadValue

Files = dict[str, bytes]  # contents by path; the first is the file that was asked for


class Format(NamedTuple):
    """A kind of file: its words, its media type, and the function that makes it.

    The function is named as "module:function" and loaded on first use. It takes a Selection and the
    `options` by name, and returns the content; where a format has `several` files, it also takes
    the name of the first, and returns Files. What it `holds` of the records is an overview, a row
    of each, or everything, with the row of the source, unchanged.
    """

    label: str
    purpose: str
    media_type: str
    function: str
    options: tuple[str, ...] = ()
    several: bool = False
    holds: Literal["overview", "rows", "everything"] = "overview"

    def load(self) -> Callable[..., Any]:
        """Import the function."""
        function: Callable[..., Any] = resolve_name(self.function)
        return function


_FIGURE = ("title", "caption", "width_cm", "dpi", "timeline", "by", "measure")
_BRIEFING = ("title", "caption")
_OFFICE = "application/vnd.openxmlformats-officedocument"
# By the ending of the files.
FORMATS = {
    "html": Format(
        label="Web page",
        purpose="The map with its records: opens offline, filters, prints.",
        media_type="text/html",
        function="geo.exports.standalone.one_file:html_from_selection",
        options=("title",),
    ),
    "png": Format(
        label="Figure",
        purpose="The map for a document or a slide.",
        media_type="image/png",
        function="geo.exports.figure:png_from_selection",
        options=_FIGURE,
    ),
    "svg": Format(
        label="Figure",
        purpose="The map for a graphics program.",
        media_type="image/svg+xml",
        function="geo.exports.figure:svg_from_selection",
        options=(*_FIGURE, "text"),
    ),
    "pdf": Format(
        label="Figure",
        purpose="The map for print.",
        media_type="application/pdf",
        function="geo.exports.figure:pdf_from_selection",
        options=_FIGURE,
    ),
    "docx": Format(
        label="Briefing for Word",
        purpose="Facts, map, who says what, and sources on a page or a few.",
        media_type=f"{_OFFICE}.wordprocessingml.document",
        function="geo.exports.documents.word:docx_from_selection",
        options=_BRIEFING,
    ),
    "md": Format(
        label="Briefing in Markdown",
        purpose="Facts, who says what, and sources as text, with a picture of the map next to it.",
        media_type="text/markdown",
        function="geo.exports.documents.markdown:md_from_selection",
        options=_BRIEFING,
        several=True,
    ),
    "csv": Format(
        label="Table",
        purpose="One row per record, with a second file that describes the columns.",
        media_type="text/csv",
        function="geo.exports.csv_file:csv_from_selection",
        options=("bom",),
        several=True,
        holds="rows",
    ),
    "xlsx": Format(
        label="Excel",
        purpose="One row per record, and a sheet that describes the columns.",
        media_type=f"{_OFFICE}.spreadsheetml.sheet",
        function="geo.exports.excel:xlsx_from_selection",
        holds="rows",
    ),
    "geojson": Format(
        label="GeoJSON",
        purpose="All that is known of each record.",
        media_type="application/geo+json",
        function="geo.exports.geojson:geojson_from_selection",
        holds="everything",
    ),
    "parquet": Format(
        label="GeoParquet",
        purpose="All that is known of each record, for Python, R and DuckDB.",
        media_type="application/vnd.apache.parquet",
        function="geo.exports.gis_files:parquet_from_selection",
        holds="everything",
    ),
    "gpkg": Format(
        label="GeoPackage",
        purpose="All that is known of each record, for QGIS.",
        media_type="application/geopackage+sqlite3",
        function="geo.exports.gis_files:gpkg_from_selection",
        holds="everything",
    ),
}


def format_named(name: str) -> Format:
    """Return a format. Raises BadValue."""
    if name not in FORMATS:
        raise BadValue("format", name, f"one of {', '.join(FORMATS)}")
    return FORMATS[name]
