"""Texts in spreadsheets: what one would run as a formula gets a ' before it, and loses it again."""

__all__ = ["escaped", "unescaped"]

_SIGNS = tuple("=+-@\t\r")  # what a spreadsheet would run begins with one


def escaped(text: str) -> str:
    """Return a text that a spreadsheet shows as it is.

    >>> escaped("=1+1")
    "'=1+1"
    """
    return f"'{text}" if text.startswith(_SIGNS) else text


def unescaped(text: str) -> str:
    """Return a text of such a table without the mark.

    >>> unescaped("'=1+1")
    '=1+1'
    """
    return text[1:] if text.startswith("'") and text[1:].startswith(_SIGNS) else text
