"""Columns of texts: the same texts as those of one row."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.importers.record import text_of
from geo.intake.columns.distinct import combinations_of
from geo.intake.columns.texts import changed, folded, joined, read_texts
from geo.query.folding import searched_text

TEXTS = st.lists(
    st.none()
    | st.text()
    | st.sampled_from(["a  b", " a", "\x1fx", "Kermān", "ß", "O'Hara", "1,370", "1,2345"])
)


@given(TEXTS)
def test_texts_are_read_as_a_record_reads_them(texts: list[str | None]) -> None:
    found = read_texts(pa.array(texts, pa.string()), text_of)
    assert found.to_pylist() == list(map(text_of, texts))


@given(TEXTS)
def test_texts_are_folded_as_search_does(texts: list[str | None]) -> None:
    column = pa.array(texts, pa.string())
    expected = [None if text is None else searched_text(text) for text in texts]
    assert folded(column).to_pylist() == expected
    assert changed(column, searched_text).to_pylist() == [
        text if text is None or text.isascii() else searched_text(text) for text in texts
    ]


@given(st.lists(st.tuples(st.none() | st.text(), st.none() | st.text())))
def test_texts_that_are_there_are_joined(rows: list[tuple[str | None, str | None]]) -> None:
    columns = [pa.array([row[place] for row in rows], pa.string()) for place in range(2)]
    expected = ["\n".join(text for text in row if text is not None) for row in rows]
    assert joined(columns, "\n").to_pylist() == [
        None if row == (None, None) else text for row, text in zip(rows, expected, strict=True)
    ]


@given(st.lists(st.tuples(*[st.none() | st.sampled_from(["", "a", "b"])] * 3)))
def test_each_combination_stands_once(rows: list[tuple[str | None, ...]]) -> None:
    columns = [pa.array([row[place] for row in rows], pa.string()) for place in range(3)]
    found = combinations_of(columns, len(rows))
    assert [found.values[number] for number in found.rows] == rows
    assert found.values == list(dict.fromkeys(rows))


def test_without_columns_all_rows_are_one_combination() -> None:
    assert combinations_of([], 3).rows.tolist() == [0, 0, 0]
    assert combinations_of([], 3).values == [()]


@pytest.mark.parametrize("width", [2, 9])
def test_combinations_of_many_values_are_told_apart(width: int) -> None:
    size = 3_000
    columns = [pa.array([f"{place}-{n}" for n in range(size)]) for place in range(width)]
    assert len(combinations_of(columns, size).values) == size
