"""Rows in the columns of ACLED's export: every note is another, most columns have few values."""

__all__ = ["columns"]

import calendar
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from invented.chance import Chance, Wholes, iso, joined, padded, picked
from invented.headers import header_of
from invented.places import Places, places, region_of
from invented.texts import sentences

FIRST_DAY, DAYS = np.datetime64("2015-01-01"), 10 * 365
FIRST_CHANGE = 1_480_000_000  # second of 1970 and after in which rows were first changed
CHANGES, WEEK = 400, 7 * 86_400
ROWS_A_PLACE = 4
GROUPS, OFFICES = 800, 600
GEO_PRECISION, TIME_PRECISION = (0.72, 0.24, 0.04), (0.9, 0.07, 0.03)
ARMED = ("State forces", "Rebel group", "Political militia")
SCALES = ("National", "Subnational", "International", "Other", "National-International")
ALLIED, TWO_OFFICES = 0.25, 0.3


class Kind(NamedTuple):
    """A type of event; `sides` says who stands on the two sides."""

    disorder: str
    event: str
    sub_event: str
    share: float
    sides: str = "armed"


POLITICAL, CROWDS, STRATEGY = "Political violence", "Demonstrations", "Strategic developments"
KINDS = (
    Kind(CROWDS, "Protests", "Peaceful protest", 0.34, "crowd"),
    Kind(POLITICAL, "Battles", "Armed clash", 0.2),
    Kind(POLITICAL, "Explosions/Remote violence", "Shelling/artillery/missile attack", 0.13),
    Kind(POLITICAL, "Violence against civilians", "Attack", 0.11, "civilians"),
    Kind(POLITICAL, "Explosions/Remote violence", "Air/drone strike", 0.06),
    Kind(CROWDS, "Riots", "Violent demonstration", 0.04, "crowd"),
    Kind(POLITICAL, "Riots", "Mob violence", 0.04, "crowd"),
    Kind(POLITICAL, "Violence against civilians", "Abduction/forced disappearance", 0.03),
    Kind(STRATEGY, STRATEGY, "Looting/property destruction", 0.03),
    Kind(STRATEGY, STRATEGY, "Arrests", 0.02),
)


def columns(numbers: Wholes, rows: int) -> dict[str, pa.Array]:
    """Return the rows with these numbers, of a file of so many."""
    chance = Chance([6, int(numbers[0])], len(numbers))
    size = max(rows // ROWS_A_PLACE, 1)
    where = places(size).take(chance.ranked(size, size / 20))
    kind = chance.shared([each.share for each in KINDS])
    day = _in_words(iso(FIRST_DAY + chance.below(DAYS)))
    opening = joined("On ", day, ", invented file ", padded(numbers, 7), ", near ", where.name, ".")
    filled = {
        "event_id_cnty": joined("INV", padded(numbers + 1, 7)),
        "event_date": day,
        "year": pc.utf8_slice_codeunits(day, -4, None),
        "time_precision": pa.array(chance.shared(TIME_PRECISION) + 1),
        **_of_kind(chance, kind),
        **_of_place(chance, where),
        **_of_sources(chance),
        "notes": sentences(chance, opening, 2),
        "timestamp": pa.array(FIRST_CHANGE + chance.below(CHANGES) * WEEK),
    }
    nothing = pa.nulls(len(numbers), pa.string())
    return {name: filled.get(name, nothing) for name in header_of("acled")}


def _in_words(text: pa.Array) -> pa.Array:
    """Return ISO days as the export writes them: 14 March 2023."""
    year, month, day = (pc.utf8_slice_codeunits(text, *ends) for ends in ((0, 4), (5, 7), (8, 10)))
    return joined(day, " ", picked(list(calendar.month_name), month.cast(pa.int64())), " ", year)


def _of_kind(chance: Chance, kind: Wholes) -> dict[str, pa.Array]:
    """Return the types, both sides, and the toll."""
    types = ([k.disorder, k.event, k.sub_event, k.sides] for k in KINDS)
    disorder, event, sub_event, sides = (picked(each, kind) for each in zip(*types, strict=True))
    is_crowd, is_attack = (pc.equal(sides, name) for name in ("crowd", "civilians"))
    first, second = (chance.one_of(ARMED) for _ in range(2))
    target = pc.if_else(is_attack, "Civilians", second)
    killed = chance.tolls(0.55)
    killed[is_crowd.to_numpy(zero_copy_only=False)] = 0
    return {
        "disorder_type": disorder,
        "event_type": event,
        "sub_event_type": sub_event,
        "actor1": pc.if_else(is_crowd, "Protesters (Invented)", _group(chance)),
        "assoc_actor_1": _allies(chance),
        "inter1": pc.if_else(is_crowd, "Protesters", first),
        "actor2": pc.if_else(
            is_crowd, None, pc.if_else(is_attack, "Civilians (Invented)", _group(chance))
        ),
        "assoc_actor_2": _allies(chance),
        "inter2": pc.if_else(is_crowd, None, target),
        "interaction": pc.if_else(is_crowd, "Protesters only", joined(first, "-", target)),
        "civilian_targeting": pc.if_else(is_attack, "Civilian targeting", None),
        "tags": pc.if_else(is_crowd, "crowd size=no report", None),
        "fatalities": pa.array(killed),
    }


def _allies(chance: Chance) -> pa.Array:
    allies = joined(_group(chance), "; ", _group(chance))
    return pc.if_else(chance.happens(ALLIED), allies, None)


def _group(chance: Chance) -> pa.Array:
    return joined("Group ", padded(chance.ranked(GROUPS) + 1, 3))


def _of_place(chance: Chance, where: Places) -> dict[str, pa.Array]:
    return {
        "iso": pa.array(where.country_number + 1),
        "region": region_of(where.country_number),
        "country": where.country,
        "admin1": where.admin1,
        "admin2": where.admin2,
        "admin3": pc.if_else(chance.happens(0.3), where.name, None),
        "location": where.name,
        "latitude": pa.array(where.lat.round(4)),
        "longitude": pa.array(where.lon.round(4)),
        "geo_precision": pa.array(chance.shared(GEO_PRECISION) + 1),
    }


def _of_sources(chance: Chance) -> dict[str, pa.Array]:
    first, second = (joined("Office ", padded(chance.ranked(OFFICES, 3), 3)) for _ in range(2))
    both = pc.if_else(chance.happens(TWO_OFFICES), joined(first, "; ", second), first)
    return {"source": both, "source_scale": chance.one_of(SCALES)}
