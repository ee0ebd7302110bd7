"""A query's result over time: what is asked of a timeline, and its numbers."""

__all__ = [
    "BY",
    "MOST_BINS",
    "MOST_SERIES",
    "STATUS",
    "By",
    "Measure",
    "Timeline",
    "TimelineSeries",
    "TimelineSpec",
]

from dataclasses import dataclass, replace
from datetime import date
from operator import add
from typing import Any, Literal, get_args

from geo.errors import BadValue
from geo.model.dates import first_day, last_day
from geo.query.bins import UNITS, UnitName, bin_end, bin_name, bin_start
from geo.query.values import PARTIAL_DATE, SLUG, one_of

By = Literal["status", "group"]
STATUS: By = "status"
Measure = Literal["records", "killed"]

MOST_BINS = 2_000
MOST_SERIES = 5  # groups that have a colour on the map
DECIMALS = 6  # of a sum of shares


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineSpec:
    """What a timeline counts, by what, and in which bins. Raises BadValue.

    - `unit`: year, month, week or day
    - `by`: status, or group: a record counts once, under the last of its groups that is in `series`
    - `measure`: records, or killed: the best figures of records that are not context
    - `series`: with `by="group"`, the slugs of one to five groups
    - `span`: two partial dates, of which the bins are: all of them, and no others
    """

    unit: UnitName = "month"
    by: By = "status"
    measure: Measure = "records"
    series: tuple[str, ...] = ()
    span: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, allowed in _ALLOWED.items():
            allowed.parse(name, getattr(self, name))
        _check_series(self.by, self.series)
        _check_span(self.span)

    @property
    def days(self) -> tuple[date, date] | None:
        """Return the first and the last day of the span, None without one."""
        return (first_day(self.span[0]), last_day(self.span[1])) if self.span else None


BY = one_of(get_args(By))
_ALLOWED = {"unit": one_of(tuple(UNITS)), "by": BY, "measure": one_of(get_args(Measure))}


def _check_series(by: By, series: tuple[str, ...]) -> None:
    if not isinstance(series, tuple):
        raise BadValue("series", series, "a tuple of texts")
    listed = ",".join(series)
    if by == "status" and series:
        raise BadValue("series", listed, "only with by=group")
    if by == "group" and not 1 <= len(series) <= MOST_SERIES:
        raise BadValue("series", listed, f"with by=group, the slugs of 1 to {MOST_SERIES} groups")
    for slug in series:
        SLUG.parse("series", slug)
    if len(set(series)) < len(series):
        raise BadValue("series", listed, "each group once")


def _check_span(span: tuple[str, ...]) -> None:
    if not isinstance(span, tuple):
        raise BadValue("span", span, "a tuple of texts")
    if len(span) not in (0, 2):
        raise BadValue("span", ",".join(span), "two dates, such as 2022-03 and 2023-05")
    for text in span:
        PARTIAL_DATE.parse("span", text)
    if span and first_day(span[0]) > last_day(span[1]):
        raise BadValue("span", ",".join(span), "the earlier date first")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineSeries:
    """The numbers of one status or group ("" for records of no group of the timeline).

    Of each bin, `exact` counts the records whose days all lie in it, and `spread` the shares of
    those that may have happened in several bins.
    """

    value: str
    exact: tuple[float, ...]
    spread: tuple[float, ...]

    @property
    def sums(self) -> tuple[float, ...]:
        """Return exact numbers and shares together."""
        return tuple(map(add, self.exact, self.spread))

    def part(self, bins: slice) -> "TimelineSeries":
        """Return the numbers of some bins."""
        return replace(self, exact=self.exact[bins], spread=self.spread[bins])


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A query's records over time, under all its filters but `from` and `to`.

    Bins are consecutive, from the first that a record touches to the last: `first` is the name of
    the first, None where nothing is dated, and `bins` their number. Each list has `bins` numbers,
    rounded to six decimals. A record whose days lie in several bins counts in each with the share
    of its days there. Series stand in the order of the legend; those without any number are left
    out.

    With `measure="killed"`, the numbers are persons, `low` and `high` the sums of the lowest and
    highest figures of all series, and `unknown` the dated attacks without a figure. `undated`
    counts the records without any day, whatever the measure.

    >>> from geo import Query, Store, default_path, load
    >>> store = Store()
    >>> store.add(load(default_path()))
    >>> timeline = store.timeline(Query(country=("IR",)), unit="year")
    >>> timeline.first, timeline.bins, [series.value for series in timeline.series]
    ('2017', 8, ['convictions', 'claimed_and_attributed', 'not_applicable'])
    """

    unit: UnitName
    by: By
    measure: Measure
    first: str | None
    bins: int
    series: tuple[TimelineSeries, ...]
    low: tuple[float, ...] | None = None
    high: tuple[float, ...] | None = None
    undated: int = 0
    unknown: int = 0

    @property
    def numbers(self) -> range:
        """Return the numbers of the bins, as UNITS has them."""
        if self.first is None:
            return range(0)
        start = UNITS[self.unit].number(first_day(self.first))
        return range(start, start + self.bins)

    @property
    def days(self) -> tuple[date, date] | None:
        """Return the first and the last day of all bins, None where there are none."""
        bins = self.numbers
        return (bin_start(self.unit, bins[0]), bin_end(self.unit, bins[-1])) if bins else None

    @property
    def starts(self) -> tuple[date, ...]:
        """Return the first day of each bin."""
        return tuple(bin_start(self.unit, number) for number in self.numbers)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the bins, such as 2017, 2017-06, or the Monday of a week."""
        return tuple(bin_name(self.unit, number) for number in self.numbers)

    @property
    def sums(self) -> tuple[float, ...]:
        """Return the numbers of all series together."""
        none = (0,) * self.bins
        return tuple(map(sum, zip(none, *(each.sums for each in self.series), strict=True)))

    def within(self, first: date, last: date) -> "Timeline":
        """Return the bins that days from a first to a last touch, with the same other counts."""
        number = UNITS[self.unit].number
        kept = [i for i, n in enumerate(self.numbers) if number(first) <= n <= number(last)]
        part = slice(kept[0], kept[-1] + 1) if kept else slice(0)
        return replace(
            self,
            first=self.names[kept[0]] if kept else None,
            bins=len(kept),
            series=tuple(each.part(part) for each in self.series) if kept else (),
            low=self.low and self.low[part],
            high=self.high and self.high[part],
        )

    def to_json(self) -> dict[str, Any]:
        """Return the answer of /api/timeline."""
        toll = {"low": self.low, "high": self.high} if self.measure == "killed" else {}
        return {
            **{name: getattr(self, name) for name in ("unit", "by", "measure", "first", "bins")},
            "series": [
                {"value": each.value, "exact": each.exact, "spread": each.spread}
                for each in self.series
            ],
            **toll,
            "undated": self.undated,
            "unknown": self.unknown,
        }
