"""Damaged delimited text, of the kinds that the Pollock benchmark lists: no row is lost in silence.

G. Vitagliano, M. Hameed, L. Jiang, L. Reisener, E. Wu, F. Naumann: Pollock, a data loading
benchmark. PVLDB 16(8), 2023. Only its idea is used here.
"""

import csv
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import amount
from geo.errors import UnreadableData
from geo.importers import ImportedRow, read
from geo.importers.opening import open_sheet
from geo.intake.run import import_file
from geo.model.incident import Range
from sheet_rows import assert_same

Row = list[str]
few = settings(max_examples=amount(quick=10, thorough=200), deadline=None)
HEADER: Row = ["id", "date", "place", "country", "latitude", "longitude", "killed", "notes"]
NOTES = ["one bomb", "", "two, then three", 'said "no"', "first; second", "a | b", "lines\nof text"]
WIDTH = len(HEADER)


def row(number: int, killed: int, note: str) -> Row:
    return [f"r{number}", "2016-05-01", "Gao", "Mali", "16.27", "-0.04", str(killed), note]


TABLES = st.lists(
    st.tuples(st.integers(0, 999), st.sampled_from(NOTES)), min_size=1, max_size=6
).map(lambda found: [row(number, *one) for number, one in enumerate(found)])


def written(rows: list[Row], delimiter: str = ",", end: str = "\n", quoting: int = 0) -> str:
    file = StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return file.getvalue()


def cell_text(cell: str) -> str:
    return written([[cell, "x"]]).removesuffix(",x\n")


def with_spaces(rows: list[Row]) -> str:
    """Write a space after each delimiter, also before quotation marks."""
    return "".join(", ".join(map(cell_text, each)) + "\n" for each in rows)


def escaped(rows: list[Row]) -> str:
    """Write quotation marks after a backslash."""
    return written(rows).replace('""', '\\"')


def single_quoted(rows: list[Row]) -> str:
    file = StringIO()
    csv.writer(file, quotechar="'", quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return file.getvalue()


def wrapped(rows: list[Row]) -> str:
    """Put each line into quotation marks as a whole."""
    lines = written([[cell.replace("\n", " ") for cell in each] for each in rows]).splitlines()
    return "".join('"' + line.replace('"', '""') + '"\n' for line in lines)


def under_titles(rows: list[Row]) -> str:
    return f"Incidents in Mali, 2016\nSource: own list\n\n{written(rows, ';')}"


def mixed_ends(rows: list[Row]) -> str:
    return "".join(written([each], end="\n\r\n"[n % 2 :][:2]) for n, each in enumerate(rows))


# How a whole file is written → so that it can be read as if nothing were the matter.
HARMLESS: dict[str, Callable[[list[Row]], str]] = {
    **{repr(mark): lambda rows, m=mark: written(rows, m) for mark in ",;\t|^~\x1f"},  # type: ignore[misc]
    "all quoted": lambda rows: written(rows, quoting=csv.QUOTE_ALL),
    "single quotation marks": single_quoted,
    "returns": lambda rows: written(rows, end="\r\n"),
    "spaces after delimiters": with_spaces,
    "backslashes": escaped,
    "wrapped": wrapped,
    "titles": under_titles,
    "mixed ends": mixed_ends,
    "no last end": lambda rows: written(rows).removesuffix("\n"),
    "delimiters at the end": lambda rows: written([[*each, ""] for each in rows]),
    "blank rows": lambda rows: "\n" + ",,\n".join(written([each]) for each in rows),
    "Excel's own line": lambda rows: f"sep=;\n{written(rows, ';')}",
    "headings twice": lambda rows: written([HEADER, *rows]),
}


def found_in(folder: Path, text: str) -> list[ImportedRow]:
    path = folder / "own.csv"
    path.write_text(text, "utf-8", newline="")
    assert_same(open_sheet(path), 4)
    return list(read("table", path))


def is_right(found: ImportedRow, expected: Row) -> bool:
    incident = found.incident
    return (
        incident is not None
        and incident.id == f"own-{expected[0]}"
        and incident.positions == ((-0.04, 16.27),)
        and incident.casualties is not None
        and incident.casualties.killed == Range(best=int(expected[6]))
    )


@pytest.mark.parametrize("way", HARMLESS)
@few
@given(rows=TABLES)
def test_every_row_is_read_however_it_is_written(
    tmp_path_factory: pytest.TempPathFactory, way: str, rows: list[Row]
) -> None:
    found = found_in(tmp_path_factory.getbasetemp(), HARMLESS[way]([HEADER, *rows]))
    assert len(found) == len(rows)
    assert all(map(is_right, found, rows))


def cut(line: str) -> str:
    return line.rsplit(",", 3)[0] + "\n"


def lengthened(line: str) -> str:
    return line.rstrip("\n") + ",more,and more\n"


def other_delimiter(line: str) -> str:
    return line.replace(",", ";")


DAMAGES = {"cells missing": cut, "cells too many": lengthened, "another delimiter": other_delimiter}


@pytest.mark.parametrize("damage", DAMAGES)
@few
@given(rows=TABLES, place=st.integers(0, 5))
def test_a_damaged_row_is_rejected_and_the_others_are_read(
    tmp_path_factory: pytest.TempPathFactory, damage: str, rows: list[Row], place: int
) -> None:
    place %= len(rows)
    rows = [[*each[:-1], "plain"] for each in rows]
    lines = [written([each]) for each in rows]
    lines[place] = DAMAGES[damage](lines[place])
    found = found_in(tmp_path_factory.getbasetemp(), written([HEADER]) + "".join(lines))
    assert len(found) == len(rows)
    for number, (each, expected) in enumerate(zip(found, rows, strict=True)):
        assert bool(each.findings) if number == place else is_right(each, expected)


@few
@given(rows=TABLES, place=st.integers(0, 5), column=st.integers(0, WIDTH - 1))
def test_a_quotation_mark_left_open_is_named(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Row], place: int, column: int
) -> None:
    place %= len(rows)
    rows = [[*each[:-1], "plain"] for each in rows]
    lines = [written([each]) for each in rows]
    cells = lines[place].split(",")
    lines[place] = ",".join([*cells[:column], '"' + cells[column], *cells[column + 1 :]])
    found = found_in(tmp_path_factory.getbasetemp(), written([HEADER]) + "".join(lines))
    assert all(map(is_right, found[:place], rows))
    assert found[place].findings


@few
@given(rows=TABLES, others=TABLES)
def test_another_table_beneath_is_named(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Row], others: list[Row]
) -> None:
    second = written([["id", "place", "injured"], *([each[0], "Gao", each[6]] for each in others)])
    text = written([HEADER, *rows]) + "\n" + second
    found = found_in(tmp_path_factory.getbasetemp(), text)
    assert all(map(is_right, found, rows))
    assert len(found) == len(rows) + 1 + len(others)
    assert all(each.findings for each in found[len(rows) :])


def opened(cells: Row, column: int) -> Row:
    """Return a row whose cell begins with a quotation mark that does not close."""
    return [*cells[:column], f'"{cells[column]}', *cells[column + 1 :]]


def plain(rows: list[Row]) -> list[Row]:
    return [[*each[:-1], "plain"] for each in rows]


def joined(rows: list[Row], mark: str = ",", end: str = "\n") -> str:
    return "".join(mark.join(each) + end for each in rows)


LONGER = st.lists(st.integers(0, 999), min_size=2, max_size=30).map(
    lambda found: [row(number, killed, "plain") for number, killed in enumerate(found)]
)
MARKS = st.sampled_from([",", ";", "\t", "|"])


@few
@given(
    rows=LONGER,
    places=st.lists(st.integers(0, 29), min_size=1, max_size=4),
    column=st.integers(0, WIDTH - 1),
    mark=MARKS,
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]),
    has_end=st.booleans(),
)
def test_marks_left_open_cost_no_other_row(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[Row],
    places: list[int],
    column: int,
    mark: str,
    end: str,
    encoding: str,
    has_end: bool,
) -> None:
    bad = {place % len(rows) for place in places}
    lines = [opened(each, column) if n in bad else each for n, each in enumerate(rows)]
    text = joined([HEADER, *lines], mark, end)
    path = tmp_path_factory.getbasetemp() / "own.csv"
    path.write_bytes((text if has_end else text.removesuffix(end)).encode(encoding))
    assert_same(open_sheet(path), 4)
    found = list(read("table", path))
    assert [each.line for each in found] == [n + 2 for n in range(len(rows))]
    for number, (each, expected) in enumerate(zip(found, rows, strict=True)):
        assert bool(each.findings) if number in bad else is_right(each, expected)


@few
@given(rows=LONGER, place=st.integers(0, 28), after=st.integers(1, 5), column=st.integers(0, 7))
def test_a_mark_that_a_later_row_closes_costs_no_row_in_silence(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[Row],
    place: int,
    after: int,
    column: int,
) -> None:
    place %= len(rows) - 1
    last = min(place + after, len(rows) - 1)
    lines = list(rows)
    lines[place] = opened(rows[place], column)
    lines[last] = [*rows[last][:column], f'"{rows[last][column]}"', *rows[last][column + 1 :]]
    found = found_in(tmp_path_factory.getbasetemp(), joined([HEADER, *lines]))
    assert [each.line for each in found] == [n + 2 for n in range(len(rows))]
    assert [n for n, each in enumerate(found) if each.findings] == [place]


def test_rows_within_marks_that_open_and_close_are_counted(tmp_path: Path) -> None:
    rows = [row(number, 1, "plain") for number in range(9)]
    rows[3][-1], rows[6][-1] = '"plain', 'plain"'
    found = found_in(tmp_path, joined([HEADER, *rows]))
    assert [each.line for each in found] == [2, 3, 4, 5, 9, 10]
    (finding,) = found[3].findings
    assert finding.rule == "has a cell of several lines that look like rows"
    assert "lines 6 to 8 are not read" in finding.remedy


def test_a_mark_left_open_in_two_columns(tmp_path: Path) -> None:
    rows = [["2016-05-01", f"Place {number}"] for number in range(20)]
    rows[4] = opened(rows[4], 1)
    found = found_in(tmp_path, joined([["date", "place"], *rows]))
    assert [each.line for each in found if each.findings] == [6]
    assert len(found) == 20


@pytest.mark.parametrize("column", range(WIDTH))
def test_a_mark_left_open_in_the_heading_refuses_the_file(tmp_path: Path, column: int) -> None:
    rows = [row(number, 1, "plain") for number in range(40)]
    with pytest.raises(UnreadableData, match=r"own\.csv: line 1 has a quotation mark that is left"):
        found_in(tmp_path, joined([opened(HEADER, column), *rows]))


def test_a_heading_that_holds_rows_refuses_the_file(tmp_path: Path) -> None:
    rows = [row(number, 1, "plain") for number in range(9)]
    rows[5][-1] = 'plain"'
    with pytest.raises(UnreadableData, match="line 1 has a cell of several lines that look like"):
        found_in(tmp_path, joined([[*HEADER[:-1], '"notes'], *rows]))


def test_a_mark_left_open_in_a_long_file_costs_one_row(tmp_path: Path) -> None:
    rows = [row(number, 1, "plain") for number in range(40_000)]
    rows[100] = opened(rows[100], 2)
    path = tmp_path / "own.csv"
    path.write_text(joined([HEADER, *rows]), "utf-8")
    report = import_file("table", path, tmp_path / "own.duckdb", geocode=False)
    assert (report.read, report.imported) == (40_000, 39_999)
    (kind,) = report.rejected
    assert (kind.line, kind.example.rule) == (102, "has a quotation mark that is left open")


def test_what_is_read_again_is_bounded_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEO_LIMIT_FILE_AGAIN", "500")
    rows = [row(number, 1, "plain") for number in range(30)]
    rows[3] = opened(rows[3], 2)
    found = found_in(tmp_path, joined([HEADER, *rows]))
    assert len(found) == 4
    (finding,) = found[3].findings
    assert finding.remedy == "Close it. Lines 6 to 31 are not read."


def test_a_row_of_many_lines_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line closes one cell and opens the next: by their marks all are one row."""
    monkeypatch.setenv("GEO_LIMIT_FILE_LINE", "100")
    lines = ["id,date,place,note", *(f'x{n}","y' for n in range(50))]
    found = found_in(tmp_path, "\n".join(["a,b,c,d", '1,2,3,"y', *lines[1:]]))
    assert len(found) == 51
    assert all(each.findings for each in found)
