"""Rows without a position are placed by the names of their places; each place is looked up once."""

__all__ = ["PlacedRows", "placed_by_name"]

from collections import Counter
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.gazetteer.placed_feature import placed_site
from geo.importers.feature_parts import UNKNOWN_COUNTRY
from geo.intake.columns.assembly import RowValues
from geo.intake.columns.distinct import combinations_of
from geo.intake.columns.part_columns import NO_OUTCOME, Outcome, Spread
from geo.intake.columns.pieces import columns_of_site
from geo.intake.columns.positions import Positions
from geo.intake.placement import Placer, State
from geo.model.incident import Place, Site
from geo.model.pieces import piece_from_json
from geo.model.precision import Precision

Flags = NDArray[np.bool_]


class PlacedRows(NamedTuple):
    """Rows once they are placed, the text of each placement, and how many came to each state.

    `precisions` says how exactly those are placed that are.
    """

    known: RowValues
    placements: pa.Array
    states: Counter[str]
    precisions: Counter[str]


class _Place(NamedTuple):
    """What was found for a place: its state, and the position with the site where one is sure."""

    state: State
    lon: float = np.nan
    lat: float = np.nan
    site: Outcome = Outcome(None)
    placement: str | None = None
    precision: Precision | None = None


def placed_by_name(known: RowValues, is_wanted: Flags, placer: Placer) -> PlacedRows:
    """Place the wanted rows, which have no position, where a sure one is found for their place."""
    place = known.parts["place"]
    unplaced = known.parts.get("unplaced", Spread(np.full_like(place.rows, NO_OUTCOME), []))
    wanted = np.flatnonzero(is_wanted)
    pairs = combinations_of(
        [pa.array(place.rows[wanted]), pa.array(unplaced.rows[wanted])], len(wanted)
    )
    sites = [*unplaced.outcomes, None]  # the last one is that of NO_OUTCOME
    found = [_found(place.outcomes[one], sites[other], placer) for one, other in pairs.values]
    is_placed = np.array([each.placement is not None for each in found], np.bool_)[pairs.rows]
    rows, numbers = wanted[is_placed], pairs.rows[is_placed]
    texts = np.full(len(place.rows), None, object)
    texts[rows] = [found[number].placement for number in numbers]
    return PlacedRows(
        known=_with_places(known, found, rows, numbers),
        placements=pa.array(texts, pa.string()),
        states=Counter(found[number].state for number in pairs.rows),
        precisions=Counter(p for number in numbers if (p := found[number].precision)),
    )


def _found(place: Outcome, unplaced: Outcome | None, placer: Placer) -> _Place:
    """Look a place up; its site keeps what a row without a position says of it."""
    assert place.columns is not None
    is_lost = any(warning.rule == UNKNOWN_COUNTRY for warning in place.warnings)
    where = piece_from_json(Place, place.columns["place_piece"])
    looked_up = placer.look_up(where, is_country_lost=is_lost)
    found = looked_up.placement
    if found is None:
        return _Place(looked_up.state)
    said = unplaced.columns["site_piece"] if unplaced and unplaced.columns else None
    model = piece_from_json(Site, said) if said else None
    site = piece_from_json(Site, placed_site(said, model, found))
    return _Place(
        looked_up.state,
        found.lon,
        found.lat,
        Outcome(columns_of_site(site)),
        found.to_text(),
        site.precision,
    )


def _with_places(
    known: RowValues, found: list[_Place], rows: NDArray[np.int64], numbers: NDArray[np.int64]
) -> RowValues:
    """Return the values with positions and sites for some rows, by the numbers of their places."""
    lon, lat = known.positions.lon.copy(), known.positions.lat.copy()
    lon[rows] = [found[number].lon for number in numbers]
    lat[rows] = [found[number].lat for number in numbers]
    site = known.parts["site"]
    site_rows = site.rows.copy()
    site_rows[rows] = numbers + len(site.outcomes)
    parts = {**known.parts, "site": Spread(site_rows, [*site.outcomes, *(f.site for f in found)])}
    if "unplaced" in parts:
        unplaced = parts["unplaced"]
        unplaced_rows = unplaced.rows.copy()
        unplaced_rows[rows] = NO_OUTCOME
        parts["unplaced"] = Spread(unplaced_rows, unplaced.outcomes)
    return replace(
        known,
        positions=Positions(lon, lat, known.positions.digits, known.positions.is_odd),
        parts=parts,
    )
