"""What the pieces that an importer's parts make mean for the columns of a store."""

__all__ = ["PIECES", "Statuses", "columns_of_place", "columns_of_site"]

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from geo.importers.row import Feature
from geo.importers.terms import terms_of
from geo.model.attribution import Attribution, attribution_of
from geo.model.incident import (
    Casualties,
    IncidentDate,
    IncidentType,
    Origin,
    Place,
    RecordType,
    Site,
    Statements,
)
from geo.model.pieces import piece_from_json
from geo.store.pieces import (
    Columns,
    Label,
    actor_texts,
    credit_columns,
    credit_of,
    date_columns,
    end_of_newest,
    group_labels,
    newest_day,
    origin_labels,
    party_columns,
    place_columns,
    relation_labels,
    searched,
    site_columns,
    toll_columns,
    type_columns,
    type_labels,
    type_texts,
)


class Statuses:
    """What follows from the statements on an incident, for each type of record, as of a day."""

    def __init__(self, statements: Statements, as_of: date) -> None:
        self._statements, self._as_of = statements, as_of
        self._known: dict[str, tuple[Columns, tuple[Label, ...]]] = {}

    def columns(self, record_type: RecordType) -> Columns:
        """Return the columns of a record of that type."""
        return self._of(record_type)[0]

    def labels(self) -> tuple[Label, ...]:
        """Return the names of groups and parties, which do not depend on the type."""
        return next(iter(self._known.values()))[1]

    def _of(self, record_type: RecordType) -> tuple[Columns, tuple[Label, ...]]:
        if record_type not in self._known:
            statements = self._statements
            if record_type != statements.record_type:
                statements = replace(statements, record_type=record_type)
            found = attribution_of(statements, self._as_of)
            self._known[record_type] = party_columns(found), tuple(_labels(statements, found))
        return self._known[record_type]


def _labels(statements: Statements, found: Attribution) -> Iterator[Label]:
    yield from group_labels(found.groups)
    yield from relation_labels(found.relations, statements.actors)


def _date(piece: Feature, _: date) -> Columns:
    return {**date_columns(piece_from_json(IncidentDate, piece)), "date_piece": piece}


def _place(piece: Feature, _: date) -> Columns:
    return columns_of_place(piece)


def columns_of_place(piece: Feature) -> Columns:
    """Return the columns of the names of a place."""
    place = piece_from_json(Place, piece["place"])
    return {**place_columns(place), "named": piece["named"], "place_piece": piece["place"]}


def _site(piece: Feature, _: date) -> Columns:
    return columns_of_site(piece_from_json(Site, piece))


def columns_of_site(site: Site) -> Columns:
    """Return the columns of a site with a position."""
    return {**site_columns(site), **_said_of(site)}


def _unplaced(piece: Feature | None, _: date) -> Columns:
    """Return what is known of the site of a row without a position, if anything is."""
    site = piece_from_json(Site, piece) if piece else None
    return {**_said_of(site), "site_piece": piece}


def _said_of(site: Site | None) -> Columns:
    return {
        "search_site": site and searched([site.name]),
        "said_precision": site and site.precision,
    }


def _kind(piece: Feature, _: date) -> Columns:
    types = [piece_from_json(IncidentType, each) for each in piece["types"]]
    return {
        **type_columns(types),
        "record_type": piece_from_json(RecordType, piece["record_type"]),
        "label": piece["label"],
        "labels": tuple(type_labels(types)),
        "search_types": searched(type_texts(types)),
    }


def _parties(piece: Feature, as_of: date) -> Columns:
    """Return what follows from statements: they are of the day `as_of`, as no later ones are."""
    dated = {"date": as_of.isoformat(), "sources": ["x"]}
    members = {
        "record_type": "incident",
        "actors": piece["actors"],
        "assertions": [statement | dated for statement in piece["assertions"]],
    }
    statements: Statements = piece_from_json(Statements, members)
    return {
        "statuses": Statuses(statements, as_of),
        "search_actors": searched(actor_texts(statements.actors)),
    }


def _casualties(piece: Feature | None, _: date) -> Columns:
    return toll_columns(None if piece is None else piece_from_json(Casualties, piece))


def _sources(piece: Iterable[Feature], _: date) -> Columns:
    # No source of an importer is refused, so that none has to be checked.
    days = [source.get("date") for source in piece]
    return {"newest_source": newest_day(days), "sourced": end_of_newest(days)}


def _origin(piece: Feature, as_of: date) -> Columns:
    origin = piece_from_json(Origin, piece)
    columns = credit_columns(origin, as_of)
    credited = credit_of(origin, as_of)
    return {
        **columns,
        "credited": credited,
        "labels": tuple(origin_labels(origin)),
        "is_own": terms_of(origin.dataset) is None,
    }


def _coded(piece: str | None, _: date) -> Columns:
    return {"coded": None if piece is None else date.fromisoformat(piece)}


# Part of an importer → the columns that its piece fills as of a day, with what they are made of.
PIECES: dict[str, Callable[[Any, date], Columns]] = {
    "date": _date,
    "place": _place,
    "site": _site,
    "unplaced": _unplaced,
    "kind": _kind,
    "parties": _parties,
    "casualties": _casualties,
    "sources": _sources,
    "origin": _origin,
    "coded": _coded,
}
