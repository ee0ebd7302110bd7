"""How far a record is checked, in words."""

import pytest

from geo.model.incident import Review
from geo.words.reviews import review_in_words


@pytest.mark.parametrize(
    ("review", "words"),
    [
        (Review(status="draft"), "draft: not checked by a person"),
        (Review(status="imported"), "as its dataset has it"),
        (Review(status="reviewed"), "checked by a person"),
        (
            Review(status="reviewed", by="The desk", date="2026-12-03", scope="tolls only"),
            "checked by a person (The desk, 3 December 2026, tolls only)",
        ),
        (Review(status="draft", scope="tolls"), "draft: not checked by a person (tolls)"),
    ],
)
def test_a_review_says_who_when_and_what(review: Review, words: str) -> None:
    assert review_in_words(review) == words
