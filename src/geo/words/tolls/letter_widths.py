"""How wide words will be in a font that is not known: an estimate that is rather too wide."""

__all__ = ["broken_to", "width_of"]

from unicodedata import category, east_asian_width

NARROW = frozenset(" .,:;'’|!()[]ijlftrI")
# Of the size, for the usual faces without serifs.
NARROW_EM, USUAL_EM, CAPITAL_EM, FULL_EM = 0.34, 0.57, 0.74, 1.05


def width_of(text: str, size: float) -> float:
    """Return the estimated width of a line of letters, in the unit of its size."""
    return size * sum(map(_em, text))


def broken_to(text: str, width: float, size: float, most: int) -> tuple[str, ...]:
    """Break a text into at most so many lines of a width; an ellipsis ends one that is cut.

    >>> broken_to("Investigative Committee of Russia", 100, 11, 2)
    ('Investigative', 'Committee of Ru…')
    """
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return tuple(_cut(line, width, size) for line in lines)


def _cut(line: str, width: float, size: float) -> str:
    if width_of(line, size) <= width:
        return line
    room = width - width_of("…", size)
    fitting = 0
    while fitting < len(line) and width_of(line[: fitting + 1], size) <= room:
        fitting += 1
    return f"{line[:fitting].rstrip()}…"


def _em(char: str) -> float:
    if category(char) in ("Mn", "Me", "Cf"):
        return 0.0
    if east_asian_width(char) in "WF":
        return FULL_EM
    if char in NARROW:
        return NARROW_EM
    return CAPITAL_EM if char.isupper() or char in "mw@%&…" else USUAL_EM
