"""A timeline in words: title, what it leaves out, and what it shows to those who do not see it."""

__all__ = [
    "OTHERS",
    "bin_in_words",
    "left_out",
    "said_of_timeline",
    "timeline_title",
]

from geo.model.dates import in_words
from geo.query.timeline import Measure, Timeline
from geo.words.counts import count_in_words
from geo.words.numbers import number_text

OTHERS = "Other or no group"
_WHAT: dict[Measure, str] = {"records": "Records", "killed": "People killed"}


def timeline_title(timeline: Timeline) -> str:
    """Say what is counted, as “Records by month”."""
    return f"{_WHAT[timeline.measure]} by {timeline.unit}"


def bin_in_words(timeline: Timeline, number: int) -> str:
    """Name a bin by its place, from 0, as “March 2024” or “week of 4 March 2024”."""
    name = in_words(timeline.names[number])
    return f"week of {name}" if timeline.unit == "week" else name


def left_out(timeline: Timeline) -> str:
    """Count what no bin has, as “Not drawn: 2 records without a date”."""
    parts = [
        count_in_words(number, "record") + without
        for number, without in (
            (timeline.undated, " without a date"),
            (timeline.unknown, " without a figure"),
        )
        if number
    ]
    return f"Not drawn: {', '.join(parts)}." if parts else ""


def said_of_timeline(timeline: Timeline) -> str:
    """Say title, period and the highest bin, and what is left out."""
    if not timeline.bins:
        return f"{timeline_title(timeline)}: none has a date."
    sums = timeline.sums
    highest = max(range(len(sums)), key=sums.__getitem__)
    period = f"{bin_in_words(timeline, 0)} to {bin_in_words(timeline, timeline.bins - 1)}"
    most = f"the most, {number_text(sums[highest])}, in {bin_in_words(timeline, highest)}"
    said = f"{timeline_title(timeline)}, {period}; {most}."
    return " ".join(filter(None, [said, left_out(timeline)]))
