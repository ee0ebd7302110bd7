"""One incident in words, as the panel, the table and the marks of the map say it."""

__all__ = [
    "Detail",
    "date_in_words",
    "detail_of",
    "place_in_words",
    "precision_in_words",
    "range_in_words",
    "site_in_words",
    "type_in_words",
]

from dataclasses import dataclass
from datetime import date

from geo.formats.bidi import balanced, isolated
from geo.model.attribution import status_of
from geo.model.incident import (
    Casualties,
    Incident,
    IncidentDate,
    Place,
    Range,
    Site,
)
from geo.words.countries import LocalName, local_name
from geo.words.heads.head import head_of
from geo.words.heads.head_lines import HeadLine
from geo.words.ledger import Statement, ledger_of, unfolded_of
from geo.words.lines import UNKNOWN, date_line, names_line, place_line, precision_line, range_line
from geo.words.numbers import number_text
from geo.words.references import Reference, reference_of, references_of
from geo.words.reviews import review_in_words
from geo.words.tolls.chart import DrawnHistory, drawn_histories
from geo.words.tolls.figures import Figure, figures_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """Everything that a panel says of one incident, in its order.

    Text from right to left is isolated where it is a part of a line; `title`, `summary` and
    `Statement.says` are whole lines. `day` is the date in ISO 8601 if it is one day, month or year,
    and else empty. Of a long ledger the first `unfolded` lines are shown at once.
    """

    id: str
    title: str
    record_type: str
    type: str
    head: tuple[HeadLine, ...]
    summary: str
    summary_sources: tuple[Reference, ...]
    date: str
    day: str
    place: str
    place_local: LocalName | None
    other_names: dict[str, str]
    sites: tuple[str, ...]
    killed: str
    injured: str
    attackers_killed: str
    status_code: str
    status: str
    rule: str
    contested: bool
    ledger: tuple[Statement, ...]
    unfolded: int
    histories: tuple[DrawnHistory, ...]
    figures: tuple[Figure, ...]
    sources: tuple[Reference, ...]
    review: str
    licence: str
    related: tuple[tuple[str, str], ...]


def detail_of(incident: Incident, as_of: date | None = None) -> Detail:
    """Put one incident in words, with its status as of a day (today by default).

    Distances are in km, tolls in persons. A claim is never said as a fact: `ledger` has each
    statement with its speaker and day, in the words of docs/attribution.md.

    >>> from geo import default_path, detail_of, load
    >>> incidents = {incident.id: incident for incident in load(default_path())}
    >>> detail = detail_of(incidents["IR-2024-01-03-kerman"])
    >>> detail.date, detail.place
    ('3 January 2024', 'Kerman, Kerman Province, Iran')
    """
    status = status_of(incident, as_of)
    tolls = incident.casualties or Casualties()
    sources = {source.id: source for source in incident.sources}
    local = local_name(incident.place)
    ledger = ledger_of(incident)
    return Detail(
        id=incident.id,
        title=balanced(incident.title),
        record_type=incident.record_type,
        type=type_in_words(incident),
        head=head_of(incident, status.as_of),
        summary=balanced(incident.summary or ""),
        summary_sources=references_of(incident.summary_sources, sources),
        date=date_in_words(incident.date),
        day=_one_period(incident.date),
        place=place_in_words(incident.place),
        place_local=local,
        other_names=_other_names(incident.place, local),
        sites=tuple(site_in_words(site, incident.place) for site in incident.place.sites),
        killed=range_in_words(tolls.killed),
        injured=range_in_words(tolls.injured),
        attackers_killed=UNKNOWN
        if tolls.perpetrators_killed is None
        else number_text(tolls.perpetrators_killed),
        status_code=status.code,
        status=status.label,
        rule=status.rule,
        contested=status.contested,
        ledger=ledger,
        unfolded=unfolded_of(ledger),
        histories=drawn_histories(incident),
        figures=figures_of(incident),
        sources=tuple(reference_of(source) for source in incident.sources),
        review=review_in_words(incident.review),
        licence=f"{isolated(incident.origin.dataset)}, {isolated(incident.origin.licence)}",
        related=tuple((link.rel.replace("_", " "), link.id) for link in incident.links),
    )


def type_in_words(incident: Incident) -> str:
    """Return the labels of the incident's types."""
    return names_line(type_.label for type_ in incident.types)


def date_in_words(when: IncidentDate) -> str:
    """Say a date no more exactly than it is known."""
    return date_line(when.precision, when.first, when.last, when.reported)


def _one_period(when: IncidentDate) -> str:
    period = when.period or ""
    return "" if "/" in period else period


def place_in_words(place: Place, *, local: bool = False) -> str:
    """Name the place from the smallest to the country; `local` adds its local name."""
    written = local_name(place) if local else None
    return place_line(place.name, place.admin1, place.country, written.text if written else None)


def site_in_words(site: Site, place: Place) -> str:
    """Name one site with its precision."""
    name = isolated(site.name or place.name or "place")
    return f"{name}: {precision_in_words(site, place)}"


def precision_in_words(site: Site, place: Place) -> str:
    """Say how exactly a site is known, with its radius where there is one."""
    return precision_line(
        site.precision,
        site.radius,
        country=place.country,
        admin1=place.admin1,
        admin2=place.admin2,
    )


def range_in_words(figures: Range | None) -> str:
    """Say a range with its best figure; unknown is not zero.

    >>> from geo.model.incident import Range
    >>> range_in_words(Range(low=94, best=94, high=103))
    '94–103 (best 94)'
    """
    return range_line(figures.low, figures.best, figures.high) if figures else UNKNOWN


def _other_names(place: Place, local: LocalName | None) -> dict[str, str]:
    """Return each further spelling of the place once, by the first language that has it."""
    shown = {place.name, local.text if local else None}
    first: dict[str, str] = {}
    for language, name in place.names.items():
        if (text := balanced(name)) not in shown:
            first.setdefault(text, language)
    return {language: name for name, language in first.items()}
