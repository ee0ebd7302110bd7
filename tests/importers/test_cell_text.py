"""Cells as texts: whatever a typed file holds comes back as it was."""

from datetime import UTC, datetime, timedelta, timezone

import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.importers.cells.cell_text import MARK, cell_from_text, text_from_cell
from geo.importers.row import CellValue

ZONES = (
    st.none()
    | st.just(UTC)
    | st.timedeltas(-timedelta(hours=23), timedelta(hours=23)).map(timezone)
)
CELLS: st.SearchStrategy[CellValue] = (
    st.none()
    | st.text()
    | st.text().map(f"{MARK}{{}}".format)
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.dates()
    | st.datetimes(timezones=ZONES)
    | st.times(timezones=ZONES)
)


def is_same(cell: CellValue, other: CellValue) -> bool:
    if isinstance(cell, float) and isinstance(other, float):
        return repr(cell) == repr(other)  # 0.0 and -0.0 are equal, and NaN is not
    if type(cell) is not type(other) or cell != other:
        return False
    return isinstance(cell, int) or str(cell) == str(other)  # times may be equal in two zones


@given(CELLS)
def test_a_cell_comes_back_as_it_was(cell: CellValue) -> None:
    assert is_same(cell, cell_from_text(text_from_cell(cell)))


@given(st.lists(CELLS, max_size=9))
def test_two_cells_share_a_text_only_if_they_are_the_same(cells: list[CellValue]) -> None:
    for cell in cells:
        for other in cells:
            assert is_same(cell, other) == (text_from_cell(cell) == text_from_cell(other))


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("digits", [3999, 4000, 4001, 5000])
def test_numbers_of_any_length_come_back(digits: int, sign: int) -> None:
    cell = sign * 10**digits
    assert is_same(cell, cell_from_text(text_from_cell(cell)))


def test_texts_stand_as_they_are() -> None:
    cells = ["", " a ", "1", "None", "2024-01-03", f"a{MARK}", "\0", "\ud800"]
    assert [text_from_cell(cell) for cell in cells] == cells


def test_other_cells_have_a_mark_and_a_letter() -> None:
    cells = (True, 7, 7.0, datetime(2024, 1, 3, 4, 5), None, MARK)
    texts = ["\x1fbTrue", "\x1fi7", "\x1ff7.0", "\x1fm2024-01-03T04:05:00", None, "\x1fs\x1f"]
    assert [text_from_cell(cell) for cell in cells] == texts


def test_a_day_of_pandas_is_one_of_python() -> None:
    text = text_from_cell(pandas.Timestamp("2024-01-03T04:05"))
    assert is_same(cell_from_text(text), datetime(2024, 1, 3, 4, 5))
