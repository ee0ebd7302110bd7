"""Digits, marks and spaces of all scripts, written as those of ASCII."""

__all__ = ["ascii_digits"]

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
    return "".join(map(_ascii_digit, text.translate(_MARKS)))


def _ascii_digit(char: str) -> str:
    return char if char.isascii() else str(unicodedata.decimal(char, char))
