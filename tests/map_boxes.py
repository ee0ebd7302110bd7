"""The boxes of what a map draws, and of what lies over it, as a browser measures them."""

from dataclasses import dataclass
from itertools import combinations, product

from playwright.sync_api import Frame, Page

TOLERANCE = 0.5  # px
EMBED, DASHBOARD = "IncidentAtlas.layer", "map.incidentAtlas"  # where a page has its layer
# The layer knows what it draws on its canvases; the browser where the controls are.
MEASURED = """layer => {
  const container = layer.map.getContainer();
  const frame = container.getBoundingClientRect();
  const controls = [...container.querySelectorAll(".leaflet-control")]
    .filter((node) => node.checkVisibility())
    .map((node) => [node.className, node.getBoundingClientRect()])
    .filter(([, { width, height }]) => width && height)
    .map(([text, { x, y, width, height }]) => [text, x - frame.x, y - frame.y, width, height])
    .map(([text, x, y, width, height]) => ({ text, box: [x, y, x + width, y + height] }));
  const { marks: found, names, labels } = layer.boxes();
  const marks = found.map(({ key, box }) => ({ text: key, box }));
  return { marks, names, labels, controls, size: [frame.width, frame.height] };
}"""

Box = tuple[float, float, float, float]
Named = list[tuple[str, Box]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapBoxes:
    """Boxes (left, top, right, bottom) in px of the map's frame, each with what it is called.

    `names` are those of marks, `labels` those of the base map, and `controls` all that lies over
    it: buttons, counter, legend, scale and attribution.
    """

    marks: Named
    names: Named
    labels: Named
    controls: Named
    size: tuple[float, float]

    def covered(self) -> list[tuple[str, str]]:
        """Return what lies under a control, with the control; a control too."""
        return self.covered_names() + touching(self.marks, self.controls) + self.crowded()

    def crowded(self) -> list[tuple[str, str]]:
        """Return the controls that lie over each other."""
        pairs = combinations(self.controls, 2)
        return [(one, other) for (one, a), (other, b) in pairs if shared(a, b) > TOLERANCE]

    def covered_names(self) -> list[tuple[str, str]]:
        """Return the names of marks and places under a control, with the control."""
        return touching(self.names + self.labels, self.controls)

    def share(self, control: str) -> float:
        """Return the share of the map that lies under a control."""
        width, height = self.size
        boxes = (box for text, box in self.controls if control in text)
        return sum((box[2] - box[0]) * (box[3] - box[1]) for box in boxes) / (width * height)


def touching(some: Named, others: Named) -> list[tuple[str, str]]:
    """Return the names of the boxes that share area, in pairs."""
    pairs = product(some, others)
    return [(one, other) for (one, a), (other, b) in pairs if shared(a, b) > TOLERANCE]


def shared(a: Box, b: Box) -> float:
    """Return how many px two boxes share across or down, whichever is less."""
    return min(min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1]))


def boxes_of(target: Page | Frame, layer: str) -> MapBoxes:
    """Measure the map of a page or frame, whose layer is `layer` there."""
    found = target.evaluate(f"({MEASURED})({layer})")
    size = found.pop("size")
    boxes = {kind: [(each["text"], tuple(each["box"])) for each in found[kind]] for kind in found}
    return MapBoxes(**boxes, size=tuple(size))
