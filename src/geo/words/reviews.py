"""How far people have checked a record, in words."""

__all__ = ["review_in_words", "reviews_in_words"]

from collections import Counter
from collections.abc import Iterable

from geo.formats.bidi import isolated
from geo.model import dates
from geo.model.incident import Review
from geo.words.numbers import number_text

COUNTED = {
    "draft": "draft, not checked by a person",
    "reviewed": "checked by a person",
    "imported": "as the dataset has it",
}
REVIEWS = {
    "draft": "draft: not checked by a person",
    "reviewed": "checked by a person",
    "imported": "as its dataset has it",
}


def reviews_in_words(reviews: Iterable[Review]) -> str:
    """Count records by how far they are checked.

    >>> reviews_in_words([Review(status="draft"), Review(status="reviewed")])
    '1 draft, not checked by a person; 1 checked by a person'
    """
    counts = Counter[str](review.status for review in reviews)
    return "; ".join(
        f"{number_text(counts[code])} {words}" for code, words in COUNTED.items() if counts[code]
    )


def review_in_words(review: Review) -> str:
    """Say how far a record is checked: who did it, when, and which part, where that is known.

    >>> review_in_words(Review(status="reviewed", by="A. Editor", date="2026-11", scope="tolls"))
    'checked by a person (A. Editor, November 2026, tolls)'
    """
    day = dates.in_words(review.date) if review.date else None
    known = [isolated(text) for text in (review.by, day, review.scope) if text]
    return REVIEWS[review.status] + (f" ({', '.join(known)})" if known else "")
