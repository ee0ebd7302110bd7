"""Limits of files: at each of them a file is read, and one beyond is refused with the remedy."""

import csv
import json
import sqlite3
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geo.atlas.uploads import Uploads
from geo.errors import UnreadableData
from geo.formats.geopackage import rows_of_others
from geo.importers import ImportedRow, read
from geo.importers.geojson import read_features, read_geojson
from geo.importers.sheets.options import PLAIN
from geo.importers.sheets.workbooks.calamine_sheet import open_calamine
from geo.importers.sheets.workbooks.zip_size import check_size
from geo.intake.command import Reading
from geo.settings import READING
from serving import atlas_of
from table_files import opendocument

MB = 1 << 20
ROW = {"id": "A", "date": "2024-05-01", "place": "Gao"}
OWN = (list(ROW), list(ROW.values()))
Act = Callable[[Path, int], None]


@pytest.fixture(autouse=True)
def _cells_as_before() -> Iterator[None]:
    before = csv.field_size_limit()
    yield
    csv.field_size_limit(before)


def kept(rows: list[ImportedRow]) -> None:
    """Raise UnreadableData for a row that is rejected, with what is said of it."""
    for row in rows:
        if row.findings:
            raise UnreadableData(str(row.findings[0]))


def table(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    kept([*read("table", path)])


def columns(folder: Path, count: int) -> None:
    names = [*ROW, *(f"c{number}" for number in range(count - 3))]
    table(folder / "own.csv", f"{','.join(names)}\n{','.join([*ROW.values(), *names[3:]])}\n")


def cell(folder: Path, count: int) -> None:
    table(folder / "own.csv", f"id,date,place,note\nA,2024,Gao,{'x' * count}\n")


def line(folder: Path, count: int) -> None:
    """One row over several lines of so many characters after its first."""
    note = "\n" + "x" * 50 + "\n" + "x" * (count - 51 - len('",Gao\n')) + '",Gao\n'
    table(folder / "own.csv", f'id,date,note,place\nA,2024,"{note}')


def again(folder: Path, count: int) -> None:
    """A row whose mark is left open, which is rejected, above a row of so many characters."""
    path = folder / "own.csv"
    beneath = f"B,2024,{'x' * (count - len('B,2024,,Gao') - 1)},Gao\n"
    path.write_text(f'id,date,note,place\nA,2024,"open,Gao\n{beneath}', "utf-8")
    first, *others_ = read("table", path)
    assert first.findings
    if not others_:
        raise UnreadableData(str(first.findings[0]))
    kept(others_)


def value(folder: Path, count: int) -> None:
    record = json.dumps(ROW | {"note": ""})
    whole = json.dumps(ROW | {"note": "x" * (count - len(record))})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GEO_LIMIT_FILE_CELL", str(count))
        table(folder / "own.json", f"[{whole}]")


def nesting(folder: Path, count: int) -> None:
    nested: Any = "x"
    for _ in range(count - 1):
        nested = [nested]
    table(folder / "own.json", json.dumps([ROW | {"note": nested}]))


def others(folder: Path, count: int) -> None:
    path = folder / "own.json"
    path.write_text(json.dumps([ROW, *range(count)]), "utf-8")
    assert len([*read("table", path)]) == count + 1


def positions(folder: Path, count: int) -> None:
    points = [[1 + number / 1000, 2] for number in range(count)]
    geometry = {"type": "MultiPoint", "coordinates": points}
    feature = {"type": "Feature", "geometry": geometry, "properties": ROW}
    path = folder / "own.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    kept([*read("geojson", path)])


def sheets(folder: Path, count: int) -> None:
    book = openpyxl.Workbook()
    for number in range(count - 1):
        book.create_sheet(f"s{number}")
    for cells in OWN:
        book.worksheets[0].append(cells)
    book.save(folder / "own.xlsx")
    kept([*read("table", folder / "own.xlsx")])


def row(folder: Path, count: int) -> None:
    book = openpyxl.Workbook()
    for cells in (list(ROW), [*ROW.values(), *[0] * (count - 3)]):
        book.worksheets[0].append(cells)
    book.worksheets[0]["D1"] = "note"
    for number in range(5, count + 1):
        book.worksheets[0].cell(1, number, f"c{number}")
    book.save(folder / "own.xlsx")
    kept([*read("table", folder / "own.xlsx")])


def archive(folder: Path, parts: dict[str, bytes], level: int = 6) -> Path:
    path = folder / "own.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as written:
        for name, content in parts.items():
            written.writestr(name, content)
    return path


def parts(folder: Path, count: int) -> None:
    check_size(archive(folder, {f"p{number}": b"" for number in range(count)}), "own.xlsx")


def unpacked(folder: Path, count: int) -> None:
    """A file of so many megabytes, whose parts pack badly."""
    content = bytes(range(256)) * (MB // 256)
    path = archive(folder, {"xl/worksheets/s.xml": content * count}, 0)
    check_size(path, "own.xlsx")


def ratio(folder: Path, count: int) -> None:
    path = folder / "own.xlsx"
    with zipfile.ZipFile(path, "w") as written:
        written.writestr("xl/worksheets/s.xml", b"")
    content = path.read_bytes()
    size = struct.pack("<II", 1 << 20, count << 20)  # packed and unpacked, in the directory
    at = content.index(b"PK\x01\x02") + 20
    path.write_bytes(content[:at] + size + content[at + 8 :])
    check_size(path, "own.xlsx")


def part(folder: Path, count: int) -> None:
    path = archive(folder, {"xl/sharedStrings.xml": bytes(count * MB)}, 0)
    content = path.read_bytes()
    at = content.index(b"PK\x01\x02") + 20
    path.write_bytes(content[:at] + struct.pack("<I", 1 << 16) + content[at + 4 :])
    check_size(path, "own.xlsx")


def held(folder: Path, count: int) -> None:
    path = folder / "own.xls"
    with path.open("wb") as file:
        file.truncate(count * MB)
    try:
        open_calamine(path, "an Excel workbook", PLAIN, lambda _: True)
    except UnreadableData as error:
        if "too many to hold" in str(error):
            raise  # what else is wrong with a file of zeros is not asked here


def group(folder: Path, count: int) -> None:
    path = folder / "own.parquet"
    columns = {name: [value] for name, value in ROW.items()}
    columns["note"] = ["".join(map(chr, range(32, 126))) * (count * MB // 94 - 40)]
    pq.write_table(pa.table(columns), path, use_dictionary=False, write_statistics=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GEO_LIMIT_FILE_CELL", "100000000")
        kept([*read("table", path)])


def package(folder: Path, layers: int, blob: int) -> Path:
    path = folder / "own.gpkg"
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as database:
        database.executescript(
            f"""
            pragma application_id = {int.from_bytes(b"GPKG", "big")};
            create table gpkg_spatial_ref_sys (srs_id integer, definition text);
            insert into gpkg_spatial_ref_sys values (4326, 'WGS 84');
            create table gpkg_contents (table_name text);
            create table gpkg_geometry_columns (table_name text, column_name text, srs_id integer);
            create table a (geom blob, note blob);
            insert into a values (null, zeroblob({blob}));
            insert into gpkg_contents values ('a');
            insert into gpkg_geometry_columns values ('a', 'geom', 4326);
            """
        )
        for number in range(layers - 1):
            database.execute("insert into gpkg_contents values (?)", [f"l{number}"])
            database.execute(
                "insert into gpkg_geometry_columns values (?, 'geom', 4326)", [f"l{number}"]
            )
    database.close()
    return path


def blob(folder: Path, count: int) -> None:
    """A blob whose row takes so many megabytes, but for the 100 bytes of its head."""
    rows_of_others(package(folder, 1, count * MB - 100))


def layers(folder: Path, count: int) -> None:
    rows_of_others(package(folder, count, 1))


def uploaded(data: bytes) -> None:
    uploads = Uploads(atlas_of().atlas)
    try:
        upload = uploads.add(uploads.save("own.csv", data), Reading(source="table"))
        assert upload.report.imported
    finally:
        uploads.close()


def upload_megabytes(folder: Path, count: int) -> None:
    head, row_ = b"id,date,place,latitude,longitude,note\n", b"A%02d,2024,Gao,16,0,%s\n"
    rows_ = b"".join(row_ % (number, b"x" * 100_000) for number in range(count * 10))
    uploaded(head + rows_ + b" " * (count * MB - len(head) - len(rows_)))


def upload_rows(folder: Path, count: int) -> None:
    lines = (f"A{number},2024,Gao,16,0\n" for number in range(count))
    uploaded(f"id,date,place,latitude,longitude\n{''.join(lines)}".encode())


# Limit → what makes a file of so many of it and reads it, a small limit, and what is said beyond.
CASES: dict[str, tuple[Act, int, str]] = {
    "file_columns": (columns, 9, "9 are the most that are read: leave out"),
    "file_cell": (cell, 50, "has a cell of more than 50 characters. Shorten it"),
    "file_line": (line, 200, "quotation mark that is left open. Close it"),
    "file_again": (again, 60, "left open. Close it. Lines 3 to 3 are not read"),
    "file_value": (value, 300_000, "has a record of more than 300,000 characters.*: shorten it"),
    "file_nesting": (nesting, 6, "has more than 6 lists and objects.*: write its values as"),
    "file_others": (others, 5, "more than 5 values that are not records: leave them out"),
    "file_positions": (
        positions,
        5,
        "6 positions: has more than 5 positions.* Give each event",
    ),
    "file_sheets": (sheets, 3, "has 4 sheets, and 3 are the most: save the one"),
    "file_row": (row, 8, "has a row of more than 8 cells: keep only the columns"),
    "file_parts": (parts, 12, "has 13 files in it, and 12 are the most: save only"),
    "file_unpacked": (
        unpacked,
        2,
        "unpacks to 3,145,728 bytes: that is not a spreadsheet. Save it as CSV",
    ),
    "file_ratio": (ratio, 20, "unpacks to 22,020,096 bytes, 21 times its size.* Save it as CSV"),
    "file_part": (part, 1, "a part of 2,097,152 bytes.*too much to hold.* Save it as CSV"),
    "file_held": (held, 1, r"2,097,152 bytes, too many to hold in memory. Save it as \.xlsx"),
    "file_group": (group, 1, "has a row group of .* bytes: write it with smaller row groups"),
    "file_blob": (blob, 1, "has a cell of more than 1 MB: shorten it"),
    "file_layers": (layers, 1, "has more than 1 layers: keep only one"),
    "added_megabytes": (upload_megabytes, 1, "no file may have more than 1,048,576: use geo"),
    "added_rows": (upload_rows, 3, "has more than 3 rows, the most that are read here"),
}


def test_each_limit_has_its_case() -> None:
    assert list(CASES) == [each.name for each in READING]


@pytest.mark.parametrize("name", CASES)
def test_a_file_at_a_limit_is_read_and_one_beyond_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    act, most, said = CASES[name]
    monkeypatch.setenv(f"GEO_LIMIT_{name.upper()}", str(most))
    act(tmp_path, most)
    with pytest.raises(UnreadableData, match=said):
        act(tmp_path, most + 1)


def test_a_file_of_our_own_has_the_same_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEO_LIMIT_FILE_NESTING", "6")
    monkeypatch.setenv("GEO_LIMIT_FILE_POSITIONS", "5")
    path = tmp_path / "own.geojson"
    points = [[number, 2] for number in range(6)]
    feature = {
        "type": "Feature",
        "id": "A",
        "geometry": {"type": "MultiPoint", "coordinates": points},
        "properties": {"note": [[[[]]]]},
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    _, (finding,) = read_geojson(path)
    assert (finding.record, finding.value) == ("A", "6 positions")
    feature["properties"] = {"note": [[[[[]]]]]}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    with pytest.raises(UnreadableData, match="more than 6 lists and objects within one another"):
        read_features(path)


@pytest.mark.parametrize("place", [0, 1], ids=["heading", "row"])
def test_rows_of_other_workbooks_have_the_same_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    monkeypatch.setenv("GEO_LIMIT_FILE_ROW", "8")
    for count, sheets_ in ((8, 1), (9, 1), (9, 2)):
        rows_ = [[*names, *["x"] * (count - 3) * (n == place)] for n, names in enumerate(OWN)]
        path = opendocument(tmp_path, {f"s{number}": rows_ for number in range(sheets_)})
        if count == 8:
            assert len([*read("table", path)]) == 1
        else:
            with pytest.raises(UnreadableData, match="has a row of more than 8 cells: keep only"):
                kept([*read("table", path)])


def test_other_readers_of_workbooks_get_their_sizes(tmp_path: Path) -> None:
    row(tmp_path, 8)
    with (tmp_path / "own.xlsx").open("rb") as file:
        (sheet,) = openpyxl.load_workbook(file, read_only=True).worksheets
        assert (sheet.max_row, sheet.max_column) == (2, 8)


def test_a_row_with_a_number_beyond_a_sheet_is_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(list(ROW))
    book.worksheets[0].append(list(ROW.values()))
    path = tmp_path / "own.xlsx"
    book.save(path)
    with zipfile.ZipFile(path) as archive_:
        content = {name: archive_.read(name) for name in archive_.namelist()}
    sheet = content["xl/worksheets/sheet1.xml"].replace(b'<row r="2"', b'<row r="99999999999"')
    archive(tmp_path, content | {"xl/worksheets/sheet1.xml": sheet})
    with pytest.raises(UnreadableData, match=r"is broken: ValueError\. Save it as"):
        kept([*read("table", path)])
