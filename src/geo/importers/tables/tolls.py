"""The casualties of a table's row, with the words of cells that say more than a number."""

__all__ = ["TOLLS", "casualties"]

from collections.abc import Iterator, Mapping
from functools import partial

from geo.importers.cells.tolls import Measure, Toll, toll
from geo.importers.feature_parts import range_in_order
from geo.importers.published import Document
from geo.importers.record import Record
from geo.importers.row import Feature
from geo.importers.tables.sources import TABLE

MEASURES: tuple[Measure, ...] = ("killed", "injured")
PERPETRATORS = "perpetrators_killed"
TOLLS = (
    *("killed_low", "killed", "killed_high"),
    *("injured_low", "injured", "injured_high"),
    PERPETRATORS,
)
# What a column of a lowest or a highest figure says, by what its cell says.
LOWEST, HIGHEST = ("low", "best"), ("high", "best")


def casualties(record: Record, _: Document) -> Feature | None:
    reports: list[Feature] = []
    killed, injured = (_range(record, measure, reports) for measure in MEASURES)
    perpetrators = _toll(record, PERPETRATORS, "killed")
    reports += _reports(perpetrators, PERPETRATORS)
    figures = {
        "killed": killed,
        "injured": injured,
        "perpetrators_killed": perpetrators.best,
    }
    if not reports and all(figure is None for figure in figures.values()):
        return None
    return figures | {"reports": reports}


def _range(record: Record, measure: Measure, reports: list[Feature]) -> Mapping[str, int] | None:
    """Return the range of three columns; what its own column says of a bound comes first."""
    lowest = _toll(record, f"{measure}_low", measure)
    best = _toll(record, measure, measure)
    highest = _toll(record, f"{measure}_high", measure)
    for said in (lowest, best, highest):
        reports += _reports(said, measure)
    low = _bound(record, f"{measure}_low", lowest, LOWEST)
    high = _bound(record, f"{measure}_high", highest, HIGHEST)
    read = {
        "low": best.low if low is None else low,
        "best": best.best,
        "high": best.high if high is None else high,
    }
    return range_in_order(record, measure, read)


def _toll(record: Record, name: str, measure: Measure) -> Toll:
    """Return what a cell says; no figures where it says none."""
    found = record.read_if_good(name, partial(toll, measure=measure)) or Toll()
    if found.doubt:
        record.warn(name, found.doubt, "Write it without a doubt, or leave it empty.")
    return found


def _bound(record: Record, name: str, said: Toll, parts: tuple[str, str]) -> int | None:
    known = [figure for part in parts if (figure := getattr(said, part)) is not None]
    if not known and said != Toll():
        record.warn(name, "says no such figure of a range")
    return known[0] if known else None


def _reports(said: Toll, measure: str) -> Iterator[Feature]:
    """Yield reports that keep the words of a cell, for each of its figures."""
    if said.words is None:
        return
    exactly = "about" if said.bound == "about" else "exactly"
    figures = (("at_least", said.low), (exactly, said.best), ("at_most", said.high))
    for qualifier, figure in figures:
        if figure is not None:
            yield {
                "value": figure,
                "measure": measure,
                "qualifier": qualifier,
                "status": "standing",
                "note": said.words,
                "sources": [TABLE["id"]],
            }
