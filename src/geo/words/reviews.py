"""How far people have checked a record, in words."""

__all__ = ["review_in_words"]

from geo.formats.bidi import isolated
from geo.model import dates
from geo.model.incident import Review

REVIEWS = {
    "draft": "draft: not checked by a person",
    "reviewed": "checked by a person",
    "imported": "as its dataset has it",
}


def review_in_words(review: Review) -> str:
    """Say how far a record is checked: who did it, when, and which part, where that is known.

    >>> review_in_words(Review(status="reviewed", by="A. Editor", date="2026-11", scope="tolls"))
    'checked by a person (A. Editor, November 2026, tolls)'
    """
    day = dates.in_words(review.date) if review.date else None
    known = [isolated(text) for text in (review.by, day, review.scope) if text]
    return REVIEWS[review.status] + (f" ({', '.join(known)})" if known else "")
