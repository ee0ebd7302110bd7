"""Counts of records in words, and in order."""

__all__ = ["by_frequency", "count_in_words"]

from collections.abc import Mapping

from geo.words.numbers import number_text


def count_in_words(number: int, noun: str, plural: str | None = None) -> str:
    """Count things; the plural has an s where no other is given.

    >>> count_in_words(1, "record"), count_in_words(1_200, "record")
    ('1 record', '1,200 records')
    """
    return f"{number_text(number)} {noun if number == 1 else plural or noun + 's'}"


def by_frequency(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return things with their numbers, the most frequent first, equals by their letters.

    >>> by_frequency({"b": 1, "a": 1, "c": 2})
    [('c', 2), ('a', 1), ('b', 1)]
    """
    return sorted(counts.items(), key=lambda count: (-count[1], count[0]))
