"""Texts in cells of Excel, which writes characters that XML forbids as _x0001_."""

__all__ = ["decoded", "encoded"]

import re

_FORBIDDEN = r"[\x00-\x08\x0b-\x1f\ufffe\uffff]"  # in XML
# These characters, and the _ of a text that only looks like one of their codes; the code of the
# next character begins with a _ too.
_UNFIT = re.compile(rf"_(?=x[0-9A-Fa-f]{{4}}(?:_|{_FORBIDDEN}))|{_FORBIDDEN}")
_CODE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def encoded(text: str) -> str:
    r"""Return a text as it is stored in a cell.

    >>> encoded("\x01"), encoded("_x0001_")
    ('_x0001_', '_x005F_x0001_')
    """
    return _UNFIT.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def decoded(text: str) -> str:
    """Return the text of a cell as it is stored.

    >>> decoded("_x005F_x0001_")
    '_x0001_'
    """
    return _CODE.sub(lambda found: chr(int(found[1], 16)), text)
