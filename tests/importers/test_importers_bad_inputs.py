"""Hostile and malformed files: each has the outcome that tests/data/bad_inputs.json says."""

import csv
import os
import random
import shutil
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from bad_inputs import named, of
from effort import amount
from geo.errors import UnknownParameter, UnreadableData
from geo.importers import SOURCES, ImportedRow, read
from geo.importers.actors import actor_id
from geo.importers.opening import open_sheet
from geo.intake.dataset import load
from geo.query.query import Query
from sheet_rows import assert_same
from table_files import read_all

Built = tuple[str, Path]  # source and file


def csv_file(folder: Path, header: list[str], *rows: list[Any]) -> Built:
    path = folder / "bad.csv"
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return "table", path


def raw_file(folder: Path, content: str | bytes, name: str = "bad.csv") -> Built:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return "geojson" if name.endswith("json") else "table", path


def of_position(folder: Path, given: Any) -> Built:
    return csv_file(folder, ["id", "date", "lat", "lon"], ["A", "2024-01-01", *given])


def of_date(folder: Path, given: Any) -> Built:
    return csv_file(folder, ["id", "date"], ["A", given])


def of_name(folder: Path, given: Any) -> Built:
    return csv_file(folder, ["id", "date", "name"], ["A", "2024-01-01", given])


def of_ids(folder: Path, given: Any) -> Built:
    ids = given if isinstance(given, list) else [given]
    return csv_file(folder, ["id", "date"], *[[id_, f"200{n}"] for n, id_ in enumerate(ids)])


def of_header(folder: Path, given: Any) -> Built:
    return raw_file(folder, f"{given},date\nA,1.5,2.5,2024\n")


def of_bytes(folder: Path, given: Any) -> Built:
    content = bytes.fromhex(given.replace(" ", ""))
    return raw_file(folder, content)


def of_row(folder: Path, given: Any) -> Built:
    return raw_file(folder, f"id,date,name\nA,2024,x\n{given}\n")


def of_file(folder: Path, given: Any) -> Built:
    return raw_file(folder, given)


def of_geojson(folder: Path, given: Any) -> Built:
    """Put a geometry, a Feature or any object where a file can have it; a collection is one."""
    properties = '{"id": "A", "date": "2024", "name": "x"'
    if '"FeatureCollection"' in given:
        return raw_file(folder, given, "bad.geojson")
    geometry = "null" if '"Feature"' in given else given
    if '"a":1' in given:
        properties, geometry = f'{properties}, "other": {given}', "null"
    feature = f'{{"type": "Feature", "geometry": {geometry}, "properties": {properties}}}}}'
    text = f'{{"type": "FeatureCollection", "features": [{feature}]}}'
    return raw_file(folder, text, "bad.geojson")


def of_upload(folder: Path, given: Any) -> Built:
    return raw_file(folder, given, "bad.geojson")


BUILDERS: dict[str, Callable[[Path, Any], Built]] = {
    "csv.lat,lon": of_position,
    "csv.date": of_date,
    "csv.name": of_name,
    "csv.id": of_ids,
    "csv.header": of_header,
    "csv.bytes": of_bytes,
    "csv.row": of_row,
    "file": of_file,
    "geojson": of_geojson,
    "upload.geojson": of_upload,
}


def zip_bomb(folder: Path) -> Built:
    path = folder / "bad.xlsx"
    spaces = b" " * 10_000_000
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(100):
            part.write(spaces)
    return "table", path


GENERATORS: dict[str, Callable[[Path], Built]] = {
    "B099": lambda folder: raw_file(
        folder,
        '{"type":"LineString","coordinates":[' + ",".join(["[0,0]"] * 4_400_000) + "]}",
        "bad.geojson",
    ),
    "B100": lambda folder: raw_file(
        folder, "[" + ",".join(['{"a":1}'] * 3_200_000) + "]", "bad.geojson"
    ),
    "B101": zip_bomb,
    "B103": lambda folder: raw_file(folder, "9" * 5000, "bad.geojson"),
    "B104": lambda folder: csv_file(
        folder,
        ["id", "date", "name"],
        ["A", "2024", "x" * 10_000_000],
        ["B", "2024", "y"],
    ),
    "B105": lambda folder: csv_file(
        folder, ["id", "date", "group"], *[[n, "2024", f"Group {n}"] for n in range(1000)]
    ),
}
WHOLE_FILE = ("reject_file", "reject_file_over_limit")
# What must be said: words of a finding's rule or remedy, or of a warning's.
WORDS = {
    "B041": "a position has latitude and longitude",
    "B044": "swapped",
    "B045": "swapped",
    "B048": "0, 0",
    "B051": "",
    "B068": "not a day of the calendar",
    "B071": "2024-04-03 or 2024-03-04",
    "B076": "Excel",
    "B077": "future",
    "B083": "share it",
    "B088": "byte 5 (0xCA) is not UTF-8",
    "B091": "half of a surrogate pair",
    "B092": "NUL",
    "B093": "has 2 cells under 3 headings",
    "B097": "twice, and the last value counts",
    "B101": "that is not a spreadsheet",
    "B103": "is not JSON",
    "B104": "more than 131,072 characters",
    "B107": "is an XML file",
    "B067": "WGS 84",
}
# What must be read: of the incident, its field.
READ: dict[str, tuple[Callable[[Any], Any], Any]] = {
    "B048": (lambda incident: incident.positions, ()),
    "B049": (lambda incident: incident.positions, ((2.3522, 48.8566),)),
    "B051": (lambda incident: incident.positions, ()),
    "B053": (lambda incident: incident.positions, ((2.3, 48.8),)),
    "B052": (lambda incident: incident.positions, ((2.3522, 48.8566),)),
    "B055": (lambda incident: incident.positions, ((2.352222, 48.856614),)),
    "B059": (lambda incident: incident.positions, ()),
    "B064": (lambda incident: incident.positions, ()),
    "B065": (lambda incident: incident.positions, ()),
    "B075": (lambda incident: incident.date.precision, "year"),
    "B080": (lambda incident: incident.date.first.isoformat(), "2024-01-01"),
    "B085": (lambda incident: incident.id, "bad-../../etc/passwd"),
    "B087": (lambda incident: incident.positions, ((2.5, 1.5),)),
    "B091": (lambda incident: incident.title, "\ufffd"),
    "B092": (lambda incident: incident.title, "ab"),
}


Generated = Callable[[str], Built]


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generated]:
    """Build each of GENERATORS once: some take a second and fill many megabytes."""
    folder = tmp_path_factory.mktemp("generated")

    @cache
    def build(id_: str) -> Built:
        (folder / id_).mkdir()
        return GENERATORS[id_](folder / id_)

    yield build
    shutil.rmtree(folder)


def built(entry: dict[str, Any], folder: Path, generated: Generated) -> Built:
    if entry["id"] in GENERATORS:
        return generated(entry["id"])
    return BUILDERS[entry["channel"]](folder, entry["input"])


def said(rows: list[ImportedRow]) -> str:
    found = [each for row in rows for each in (*row.findings, *row.warnings)]
    return "\n".join(map(str, found))


def check_refused(entry: dict[str, Any], rows: list[ImportedRow]) -> None:
    bad = [row for row in rows if row.incident is None]
    assert bad
    assert all(row.findings and row.line for row in bad)


def check_taken(entry: dict[str, Any], rows: list[ImportedRow]) -> None:
    assert all(row.incident for row in rows)


def check_warned(entry: dict[str, Any], rows: list[ImportedRow]) -> None:
    check_taken(entry, rows)
    assert any(row.warnings for row in rows) or not rows


CHECKS: dict[str, Callable[[dict[str, Any], list[ImportedRow]], None]] = {
    "reject_row": check_refused,
    "reject_feature": check_refused,
    "warn_or_swap": check_refused,  # never silently: the row is listed with the remedy
    "ask": check_refused,
    "warn": check_warned,
    "reject_value": check_warned,
    "neutralise": check_warned,
    "ask_encoding": lambda entry, rows: None,  # what is said is among WORDS
    "accept": check_taken,
    "accept_literal": check_taken,
    "accept_normalised": check_taken,
}


def check_no_address(text: str, folder: Path) -> None:
    """An address is nowhere followed: no parameter takes one, and as a file's name it is none."""
    with pytest.raises(UnknownParameter):
        Query.parse([("url", text)])
    for name in (
        text,
        *(f"{text}{suffix}" for suffix in (".geojson", ".csv", ".xlsx", ".parquet")),
    ):
        with pytest.raises(UnreadableData):
            load(name)
    for source in SOURCES:
        with pytest.raises(UnreadableData):
            read(source, Path(text))


def check_no_file(text: str, folder: Path) -> None:
    """A path among the data stays a text, and is not opened; test_house keeps it from folium."""
    (row,) = read_all(*of_name(folder, text))
    assert row.incident
    assert row.incident.title == text


REFUSED = {"param.url": check_no_address, "folium.GeoJson": check_no_file}


@pytest.fixture
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **_: Any) -> None:
        pytest.fail(f"a connection was opened: {args}")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("_offline")
@pytest.mark.parametrize("entry", of("files"), ids=named)
def test_every_bad_input_has_the_outcome_that_is_written(
    tmp_path: Path, generated: Generated, entry: dict[str, Any]
) -> None:
    if entry["action"] == "refuse":
        REFUSED[entry["channel"]](entry["input"], tmp_path)
        return
    source, path = built(entry, tmp_path, generated)
    if entry["action"] in WHOLE_FILE and "geometry" not in entry["expected"]:
        if entry["id"] == "B095":
            assert path.stat().st_size == 0
        with pytest.raises(UnreadableData) as error:
            read(source, path)
        with pytest.raises(UnreadableData):
            load(path)
        assert WORDS.get(entry["id"], "") in str(error.value)
        return
    if source == "table":
        assert_same(open_sheet(path), 10)
    rows = read_all(source, path)
    CHECKS[entry["action"]](entry, rows)
    assert WORDS.get(entry["id"], "") in said(rows)
    if entry["id"] in READ:
        read_off, value = READ[entry["id"]]
        assert read_off(rows[0].incident) == value


def test_only_one_of_two_coordinates_refuses_the_row(tmp_path: Path) -> None:
    (row,) = read_all(*of_position(tmp_path, ["1", ""]))
    assert [finding.rule for finding in row.findings] == ["a position has latitude and longitude"]


def test_one_huge_cell_does_not_stop_the_rest(generated: Generated) -> None:
    rows = read_all(*generated("B104"))
    ids = [row.incident and row.incident.origin.record_id for row in rows]
    assert ([row.line for row in rows], ids) == ([2, 3], [None, "B"])


def of_laughter() -> str:
    """Return entities each of which is ten of the one before: 10 GB in a kilobyte."""
    tens = (f'<!ENTITY e{n} "{f"&e{n + 1};" * 10}">' for n in range(7))
    return f'{"".join(tens)}<!ENTITY e7 "{"x" * 1000}">'


@pytest.mark.parametrize(
    "entities",
    [of_laughter(), '<!ENTITY e0 SYSTEM "file:///etc/hostname">'],
    ids=["a billion laughs", "a file"],
)
def test_no_entity_of_a_workbook_becomes_its_text(tmp_path: Path, entities: str) -> None:
    book, path, sheet = Workbook(), tmp_path / "x.xlsx", "xl/worksheets/sheet1.xml"
    book.worksheets[0].append(["id", "date"])
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    doctype = f"<!DOCTYPE worksheet [{entities}]>"
    cell = '<row r="2"><c r="A2" t="inlineStr"><is><t>&e0;</t></is></c></row></sheetData>'
    parts[sheet] = doctype + parts[sheet].replace("</sheetData>", cell)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    with pytest.raises(UnreadableData, match="is not an Excel workbook"):
        read_all("table", path)


def test_distinct_groups_have_distinct_ids() -> None:
    assert len({actor_id(f"Group {number}") for number in range(100_000)}) == 100_000


LIMITED = """
import resource, sys
from pathlib import Path
from geo.importers import read
resource.setrlimit(resource.RLIMIT_DATA, (int(sys.argv[3]), int(sys.argv[3])))
try:
    print(sum(1 for row in read(sys.argv[1], Path(sys.argv[2]))))
except OSError as error:
    print(type(error).__name__)
"""
LARGE = amount(quick=800, thorough=1200)  # rows of 100 kB: more than the limit leaves
LIMIT = 100_000_000  # bytes; Python with what is imported takes about 35 MB, for Excel 65 MB
# openpyxl loads numpy, which sets memory aside for each core.
ONE_CORE = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}


def count_within_limit(source: str, path: Path) -> str:
    command = [sys.executable, "-c", LIMITED, source, str(path), str(LIMIT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=ONE_CORE)
    assert "MemoryError" not in done.stderr
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def one_line(folder: Path) -> Built:
    return raw_file(folder, b"id,date\n" + b"A," * ((1 << 21) * 30))


def many_rows(folder: Path) -> Built:
    long = "x" * 100_000
    return csv_file(folder, ["id", "date", "name"], *[[n, "2024", long] for n in range(LARGE)])


def many_features(folder: Path) -> Built:
    one = '{"type": "Feature", "geometry": null, "properties": {"date": "2024", "name": "%s"}}'
    features = ",".join([one % ("x" * 100_000)] * LARGE)
    text = f'{{"type": "FeatureCollection", "features": [{features}]}}'
    return raw_file(folder, text, "big.geojson")


def many_cells(folder: Path) -> Built:
    workbook, path = Workbook(write_only=True), folder / "big.xlsx"
    sheet = workbook.create_sheet()
    sheet.append(["id", "date", *(f"note {number}" for number in range(10))])
    for row in range(1_000):
        texts = (random.randbytes(60).hex() * 40 for _ in range(10))
        sheet.append([f"A{row}", "2024", *texts])
    workbook.save(path)
    return "table", path


@pytest.mark.parametrize(
    ("id_", "answer"),
    [
        ("B099", "UnreadableData"),
        ("B100", "UnreadableData"),
        ("B101", "UnreadableData"),
        ("B104", "2"),
    ],
)
def test_memory_is_bounded_in_bad_inputs(generated: Generated, id_: str, answer: str) -> None:
    assert count_within_limit(*generated(id_)) == answer


@pytest.mark.parametrize(
    ("build", "answer"),
    [
        (one_line, "1"),
        (many_rows, str(LARGE)),
        (many_features, str(LARGE)),
        (many_cells, "1000"),
    ],
    ids=["one line", "rows", "features", "cells"],
)
def test_memory_is_bounded(tmp_path: Path, build: Callable[[Path], Built], answer: str) -> None:
    source, path = build(tmp_path)
    assert count_within_limit(source, path) == answer
    path.unlink()
