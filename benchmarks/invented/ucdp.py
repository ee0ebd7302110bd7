"""Rows in the columns of UCDP GED, with as many distinct values as the real ones have."""

__all__ = ["columns"]

from functools import cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from invented.chance import Chance, Days, Wholes, iso, joined, listed, padded, picked
from invented.headers import header_of
from invented.places import Places, places, region_of

FIRST_DAY, DAYS = np.datetime64("1989-01-01"), 34 * 365
ROWS_A_PLACE = 2  # of those that may occur, so that about one in three rows has a place of its own
SIDES = 12  # of a country
OFFICES = tuple(f"Invented Office {number:03}" for number in range(1, 400))
STATE_BASED, ONE_SIDED = "1", "3"
KINDS = (STATE_BASED, "2", ONE_SIDED)
KIND_SHARES = (0.69, 0.145, 0.165)
PLACE_PRECISION = (0.502, 0.224, 0.154, 0.076, 0.03, 0.014)  # where_prec 1 to 6
DAY_PRECISION = (0.876, 0.086, 0.002, 0.022, 0.014)  # date_prec 1 to 5
SPANS = (1, 5, 7, 30, 200)  # days at most, for each of them
SOURCES = (0.32, 0.466, 0.16, 0.03, 0.014, 0.006, 0.004)  # not recorded, one, two …
SUMMARY, NO_DESCRIPTION, NO_DISTRICT, LINE_BREAK = 0.054, 0.02, 0.158, 0.03
LOWER, HIGHER = 0.054, 0.17
WITH_A_TOLL = 0.66  # of the rows in which no side has deaths so far


class Dyad(NamedTuple):
    """Two sides of a country, as columns."""

    number: Wholes
    kind: pa.Array
    side_a: pa.Array
    side_b: pa.Array
    state: pa.Array  # of side A, where it is one


def columns(numbers: Wholes, rows: int) -> dict[str, pa.Array]:
    """Return the rows with these numbers, of a file of so many."""
    chance = Chance([2, int(numbers[0])], len(numbers))
    size = max(rows // ROWS_A_PLACE, 1)
    where = places(size).take(chance.ranked(size, size / 20))
    dyad = _dyad(where.country_number * SIDES + chance.ranked(SIDES))
    start = FIRST_DAY + chance.below(DAYS)
    id_ = pa.array(numbers * 3 + 1_000_000).cast(pa.string())
    filled = {
        "id": id_,
        "relid": joined("INV-", _year(start), "-", padded(dyad.number, 4), "-", id_),
        "code_status": picked(["Clear"], np.zeros_like(numbers)),
        "active_year": picked(["1", "0"], chance.shared([0.968, 0.032])),
        **_of_dyad(dyad),
        **_of_sources(chance, id_, start),
        **_of_place(chance, where, id_),
        **_of_dates(chance, start),
        **_tolls(chance, dyad.kind),
        "event_clarity": pc.if_else(chance.happens(SUMMARY), "2", "1"),
        "gwnoa": dyad.state,
    }
    nothing = pa.nulls(len(numbers), pa.string())
    return {name: filled.get(name, nothing) for name in header_of("ucdp")}


def _dyad(number: Wholes) -> Dyad:
    kind = picked(KINDS, _kinds(int(number.max()) + 1)[number])
    a, b = (joined("Group ", padded(number * 2 + side, 4)) for side in (1, 2))
    is_state = pc.equal(kind, STATE_BASED)
    state = padded(number // SIDES + 1, 3)
    return Dyad(
        number=number,
        kind=kind,
        side_a=pc.if_else(is_state, joined("Forces of state ", state), a),
        side_b=pc.if_else(pc.equal(kind, ONE_SIDED), "Civilians", b),
        state=pc.if_else(is_state, state, None),
    )


@cache
def _kinds(size: int) -> Wholes:
    return Chance([3], size).shared(KIND_SHARES)


def _of_dyad(dyad: Dyad) -> dict[str, pa.Array]:
    numbers = {
        "conflict": padded(dyad.number // 2 + 1, 4),
        "dyad": padded(dyad.number + 5_000, 4),
        "side_a": padded(dyad.number * 2 + 1, 4),
        "side_b": padded(dyad.number * 2 + 2, 4),
    }
    ids = {f"{n}_{of}_id": v for n, v in numbers.items() for of in ("dset", "new")}
    return ids | {
        "type_of_violence": dyad.kind,
        "conflict_name": joined("Invented conflict ", numbers["conflict"]),
        "dyad_name": joined(dyad.side_a, " - ", dyad.side_b),
        "side_a": dyad.side_a,
        "side_b": dyad.side_b,
    }


def _of_sources(chance: Chance, id_: pa.Array, start: Days) -> dict[str, pa.Array]:
    """Return the cited reports: lists of one length in four columns, or a citation in one."""
    counts = chance.shared(SOURCES)
    row = np.repeat(np.arange(chance.size), counts)
    more = Chance([4, int(id_[0].as_py())], len(row))
    office = picked(OFFICES, more.ranked(len(OFFICES), 3))
    day = iso(start[row] + more.below(4))
    headline = joined("Report ", id_.take(row), " of what was seen")
    article = joined('"', office, ",", day, ",", headline, '"')
    cited = pa.array(counts > 0)
    lists = {"source_office": office, "source_date": day, "source_headline": headline}
    lone = joined("Invented Agency, report ", id_)
    return {
        "number_of_sources": pc.if_else(cited, pa.array(counts).cast(pa.string()), "-1"),
        "source_article": pc.if_else(cited, listed(article, counts), lone),
        **{name: pc.if_else(cited, listed(texts, counts), None) for name, texts in lists.items()},
        "source_original": pc.if_else(chance.happens(0.88), chance.one_of(["a witness"]), None),
    }


def _of_place(chance: Chance, where: Places, id_: pa.Array) -> dict[str, pa.Array]:
    lon, lat = (pa.array(degrees).cast(pa.string()) for degrees in (where.lon, where.lat))
    gap = pc.if_else(chance.happens(LINE_BREAK), "\n", " ")
    described = joined("near", gap, where.name, ", ", where.admin2, ", note ", id_)
    cell = ((where.lat + 90) * 2).astype(int) * 720 + ((where.lon + 180) * 2).astype(int) + 1
    return {
        "where_prec": _code(chance.shared(PLACE_PRECISION)),
        "where_coordinates": where.name,
        "where_description": pc.if_else(chance.happens(NO_DESCRIPTION), None, described),
        "adm_1": where.admin1,
        "adm_2": pc.if_else(chance.happens(NO_DISTRICT), None, where.admin2),
        "latitude": lat,
        "longitude": lon,
        "geom_wkt": joined("POINT (", lon, " ", lat, ")"),
        "priogrid_gid": pa.array(cell).cast(pa.string()),
        "country": where.country,
        "country_id": padded(where.country_number + 1, 3),
        "region": region_of(where.country_number),
    }


def _of_dates(chance: Chance, start: Days) -> dict[str, pa.Array]:
    precision = chance.shared(DAY_PRECISION)
    most = np.array(SPANS)[precision]
    lasted = np.minimum((chance.draw() * most).astype(int) + (precision > 0), most - 1)
    return {
        "year": _year(start),
        "date_prec": _code(precision),
        "date_start": iso(start),
        "date_end": iso(start + lasted),
    }


def _tolls(chance: Chance, kind: pa.Array) -> dict[str, pa.Array]:
    """Return the deaths, whose sum is the best estimate."""
    a, b, civilians, unknown = (chance.tolls(none) for none in (0.72, 0.65, 0.66, 0.88))
    b[pc.equal(kind, ONE_SIDED).to_numpy(zero_copy_only=False)] = 0
    civilians += (a + b + civilians + unknown == 0) & (chance.draw() < WITH_A_TOLL)
    best = a + b + civilians + unknown
    low = best - np.where(chance.draw() < LOWER, (best * chance.draw()).astype(int), 0)
    high = best + np.where(chance.draw() < HIGHER, 1 + chance.below(5), 0)
    deaths = {"deaths_a": a, "deaths_b": b, "deaths_civilians": civilians}
    figures = deaths | {"deaths_unknown": unknown, "best": best, "low": low, "high": high}
    return {name: pa.array(column) for name, column in figures.items()}


def _code(numbers: Wholes) -> pa.Array:
    return pa.array(numbers + 1).cast(pa.string())


def _year(days: Days) -> pa.Array:
    return pc.utf8_slice_codeunits(iso(days), 0, 4)
