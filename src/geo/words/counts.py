"""Numbers of things: the one place where an English plural is formed."""

__all__ = ["count_in_words"]


def count_in_words(number: int, noun: str, plural: str | None = None) -> str:
    """Count things; the plural has an s where no other is given.

    >>> count_in_words(1, "record"), count_in_words(1_200, "record")
    ('1 record', '1,200 records')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
