"""Boxes on the map, (left, top, right, bottom) in px, and which space they occupy."""

__all__ = ["Box", "Occupied", "overlap"]

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from geo.maps.name_rules import CLEAR, COLUMN

Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Occupied:
    """Space that is occupied, found through columns of one width."""

    columns: dict[int, list[Box]] = field(default_factory=lambda: defaultdict(list))

    def add(self, boxes: Iterable[Box]) -> None:
        """Keep names away from boxes."""
        for box in boxes:
            for key in _columns(box):
                self.columns[key].append(box)

    def is_free(self, box: Box, clear: tuple[float, float] = CLEAR) -> bool:
        """Tell whether a name may stand here, with air around it."""
        across, down = clear
        grown = (box[0] - across, box[1] - down, box[2] + across, box[3] + down)
        return not any(
            overlap(grown, each) for key in _columns(grown) for each in self.columns[key]
        )


def overlap(a: Box, b: Box) -> bool:
    """Tell whether two boxes have space in common."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _columns(box: Box) -> range:
    return range(math.floor(box[0] / COLUMN), math.floor(box[2] / COLUMN) + 1)
