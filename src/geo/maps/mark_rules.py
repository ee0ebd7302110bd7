"""How incidents become marks, in the browser and on paper; lengths are px of the screen."""

__all__ = [
    "CELL_FULL",
    "CELL_LARGE",
    "CELL_LETTERS",
    "CELL_RING",
    "CELL_SIZE",
    "CONTEXT_SIZE",
    "CORNERS",
    "CROSSED",
    "DISC_LEAST",
    "HALO",
    "MARK_GRID",
    "NAME_HALF_HEIGHT",
    "NAME_OFFSETS",
    "OUTLINE",
    "POINTLIKE",
    "STACK_MIN_SIZE",
    "STACK_REACH",
    "STACK_SHOWN",
    "STACK_STEP",
    "SYMBOL_EDGE",
    "THIN",
    "TOLLS_AT_MAX",
    "TOLL_SHARES",
    "TRIANGLE_DROP",
    "TURNS",
]

import math

CONTEXT_SIZE = 11  # context is never sized by toll
# The toll of the largest symbol: the first that the largest toll of all open records does not pass.
# With the last one, tolls below 20 have the same size; a higher one would make most tolls equal.
TOLLS_AT_MAX = (30, 75, 150, 300, 600)
TOLL_SHARES = (15, 3, 1)  # of it, in the key: round numbers for each of them
MARK_GRID = 32  # wider than the largest symbol; near marks are looked up in its squares
POINTLIKE = ("site", "settlement")  # every coarser precision has its disc …
DISC_LEAST = 28  # … and these from this radius on, twice that of the largest symbol

STACK_MIN_SIZE = 13  # smaller shapes cannot be told apart in a pile
STACK_REACH = 9  # between centres below which marks are one stack
STACK_SHOWN = 3  # shapes drawn in one pile
STACK_STEP = 4  # between the shapes of a pile

CELL_SIZE = (26, 46)  # diameters for few and for many
CELL_FULL = 2000  # records; from here on a cell has the largest diameter
CELL_RING = 4
CELL_LETTERS = (11, 12)  # height of the number in a small circle, and in one whose …
CELL_LARGE = 17  # … radius is larger than this

SYMBOL_EDGE = 1.25  # of line around a filled shape, where its colour needs one; half of it outside
HALO = 1.5  # of outline that sets a mark off from land and neighbours
OUTLINE = 2.25  # line of hollow and crossed shapes …
THIN = 1.5  # … and of small ones
CORNERS = {"square": 4, "diamond": 4, "hexagon": 6, "triangle": 3}
TURNS = {"square": math.pi / 4, "hexagon": math.pi / 6, "triangle": -math.pi / 2}
TRIANGLE_DROP = 0.1  # of the diameter: its middle seems to lie higher than it does
CROSSED = {  # the ends of two lines, for a diameter of 1
    "cross": (((-0.35, -0.35), (0.35, 0.35)), ((0.35, -0.35), (-0.35, 0.35))),
    "plus": (((-0.5, 0.0), (0.5, 0.0)), ((0.0, -0.5), (0.0, 0.5))),
}

# Between the edge of a mark and the name next to it, which a badge or "?" stands in the way of.
NAME_OFFSETS = {"stack": 14, "unknown": 10, "known": 6}
NAME_HALF_HEIGHT = 7  # half the height of that name
