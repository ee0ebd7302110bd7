"""Numbers of things: one plural rule."""

import pytest

from geo.words.counts import count_in_words


@pytest.mark.parametrize(
    ("number", "plural", "words"),
    [
        (0, None, "0 rows"),
        (1, None, "1 row"),
        (2, None, "2 rows"),
        (1_000_000, None, "1,000,000 rows"),
        (1, "lines of rows", "1 row"),
        (11, "lines of rows", "11 lines of rows"),
    ],
)
def test_one_has_no_s(number: int, plural: str | None, words: str) -> None:
    assert count_in_words(number, "row", plural) == words
