"""Texts in spreadsheets: a ' before a text keeps it from running as a formula.

The ' is removed again when the table is read. A text that begins with one gets another, so that the
one removed is always the one added. In a table of another program an ordinary ' stays, except
before one of the signs.
"""

__all__ = ["escaped", "unescaped"]

import re

# A spreadsheet runs or hides a text that begins with one of these. Programs drop what nobody sees
# before a sign, and Excel in Japanese reads full-width signs as the others.
_UNSEEN = r"[\s\x00-\x20\x7f-\xa0\u200b-\u200f\u2060-\u2069\ufeff]*"
_FORMULA = re.compile(rf"[\t\r\n']|{_UNSEEN}[=+\-@\uff1d\uff0b\uff0d\uff20]")


def escaped(text: str) -> str:
    """Return a text that a spreadsheet shows unchanged.

    >>> escaped("=1+1"), escaped(" =1+1"), escaped("'s-Hertogenbosch")
    ("'=1+1", "' =1+1", "''s-Hertogenbosch")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unescaped(text: str) -> str:
    """Return a text of such a table without the added '.

    >>> unescaped("'=1+1"), unescaped("''s-Hertogenbosch"), unescaped("'s-Hertogenbosch")
    ('=1+1', "'s-Hertogenbosch", "'s-Hertogenbosch")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text, 1) else text
