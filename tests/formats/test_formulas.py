"""What a spreadsheet would run: marked on its way out, and whole on its way in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.formats.formulas import escaped, unescaped

SIGNS = "=+-@\t\r'"
TEXTS = st.text() | st.builds("".join, st.tuples(st.text(st.sampled_from(SIGNS)), st.text()))


@given(TEXTS)
def test_no_text_that_is_marked_is_a_formula(text: str) -> None:
    assert not escaped(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert escaped(text) in (text, f"'{text}")
    assert (escaped(text) == text) == (text[:1] not in tuple(SIGNS))


@given(TEXTS)
def test_the_mark_is_taken_off_again(text: str) -> None:
    assert unescaped(escaped(text)) == text


@pytest.mark.parametrize("name", ["'s-Hertogenbosch", "'Ubayd", "'tis", "'", "’Ain"])
def test_an_apostrophe_of_somebody_elses_table_stays(name: str) -> None:
    assert unescaped(name) == name
    assert unescaped(escaped(name)) == name
