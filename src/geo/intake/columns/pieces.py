"""What the pieces that an importer's parts make mean for the columns of a store."""

__all__ = ["PIECES", "Statuses", "columns_of_site"]

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from geo.importers.row import Feature
from geo.model.incident import (
    Actor,
    Assertion,
    Casualties,
    Incident,
    IncidentDate,
    IncidentType,
    Origin,
    Place,
    RecordType,
    Site,
    Source,
)
from geo.model.pieces import piece_from_json
from geo.store.pieces import (
    Columns,
    actor_texts,
    credit_columns,
    credit_of,
    date_columns,
    group_labels,
    newest_day,
    origin_labels,
    party_columns,
    place_columns,
    searched,
    site_columns,
    toll_columns,
    type_columns,
    type_labels,
    type_texts,
)


class Statuses:
    """What follows from the parties of an incident, for each type of record, as of a day."""

    def __init__(
        self, actors: tuple[Actor, ...], assertions: tuple[Assertion, ...], as_of: date
    ) -> None:
        self._actors, self._assertions, self._as_of = actors, assertions, as_of
        self._known: dict[str, Columns] = {}

    def of(self, record_type: RecordType) -> Columns:
        """Return the columns of a record of that type."""
        if record_type not in self._known:
            self._known[record_type] = party_columns(
                record_type, self._actors, self._assertions, self._as_of
            )
        return self._known[record_type]


def _date(piece: Feature, _: date) -> Columns:
    return date_columns(piece_from_json(IncidentDate, piece))


def _place(piece: Feature, _: date) -> Columns:
    place = piece_from_json(Place, piece["place"])
    return {**place_columns(place), "named": piece["named"], "place_piece": piece["place"]}


def _site(piece: Feature, _: date) -> Columns:
    return columns_of_site(piece_from_json(Site, piece))


def columns_of_site(site: Site) -> Columns:
    """Return the columns of a site with a position."""
    return {
        **site_columns(site),
        "search_site": searched([site.name]),
        "said_precision": site.precision,
    }


def _unplaced(piece: Feature | None, _: date) -> Columns:
    """Return what is known of the site of a row without a position, if anything is."""
    if piece is None:
        return {"search_site": None, "said_precision": None, "site_piece": None}
    site = piece_from_json(Site, piece)
    return {
        "search_site": searched([site.name]),
        "said_precision": site.precision,
        "site_piece": piece,
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
    incident = piece_from_json(Incident, _with_parties(piece["actors"], piece["assertions"], as_of))
    parties = incident.actors, incident.assertions, as_of
    return {
        "statuses": Statuses(*parties),
        "labels": tuple(group_labels(incident.record_type, *parties)),
        "search_actors": searched(actor_texts(incident.actors)),
    }


def _with_parties(actors: list[Feature], assertions: list[Feature], as_of: date) -> Feature:
    """Return the members of an incident that has only parties, so that all its rules are checked.

    Statements are of the day `as_of`: rows with a later one go one by one.
    """
    day, source = as_of.isoformat(), {"id": "x", "publisher": "x", "title": "x"}
    return {
        "id": "x",
        "record_type": "incident",
        "title": "x",
        "date": {"start": day, "precision": "day"},
        "place": {},
        "actors": actors,
        "assertions": [each | {"date": day, "sources": ["x"]} for each in assertions],
        "sources": [source],
        "origin": {"dataset": "x", "licence": "x", "redistributable": False},
        "review": {"status": "imported"},
    }


def _casualties(piece: Feature | None, _: date) -> Columns:
    return toll_columns(None if piece is None else piece_from_json(Casualties, piece))


def _sources(piece: Iterable[Feature], _: date) -> Columns:
    return {"newest_source": newest_day(piece_from_json(Source, each) for each in piece)}


def _origin(piece: Feature, as_of: date) -> Columns:
    origin = piece_from_json(Origin, piece)
    columns = credit_columns(origin, as_of)
    credited = credit_of(origin, as_of)
    return {**columns, "credited": credited, "labels": tuple(origin_labels(origin))}


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
