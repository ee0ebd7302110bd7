"""Tolls: ranges of the killed and injured, and the history of the figures behind them."""

__all__ = ["Casualties", "Measure", "Range", "TollReport"]

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, model_validator
from pydantic.dataclasses import dataclass

from geo.model import dates
from geo.model.assertion import Speaker
from geo.model.fields import (
    STRICT,
    Count,
    PartialDate,
    SourceIds,
    Text,
    broken,
    check_no_circle,
    none_if_empty,
)

Measure = Literal["killed", "injured", "missing", "perpetrators_killed"]
SourceDays = Mapping[str, date]  # by the id of a source, of those whose day is known
REPLACED = ("superseded", "withdrawn")
_NO_DAYS: SourceDays = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class TollReport:
    """One published figure; it is kept even when another has replaced it.

    A superseded one was replaced by a later count, a withdrawn one was taken back by its speaker.
    Where `superseded_by` names the report that took its place, it stands until that one's day.
    """

    id: Text | None = None
    value: Count
    measure: Measure
    qualifier: Literal["exactly", "about", "at_least", "at_most"] = "exactly"
    said_by: Annotated[Speaker | None, BeforeValidator(none_if_empty)] = None
    as_of: PartialDate | None = None
    status: Literal["standing", "superseded", "withdrawn", "not_comparable"]
    superseded_by: Text | None = None
    note: Text | None = None
    sources: SourceIds

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.superseded_by and self.status not in REPLACED:
            allowed = " or ".join(REPLACED)
            raise broken("only a report that was replaced has superseded_by", f"Set {allowed}.")
        return self

    def day(self, source_days: SourceDays = _NO_DAYS) -> date | None:
        """Return the day from which it counts: its own, or else the first of its sources."""
        if self.as_of:
            return dates.known_day(self.as_of)
        return min((source_days[id_] for id_ in self.sources if id_ in source_days), default=None)


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Range:
    """A number as a range. Unknown is None, never zero."""

    low: Count | None = None
    best: Count | None = None
    high: Count | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        known = [value for value in (self.low, self.best, self.high) if value is not None]
        if not known:
            raise broken("a range has at least one figure", "Leave it out if none is known.")
        if known != sorted(known):
            figures = ", ".join(map(str, known))
            raise broken(f"low ≤ best ≤ high does not hold for {figures}", "Put them in order.")
        return self


Known = Annotated[Range | None, BeforeValidator(none_if_empty)]


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Casualties:
    """Tolls as ranges, with those of the attackers separate, and the history of reports."""

    killed: Known = None
    injured: Known = None
    perpetrators_killed: Count | None = None
    reports: tuple[TollReport, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        by_id = {report.id: report for report in self.reports if report.id}
        if len(by_id) < sum(1 for report in self.reports if report.id):
            raise broken("two reports of tolls have the same id", "Give each its own id.")
        for report in self.reports:
            if report.superseded_by:
                _check_successor(report, by_id)
        successors = {id_: each.superseded_by for id_, each in by_id.items() if each.superseded_by}
        check_no_circle(successors, "report {!r} is replaced by itself", "Correct superseded_by.")
        return self

    def range_from_reports(
        self, measure: Measure, source_days: SourceDays = _NO_DAYS
    ) -> Range | None:
        """Derive a range by the published rule (docs/data-model.md, "Tolls").

        From the lowest to the highest standing report, without those of armed groups; best is the
        latest official figure, or the latest of all if none is official. A report without a day
        has that of its sources.
        """
        standing = [r for r in self.reports if r.measure == measure and _counts(r)]
        if not standing:
            return None
        values = [report.value for report in standing]
        official = [report for report in standing if _is_official(report)]
        best = max(
            official or standing,
            key=lambda report: (report.day(source_days) or date.min, report.value),
        )
        return Range(low=min(values), best=best.value, high=max(values))


def _check_successor(report: TollReport, by_id: Mapping[str, TollReport]) -> None:
    successor = by_id.get(report.superseded_by or "")
    if successor is None:
        rule = f"{report.superseded_by!r} is not in casualties.reports"
        raise broken(rule, "Give the report that replaced it this id, or correct the id.")
    if successor.measure != report.measure:
        rule = f"a report of {report.measure} is replaced by one of {successor.measure}"
        raise broken(rule, "Name a report of the same measure.")


def _is_official(report: TollReport) -> bool:
    return report.said_by is not None and report.said_by.kind in ("state", "court")


def _counts(report: TollReport) -> bool:
    boast = report.said_by is not None and report.said_by.kind == "armed_group"
    return report.status == "standing" and not boast
