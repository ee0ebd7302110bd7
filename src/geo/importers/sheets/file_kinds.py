"""What a file is, by what it begins with: its name may say anything."""

__all__ = [
    "BZIP2",
    "CALAMINE",
    "CSV",
    "DUCKDB",
    "EXCEL",
    "GEOPACKAGE",
    "GZIP",
    "JSON",
    "PARQUET",
    "XZ",
    "ZSTANDARD",
    "FileKind",
    "kind_of_file",
    "refusal_of_kind",
]

import gzip
import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from geo.errors import UnreadableData
from geo.formats import geopackage
from geo.formats.file_errors import check_regular
from geo.importers.sheets.encodings import encoding_of_mark

LOOKED_AT = 4096  # bytes
_OLE_NAMES = 1 << 20  # bytes in which the parts of an Office file are named


class FileKind(NamedTuple):
    """What a file is; `refusal` is a remedy where the program does not read such files.

    `options` are those of `SheetOptions` that say something of such a file.
    """

    what: str
    refusal: str = ""
    options: tuple[str, ...] = ()


CSV = FileKind("a table of delimited text (CSV)", options=("header_row", "encoding"))
_OF_WORKBOOKS = ("sheet", "header_row")
EXCEL = FileKind("an Excel workbook (.xlsx)", options=_OF_WORKBOOKS)
EXCEL_BINARY = FileKind("a binary Excel workbook (.xlsb)", options=_OF_WORKBOOKS)
OLD_EXCEL = FileKind("an Excel workbook from before 2007 (.xls)", options=_OF_WORKBOOKS)
OPEN_DOCUMENT = FileKind("an OpenDocument spreadsheet (.ods)", options=_OF_WORKBOOKS)
PARQUET = FileKind("a Parquet file")
JSON = FileKind("JSON")
_SQLITE = FileKind("an SQLite database", "save its table as CSV")
GEOPACKAGE = FileKind("a GeoPackage", geopackage.INSTEAD)
DUCKDB = FileKind("a DuckDB database", "geo serve opens a store; save other tables as CSV")
CALAMINE = (EXCEL_BINARY, OLD_EXCEL, OPEN_DOCUMENT)

_IN_GIS = "save it as GeoJSON (EPSG:4326) in QGIS, or with ogr2ogr"
_AS_TABLE = "put its table into a spreadsheet, and save that as .xlsx or CSV"
_UNPACK = "unpack it, and give the file in it"
# Whoever reads large files unpacks these; a file within one has to be told from it.
GZIP = FileKind("a packed file (gzip)", _UNPACK)
BZIP2 = FileKind("a packed file (bzip2)", _UNPACK)
XZ = FileKind("a packed file (xz)", _UNPACK)
ZSTANDARD = FileKind("a packed file (Zstandard)", _UNPACK)
_COPY_AGAIN = "copy it again, or take an earlier one"
_WITH_R = "save its table as CSV or Parquet, in R or Python"
_OF_R = FileKind("a file of R", _WITH_R)
_PICTURE = FileKind("a picture", "give the table or GeoJSON that it was made of")
_HTML = FileKind(
    "a web page (HTML), whatever its name says",
    "open it in a spreadsheet, and save it as .xlsx or CSV",
)
_UNKNOWN_ZIP = FileKind("a ZIP archive", _UNPACK)

# What a file begins with → what it is. The longer beginnings of the same kind stand first.
_BEGINNINGS: tuple[tuple[bytes, FileKind], ...] = (
    (b"PAR1", PARQUET),
    (b"%PDF-", FileKind("a PDF", _AS_TABLE)),
    (b"{\\rtf", FileKind("a text document (RTF)", _AS_TABLE)),
    (b"\x89PNG\r\n", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"SQLite format 3\x00", _SQLITE),
    (b"ARROW1", FileKind("an Arrow or Feather file", "save it as Parquet")),
    (b"\x89HDF\r\n", FileKind("an HDF5 file", _WITH_R)),
    (b"fgb\x03fgb", FileKind("a FlatGeobuf", _IN_GIS)),
    (b"\x00\x00\x27\x0a", FileKind("a part of a shapefile (.shp)", _IN_GIS)),
    # What a lack of power leaves of a file that was being written.
    (bytes(16), FileKind("a file of zero bytes, which was not written whole", _COPY_AGAIN)),
    (b"$FL2", FileKind("an SPSS file", _WITH_R)),
    (b"$FL3", FileKind("an SPSS file", _WITH_R)),
    (b"<stata_dta>", FileKind("a Stata file", _WITH_R)),
    (b"RDX2\n", _OF_R),
    (b"RDX3\n", _OF_R),
    (
        b"\x00\x01\x00\x00Standard ",
        FileKind("an Access database", "save its table as .xlsx or CSV"),
    ),
    *((b"BZh%d1AY&SY" % level, BZIP2) for level in range(1, 10)),
    (b"\xfd7zXZ\x00", XZ),
    (b"\x28\xb5\x2f\xfd", ZSTANDARD),
    (b"7z\xbc\xaf\x27\x1c", FileKind("a 7-Zip archive", _UNPACK)),
    (b"Rar!\x1a\x07", FileKind("a RAR archive", _UNPACK)),
)
# What stands further on in a file → what it is.
_FURTHER_ON: tuple[tuple[int, bytes, FileKind], ...] = (
    (8, b"DUCK", DUCKDB),
    (8, b"WEBP", _PICTURE),
    (257, b"ustar", FileKind("a tar archive", _UNPACK)),
)
# The version, then the day of the last change as year, month and day.
_DBASE = re.compile(
    rb"[\x02\x03\x30-\x32\x43\x63\x83\x8b\x8e\xcb\xf5].[\x01-\x0c][\x01-\x1f]", re.DOTALL
)
# What a text begins with that is not a table → what it is.
_TEXTS: tuple[tuple[str, FileKind], ...] = (
    (
        r"version https://git-lfs\.github\.com/spec/",
        FileKind("a pointer of Git LFS, and not the file itself", "get that with git lfs pull"),
    ),
    (
        r"mime-version:\s",
        FileKind(
            "a web page or an e-mail in one file (MIME)",
            "open it in a spreadsheet, and save it as .xlsx or CSV",
        ),
    ),
    (
        r"(?:(?:var|let|const)\s+)?[a-z_$][\w.$]*\s*[=(]\s*[\[{]\s*[\"{]",
        FileKind("JavaScript with data in it", "save only the data, without the name, as JSON"),
    ),
)
_STATA = re.compile(rb"[\x69-\x73][\x01\x02]\x01\x00")  # before Stata 13: version, byte order
_SAS = bytes(12) + b"\xc2\xea\x81\x60"
# The root of an XML document → what it is.
_ROOTS = {
    "html": _HTML,
    "table": _HTML,
    "kml": FileKind("a KML file of Google Earth or My Maps", _IN_GIS),
    "gpx": FileKind("a GPX file of a GPS device", _IN_GIS),
    "workbook": FileKind("an Excel workbook as XML of 2003", "save it as .xlsx or CSV"),
    "featurecollection": FileKind("a GML file", _IN_GIS),
    "osm": FileKind("an OpenStreetMap file", _IN_GIS),
    "rss": FileKind("a news feed (RSS)", _AS_TABLE),
    "feed": FileKind("a news feed (Atom)", _AS_TABLE),
    "svg": _PICTURE,
}
_XML = FileKind("an XML file", "save its table as CSV, or its places as GeoJSON")
# What was stepped over stays so (*+): there may be more ways to step than can be tried.
_ROOT = re.compile(
    r"(?:<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*(?:\[.*?\])?>|\s)*+<(?:\w+:)?(\w+)", re.DOTALL
)
# A part of a ZIP archive → what that is. The first that fits counts.
_PARTS: tuple[tuple[str, FileKind], ...] = (
    (r"xl/workbook\.bin", EXCEL_BINARY),
    (r"xl/.+", EXCEL),
    (r"word/document\.xml", FileKind("a Word document", _AS_TABLE)),
    (r"ppt/presentation\.xml", FileKind("a presentation", _AS_TABLE)),
    (
        r"index/document\.iwa|.+\.numbers/.*",
        FileKind("a Numbers file of Apple", "save it as .xlsx or CSV"),
    ),
    (r".+\.shp", FileKind("a zipped shapefile", _IN_GIS)),
    (r".+\.gdb/.*", FileKind("a zipped file geodatabase", _IN_GIS)),
    (r".+\.kml", FileKind("a KMZ file of Google Earth", _IN_GIS)),
)
_OLE: tuple[tuple[str, FileKind], ...] = (
    ("EncryptedPackage", FileKind("protected by a password", "save it without the password")),
    ("WordDocument", FileKind("a Word document", _AS_TABLE)),
    ("PowerPoint Document", FileKind("a presentation", _AS_TABLE)),
    ("__substg1.0_", FileKind("an e-mail of Outlook", "save its attachment")),
    ("Workbook", OLD_EXCEL),
    ("Book", OLD_EXCEL),
)


def kind_of_file(path: Path) -> FileKind:
    """Return what a file is; one of text is taken as a table. Raises OSError."""
    check_regular(path)
    with path.open("rb") as file:
        start = file.read(LOOKED_AT)
    for beginning, kind in _BEGINNINGS:
        if start.startswith(beginning):
            return GEOPACKAGE if geopackage.is_geopackage(path) else kind
    for beginning, look in _LOOKS:
        if start.startswith(beginning):
            return look(path)
    for place, name, kind in _FURTHER_ON:
        if start.startswith(name, place):
            return kind
    return _kind_of_data(start) or _kind_of_text(start)


def _kind_of_data(start: bytes) -> FileKind | None:
    if start.startswith(_SAS):
        return FileKind("a SAS file", _WITH_R)
    if _is_dbase(start):
        return FileKind("a dBASE table (.dbf), such as that of a shapefile", "save it as CSV")
    return FileKind("a Stata file", _WITH_R) if _STATA.match(start) else None


def refusal_of_kind(path: Path, kind: FileKind) -> UnreadableData:
    """Return the error of a file of a kind that is not read."""
    return UnreadableData(f"{path.name} is {kind.what}: {kind.refusal}")


def _kind_of_text(start: bytes) -> FileKind:
    text = start.decode(encoding_of_mark(start) or "latin-1", "ignore").lstrip("\ufeff\x1e \t\r\n")
    if re.match(r"<[a-z!?]", text, re.IGNORECASE):
        root = _ROOT.match(text.casefold())
        return _ROOTS.get(root[1], _XML) if root else _XML
    if text[:1] in ("{", "[") and _is_json(text):
        return JSON
    found = (kind for pattern, kind in _TEXTS if re.match(pattern, text, re.IGNORECASE))
    return next(found, CSV)


def _is_dbase(start: bytes) -> bool:
    """Tell a table of dBASE: its header ends where it says, with a return."""
    end = int.from_bytes(start[8:10], "little")
    return bool(_DBASE.match(start)) and start[end - 1 : end] == b"\r"


def _is_json(text: str) -> bool:
    """Tell JSON from a table whose first heading is in brackets."""
    return bool(re.match(r'\{\s*(?:"|\}|$)|\[\s*(?:["{\[\]\d-]|true|false|null|$)', text))


def _kind_of_zip(path: Path) -> FileKind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if "mimetype" in names[:5]:
                with archive.open("mimetype") as said:  # which may unpack to far more
                    return _kind_of_document(said.read(LOOKED_AT))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
        return EXCEL  # its reader says what is broken
    for pattern, kind in _PARTS:
        if any(re.fullmatch(pattern, name, re.IGNORECASE) for name in names):
            return kind
    return _UNKNOWN_ZIP if names else EXCEL


def _kind_of_document(mime: bytes) -> FileKind:
    is_table = b"opendocument.spreadsheet" in mime
    return OPEN_DOCUMENT if is_table else FileKind("an OpenDocument file", _AS_TABLE)


def _kind_of_gzip(path: Path) -> FileKind:
    try:
        with gzip.open(path) as file:
            start = file.read(4)
    except (OSError, EOFError, zlib.error):
        start = b""
    is_of_r = start.startswith((b"RDX", b"X\n", b"A\n"))
    return _OF_R if is_of_r else GZIP


def _kind_of_ole(path: Path) -> FileKind:
    """Tell the files of old Office programs by the names of their parts."""
    with path.open("rb") as file:
        start = file.read(_OLE_NAMES)
        file.seek(max(path.stat().st_size - _OLE_NAMES, 0))
        end = file.read(_OLE_NAMES)
    for name, kind in _OLE:
        if name.encode("utf-16-le") in start + end:
            return kind
    return OLD_EXCEL


_LOOKS: tuple[tuple[bytes, Callable[[Path], FileKind]], ...] = (
    (b"PK\x03\x04", _kind_of_zip),
    (b"PK\x05\x06", _kind_of_zip),
    (b"\x1f\x8b", _kind_of_gzip),
    (b"\xd0\xcf\x11\xe0", _kind_of_ole),
)
