"""Texts in spreadsheets: what one would run as a formula gets a ' before it, and loses it again.

A text that begins with ' gets one more, so that what is taken off is always the one put on. In
somebody else's table an ordinary ' stays, unless it stands before one of the signs.
"""

__all__ = ["escaped", "unescaped"]

_SIGNS = tuple("=+-@\t\r'")  # what a spreadsheet would run, or would hide, begins with one


def escaped(text: str) -> str:
    """Return a text that a spreadsheet shows as it is.

    >>> escaped("=1+1"), escaped("'s-Hertogenbosch")
    ("'=1+1", "''s-Hertogenbosch")
    """
    return f"'{text}" if text.startswith(_SIGNS) else text


def unescaped(text: str) -> str:
    """Return a text of such a table without the mark.

    >>> unescaped("'=1+1"), unescaped("''s-Hertogenbosch"), unescaped("'s-Hertogenbosch")
    ('=1+1', "'s-Hertogenbosch", "'s-Hertogenbosch")
    """
    return text[1:] if text.startswith("'") and text[1:].startswith(_SIGNS) else text
