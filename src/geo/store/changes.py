"""What an import does to the records that a store has of the same datasets."""

__all__ = ["Changes", "Choice"]

from dataclasses import dataclass
from typing import Literal

# All records of the datasets are replaced; or new ones are added, and those with an id of the file
# replaced.
Choice = Literal["replace", "add"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Records by what becomes of them: `replaced` by one of the same id, `added` with a new id.

    `rest` are records of these datasets that the file does not have: "replace" removes them, "add"
    keeps them. Those of other datasets stay, and are not counted here.
    """

    datasets: tuple[str, ...]
    replaced: int
    added: int
    rest: int

    @property
    def before(self) -> int:
        """Return how many records of these datasets the store has."""
        return self.replaced + self.rest
