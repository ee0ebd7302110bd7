"""The parameters of an embed: a query with the switches of its page."""

__all__ = ["DEFAULTS", "LONGEST", "TEXTS", "THEMES", "EmbedParams"]

from dataclasses import dataclass
from typing import Any

from geo.atlas.links import Pairs
from geo.atlas.params import own_params, split_params
from geo.atlas.play import Play
from geo.query.query import Query
from geo.query.timeline import BY, STATUS, By
from geo.query.values import free_text, line_of, one_of
from geo.viewpoint import Viewpoint
from geo.words.borders import BORDER_VIEWS
from geo.words.numbers import ENGLISH, LANGUAGE

THEMES = ("auto", "light", "dark")
THEME, SWITCH, RECORD = one_of(THEMES), one_of(("1", "0")), free_text("a record's id")
# The words of whoever shows the map: at most so many characters each.
LONGEST = {"title": 200, "subtitle": 400, "credit": 200}
TEXTS = {name: line_of(most) for name, most in LONGEST.items()}
DEFAULTS = {
    **dict.fromkeys(TEXTS, ""),
    "numbers": ENGLISH,
    "theme": THEMES[0],
    "legend": "1",
    "caption": "1",
    "years": "1",
    "play": "",
    "at": "",
    "borders": "",
    "color": STATUS,
    "select": "",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedParams:
    """A query, the first view of its map, and the parts of the page that are shown.

    `title` and `subtitle` stand over the map, `credit` under it; "" leaves them out. `numbers` is
    the language in whose way numbers are written. `has_years` is about the timeline, and `play`
    about how it is played there. `borders` is the view of the borders, "" for that of the
    server. `color` is what colours stand for, "status" or "group". `select` is the id of the
    record that is open at first. Raises BadValue.
    """

    query: Query
    title: str = ""
    subtitle: str = ""
    credit: str = ""
    numbers: str = ENGLISH
    theme: str = THEMES[0]
    has_legend: bool = True
    has_caption: bool = True
    has_years: bool = True
    play: Play | None = None
    at: Viewpoint | None = None
    borders: str = ""
    color: By = STATUS
    select: str = ""

    def __post_init__(self) -> None:
        LANGUAGE.parse("numbers", self.numbers)
        for name, values in TEXTS.items():
            object.__setattr__(self, name, values.parse(name, getattr(self, name)))

    @classmethod
    def parse(cls, pairs: Pairs) -> "EmbedParams":
        """Read the parameters of an address, and ignore those that no map has. Raises BadValue."""
        values, query = split_params(own_params(pairs, DEFAULTS), **DEFAULTS)
        color: Any = BY.parse("color", values["color"] or STATUS)
        return cls(
            query=query,
            **{name: values[name] for name in TEXTS},
            numbers=values["numbers"] or ENGLISH,
            theme=THEME.parse("theme", values["theme"]),
            has_legend=SWITCH.parse("legend", values["legend"]) == "1",
            has_caption=SWITCH.parse("caption", values["caption"]) == "1",
            has_years=SWITCH.parse("years", values["years"]) == "1",
            play=Play.parse(values["play"]) if values["play"] else None,
            at=Viewpoint.parse(values["at"]) if values["at"] else None,
            borders=BORDER_VIEWS.parse("borders", values["borders"]) if values["borders"] else "",
            color=color,
            select=RECORD.parse("select", values["select"]) if values["select"] else "",
        )

    def pairs(self) -> Pairs:
        """Return the parameters of an address that parse to the same; defaults are left out."""
        others = {"play": str(self.play or ""), "color": self.color, "select": self.select}
        return [*self.query.params(), *self.switches(), *_without_defaults(others)]

    def switches(self) -> Pairs:
        """Return the parameters that a reader of the page cannot change."""
        switches = {
            **{name: getattr(self, name) for name in TEXTS},
            "numbers": self.numbers,
            "theme": self.theme,
            "legend": "1" if self.has_legend else "0",
            "caption": "1" if self.has_caption else "0",
            "years": "1" if self.has_years else "0",
            "at": str(self.at or ""),
            "borders": self.borders,
        }
        return _without_defaults(switches)


def _without_defaults(texts: dict[str, str]) -> Pairs:
    return [(name, text) for name, text in texts.items() if text != DEFAULTS[name]]
