"""How exactly a page carries positions: as whole numbers of this part of a degree."""

__all__ = ["CELL_SCALE", "OUTLINE_SCALE", "POSITION_SCALE"]

POSITION_SCALE = 100_000  # of sites: five decimals, about a metre
CELL_SCALE = 1_000  # of the middles of cells
OUTLINE_SCALE = 100  # of land and borders
