"""Texts of either direction inside an English line: none may turn the line around.

Unicode Standard Annex 9. A page isolates with elements; canvas, citation and plain text need
characters.
"""

__all__ = ["balanced", "isolated"]

from unicodedata import bidirectional

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
LEFT_TO_RIGHT = "\u200e"  # a mark that counts as a letter, and is none
EMBEDDINGS = ("LRE", "RLE", "LRO", "RLO")  # until PDF
ISOLATES = ("LRI", "RLI", "FSI")  # until PDI, which ends the embeddings within as well
CONTROLS = {*EMBEDDINGS, *ISOLATES, "PDF", "PDI"}
TURNING = {"R", "AL", "AN", *CONTROLS}


def isolated(text: str) -> str:
    """Return text for the middle of an English line, isolated where it could turn it around.

    >>> isolated("Kerman"), isolated("کرمان") == "\u2068کرمان\u2069"
    ('Kerman', True)
    """
    if text.isascii():
        return text
    shown = balanced(text)
    if not any(bidirectional(char) in TURNING for char in shown):
        return shown
    line = "".join(" " if bidirectional(char) == "B" else char for char in shown)
    return f"{FIRST_STRONG_ISOLATE}{line}{POP_ISOLATE}"


def balanced(text: str) -> str:
    """Return text without the direction controls that lack their opening or their end."""
    if text.isascii() or not any(bidirectional(char) in CONTROLS for char in text):
        return text
    paired = _paired(text)
    return "".join(
        char for i, char in enumerate(text) if i in paired or bidirectional(char) not in CONTROLS
    )


def _paired(text: str) -> set[int]:
    """Return where the controls stand that have both an opening and an end."""
    opened: list[tuple[int, str]] = []
    paired: set[int] = set()
    for i, kind in enumerate(map(bidirectional, text)):
        if kind in EMBEDDINGS or kind in ISOLATES:
            opened.append((i, kind))
        elif kind in ("PDF", "PDI"):
            own = EMBEDDINGS if kind == "PDF" else ISOLATES
            while kind == "PDI" and opened and opened[-1][1] not in own:
                opened.pop()
            if opened and opened[-1][1] in own:
                paired |= {opened.pop()[0], i}
    return paired
