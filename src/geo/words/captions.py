"""A query and its result in words: the sentence on top, the caption under every picture."""

__all__ = [
    "Caption",
    "caption_of",
    "counts_in_words",
    "credit_in_words",
    "noun_of",
    "sentence",
    "statuses_as_of",
    "toll_line",
]

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from geo.formats.bidi import isolated
from geo.formats.one_line import one_line
from geo.model import dates
from geo.query.query import Query
from geo.query.summary import Credit, Summary, Toll
from geo.words.borders import BORDER_VIEWS, BORDERS, CONTROL
from geo.words.counts import count_in_words
from geo.words.numbers import number_text
from geo.words.phrases import query_in_words, years_in_words

BASE_MAP = "Base map: Natural Earth, GeoNames (CC BY 4.0)."
STATUS_NOTE = "Statuses are not a scale of truth: each says only who claims and who is named."
MOST_NAMED, LONGEST = 50, 400  # datasets that a caption names; letters on each
# Types of the atlas scheme that are not attacks.
NO_ATTACKS = ("clash", "protest", "riot", "development", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """The lines that go with a map wherever it goes; an empty line says nothing.

    `datasets` and `licences` name each dataset with its citation or licence. `newest` is the
    partial date of the newest source, and `as_of` the day of the statuses where it has to be said.
    `base_map` credits the outlines, and is empty where there are none; `border_view` is that of
    their borders, one of BORDERS. `drafts` records were not checked yet. Raises BadValue.

    >>> caption = Caption(sentence="3 attacks", datasets=("A", "B"), newest="2024-03-22")
    >>> caption.sources
    'Data: A; B. Base map: Natural Earth, GeoNames (CC BY 4.0).'
    >>> caption.dated
    'Newest source: 22 March 2024.'
    >>> caption.borders
    'Borders: who controls what, after Natural Earth; dashed where disputed or unsettled.'
    """

    sentence: str
    tolls: str = ""
    datasets: tuple[str, ...] = ()
    base_map: str = BASE_MAP
    border_view: str = CONTROL
    newest: str | None = None
    as_of: date | None = None
    licences: tuple[str, ...] = ()
    drafts: int = 0

    def __post_init__(self) -> None:
        BORDER_VIEWS.parse("borders", self.border_view)

    @property
    def review(self) -> str:
        """Say how many records no person has checked."""
        if not self.drafts:
            return ""
        return f"{count_in_words(self.drafts, 'record')} in draft: not checked by a person."

    @property
    def sources(self) -> str:
        """Name the datasets, and the base map."""
        data = f"Data: {'; '.join(self.datasets)}. {self.base_map}" if self.datasets else ""
        return data.rstrip()

    @property
    def dated(self) -> str:
        """Say how new the data are, and of which day the statuses are."""
        newest = f"Newest source: {dates.in_words(self.newest)}." if self.newest else ""
        return " ".join(filter(None, [newest, statuses_as_of(self.as_of) if self.as_of else ""]))

    @property
    def licence(self) -> str:
        """Name the licence of each dataset."""
        return f"Licences: {'; '.join(self.licences)}." if self.licences else ""

    @property
    def borders(self) -> str:
        """Say whose view the borders of the map are."""
        return BORDERS[self.border_view].note if self.base_map else ""

    def texts(self) -> dict[str, str]:
        """Return the lines about the records by their names, as /api/caption gives them."""
        names = ("sentence", "tolls", "sources", "dated", "licence")
        return {name: getattr(self, name) for name in names}

    def lines(self) -> list[str]:
        """Return the lines that are not empty."""
        borders = self.borders if self.datasets else ""
        return [line for line in (*self.texts().values(), borders) if line]


def caption_of(
    query: Query, summary: Summary, dated: str | None, borders: str = CONTROL
) -> Caption:
    """Compose the caption of a query; `dated` is that of the newest source of its records.

    A source from after the query's own day is not said. `borders` is one of BORDERS. Raises
    BadValue.

    >>> from geo.query.query import Query
    >>> from geo.store.store import Store
    >>> query = Query(country=("IR",))
    >>> caption_of(query, Store().summary(query), None).sentence
    'No record matches: in Iran'
    """
    return Caption(
        sentence=sentence(query, summary),
        tolls=toll_line(summary),
        datasets=_named(map(credit_in_words, summary.credits)),
        border_view=borders,
        newest=None if query.day and dated and dates.first_day(dated) > query.day else dated,
        licences=_named(map(_licence, summary.credits)),
        drafts=sum(credit.drafts for credit in summary.credits),
    )


def sentence(query: Query, summary: Summary) -> str:
    """Say the query with its result in one sentence.

    "3 attacks and 1 context record, 2017–2024, claimed by or attributed to Islamic State"; a few
    records that are asked for by their ids are called by their titles.
    """
    asked = query.without("id") if summary.titles else query
    words = [*query_in_words(asked, summary.facets), *_later_in_words(summary)]
    if not summary.matched:
        return f"No record matches: {', '.join(words)}" if words else "No records"
    period = "" if query.from_ or query.to else years_in_words(summary.years)
    counted = counts_in_words(summary) + _apart(summary)
    said = ", ".join(filter(None, [counted, period, *words]))
    return ": ".join(filter(None, [said, "; ".join(map(isolated, summary.titles))]))


def toll_line(summary: Summary) -> str:
    """Say how many were killed, and how many records have no place or no date."""
    parts = []
    if summary.attacks:
        parts.append(_toll_in_words(summary.killed, noun_of(summary)))
    if summary.unlocated:
        parts.append(f"{count_in_words(summary.unlocated, 'record')} without place")
    if summary.undated:
        parts.append(f"{count_in_words(summary.undated, 'record')} without date")
    return " · ".join(parts)


def statuses_as_of(day: date) -> str:
    """Say of which day the statuses are."""
    return f"Statuses as of {dates.day_in_words(day)}."


def credit_in_words(credit: Credit) -> str:
    """Name a dataset with its version, and with the citation and day that its licence asks for."""
    terms = credit.terms
    day = credit.accessed and f"accessed {dates.day_in_words(credit.accessed)}"
    parts = [
        credit.dataset + (f" ({terms.citation})" if terms else ""),
        f"version {credit.version}" if credit.version else None,
        day if terms else None,
    ]
    return ", ".join(isolated(part) for part in parts if part)


def _later_in_words(summary: Summary) -> list[str]:
    """Say how many records are not there, since nothing was known of them on the query's day."""
    later = summary.later
    return [f"{count_in_words(later, 'record')} not known yet on that day"] if later else []


def _apart(summary: Summary) -> str:
    """Count each dataset where there are several: “ (11 records of one, 500 of another)”."""
    counts = Counter[str]()
    for credit in summary.credits:
        counts[credit.dataset] += credit.count
    if len(counts) < 2:
        return ""
    labels = {value.value: value.label for value in summary.facets.get("dataset", ())}
    numbers = [number_text(number) for number in counts.values()]
    numbers[0] = count_in_words(next(iter(counts.values())), "record")
    names = [isolated(labels.get(dataset, dataset)) for dataset in counts]
    parts = _named(f"{n} of {name}" for n, name in zip(numbers, names, strict=True))
    return f" ({', '.join(parts)})"


def _named(texts: Iterable[str]) -> tuple[str, ...]:
    """Return what is said of each dataset, of MOST_NAMED at most: data may have any number."""
    each = tuple(dict.fromkeys(texts))
    more = len(each) - MOST_NAMED
    shown = [t if len(t) <= LONGEST else one_line(f"{t[:LONGEST]}…") for t in each[:MOST_NAMED]]
    return (*shown, *([count_in_words(more, "more dataset")] if more > 0 else []))


def _licence(credit: Credit) -> str:
    return f"{isolated(credit.dataset)}: {isolated(credit.licence)}"


def counts_in_words(summary: Summary) -> str:
    """Count attacks, and context records separately."""
    attacks = count_in_words(summary.attacks, noun_of(summary)) if summary.attacks else ""
    context = count_in_words(summary.context, "context record") if summary.context else ""
    return " and ".join(filter(None, [attacks, context]))


def noun_of(summary: Summary) -> str:
    """Return the word for the records: a clash of two sides is not an attack, nor is a riot."""
    types = {value.value for value in summary.facets.get("type", ()) if value.count}
    return "attack" if types.isdisjoint(NO_ATTACKS) else "incident"


def _toll_in_words(toll: Toll, noun: str) -> str:
    unknown = f"{count_in_words(toll.unknown, noun)} without a figure" if toll.unknown else ""
    if not toll.high and unknown:
        return unknown
    low, best, high = map(number_text, (toll.low, toll.best, toll.high))
    span = low if toll.low == toll.high else f"{low}–{high}"
    among = "" if toll.low == toll.high else f" (best {best})"
    noun = "person" if span == "1" else "people"
    return ", ".join(filter(None, [f"{span} {noun} killed{among}", unknown]))
