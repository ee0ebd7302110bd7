"""The chart of a toll's history: shapes and words, for every page and file that draws it.

Time runs down, with a row for each figure, so that its day and its speaker stand next to its mark.
A line steps with the best figure; a band reaches from the lowest to the highest. Rows follow one
another in the order of days and not to scale: a long time between two is stated in words.

Lengths are px of the screen, from the upper left corner; `y` of letters is the line they stand on.
"""

__all__ = [
    "BASELINE",
    "TITLES",
    "WIDTH",
    "Band",
    "Dot",
    "DrawnHistory",
    "Letters",
    "Line",
    "TollChart",
    "chart_of",
    "drawn_histories",
]

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from geo.errors import BadValue
from geo.formats.bidi import balanced
from geo.model.incident import Incident, Range
from geo.model.tolls import Measure
from geo.words.numbers import number_text
from geo.words.tolls.history import Fate, TollHistory, toll_histories_of
from geo.words.tolls.layout import (
    FURTHER,
    ROW,
    SCALE,
    SMALL,
    TEXT,
    Columns,
    Row,
    Scale,
    Span,
    day_of,
    rows_apart,
    spans_of,
)
from geo.words.tolls.letter_widths import width_of

Align = Literal["start", "middle", "end"]
LineLook = Literal["scale", "best", "pause"]
Look = Literal["strong", "plain", "soft"]

TITLES: dict[Measure, str] = {
    "killed": "Killed, as it was reported",
    "injured": "Injured, as it was reported",
}
TABLE = "The table of all reported figures has each of them."
WIDTH = 300.0  # of the dashboard's panel; pages scale it to their own
FEWEST = 2  # figures of a history
BASELINE = 0.36  # of the size, from the middle of a line of letters to the line they stand on
BETWEEN = 12.0  # figures that count and those that do not
RADIUS = 3.5
KEY: dict[Fate, str] = {"superseded": "hollow: replaced later", "withdrawn": "struck: withdrawn"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A range, for the time that it was known."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A straight line: of the scale, or of the best figure, through a long `pause` too."""

    x1: float
    y1: float
    x2: float
    y2: float
    look: LineLook


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """The mark of a figure: filled where it stands, hollow where it was replaced or withdrawn."""

    x: float
    y: float
    r: float
    look: Fate


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """Words in one line; struck where they are a figure that was withdrawn."""

    x: float
    y: float
    text: str
    size: float = TEXT
    align: Align = "start"
    look: Look = "plain"
    is_struck: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TollChart:
    """All that is drawn, bands first.

    `key` explains it in a sentence; `label` says it to readers who do not see it.
    """

    width: float
    height: float
    bands: tuple[Band, ...]
    lines: tuple[Line, ...]
    dots: tuple[Dot, ...]
    letters: tuple[Letters, ...]
    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnHistory:
    """A history as it is shown: title, sentence, and its chart where it has several figures."""

    title: str
    sentence: str
    chart: TollChart | None


def drawn_histories(incident: Incident, width: float = WIDTH) -> tuple[DrawnHistory, ...]:
    """Return the histories of an incident's tolls as they are shown."""
    return tuple(
        DrawnHistory(
            title=TITLES[history.measure],
            sentence=history.sentence,
            chart=chart_of(history, width),
        )
        for history in toll_histories_of(incident)
    )


def chart_of(history: TollHistory, width: float = WIDTH) -> TollChart | None:
    """Draw a history with at least two figures that count; None where it has fewer.

    `width` is 300 px or more; the height follows. Raises BadValue.
    """
    if width < WIDTH:
        raise BadValue("width", width, f"at least {WIDTH:g} px")
    if len(history.steps) < FEWEST:
        return None
    columns = Columns.of(history, width)
    scale, spans = Scale.of(history, columns), tuple(spans_of(history, columns))
    rows = tuple(row for span in spans for row in span.rows)
    bottom = spans[-1].bottom
    bands = tuple(_bands(spans, scale))
    apart = tuple(rows_apart(history.uncounted, columns, bottom + BETWEEN + ROW))
    return TollChart(
        width=width,
        height=apart[-1].bottom if apart else bottom,
        bands=bands,
        lines=(*_scale_lines(scale, bottom), *_best_lines(spans, scale)),
        dots=tuple(_dots(rows, scale)),
        letters=(
            *_numbers(scale, width),
            *_headings(spans),
            *_letters_of(rows, columns),
            *_letters_apart(apart, columns, bottom + BETWEEN),
        ),
        key=_key(history, has_bands=bool(bands)),
        label=f"Chart: {history.sentence} {TABLE}",
    )


def _bands(spans: Sequence[Span], scale: Scale) -> Iterator[Band]:
    """Yield the ranges whose ends are apart; each holds until the next day's first figure."""
    for span, end in zip(spans, _ends(spans), strict=True):
        if span.known and (figures := _figures(span.known)):
            left, right = scale.x(figures[0]), scale.x(figures[-1])
            top = span.rows[0].top
            if left < right:
                yield Band(x=left, y=top, width=round(right - left, 1), height=end - top)


def _figures(known: Range) -> list[int]:
    return [figure for figure in (known.low, known.best, known.high) if figure is not None]


def _ends(spans: Sequence[Span]) -> list[float]:
    """Return where each day ends: at the first row of the next one."""
    return [*(span.rows[0].top for span in spans[1:]), spans[-1].bottom]


def _best_lines(spans: Sequence[Span], scale: Scale) -> Iterator[Line]:
    """Yield the steps of the best figure, from the first mark down to the last row."""
    before: float | None = None
    for span in spans:
        x = scale.x(span.known.best) if span.known and span.known.best is not None else None
        first = span.rows[0]
        if before is not None and first.top > span.top:
            look: LineLook = "pause" if span.is_later else "best"
            yield Line(x1=before, y1=span.top, x2=before, y2=first.top, look=look)
        if x is not None:
            if before not in (None, x):
                yield Line(x1=before, y1=first.top, x2=x, y2=first.top, look="best")
            start = first.middle if before is None else first.top
            yield Line(x1=x, y1=start, x2=x, y2=span.bottom, look="best")
        before = x


def _dots(rows: Iterable[Row], scale: Scale) -> Iterator[Dot]:
    for row in rows:
        yield Dot(x=scale.x(row.step.value), y=row.middle, r=RADIUS, look=row.step.fate)


def _scale_lines(scale: Scale, bottom: float) -> Iterator[Line]:
    for value in scale.ticks():
        x = scale.x(value)
        yield Line(x1=x, y1=SCALE, x2=x, y2=bottom, look="scale")


# --- letters --------------------------------------------------------------------------------------


def _numbers(scale: Scale, width: float) -> Iterator[Letters]:
    """Yield the numbers of the scale, within the chart."""
    for value in scale.ticks():
        text = number_text(value)
        x = min(scale.x(value), width - width_of(text, SMALL) / 2)
        yield _word(x, SCALE / 2, text, size=SMALL, align="middle", look="soft")


def _headings(spans: Iterable[Span]) -> Iterator[Letters]:
    for span in spans:
        if span.heading:
            middle = (span.top + span.rows[0].top) / 2
            yield _word(0, middle, span.heading, size=SMALL, look="soft")


def _letters_of(rows: Iterable[Row], columns: Columns) -> Iterator[Letters]:
    """Yield the words of figures: a day once, where it begins."""
    before = ""
    for row in rows:
        if row.step.when != before:
            yield _word(0, row.middle, day_of(row.step), size=SMALL, look="soft")
        before = row.step.when
        yield _figure(row, columns)
        for number, line in enumerate(row.lines):
            yield _word(columns.speaker, row.middle + number * FURTHER, line)


def _letters_apart(rows: Sequence[Row], columns: Columns, top: float) -> Iterator[Letters]:
    """Yield the words of figures that are not counted, under a heading."""
    if rows:
        yield _word(0, top + ROW / 2, "Not counted", size=SMALL, look="soft")
    for row in rows:
        yield _figure(row, columns)
        for number, line in enumerate(row.lines):
            middle = row.middle + number * FURTHER
            yield _word(columns.speaker, middle, line, size=SMALL, look="soft")


def _figure(row: Row, columns: Columns) -> Letters:
    fate = row.step.fate
    return _word(
        columns.figure,
        row.middle,
        row.step.figure,
        align="end",
        look="strong" if fate == "standing" else "soft",
        is_struck=fate == "withdrawn",
    )


def _word(
    x: float,
    middle: float,
    text: str,
    *,
    size: float = TEXT,
    align: Align = "start",
    look: Look = "plain",
    is_struck: bool = False,
) -> Letters:
    """Return words whose letters have their middle at a height."""
    return Letters(
        x=round(x, 1),
        y=round(middle + BASELINE * size, 1),
        text=balanced(text),
        size=size,
        align=align,
        look=look,
        is_struck=is_struck,
    )


def _key(history: TollHistory, *, has_bands: bool) -> str:
    fates = {step.fate for step in history.steps}
    band = ["band: lowest to highest"] if has_bands else []
    marks = [words for fate, words in KEY.items() if fate in fates]
    return "; ".join(["Line: the best figure", *band, *marks]) + "."
