"""A text of the data as one line that any document may hold."""

__all__ = ["one_line", "shortened"]

import re
from unicodedata import category

from geo.formats.bidi import balanced

_BREAKS = re.compile(
    r"[^\S\u00a0\u202f]+"
)  # a number of a language may have spaces that do not break
_NO_TEXT = re.compile("[\ud800-\udfff\ufffe\uffff]")  # no XML may hold them


def one_line(text: str) -> str:
    r"""Return a text of the data as one line that any file may hold.

    >>> one_line(" a\x00b\r\n c ")
    'a b c'
    """
    spaced = "".join(" " if category(char) in ("Cc", "Zl", "Zp") else char for char in text)
    whole = _NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", balanced(spaced))
    return _BREAKS.sub(" ", whole).strip()


def shortened(text: str, most: int) -> str:
    r"""Return a text as one line of at most so many letters.

    >>> shortened("a\nlong title", 7)
    'a long…'
    """
    line = one_line(text)
    return line if len(line) <= most else f"{line[: most - 1]}…"
