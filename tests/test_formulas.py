"""What a spreadsheet would run: marked on its way out, and whole on its way in."""

from hypothesis import given
from hypothesis import strategies as st

from geo.formulas import escaped, unescaped


@given(st.one_of(st.text(), st.builds("".join, st.tuples(st.sampled_from("=+-@\t\r"), st.text()))))
def test_no_text_that_is_marked_is_a_formula(text: str) -> None:
    assert not escaped(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert escaped(text).removeprefix("'") == text.removeprefix("'")


@given(st.text().filter(lambda text: not text.startswith("'")))
def test_the_mark_is_taken_off_again(text: str) -> None:
    assert unescaped(escaped(text)) == text
