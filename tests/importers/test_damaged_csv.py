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
from geo.importers import ImportedRow, read
from geo.importers.opening import open_sheet
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
    is_named = bool(found[place].findings)
    assert is_named or (place == len(rows) - 1 and column == WIDTH - 1)


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
