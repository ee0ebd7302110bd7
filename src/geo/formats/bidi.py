"""Texts in scripts of either direction, isolated so that they cannot reorder an English line.

The rules are those of Unicode Standard Annex 9. A page isolates with elements; canvas, citations
and plain text need characters.
"""

__all__ = ["balanced", "isolated", "starts_right_to_left"]

from unicodedata import bidirectional

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
LEFT_TO_RIGHT = "\u200e"  # an invisible mark that counts as a letter
EMBEDDINGS = ("LRE", "RLE", "LRO", "RLO")  # end at PDF
ISOLATES = ("LRI", "RLI", "FSI")  # end at PDI, which ends the embeddings inside too
CONTROLS = {*EMBEDDINGS, *ISOLATES, "PDF", "PDI"}
_CONTROL_CHARS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
REORDERING = {"R", "AL", "AN", *CONTROLS}


def isolated(text: str) -> str:
    """Return a text for the middle of an English line, isolated if it could reorder the line.

    >>> isolated("Kerman"), isolated("کرمان") == "\u2068کرمان\u2069"
    ('Kerman', True)
    """
    if text.isascii():
        return text
    safe = balanced(text)
    if not any(bidirectional(char) in REORDERING for char in safe):
        return safe
    line = "".join(" " if bidirectional(char) == "B" else char for char in safe)
    return f"{FIRST_STRONG_ISOLATE}{line}{POP_ISOLATE}"


def balanced(text: str) -> str:
    """Return a text without direction controls that lack their beginning or their end."""
    if text.isascii() or _CONTROL_CHARS.isdisjoint(text):
        return text
    paired = _paired(text)
    return "".join(
        char for i, char in enumerate(text) if i in paired or bidirectional(char) not in CONTROLS
    )


def starts_right_to_left(text: str) -> bool:
    """Tell whether a line runs from right to left: by its first letter outside isolates.

    >>> starts_right_to_left("کرمان (Kerman)"), starts_right_to_left("Kerman (کرمان)")
    (True, False)
    """
    depth = 0
    for kind in map(bidirectional, text):
        depth += (kind in ISOLATES) - (kind == "PDI" and depth > 0)
        if not depth and kind in ("L", "R", "AL"):
            return kind != "L"
    return False


def _paired(text: str) -> set[int]:
    """Return the indices of the direction controls that have a beginning and an end."""
    opened: list[tuple[int, str]] = []
    paired: set[int] = set()
    for i, kind in enumerate(map(bidirectional, text)):
        if kind in EMBEDDINGS or kind in ISOLATES:
            opened.append((i, kind))
        elif kind in ("PDF", "PDI"):
            ended = EMBEDDINGS if kind == "PDF" else ISOLATES
            while kind == "PDI" and opened and opened[-1][1] not in ended:
                opened.pop()
            if opened and opened[-1][1] in ended:
                paired |= {opened.pop()[0], i}
    return paired
