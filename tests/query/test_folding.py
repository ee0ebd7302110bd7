"""Text as search compares it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.query.folding import fold_text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Kermān", "kerman"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Ёлка", "елка"),
        ("ﬁre", "fire"),
        ("كِرمان", "كرمان"),
        ("", ""),
    ],
)
def test_fold_text(text: str, folded: str) -> None:
    assert fold_text(text) == folded


@given(st.text(max_size=20))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold_text(fold_text(text)) == fold_text(text)
