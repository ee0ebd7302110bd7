"""Incidents as rows of plain cells, for spreadsheets and for `geo import table`.

A row says no more than is known: a month stays a month, an unknown toll is empty, and a
place known only to its country has no position. Statements about who did it stand in the column
of those who make them.
"""

__all__ = ["ExportedRow", "TableCell", "table_row", "table_rows"]

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from urllib.parse import urlsplit

from geo.exports.column_dictionary import COLUMNS
from geo.exports.selection import Selection
from geo.importers.actors import actor_id
from geo.importers.cells.country_codes import country_code
from geo.importers.cells.values import DECIMALS
from geo.importers.feature_parts import NULL_ISLAND
from geo.importers.tables.sources import is_link, is_table
from geo.importers.tables.table import LICENCE, NOBODY
from geo.model.assertion import THE_ATTACK, AssertionKind
from geo.model.attribution import Status, attribution_of
from geo.model.incident import (
    PARTIAL_LENGTH,
    Actor,
    Assertion,
    Casualties,
    Incident,
    IncidentDate,
    Origin,
    Place,
    Range,
    Source,
)
from geo.model.ledger import standing
from geo.model.precision import UNDRAWN
from geo.words.ledger import NO_ATTACK, PARTY, is_undirected, note_of
from geo.words.reviews import review_in_words

TableCell = str | int | float | bool | None
ExportedRow = dict[str, TableCell]  # by the names of COLUMNS
METRES, METRE = 3, 0.001  # decimals of a radius in km, and the least
NAMELESS = "not named"  # a publisher whose name is blank
# Kinds of statements by the column that says who made them.
SPEAKERS: dict[str, AssertionKind] = {
    "claimed_by": "claim",
    "attributed_by": "attribution",
    "found_by": "finding",
    "coded_by": "dataset_coding",
    "accused_by": "accusation",
    "denied_by": "denial",
}


def table_rows(selection: Selection) -> Iterator[ExportedRow]:
    """Yield the rows of a selection, newest first."""
    return (table_row(incident, selection.as_of) for incident in selection.incidents())


def table_row(incident: Incident, as_of: date) -> ExportedRow:
    """Return the row of an incident, with its status as of a day, in the order of COLUMNS."""
    status, groups, _ = attribution_of(incident, as_of)
    cells = {
        "id": _text(incident.id),
        "record_type": incident.record_type,
        "title": _text(incident.title) or _text(incident.id),
        "summary": _text(incident.summary),
        "type": _joined(type_.label for type_ in incident.types),
        "group": _groups(groups),
        **_when(incident.date),
        **_place(incident.place),
        **_site(incident),
        **_tolls(incident.casualties),
        **_sources(incident.sources),
        **_status(status),
        **_said(incident, as_of),
        "review": _text(review_in_words(incident.review)),
        **_origin(incident.origin),
    }
    return {column.name: cells[column.name] for column in COLUMNS}


def _text(text: str | None) -> str | None:
    """Return a text in one line, with single spaces, as an import reads it."""
    return " ".join((text or "").replace("\0", "").split()) or None


def _part(text: str | None) -> str | None:
    """Return a text as one of several, which semicolons separate."""
    return _text((text or "").replace(";", ","))


def _joined(texts: Iterable[str]) -> str | None:
    """Return texts in one cell, each once."""
    return "; ".join(dict.fromkeys(filter(None, map(_part, texts)))) or None


def _aligned(parts: Sequence[str | None]) -> str | None:
    """Return parts in one cell, with an empty place for each that is not known."""
    return _text("; ".join(part or "" for part in parts)) if any(parts) else None


def _when(when: IncidentDate) -> ExportedRow:
    start, end = (day.isoformat() if day else None for day in (when.start, when.end))
    return {
        "date": start and start[: PARTIAL_LENGTH.get(when.precision)],
        "date_end": None if when.precision == "day" and end == start else end,
        "date_precision": when.precision,
        "reported": when.reported,
    }


def _place(place: Place) -> ExportedRow:
    """Return the names of a place; an unknown country code becomes part of its name."""
    code = place.country and country_code(place.country)
    name = _text(place.name)
    if place.country and not code:
        name = f"{name}, {place.country}" if name else place.country
    return {
        "place": name,
        "admin2": _text(place.admin2),
        "admin1": _text(place.admin1),
        "country": code,
        "sites": len(place.sites),
    }


def _site(incident: Incident) -> ExportedRow:
    """Return the first site; a position only where a map would draw it."""
    if not incident.place.sites:
        return dict.fromkeys(("site", "precision", "latitude", "longitude", "radius_km"))
    site = incident.place.sites[0]
    lon, lat = incident.positions[0] if incident.positions else NULL_ISLAND
    lon, lat = round(lon, DECIMALS) + 0.0, round(lat, DECIMALS) + 0.0  # -0.0 becomes 0.0
    is_drawn = (lon, lat) != NULL_ISLAND and site.precision not in UNDRAWN
    radius = max(round(float(site.radius), METRES), METRE) if site.radius else None
    return {
        "site": _text(site.name),
        "precision": site.precision,
        "latitude": lat if is_drawn else None,
        "longitude": lon if is_drawn else None,
        "radius_km": radius if is_drawn else None,
    }


def _tolls(casualties: Casualties | None) -> ExportedRow:
    known = casualties or Casualties()
    return {
        **_range("killed", known.killed),
        **_range("injured", known.injured),
        "perpetrators_killed": known.perpetrators_killed,
    }


def _range(name: str, known: Range | None) -> ExportedRow:
    return {
        f"{name}_low": known.low if known else None,
        name: known.best if known else None,
        f"{name}_high": known.high if known else None,
    }


def _groups(groups: Iterable[Actor]) -> str | None:
    names = filter(None, (_part(actor.name) for actor in groups))
    by_id: dict[str, str] = {}
    for name in names:
        if name.casefold() not in NOBODY:
            by_id.setdefault(actor_id(name), name)
    return _joined(by_id.values())


def _sources(sources: Iterable[Source]) -> ExportedRow:
    """Return names, links and dates of the sources, except for the table that they come from."""
    cited = [source for source in sources if not is_table(source)]
    named = [_named(source) for source in cited]
    return {
        "source": _aligned([name for name, _ in named]),
        "source_url": _aligned([link for _, link in named]),
        "source_date": _aligned([source.date for source in cited]),
    }


def _named(source: Source) -> tuple[str, str | None]:
    """Return a source's name and link; where the name is an address, its host is the name."""
    name, link = _text(source.publisher) or NAMELESS, _link(source.url)
    if address := _link(name):
        name, link = urlsplit(address).hostname or NAMELESS, link or address
    return _part(name) or NAMELESS, link


def _link(url: str | None) -> str | None:
    """Return a web address; nothing else is a link."""
    address = _text(url)
    if not address or not is_link(address):
        return None
    return f"{address[:-1]}%3B" if address.endswith(";") else address


def _status(status: Status) -> ExportedRow:
    return {
        "status": status.code,
        "status_label": _text(status.label),
        "status_as_of": status.as_of.isoformat(),
        "contested": status.contested,
    }


def _said(incident: Incident, as_of: date) -> ExportedRow:
    """Return who says who did it: each speaker with the actors named."""
    statements = standing(incident.assertions, as_of)
    return {
        column: _joined(_statement(one, incident) for one in statements if one.kind == kind)
        for column, kind in SPEAKERS.items()
    }


def _statement(statement: Assertion, incident: Incident) -> str:
    """Name the speaker and the actors, or give what is said where no actor is named."""
    names = {actor.id: actor.name for actor in incident.actors}
    actors = [names[id_] for id_ in statement.about if id_ in names]
    said = [_as_what(statement, incident, actors)] if actors else []
    if THE_ATTACK in statement.about:
        said.append(NO_ATTACK[statement.kind][1])
    about = ", ".join(said) or f"says: “{statement.says}”"
    return about if about == statement.by.name else f"{statement.by.name}: {about}"


def _as_what(statement: Assertion, incident: Incident, actors: Sequence[str]) -> str:
    """Name the actors, with their part in it where the column's name does not say it."""
    named = ", ".join(actors)
    if statement.kind == "dataset_coding" and is_undirected(incident):
        return PARTY[statement.stance][len(actors) > 1].replace("{}", named)
    if note := note_of(statement):
        return f"{named} {note}"
    if statement.stance == "suspects":
        return f"{named} (suspected)"
    is_cleared = statement.kind == "finding" and statement.stance == "denies"
    return f"{named} (cleared)" if is_cleared else named


def _origin(origin: Origin) -> ExportedRow:
    return {
        "licence": _text(origin.licence) or LICENCE,
        "redistributable": True,
        "dataset": _text(origin.dataset) or NAMELESS,
        "dataset_version": _text(origin.version),
    }
