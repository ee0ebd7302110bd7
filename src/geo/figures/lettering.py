"""How names are set on the map: their width and face, and a name with its box."""

__all__ = ["Name", "face_of", "is_inside", "width_of_name"]

from collections.abc import Sequence
from dataclasses import dataclass

from geo.figures.boxes import Box
from geo.figures.typesetting import Face, width_of
from geo.figures.view import View
from geo.maps.name_rules import NameKind

BOLD = 600  # weight of letters from which paper has the bold face


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name on the map; `sign` is the box of its town's dot, None where it has none."""

    kind: str
    lines: tuple[str, ...]
    box: Box
    sign: Box | None = None
    x: float = 0.0  # of the mark that it names
    y: float = 0.0


def width_of_name(lines: Sequence[str], kind: NameKind) -> float:
    """Return the width of the widest line in px."""
    return max(width_of(t, kind.size, face_of(kind)) for t in lines)


def face_of(kind: NameKind) -> Face:
    """Return the face of a kind of name."""
    return "bold" if kind.weight >= BOLD else "regular"


def is_inside(box: Box, view: View) -> bool:
    """Tell whether a name is whole: half of it names nothing."""
    return box[0] > 2 and box[1] > 2 and box[2] < view.width - 2 and box[3] < view.height - 2
