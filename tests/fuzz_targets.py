"""What reads bytes or texts of strangers, by name: for Hypothesis, and for `make fuzz`.

A target may raise GeoError; where a reader's docstring names another exception, that is caught
here. Anything else is a fault.
"""

__all__ = ["TARGETS", "seeds_of"]

import io
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from itertools import islice
from pathlib import Path
from urllib.parse import parse_qsl

import openpyxl
from starlette.exceptions import HTTPException
from starlette.requests import Request

from geo.atlas.embed_params import EmbedParams
from geo.errors import GeoError
from geo.formats import geopackage, pmtiles, wkb
from geo.gazetteer import phrase
from geo.importers import guess, read
from geo.importers.cells import days, degrees, positions, tolls, values
from geo.importers.cells.geometries import points_of_geometry
from geo.importers.geojson import read_geojson
from geo.importers.record import BadCell
from geo.importers.sheets.file_kinds import kind_of_file
from geo.importers.tables.columns import FIELDS
from geo.query.query import Query
from geo.query.search_terms import terms_of
from geo.store.store import Store
from geo.viewpoint import Viewpoint
from geo.web.request_params import OEmbedParams, PageParams, PlaceParams, TimelineParams, ViewParams

DATA = Path(__file__).parent / "data"
ROWS = 2_000  # of a file that are read
Target = Callable[[bytes], None]


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="atlas-fuzz-")  # which goes with the process


def _file(name: str, data: bytes) -> Path:
    path = Path(_folder().name) / name
    path.write_bytes(data)
    return path


def _read(source: str, path: Path) -> None:
    with suppress(GeoError):
        for row in islice(read(source, path), ROWS):
            assert (row.incident is None) == bool(row.findings)


def _table(name: str) -> Target:
    def target(data: bytes) -> None:
        path = _file(name, data)
        kind_of_file(path)
        with suppress(GeoError):
            guess(path)
        _read("table", path)

    return target


def _row(data: bytes) -> None:
    """Cells of a row of all fields, between zero bytes."""
    cells = _text(data).split("\0")
    cells += [""] * (len(FIELDS) - len(cells))
    shown = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells[: len(FIELDS)])
    _read("table", _file("row.csv", f"{','.join(FIELDS)}\n{shown}\n".encode("utf-8", "replace")))


def _geojson(data: bytes) -> None:
    path = _file("own.geojson", data)
    _read("geojson", path)
    with suppress(GeoError):
        read_geojson(path)


def _sheet_xml(data: bytes) -> None:
    """The XML of the sheet of a workbook that is whole otherwise."""
    with zipfile.ZipFile(io.BytesIO(_workbook())) as plain:
        parts = {name: plain.read(name) for name in plain.namelist()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as written:
        for name, content in (parts | {"xl/worksheets/sheet1.xml": data}).items():
            written.writestr(name, content)
    _read("table", _file("own.xlsx", buffer.getvalue()))


@cache
def _workbook() -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for cells in (["id", "date", "place", "killed"], ["A", "2024-05-01", "Gao", 3]):
        book.worksheets[0].append(cells)
    book.save(buffer)
    return buffer.getvalue()


def _geopackage(data: bytes) -> None:
    with suppress(GeoError):
        geopackage.rows_of_others(_file("own.gpkg", data))


def _pmtiles(data: bytes) -> None:
    with suppress(GeoError):
        pmtiles.head_of(_file("own.pmtiles", data))


def _store(data: bytes) -> None:
    with suppress(GeoError):
        Store().attach(_file("own.duckdb", data))


def _well_known_binary(data: bytes) -> None:
    wkb.geometry_type(data)
    wkb.is_empty(data)
    with suppress(ValueError):
        wkb.points_from_wkb(data)


def _cells(*readers: Callable[[str], object]) -> Target:
    def target(data: bytes) -> None:
        for reader in readers:
            with suppress(BadCell):
                reader(_text(data))

    return target


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _parameters(data: bytes) -> None:
    """The query of an address, for all routes that have one."""
    text = data.decode("latin-1")
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "scheme": "http",
        "server": ("127.0.0.1", 80),
        "headers": [],
        "query_string": data,
    }
    pairs = parse_qsl(text, keep_blank_values=True)
    readers: tuple[Callable[[], object], ...] = (
        lambda: Query.parse(pairs),
        lambda: EmbedParams.parse(pairs),
        *(
            lambda each=each: each.parse(Request(scope))
            for each in (PageParams, ViewParams, TimelineParams, OEmbedParams, PlaceParams)
        ),
    )
    for reader in readers:
        with suppress(GeoError, HTTPException):
            reader()


def _search(data: bytes) -> None:
    terms_of(_text(data))
    phrase.parse(_text(data))
    with suppress(GeoError):
        Query(q=_text(data))


def _viewpoint(data: bytes) -> None:
    with suppress(GeoError):
        Viewpoint.parse(_text(data))


TARGETS: dict[str, Target] = {
    "table of text": _table("own.csv"),
    "row of all fields": _row,
    "JSON": _table("own.json"),
    "GeoJSON": _geojson,
    "workbook": _table("own.xlsx"),
    "sheet of a workbook": _sheet_xml,
    "Parquet": _table("own.parquet"),
    "GeoPackage": _geopackage,
    "PMTiles": _pmtiles,
    "store": _store,
    "well-known binary": _well_known_binary,
    "dates": _cells(days.day, days.jalali_day, days.islamic_day, days.serial_day),
    "positions": _cells(positions.points_in, positions.points_in_lon_lat, degrees.angle),
    "geometries as text": _cells(points_of_geometry),
    "tolls": _cells(tolls.toll, values.count, values.fraction, values.number),
    "parameters": _parameters,
    "search and phrases": _search,
    "at": _viewpoint,
}
_TEXTS = {
    "row of all fields": [b"A\0attack\x002024-05-01\0Gao\0Mali\x0016.27\0-0.04\0three\0ISIS"],
    "JSON": [b'[{"date":"2024","place":{"name":"Gao"},"tags":["a"]}]', b'{"date":"2024"}\n{}'],
    "well-known binary": [bytes.fromhex("0101000000000000000000f03f0000000000000040")],
    "dates": [b"5 May 2024", b"2024-05", b"1445-10-27", "۱۴۰۳/۲/۱".encode(), b"May 3 - 5, 2024"],
    "positions": [b"16.27, -0.04", "16°16'12\"N 0°2'W".encode(), b"30UWB1234567890", b"#*,16;0"],
    "geometries as text": [b"POINT (10.7 34.7)", b'{"type":"Point","coordinates":[1,2]}'],
    "tolls": [b"3", b"at least 12", b"10-15", "zwölf".encode(), b"1,234 killed", b"dozens"],
    "parameters": [
        b"from=2024&group=isis-k&bbox=-10,0,20,30&zoom=4&at=35,51,6",
        b"q=%22a+b%22&limit=9",
    ],
    "search and phrases": [b'"market in Gao" -bomb', b"20 km north of Gao, Mali"],
    "at": [b"35.5,51.4,6"],
}


def seeds_of(name: str) -> list[bytes]:
    """Return inputs that a target reads without a fault, to begin from."""
    if name in _TEXTS:
        return _TEXTS[name]
    if name == "table of text":
        return [
            b'id,date,place\nA,2024-05-01,"Gao, Mali"\n',
            (DATA / "large_cities.tsv").read_bytes()[:2000],
        ]
    if name == "GeoJSON":
        point = b'{"type":"Point","coordinates":[1,2]}'
        feature = b'{"type":"Feature","geometry":' + point + b',"properties":{"date":"2024"}}'
        return [b'{"type":"FeatureCollection","features":[' + feature + b"]}", feature]
    if name == "workbook":
        return [_workbook()]
    if name == "sheet of a workbook":
        with zipfile.ZipFile(io.BytesIO(_workbook())) as plain:
            return [plain.read("xl/worksheets/sheet1.xml")]
    return [_binary_seed(name)]


@cache
def _binary_seed(name: str) -> bytes:
    if name == "Parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        sink = pa.BufferOutputStream()
        pq.write_table(pa.table({"date": ["2024"], "place": ["Gao"], "killed": [3]}), sink)
        return bytes(sink.getvalue())
    return {
        "GeoPackage": b"SQLite format 3\0" + bytes(52) + b"GPKG" + bytes(100),
        "PMTiles": b"PMTiles\x03" + bytes(119),
        "store": bytes(8) + b"DUCK",
    }[name]
