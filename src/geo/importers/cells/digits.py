"""Digits, marks and spaces of all scripts, written as those of ASCII."""

__all__ = ["ascii_digits", "only_digits_in_ascii"]

import unicodedata

# Marks that other keyboards and scripts have: of decimals and thousands (Arabic), signs, spaces.
_MARKS = str.maketrans(
    {
        "\u066b": ".",
        "\u066c": "'",  # separates thousands, and nothing else
        "\u2019": "'",
        "\u2212": "-",
        "\u00a0": " ",
        "\u2007": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\u200e": "",
        "\u200f": "",
        "\u061c": "",
    }
)


def ascii_digits(text: str) -> str:
    """Return a text with the digits 0 to 9 for decimal digits of any script.

    >>> ascii_digits("۱۲")
    '12'
    """
    if text.isascii():
        return text
    return only_digits_in_ascii(text.translate(_MARKS))


def only_digits_in_ascii(text: str) -> str:
    """Return the same, with all marks and spaces as they are."""
    return "".join(c if c.isascii() else str(unicodedata.decimal(c, c)) for c in text)
