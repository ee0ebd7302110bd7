"""The parameters of a print: those of an embed, and the order of the table."""

__all__ = ["PRINT", "PrintParams"]

from dataclasses import dataclass

from geo.atlas.embed_params import TEXTS, EmbedParams
from geo.atlas.links import Pairs, view_params
from geo.atlas.params import own_params, split_params
from geo.query.query import Query
from geo.store.order import NEWEST, order_named
from geo.words.numbers import ENGLISH

PRINT = "/print"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintParams:
    """What a print shows: the view and the words of an embed, with a table in one of ORDERS.

    Raises BadValue.
    """

    shown: EmbedParams
    sort: str = NEWEST

    def __post_init__(self) -> None:
        order_named(self.sort)

    @property
    def query(self) -> Query:
        """Return the query of map and table."""
        return self.shown.query

    @classmethod
    def parse(cls, pairs: Pairs) -> "PrintParams":
        """Read the parameters of an address, and ignore those that no view has. Raises BadValue."""
        sorts = [pair for pair in own_params(pairs, ("sort",)) if pair[0] == "sort"]
        values, _ = split_params(sorts, sort=NEWEST)
        return cls(shown=EmbedParams.parse(pairs), sort=values["sort"])

    def view_pairs(self) -> Pairs:
        """Return the parameters of the dashboard with the same view; defaults are left out."""
        shown = self.shown
        sort = [("sort", self.sort)] if self.sort != NEWEST else []
        select = [("select", shown.select)] if shown.select else []
        return [*view_params(shown.query, shown.at, shown.borders, shown.color), *sort, *select]

    def picture_pairs(self) -> Pairs:
        """Return the parameters that change the map."""
        shown = self.shown
        numbers = [("numbers", shown.numbers)] if shown.numbers != ENGLISH else []
        return [*view_params(shown.query, shown.at, shown.borders, shown.color), *numbers]

    def words(self) -> dict[str, str]:
        """Return the words of whoever prints it."""
        return {name: getattr(self.shown, name) for name in TEXTS}
