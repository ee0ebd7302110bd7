"""What the store must answer, worked out incident by incident in plain Python."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import partial
from string import ascii_lowercase, ascii_uppercase
from typing import Any, NamedTuple

from geo.gazetteer.likeness.by_sound import latin_pattern
from geo.gazetteer.likeness.other_names import places_named
from geo.mercator import MAX_ZOOM, Bounds, cell_of
from geo.model import dates
from geo.model.attribution import STATUSES, Status, groups_of, status_of
from geo.model.fields import Position
from geo.model.incident import Actor, Casualties, Incident, Range
from geo.model.known import known_as_of
from geo.model.precision import PRECISIONS, UNDRAWN
from geo.query.folding import searched_text
from geo.query.query import Query
from geo.query.search_terms import Term, terms_of
from geo.query.summary import Toll
from geo.words.detail import date_in_words, place_in_words
from geo.words.lines import NO_PLACE
from said import SAID

Figures = tuple[int, int, int]
_DAY = ContextVar[date | None]("day", default=None)  # of statuses; None for today


class Shown(NamedTuple):
    """One drawn site of one incident."""

    incident: Incident
    site: int
    position: Position


def matching(incidents: Iterable[Incident], query: Query) -> list[Incident]:
    """Return the incidents that a query finds, which are given as of its day."""
    tests = [_TESTS.get(name, partial(_has_value, name)) for name in query.active()]
    return [found for found in incidents if all(test(found, query) for test in tests)]


def known_then(incidents: Iterable[Incident], day: date, read_on: date) -> list[Incident]:
    """Return incidents as they were known at the end of a day; they were read on another."""
    return [then for found in incidents if (then := _known_then(found, day, read_on))]


def _known_then(found: Incident, day: date, read_on: date) -> Incident | None:
    if found.review.status != "imported":
        return known_as_of(found, day)
    said = [dates.last_day(source.date) for source in found.sources if source.date]
    if said and found.date.last:
        said.append(found.date.last)
    if found.origin.coded:
        said = [dates.last_day(found.origin.coded)]
    return found if min([max(said, default=read_on), read_on]) <= day else None


def ordered(incidents: Iterable[Incident], order: str) -> list[str]:
    """Return ids in one of ORDERS: unknown last, equals as they stand."""
    key, is_descending = _KEYS[order]
    found = list(incidents)
    known = [i for i in found if key(i) is not None]
    unknown = [i.id for i in found if key(i) is None]
    return [i.id for i in sorted(known, key=key, reverse=is_descending)] + unknown


def toll(incidents: Iterable[Incident], measure: str) -> Toll:
    """Sum lows, bests and highs of what is no context record."""
    attacks = [found for found in incidents if found.record_type != "context"]
    known = [toll for found in attacks if (toll := figures(found, measure))]
    low, best, high = (sum(parts) for parts in zip(*known, strict=True)) if known else (0, 0, 0)
    return Toll(low=low, best=best, high=high, unknown=len(attacks) - len(known))


def facet(incidents: Iterable[Incident], query: Query, name: str) -> dict[str, int]:
    """Count the values of a facet under all filters but its own."""
    own = ("from", "to") if name == "year" else (name,)
    found = matching(incidents, query.without(*own))
    return Counter(value for incident in found for value in _VALUES[name](incident))


def shown(incidents: Iterable[Incident], bounds: Bounds) -> list[Shown]:
    """Return the sites that the map draws, the deadliest first."""
    sites = [
        Shown(found, number, position)
        for found in incidents
        for number, position in enumerate(found.positions)
        if _is_drawn(found, number) and bounds.contains(*position)
    ]
    return sorted(sites, key=lambda s: (*_by_toll(s.incident), s.site))


def cells(sites: Iterable[Shown], zoom: int) -> dict[tuple[int, int], list[Shown]]:
    """Sort sites into the cells of a zoom level."""
    grid: dict[tuple[int, int], list[Shown]] = {}
    for site in sites:
        grid.setdefault(cell_of(*site.position, zoom), []).append(site)
    return grid


def incidents_of(sites: Iterable[Shown]) -> list[Incident]:
    """Return the incidents of sites, each once."""
    return list({site.incident.id: site.incident for site in sites}.values())


def killed(incidents: Iterable[Incident]) -> dict[str, int] | None:
    """Sum the known tolls; None where none is known."""
    known = [toll for found in incidents if (toll := figures(found, "killed"))]
    sums = [sum(parts) for parts in zip(*known, strict=True)]
    return dict(zip(("low", "best", "high"), sums, strict=True)) if known else None


def status(found: Incident) -> str:
    """Return the code of a status."""
    return _status(found).code


def group_ids(found: Incident) -> list[str]:
    """Return the groups of an incident, in the order of its columns."""
    return [group.id for group in _groups(found)]


def statuses(incidents: Iterable[Incident]) -> dict[str, int]:
    """Count statuses."""
    return Counter(_status(found).code for found in incidents)


def groups(incidents: Iterable[Incident]) -> dict[str, int]:
    """Count groups."""
    return Counter(group.id for found in incidents for group in _groups(found))


def unplaced(incidents: Sequence[Incident]) -> dict[str, int]:
    """Count what is listed beside the map."""
    placed = [found for found in incidents if found.positions]
    drawn = [f for f in placed if any(_is_drawn(f, n) for n in range(len(f.positions)))]
    return {"country": len(placed) - len(drawn), "none": len(incidents) - len(placed)}


def columns(found: Incident) -> dict[str, Any]:
    """Return what the columns file says of an incident, its lists in the order of their texts."""
    first, last = found.date.first, found.date.last
    status, values = _status(found), partial(_sorted_values, found)
    return {
        "first": (first - date(1970, 1, 1)).days if first else None,
        "days": (last - first).days + 1 if first and last else 0,
        "sites": [
            (cell_of(*position, MAX_ZOOM), [site.precision, site.radius])
            for position, site in zip(found.positions, found.place.sites, strict=False)
        ],
        "killed": list(figures(found, "killed") or (None, None, None)),
        "status": [status.code, status.contested],
        "record_type": found.record_type,
        "types": values("type"),
        "groups": values("group"),
        "country": found.place.country,
        "said": sorted(f"{name}={value}" for name in SAID for value in values(name)),
        "dataset": found.origin.dataset,
    }


def _sorted_values(found: Incident, name: str) -> list[str]:
    return sorted(_VALUES[name](found))


@contextmanager
def as_of(day: date) -> Iterator[None]:
    """Let statuses and groups be those of a day."""
    token = _DAY.set(day)
    try:
        yield
    finally:
        _DAY.reset(token)


def _status(found: Incident) -> Status:
    return status_of(found, _DAY.get())


def _groups(found: Incident) -> Sequence[Actor]:
    return groups_of(found, _DAY.get())


def _is_drawn(found: Incident, site: int) -> bool:
    return found.place.sites[site].precision not in UNDRAWN


def figures(found: Incident, measure: str) -> Figures | None:
    """Return low, best and high of a toll, None where it is unknown."""
    stated: Range | None = getattr(found.casualties, measure, None)
    if stated is None:
        return None
    low, best, high = stated.low, stated.best, stated.high
    lowest = next(n for n in (low, best, high) if n is not None)
    highest = next(n for n in (high, best, low) if n is not None)
    return lowest, lowest if best is None else best, highest


def _place(found: Incident) -> str | None:
    place = place_in_words(found.place)
    return None if place == NO_PLACE else searched_text(place)


def _small(names: Iterable[str]) -> bytes | None:
    """Return names in one text, with small Latin letters; None where there is none."""
    text = "\x1e\x1f".join(names)
    return text.translate(str.maketrans(ascii_uppercase, ascii_lowercase)).encode() or None


def _by_toll(found: Incident) -> tuple[int, str]:
    return -(figures(found, "killed") or (0, -1, 0))[1], found.id


def _has_words(found: Incident, query: Query) -> bool:
    texts = [searched_text(text) for text in _searched(found) if text]
    lines = [" ".join(["", *re.findall(r"[\w-]+", text.lower()), ""]) for text in _lines(found)]
    terms = terms_of(query.q or "")
    return all(
        any(_stands_in(text, term) for text in texts)
        or (re.search(r"\d", term.text) and _stands_in(found.id.lower(), term))
        or any(_begins_in(line, term) for line in lines)
        or any(_sounds_in(text, term) for text in texts)
        or any(_lies_in(found, terms[a:b]) for a in range(i + 1) for b in range(i + 1, a + 5))
        for i, term in enumerate(terms)
    )


def _sounds_in(text: str, term: Term) -> bool:
    pattern = "" if term.is_phrase else latin_pattern(term.text)
    return bool(pattern and re.search(pattern, text))


def _lies_in(found: Incident, run: Sequence[Term]) -> bool:
    """Tell whether words together name the place of an incident, in any language."""
    if any(term.is_number or (term.is_phrase and len(run) > 1) for term in run):
        return False
    place = found.place
    names = [place_in_words(place), *place.names.values(), *(site.name for site in place.sites)]
    words = " ".join(filter(None, map(searched_text, filter(None, names))))
    return any(
        named.country == place.country
        and (not named.name or f" {named.name} " in f" {re.sub(r'[^a-z]', ' ', words)} ")
        for named in places_named(" ".join(term.text for term in run))
    )


def _stands_in(text: str, term: Term) -> bool:
    if term.is_number:
        return re.search(rf"(?<![0-9]){term.text}(?![0-9])", text) is not None
    return term.text in text


def _begins_in(line: str, term: Term) -> bool:
    """Tell whether a word of a line of days and figures begins so; a number is a whole word."""
    words = " ".join(re.findall(r"[\w-]+", term.text))
    if term.is_number:
        return f" {words} " in line
    is_month = len(words) > 2 and any(m.lower().startswith(words) for m in dates.MONTHS)
    return (is_month or any(map(str.isdigit, words))) and f" {words}" in line


def _searched(found: Incident) -> Iterator[str | None]:
    place = found.place
    yield from (found.title, found.summary, place_in_words(place), *place.names.values())
    for named in (place.sites, found.actors):
        yield from (item.name for item in named)
    yield from (type_.label for type_ in found.types)
    if found.review.status == "imported":
        return
    for source in found.sources:
        yield from (source.title, source.publisher)
    for said in found.assertions:
        yield from (said.by.name, said.says, said.basis, said.channel, said.court)
    for report in found.casualties.reports if found.casualties else ():
        yield from (report.said_by.name if report.said_by else None, report.note)


def _lines(found: Incident) -> list[str]:
    """Return the days of an incident and its figures, each with what it counts."""
    tolls = found.casualties or Casualties()
    counted = [
        (number, measure)
        for measure, toll in (("killed", tolls.killed), ("injured", tolls.injured))
        for number in ((toll.low, toll.best, toll.high) if toll else ())
    ]
    counted.append((tolls.perpetrators_killed, "perpetrators_killed"))
    counted += [(report.value, report.measure) for report in tolls.reports]
    figures = dict.fromkeys(
        f"{number} {measure.replace('perpetrators_killed', 'attackers killed')}"
        for number, measure in counted
        if number is not None
    )
    days = [date_in_words(found.date), found.date.period or found.date.reported or ""]
    return [" ".join(days), " ".join(figures)]


def _finest(found: Incident) -> str:
    if not found.positions:
        return "none"
    return min((site.precision for site in found.place.sites), key=PRECISIONS.index)


def _is_since(found: Incident, query: Query) -> bool:
    return found.date.last is not None and found.date.last >= dates.first_day(query.from_ or "")


def _is_until(found: Incident, query: Query) -> bool:
    return found.date.first is not None and found.date.first <= dates.last_day(query.to or "")


def years_of(found: Incident) -> list[int]:
    """Return all years in which an incident can have happened."""
    first, last = found.date.first, found.date.last
    return list(range(first.year, last.year + 1)) if first and last else []


def _is_within(found: Incident, query: Query) -> bool:
    return any(query.bbox.contains(*p) for p in found.positions) if query.bbox else True


def _said(name: str, found: Incident) -> Iterable[str]:
    return SAID[name](found, _DAY.get() or date.today())


def _has_value(name: str, found: Incident, query: Query) -> bool:
    return not set(getattr(query, name)).isdisjoint(_VALUES[name](found))


# The filters that are not among the values of a record.
_TESTS: dict[str, Callable[[Incident, Query], bool]] = {
    "from": _is_since,
    "to": _is_until,
    "q": _has_words,
    "bbox": _is_within,
    "as_of": lambda _, __: True,
}
_KEYS: dict[str, tuple[Callable[[Incident], Any], bool]] = {
    "newest": (lambda found: found.date.start and found.date.first, True),
    "oldest": (lambda found: found.date.start and found.date.first, False),
    "killed": (lambda found: (figures(found, "killed") or (None, None))[1], True),
    "injured": (lambda found: (figures(found, "injured") or (None, None))[1], True),
    "record": (lambda found: searched_text(found.title).split("\n")[0].encode(), False),
    "place": (lambda found: _place(found), False),
    "status": (lambda found: list(STATUSES).index(_status(found).code), False),
    "group": (lambda found: _small(group.name for group in _groups(found)), False),
    "type": (lambda found: _small(type_.label for type_ in found.types), False),
}
_VALUES: dict[str, Callable[[Incident], Iterable[str]]] = {
    "group": lambda found: {group.id for group in _groups(found)},
    "status": lambda found: [_status(found).code],
    "record": lambda found: [found.record_type],
    "precision": lambda found: [_finest(found)],
    "country": lambda found: filter(None, [found.place.country]),
    "type": lambda found: {type_.code for type_ in found.types},
    "year": lambda found: map(str, years_of(found)),
    "dataset": lambda found: [found.origin.dataset],
    "id": lambda found: [found.id],
    **{name: partial(_said, name) for name in SAID},
}
