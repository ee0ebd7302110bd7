"""The history of a toll: each published figure with its speaker, and the range known on its day.

Figures that no range counts, those of armed groups and those that are not comparable, are separate.
"""

__all__ = ["UNCOUNTED", "Fate", "TollHistory", "TollStep", "fate_of", "toll_histories_of"]

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from geo.formats.bidi import isolated
from geo.formats.one_line import one_line
from geo.model import dates
from geo.model.incident import Casualties, Incident, Range, TollReport
from geo.model.known import days_of_sources, known_as_of
from geo.model.tolls import Measure
from geo.words.counts import count_in_words
from geo.words.lines import range_line
from geo.words.numbers import number_text

Fate = Literal["standing", "superseded", "withdrawn", "not_comparable", "armed_group"]

MEASURES: tuple[Measure, ...] = ("killed", "injured")  # that have a history, in this order
UNCOUNTED: dict[Fate, str] = {
    "not_comparable": "not comparable",
    "armed_group": "an armed group’s own figure",
}
SIGNS = {"exactly": "{}", "about": "~{}", "at_least": "{}+", "at_most": "≤{}"}
NO_DAY = "no day"
NO_SPEAKER = "speaker not named"


@dataclass(frozen=True, slots=True, kw_only=True)
class TollStep:
    """One published figure, and what became of it.

    `day` is the one from which it counts, and `when` that day in words, as exactly as it is known;
    a figure without any day is the last. `figure` has a sign for "about", "at least", "at most".
    """

    day: date | None
    when: str
    value: int
    figure: str
    speaker: str
    fate: Fate


@dataclass(frozen=True, slots=True, kw_only=True)
class TollHistory:
    """The figures of one measure in the order of their days, and separately those not counted.

    `ranges` has the range that was known at the end of a day, by the days of `steps`.
    """

    measure: Measure
    steps: tuple[TollStep, ...]
    uncounted: tuple[TollStep, ...]
    ranges: Mapping[date | None, Range | None]

    @property
    def sentence(self) -> str:
        """Say how many figures there are, from when to when, and the range that they led to."""
        steps = (*self.steps, *self.uncounted)
        if len(steps) == 1:
            return _single(steps[0])
        apart = len(self.uncounted)
        more = f" {apart} {'is' if apart == 1 else 'are'} not counted." if apart else ""
        figures = count_in_words(len(self.steps), "figure")
        return f"{figures}{self._span()}{self._last_range()}.{more}"

    def _span(self) -> str:
        days = [step.when for step in self.steps if step.day]
        if not days:
            return ""
        return f" of {days[0]}" if days[0] == days[-1] else f" from {days[0]} to {days[-1]}"

    def _last_range(self) -> str:
        known = self.ranges[self.steps[-1].day] if self.steps else None
        return f"; at the end {range_line(known.low, known.best, known.high)}" if known else ""


def toll_histories_of(incident: Incident) -> tuple[TollHistory, ...]:
    """Return the histories of the killed and the injured, where there are figures of them.

    >>> import geo
    >>> kerman = geo.load(geo.default_path())[3]
    >>> [history.measure for history in geo.toll_histories_of(kerman)]
    ['killed', 'injured']
    """
    tolls = incident.casualties or Casualties()
    found = ((measure, _steps(incident, tolls.reports, measure)) for measure in MEASURES)
    return tuple(_history(incident, measure, steps) for measure, steps in found if steps)


def _history(incident: Incident, measure: Measure, steps: list[TollStep]) -> TollHistory:
    counted = tuple(step for step in steps if step.fate not in UNCOUNTED)
    return TollHistory(
        measure=measure,
        steps=counted,
        uncounted=tuple(step for step in steps if step.fate in UNCOUNTED),
        ranges={step.day: _known(incident, measure, step.day) for step in counted},
    )


def _known(incident: Incident, measure: Measure, day: date | None) -> Range | None:
    """Return the range at the end of a day; None stands for today."""
    known = known_as_of(incident, day) if day else incident
    if known is None or known.casualties is None:
        return None
    return known.casualties.killed if measure == "killed" else known.casualties.injured


def _steps(incident: Incident, reports: Iterable[TollReport], measure: Measure) -> list[TollStep]:
    source_days = days_of_sources(incident)
    of_measure = (report for report in reports if report.measure == measure)
    steps = [_step(report, report.day(source_days)) for report in of_measure]
    return sorted(steps, key=lambda step: step.day or date.max)


def _step(report: TollReport, day: date | None) -> TollStep:
    return TollStep(
        day=day,
        when=dates.in_words(known)
        if (known := report.as_of or (day and day.isoformat()))
        else NO_DAY,
        value=report.value,
        figure=SIGNS[report.qualifier].format(number_text(report.value)),
        speaker=one_line(report.said_by.name if report.said_by else "") or NO_SPEAKER,
        fate=fate_of(report),
    )


def fate_of(report: TollReport) -> Fate:
    """Return what became of a figure; that of an armed group never counts."""
    is_boast = report.said_by is not None and report.said_by.kind == "armed_group"
    return "armed_group" if is_boast else report.status


def _single(step: TollStep) -> str:
    why = f", not counted: {UNCOUNTED[step.fate]}" if step.fate in UNCOUNTED else ""
    return f"One figure: {step.figure}, {isolated(step.speaker)}, {step.when}{why}."
