"""The published figures of a record in words, as a table has them: the first day first."""

__all__ = ["STANDS", "Figure", "figures_of"]

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from geo.formats.bidi import isolated
from geo.model import dates
from geo.model.incident import Casualties, Incident, Source, TollReport
from geo.model.known import days_of_sources
from geo.model.tolls import Measure
from geo.words.numbers import number_text
from geo.words.references import Reference, references_of
from geo.words.tolls.history import UNCOUNTED, Fate, fate_of

QUALIFIERS = {"exactly": "", "about": "about ", "at_least": "at least ", "at_most": "at most "}
MEASURES: dict[Measure, str] = {
    "killed": "killed",
    "injured": "injured",
    "missing": "missing",
    "perpetrators_killed": "attackers killed",
}
STANDS = "stands"
FATES: dict[Fate, str] = {
    "standing": STANDS,
    "superseded": "replaced",
    "withdrawn": "withdrawn",
    **{fate: f"not counted: {words}" for fate, words in UNCOUNTED.items()},
}
UNDATED = "no day stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One published toll in words, with its speaker and what became of it."""

    measure: str
    value: str
    said_by: str
    as_of: str
    fate: str
    is_withdrawn: bool
    note: str
    sources: tuple[Reference, ...]


def figures_of(incident: Incident) -> tuple[Figure, ...]:
    """Return the figures of each measure in the order of their days, those without one last."""
    tolls = incident.casualties or Casualties()
    sources = {source.id: source for source in incident.sources}
    source_days = days_of_sources(incident)
    order = list(MEASURES)
    by_id = {report.id: report for report in tolls.reports if report.id}
    reports = sorted(
        tolls.reports,
        key=lambda report: (order.index(report.measure), report.day(source_days) or date.max),
    )
    return tuple(_figure(report, by_id, sources) for report in reports)


def _figure(
    report: TollReport, by_id: Mapping[str, TollReport], sources: Mapping[str, Source]
) -> Figure:
    fate = fate_of(report)
    successor = by_id.get(report.superseded_by or "")
    return Figure(
        measure=MEASURES[report.measure],
        value=_value(report),
        said_by=isolated(report.said_by.name) if report.said_by else "",
        as_of=dates.in_words(report.as_of) if report.as_of else UNDATED,
        fate=_fate_in_words(fate, successor),
        is_withdrawn=fate == "withdrawn",
        note=isolated((report.note or "").rstrip(".")),
        sources=references_of(report.sources, sources),
    )


def _fate_in_words(fate: Fate, successor: TollReport | None) -> str:
    if successor is None:
        return FATES[fate]
    when = f", {dates.in_words(successor.as_of)}" if successor.as_of else ""
    by = f"replaced by {_value(successor)}{when}"
    return f"withdrawn, {by}" if fate == "withdrawn" else by


def _value(report: TollReport) -> str:
    return f"{QUALIFIERS[report.qualifier]}{number_text(report.value)}"
