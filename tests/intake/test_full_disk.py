"""A disk that takes no temporary file is told in words, whatever is read, and nothing is left."""

import csv
from pathlib import Path

import pytest

from command_line import run
from full_disk import full_disk
from geo.atlas.opening import open_atlas
from geo.atlas.options import ServeOptions
from geo.formats.temporary import process_folder
from table_files import opendocument, workbook

ROWS = [
    ["id", "date", "title", "lat", "lon", "notes"],
    *(["A" + str(n), "2024-01-01", f"T{n}", "10", "10", str(n) * 40] for n in range(900)),
]


@pytest.fixture(params=["xlsx", "ods"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Give a file whose reading needs a temporary copy."""
    return (opendocument if request.param == "ods" else workbook)(tmp_path, {"Data": ROWS})


@pytest.mark.parametrize("most", [50, 20_000])
@pytest.mark.parametrize("command", ["validate {}", "import table {0} --store {0}.duckdb"])
def test_a_file_that_needs_a_copy_says_that_there_is_no_room(
    file: Path, command: str, most: int
) -> None:
    before = list(process_folder().iterdir())
    with full_disk(most):
        result = run(*(part.format(file) for part in command.split()))
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    assert "a temporary copy of " in result.output
    assert " cannot be written" in result.output
    assert not list(file.parent.glob("*.duckdb"))
    assert list(process_folder().iterdir()) == before


def test_a_file_that_cannot_be_copied_is_told_and_the_rest_opened(
    file: Path, tmp_path: Path
) -> None:
    (plain := tmp_path / "plain.csv").write_text("id,date,lat,lon\nP,2024-01-01,1,2\n", "utf-8")
    with full_disk(50):
        opened = open_atlas(ServeOptions(paths=(file, plain)))
    ((name, finding),) = opened.findings
    assert (name, opened.summary.matched) == (file.name, 1)
    assert "a temporary copy of " in finding.rule


def test_a_text_that_needs_a_copy_says_that_there_is_no_room(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    with path.open("w", encoding="utf-16", newline="") as text:
        csv.writer(text).writerows(ROWS)
    with full_disk(20_000):
        result = run("import", "table", path, "--store", tmp_path / "own.duckdb")
    assert isinstance(result.exception, SystemExit)
    assert "a temporary copy of own.csv cannot be written" in result.output
    assert [found.name for found in tmp_path.glob("[!.]*")] == ["own.csv"]
