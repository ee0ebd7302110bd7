"""The parameters of an embed: a query with the switches of its page."""

__all__ = ["THEMES", "EmbedParams"]

from dataclasses import dataclass

from geo.atlas.links import Pairs
from geo.atlas.params import own_params, split_params
from geo.atlas.play import Play
from geo.query.query import Query
from geo.query.values import one_of
from geo.viewpoint import Viewpoint

THEMES = ("auto", "light", "dark")
THEME, SWITCH = one_of(THEMES), one_of(("1", "0"))
DEFAULTS = {"theme": THEMES[0], "legend": "1", "caption": "1", "years": "1", "play": "", "at": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedParams:
    """A query, the first view of its map, and the parts of the page that are shown.

    `has_years` is about the timeline, and `play` about how it is played there.
    """

    query: Query
    theme: str = THEMES[0]
    has_legend: bool = True
    has_caption: bool = True
    has_years: bool = True
    play: Play | None = None
    at: Viewpoint | None = None

    @classmethod
    def parse(cls, pairs: Pairs) -> "EmbedParams":
        """Read the parameters of an address, and ignore those that no map has. Raises BadValue."""
        values, query = split_params(own_params(pairs, DEFAULTS), **DEFAULTS)
        return cls(
            query=query,
            theme=THEME.parse("theme", values["theme"]),
            has_legend=SWITCH.parse("legend", values["legend"]) == "1",
            has_caption=SWITCH.parse("caption", values["caption"]) == "1",
            has_years=SWITCH.parse("years", values["years"]) == "1",
            play=Play.parse(values["play"]) if values["play"] else None,
            at=Viewpoint.parse(values["at"]) if values["at"] else None,
        )

    def pairs(self) -> Pairs:
        """Return the parameters of an address that parse to the same; defaults are left out."""
        play = [("play", str(self.play))] if self.play else []
        return [*self.query.params(), *self.switches(), *play]

    def switches(self) -> Pairs:
        """Return the parameters that a reader of the page cannot change."""
        switches = {
            "theme": "" if self.theme == THEMES[0] else self.theme,
            "legend": "" if self.has_legend else "0",
            "caption": "" if self.has_caption else "0",
            "years": "" if self.has_years else "0",
            "at": str(self.at or ""),
        }
        return [(name, text) for name, text in switches.items() if text]
