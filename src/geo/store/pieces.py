"""The columns that a part of an incident fills: pure functions, each of one part.

Few parts are distinct in a large file, so a column can be made once for each distinct part. No text
here is a sentence: `words` makes those, when they are read.
"""

__all__ = [
    "Columns",
    "Label",
    "actor_texts",
    "credit_columns",
    "credit_of",
    "date_columns",
    "end_of_newest",
    "group_labels",
    "newest_day",
    "origin_labels",
    "party_columns",
    "place_columns",
    "relation_labels",
    "searched",
    "site_columns",
    "source_texts",
    "title_columns",
    "toll_columns",
    "type_columns",
    "type_labels",
    "type_texts",
]

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType
from typing import Any, NamedTuple

from geo.formats.bidi import balanced, isolated
from geo.importers.terms import terms_of
from geo.model.attribution import Attribution
from geo.model.dates import first_day, last_day
from geo.model.incident import (
    Actor,
    Casualties,
    Incident,
    IncidentDate,
    IncidentType,
    Origin,
    Place,
    Range,
    Review,
    Site,
)
from geo.model.precision import UNDRAWN
from geo.model.relations import Pair, Relations
from geo.query.filters import tagged
from geo.query.folding import searched_text
from geo.query.summary import Credit
from geo.store.lists import text_from_list, text_from_names
from geo.words.countries import local_name
from geo.words.detail import date_in_words, place_in_words
from geo.words.parties import SPEAKERS, attributed_line, disputed_line

_NO_WORD = re.compile(r"[^\w-]+")
_MEASURES = MappingProxyType({"perpetrators_killed": "attackers killed"})
IMPORTED = Review(status="imported")  # of the rows of a dataset
Columns = dict[str, Any]  # values by the name of their column


class Label(NamedTuple):
    """The name of a value of a facet, and the value that it is a part of."""

    facet: str
    value: str
    label: str
    part_of: str | None = None


def date_columns(when: IncidentDate) -> Columns:
    """Return the days that a date can have been, if any are known, and how exactly it is known."""
    first, last = when.first, when.last
    years = range(first.year, last.year + 1) if first and last else ()
    return {
        "first_day": first,
        "last_day": last,
        "years": text_from_list(map(str, years)),
        "date_precision": when.precision,
        "reported": None if when.start else when.reported,
        "search_days": _line_of_words([date_in_words(when), when.period or when.reported]),
    }


def place_columns(place: Place) -> Columns:
    """Return the names of a place, and the code of its country."""
    local = local_name(place) if place.names else None
    return {
        "country": place.country,
        "place_name": place.name,
        "admin1": place.admin1,
        "admin2": place.admin2,
        "local_name": local.text if local else None,
        "search_place": searched(_place_texts(place)),
    }


def title_columns(title: str, summary: str | None) -> Columns:
    """Return the title, and what both are searched by."""
    return {"title": balanced(title), "search": searched([title, summary])}


def toll_columns(casualties: Casualties | None) -> Columns:
    """Return the figures of the killed and injured; `killed_parts` says which are given."""
    tolls = casualties or Casualties()
    return {
        **_figures("killed", tolls.killed),
        **_figures("injured", tolls.injured),
        "killed_parts": _parts(tolls.killed) if casualties else None,
        "injured_parts": _parts(tolls.injured) if casualties else None,
        "search_tolls": _line_of_words(_toll_texts(tolls)),
    }


def type_columns(types: Sequence[IncidentType]) -> Columns:
    """Return the codes and the labels of types."""
    return {
        "types": text_from_list(type_.code for type_ in types),
        "type_labels": text_from_names(type_.label for type_ in types),
    }


def party_columns(attribution: Attribution) -> Columns:
    """Return the status, the groups and the relations that follow from statements."""
    status, groups, relations = attribution
    return {
        "status": status.code,
        "status_by": text_from_names(status.by),
        "contested": status.contested,
        "groups": text_from_list(group.id for group in groups),
        "group_names": text_from_names(group.name for group in groups),
        "said": text_from_list(_tags(relations)),
    }


def site_columns(site: Site) -> Columns:
    """Return what is known of a site that has a position, and whether it is drawn there."""
    return {
        "drawn": site.precision not in UNDRAWN,
        "site_name": isolated(site.name) if site.name else None,
        "precision": site.precision,
        "radius_km": site.radius,
    }


def credit_columns(origin: Origin, accessed: date, review: Review = IMPORTED) -> Columns:
    """Return the dataset, and the key of its credit."""
    return {"dataset": origin.dataset, "credit": _key(credit_of(origin, accessed, review))}


def credit_of(origin: Origin, accessed: date, review: Review = IMPORTED) -> Credit:
    """Return what is credited for a record that was read on a day."""
    return Credit(
        dataset=origin.dataset,
        version=origin.version,
        licence=origin.licence,
        redistributable=origin.redistributable,
        accessed=accessed,
        drafts=int(review.status == "draft"),
    )


def newest_day(days: Iterable[str | None]) -> date | None:
    """Return the newest of the days of sources: the data cannot know anything later."""
    return max((first_day(day) for day in days if day), default=None)


def end_of_newest(days: Iterable[str | None]) -> date | None:
    """Return the last day that the newest of the days of sources can be."""
    return max((last_day(day) for day in days if day), default=None)


def actor_texts(actors: Iterable[Actor]) -> Iterator[str]:
    """Yield what actors are searched by."""
    return (actor.name for actor in actors)


def type_texts(types: Iterable[IncidentType]) -> Iterator[str]:
    """Yield what types are searched by."""
    return (type_.label for type_ in types)


def source_texts(incident: Incident) -> Iterator[str | None]:
    """Yield what sources and statements say; of a row of a dataset they say what its columns do."""
    if incident.review.status == "imported":
        return
    for source in incident.sources:
        yield from (source.title, source.publisher)
    for said in incident.assertions:
        yield from (said.by.name, said.says, said.basis, said.channel, said.court)
    for report in incident.casualties.reports if incident.casualties else ():
        yield from (report.said_by.name if report.said_by else None, report.note)


def searched(texts: Iterable[str | None]) -> str | None:
    """Return texts as a search compares them, one a line; None where there is none."""
    given = [text for text in texts if text]
    return searched_text("\n".join(given)) if given else None


def origin_labels(origin: Origin) -> Iterator[Label]:
    """Yield the name of a dataset with its release."""
    release = origin.version if terms_of(origin.dataset) else None
    yield Label("dataset", origin.dataset, " ".join(filter(None, [origin.dataset, release])))


def group_labels(groups: Iterable[Actor]) -> Iterator[Label]:
    """Yield the names of groups."""
    return (Label("group", group.id, group.name, group.part_of) for group in groups)


def relation_labels(relations: Relations, actors: Iterable[Actor]) -> Iterator[Label]:
    """Yield the names of parties who speak or are accused, and those of pairs."""
    known = {actor.id: actor for actor in actors}
    for facet, ids in (("speaker", relations.speakers), ("accused", relations.accused)):
        yield from (Label(facet, id_, _name(id_, known), _whole(id_, known)) for id_ in ids)
    for pair in relations.attributions:
        line, whole = attributed_line(*_names(pair, known)), _whole_pair(pair, known)
        yield Label("attribution", _value(pair), line, whole and _value(whole))
    for pair in relations.disputes:
        line, whole = disputed_line(*_names(pair, known)), _whole_pair(pair, known)
        yield Label("disputed", _value(pair), line, whole and _value(sorted(whole)))


def type_labels(types: Iterable[IncidentType]) -> Iterator[Label]:
    """Yield the names of types."""
    for type_ in types:
        yield Label("type", type_.code, type_.label)


def _tags(relations: Relations) -> Iterator[str]:
    """Yield the values of the filters by who says what; few records differ in them."""
    values: dict[str, Iterable[str]] = {
        "statement": relations.kinds,
        "speaker": relations.speakers,
        "attribution": map(_value, relations.attributions),
        "accused": relations.accused,
        "disputed": map(_value, relations.disputes),
    }
    return (tagged(name, value) for name, each in values.items() for value in each)


def _value(pair: Iterable[str]) -> str:
    return "--".join(pair)


def _name(id_: str, known: Mapping[str, Actor]) -> str:
    """Return the name of a party, or what a speaker is who speaks for none."""
    return known[id_].name if id_ in known else SPEAKERS[id_]


def _names(pair: Pair, known: Mapping[str, Actor]) -> tuple[str, str]:
    one, other = pair
    return _name(one, known), _name(other, known)


def _whole(id_: str, known: Mapping[str, Actor]) -> str | None:
    return known[id_].part_of if id_ in known else None


def _whole_pair(pair: Pair, known: Mapping[str, Actor]) -> Pair | None:
    """Return the pair that a pair is a part of: with the whole of one of its parties."""
    one, other = pair
    if whole := _whole(one, known):
        return whole, other
    return (one, whole) if (whole := _whole(other, known)) else None


def _place_texts(place: Place) -> Iterator[str | None]:
    """Yield what a place is searched by, its line first: tables are ordered by it."""
    yield place_in_words(place)
    yield from place.names.values()
    yield from (site.name for site in place.sites)


def _toll_texts(tolls: Casualties) -> Iterator[str]:
    """Yield each figure with what it counts."""
    for measure, figures in (("killed", tolls.killed), ("injured", tolls.injured)):
        for number in (figures.low, figures.best, figures.high) if figures else ():
            if number is not None:
                yield f"{number} {measure}"
    if tolls.perpetrators_killed is not None:
        yield f"{tolls.perpetrators_killed} attackers killed"
    for report in tolls.reports:
        yield f"{report.value} {_MEASURES.get(report.measure, report.measure)}"


def _line_of_words(texts: Iterable[str | None]) -> str | None:
    """Return texts as one line with a space around each word; None where there is none."""
    words = dict.fromkeys(_NO_WORD.sub(" ", text.casefold()).strip() for text in texts if text)
    return f" {' '.join(words)} " if words else None


def _figures(name: str, figures: Range | None) -> Columns:
    """Fill the gaps of a range with the nearest figure, so that sums stay ranges."""
    if figures is None:
        return {f"{name}_{part}": None for part in ("low", "best", "high")}
    known = [n for n in (figures.low, figures.best, figures.high) if n is not None]
    best = known[0] if figures.best is None else figures.best
    return {f"{name}_low": known[0], f"{name}_best": best, f"{name}_high": known[-1]}


def _parts(figures: Range | None) -> str:
    """Return the initials of the figures that are given: "lbh" for all of a range."""
    given = (part[0] for part in ("low", "best", "high") if figures and _has(figures, part))
    return "".join(given)


def _has(figures: Range, part: str) -> bool:
    return getattr(figures, part) is not None


@lru_cache(maxsize=1_000)
def _key(credit: Credit) -> str:
    return sha256(repr(credit).encode()).hexdigest()[:16]
