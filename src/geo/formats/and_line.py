"""Several names as one phrase."""

__all__ = ["and_line"]

from collections.abc import Sequence


def and_line(names: Sequence[str]) -> str:
    """Return names with "and" before the last; there is at least one.

    >>> and_line(["Israel", "United States", "United Kingdom"])
    'Israel, United States and United Kingdom'
    """
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
