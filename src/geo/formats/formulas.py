"""Texts in spreadsheets: a ' before a text keeps it from running as a formula.

The ' is removed again when the table is read. A text that begins with one gets another, so that the
one removed is always the one added. In a table of another program an ordinary ' stays, except
before one of the signs.
"""

__all__ = ["escaped", "unescaped"]

_SIGNS = tuple("=+-@\t\r'")  # a spreadsheet runs or hides a text that begins with one


def escaped(text: str) -> str:
    """Return a text that a spreadsheet shows unchanged.

    >>> escaped("=1+1"), escaped("'s-Hertogenbosch")
    ("'=1+1", "''s-Hertogenbosch")
    """
    return f"'{text}" if text.startswith(_SIGNS) else text


def unescaped(text: str) -> str:
    """Return a text of such a table without the added '.

    >>> unescaped("'=1+1"), unescaped("''s-Hertogenbosch"), unescaped("'s-Hertogenbosch")
    ('=1+1', "'s-Hertogenbosch", "'s-Hertogenbosch")
    """
    return text[1:] if text.startswith("'") and text[1:].startswith(_SIGNS) else text
