"""Files that are made to be too large are refused in bounded memory, by import and by upload."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from effort import amount

MB = 1 << 20
MOST = 250  # MB that a process takes for it beyond what it has loaded
# Reads each file in both ways, unless it is too large for one; says what came of it, and how much
# more memory than at the start the process has taken at most since then.
READ = """
import json, resource, sys
from pathlib import Path
import openpyxl, pyarrow.csv, pyarrow.parquet
from geo.atlas.uploads import Uploads
from geo.errors import GeoError
from geo.intake.command import Reading
from geo.intake.run import import_file
from serving import atlas_of

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10

def said_of(read, *given, **options):
    try:
        done = read(*given, **options)
        return "; ".join(each.kind for each in getattr(done, "report", done).rejected)
    except GeoError as error:
        return str(error)

uploads, start = Uploads(atlas_of().atlas), peak()
for path in map(Path, sys.argv[1:]):
    store = path.with_name("own.duckdb")
    source = "geojson" if path.suffix == ".geojson" else "table"
    said = [said_of(import_file, source, path, store, geocode=False)]
    if path.stat().st_size <= 10 << 20:
        saved = uploads.save(path.name, path.read_bytes())
        said.append(said_of(uploads.add, saved, Reading(source=source)))
    print(json.dumps([said, peak() - start]))
uploads.close()
"""


def workbook(folder: Path, row: str) -> Path:
    """Write a workbook with a second row that openpyxl would not write."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["id", "date", "place"])
    book.save(folder / "plain.xlsx")
    path = folder / "own.xlsx"
    with (
        zipfile.ZipFile(folder / "plain.xlsx") as plain,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for name in plain.namelist():
            content = plain.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</sheetData>", f"{row}</sheetData>".encode())
                content = (
                    content[: content.index(b"<dimension")]
                    + content[content.index(b"<sheetViews") :]
                )
            written.writestr(name, content)
    return path


def wide_workbook(folder: Path) -> Path:
    cells = (f'<c t="inlineStr"><is><t>{n * 7919 % 999983}</t></is></c>' for n in range(1_200_000))
    return workbook(folder, f'<row r="2">{"".join(cells)}</row>')


def text(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, "utf-8")
    return path


def wide_table(folder: Path) -> Path:
    names = ",".join(f"c{number}" for number in range(100_000))
    return text(folder, "own.csv", f"{names}\n{names}\n")


def long_cell(folder: Path) -> Path:
    return text(folder, "own.csv", "id,date,place\nA,2024," + "x" * (9 * MB) + "\n")


def many_cells(folder: Path) -> Path:
    return text(folder, "own.csv", "id,date,place\n" + "ab," * MB + "\n")


def tiny_arrays(folder: Path) -> Path:
    content = "[]," * (8 * MB)
    return text(folder, "own.json", f'[{{"date": "2024", "place": "Gao", "a": [{content}1]}}]')


def deep(folder: Path) -> Path:
    nested = "[" * 400_000 + "]" * 400_000
    return text(folder, "own.json", f'[{{"date": "2024", "place": {nested}}}]')


def others(folder: Path) -> Path:
    return text(folder, "own.json", f'[{{"date": "2024", "place": "Gao"}}{",1" * (4 * MB)}]')


def many_positions(folder: Path) -> Path:
    points = ",".join(["[1,2]"] * 250_000)
    geometry = f'{{"type": "MultiPoint", "coordinates": [{points}]}}'
    feature = f'{{"type": "Feature", "geometry": {geometry}, "properties": {{"date": "2024"}}}}'
    return text(folder, "own.geojson", f'{{"type": "FeatureCollection", "features": [{feature}]}}')


def bomb(folder: Path) -> Path:
    path = folder / "own.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr("xl/worksheets/sheet1.xml", bytes(120 * MB))
    return path


FILES: dict[str, tuple[Callable[[Path], Path], str]] = {
    "1.2 million cells in a row of a workbook": (wide_workbook, "row of more than 16,384 cells"),
    "100,000 columns": (wide_table, "100,000 columns, and 5,000 are the most"),
    "a cell of 9 MB": (long_cell, "a cell of more than 131,072 characters"),
    "a million cells in a row of text": (many_cells, "cells under 3 headings"),
    "25 MB of tiny arrays": (tiny_arrays, "more than 2,097,152 characters"),
    "nested 400,000 times": (deep, "more than 100 lists and objects within one another"),
    "4 million values that are not records": (others, "more than 1,000 values that are not"),
    "250,000 positions": (many_positions, "has more than 1,000 positions"),
    "a bomb": (bomb, "times its size: that is not a spreadsheet"),
}
LONG = ("a million cells in a row of text", "25 MB of tiny arrays", "250,000 positions")
NAMES = amount(quick=[name for name in FILES if name not in LONG], thorough=[*FILES])


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[list[str], int]]:
    """What one process says of all files, and its memory."""
    paths = [write(tmp_path_factory.mktemp("large")) for write, _ in map(FILES.__getitem__, NAMES)]
    done = subprocess.run(
        [sys.executable, "-c", READ, *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent.parent,
    )
    assert done.returncode == 0, done.stderr
    return dict(zip(NAMES, map(json.loads, done.stdout.splitlines()), strict=True))


@pytest.mark.skipif(sys.platform == "win32", reason="has no module resource")
@pytest.mark.parametrize("name", NAMES)
def test_memory_is_bounded(found: dict[str, tuple[list[str], int]], name: str) -> None:
    said, megabytes = found[name]
    assert all(FILES[name][1] in each for each in said)
    assert megabytes < MOST
