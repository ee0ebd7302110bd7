"""Several values in one column."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.store.lists import SEPARATOR, list_from_text, list_in_sql, text_from_list


@given(st.lists(st.text(min_size=1).filter(lambda text: SEPARATOR not in text), unique=True))
def test_values_come_back(values: list[str]) -> None:
    assert list_from_text(text_from_list(values)) == values


@pytest.mark.parametrize(
    ("values", "found"),
    [([], []), (["a", "b", "a"], ["a", "b"]), ([f"a{SEPARATOR}b"], ["a b"])],
)
def test_a_value_counts_once_and_holds_no_separator(values: list[str], found: list[str]) -> None:
    assert list_from_text(text_from_list(values)) == found


def test_the_database_splits_as_python_does() -> None:
    text = text_from_list(["a", "ب", "c d"])
    sql = f"select {list_in_sql('$text')}"
    assert duckdb.execute(sql, {"text": text}).fetchall() == [(["a", "ب", "c d"],)]
