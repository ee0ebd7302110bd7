"""Tolls: the published figures, and the range between them."""

__all__ = ["Casualties", "Measure", "Range", "TollReport"]

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, model_validator
from pydantic.dataclasses import dataclass

from geo.model.assertion import Speaker
from geo.model.fields import (
    STRICT,
    Count,
    PartialDate,
    SourceIds,
    Text,
    broken,
    none_if_empty,
)

Measure = Literal["killed", "injured", "missing", "perpetrators_killed"]


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class TollReport:
    """One published figure; it is kept even when another has superseded it."""

    value: Count
    measure: Measure
    qualifier: Literal["exactly", "about", "at_least", "at_most"] = "exactly"
    said_by: Annotated[Speaker | None, BeforeValidator(none_if_empty)] = None
    as_of: PartialDate | None = None
    status: Literal["standing", "superseded", "not_comparable"]
    note: Text | None = None
    sources: SourceIds


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

    def range_from_reports(self, measure: Measure) -> Range | None:
        """Derive a range by the published rule (docs/data-model.md, "Tolls").

        From the lowest to the highest standing report, without those of armed groups; best is the
        latest official figure, or the latest of all if none is official.
        """
        standing = [r for r in self.reports if r.measure == measure and _counts(r)]
        if not standing:
            return None
        values = [report.value for report in standing]
        official = [report for report in standing if _is_official(report)]
        best = max(official or standing, key=lambda report: (report.as_of or "", report.value))
        return Range(low=min(values), best=best.value, high=max(values))


def _is_official(report: TollReport) -> bool:
    return report.said_by is not None and report.said_by.kind in ("state", "court")


def _counts(report: TollReport) -> bool:
    boast = report.said_by is not None and report.said_by.kind == "armed_group"
    return report.status == "standing" and not boast
