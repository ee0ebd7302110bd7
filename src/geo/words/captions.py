"""A query and its result in words: the sentence on top, the caption under every picture."""

__all__ = [
    "Caption",
    "caption_of",
    "count_in_words",
    "counts_in_words",
    "credit_in_words",
    "noun_of",
    "query_in_words",
    "sentence",
    "toll_line",
]

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from geo.formats.bidi import isolated
from geo.model import dates
from geo.query.query import Query
from geo.query.summary import Credit, Summary, Toll
from geo.words.countries import country_name

BASE_MAP = "Base map: Natural Earth, GeoNames (CC BY 4.0)."
STATUS_NOTE = "Statuses are not a scale of truth: each says only who claims and who names whom."
# Types of our own scheme, of incidents that are no attack.
NO_ATTACKS = ("clash", "protest", "riot", "development", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """The lines that go with a map wherever it goes."""

    sentence: str
    tolls: str
    sources: str
    dated: str
    licence: str

    def lines(self) -> list[str]:
        """Return the lines that say something."""
        parts = (self.sentence, self.tolls, self.sources, self.dated, self.licence)
        return [line for line in parts if line]


def caption_of(query: Query, summary: Summary, dated: date | None) -> Caption:
    """Compose the caption of a query; `dated` is the day of the newest source in the data."""
    datasets = dict.fromkeys(map(credit_in_words, summary.credits))
    licences = dict.fromkeys(_licence(credit) for credit in summary.credits)
    return Caption(
        sentence=sentence(query, summary),
        tolls=toll_line(summary),
        sources=f"Data: {'; '.join(datasets)}. {BASE_MAP}" if datasets else "",
        dated=f"Newest source: {dates.in_words(dated.isoformat())}." if dated else "",
        licence=f"Licences: {'; '.join(licences)}." if licences else "",
    )


def sentence(query: Query, summary: Summary) -> str:
    """Say the query with its result in one sentence.

    "3 attacks and 1 context record, 2017–2024, claimed by or attributed to Islamic State"
    """
    words = query_in_words(query, summary)
    if not summary.matched:
        return f"No record matches: {', '.join(words)}" if words else "No records"
    period = [] if query.from_ or query.to else [_years_in_words(summary)]
    return ", ".join([counts_in_words(summary) + _apart(summary), *period, *words])


def toll_line(summary: Summary) -> str:
    """Say how many were killed, and how many records have no place."""
    parts = []
    if summary.attacks:
        parts.append(_toll_in_words(summary.killed, noun_of(summary)))
    if summary.unlocated:
        parts.append(f"{count_in_words(summary.unlocated, 'record')} without place")
    return " · ".join(parts)


def query_in_words(query: Query, summary: Summary) -> list[str]:
    """Say each filter of a query as a phrase, groups by their names."""
    return [
        phrase(query, summary)
        for name, phrase in _PHRASES.items()
        if name in query.active() and phrase(query, summary)
    ]


def credit_in_words(credit: Credit) -> str:
    """Name a dataset with its version, and with the citation and day that its licence asks for."""
    terms = credit.terms
    day = credit.accessed and f"accessed {dates.in_words(credit.accessed.isoformat())}"
    parts = [
        credit.dataset + (f" ({terms.citation})" if terms else ""),
        f"version {credit.version}" if credit.version else None,
        day if terms else None,
    ]
    return ", ".join(isolated(part) for part in parts if part)


def _apart(summary: Summary) -> str:
    """Count the datasets apart where there are several: “ (11 records of one, 500 of another)”."""
    counts = Counter[str]()
    for credit in summary.credits:
        counts[credit.dataset] += credit.count
    if len(counts) < 2:
        return ""
    labels = {value.value: value.label for value in summary.facets.get("dataset", ())}
    numbers = [f"{number:,}" for number in counts.values()]
    numbers[0] = count_in_words(next(iter(counts.values())), "record")
    names = [isolated(labels.get(dataset, dataset)) for dataset in counts]
    return f" ({', '.join(f'{n} of {name}' for n, name in zip(numbers, names, strict=True))})"


def _licence(credit: Credit) -> str:
    return f"{isolated(credit.dataset)}: {isolated(credit.licence)}"


def counts_in_words(summary: Summary) -> str:
    """Count attacks and context records apart."""
    attacks = count_in_words(summary.attacks, noun_of(summary)) if summary.attacks else ""
    context = count_in_words(summary.context, "context record") if summary.context else ""
    return " and ".join(filter(None, [attacks, context]))


def noun_of(summary: Summary) -> str:
    """Return what the records are: a clash of two sides is no attack of one, nor is a riot."""
    types = {value.value for value in summary.facets.get("type", ()) if value.count}
    return "attack" if types.isdisjoint(NO_ATTACKS) else "incident"


def _toll_in_words(toll: Toll, noun: str) -> str:
    unknown = f"{count_in_words(toll.unknown, noun)} without a figure" if toll.unknown else ""
    if not toll.high and unknown:
        return unknown
    span = f"{toll.low:,}" if toll.low == toll.high else f"{toll.low:,}–{toll.high:,}"
    best = "" if toll.low == toll.high else f" (best {toll.best:,})"
    noun = "person" if span == "1" else "people"
    return ", ".join(filter(None, [f"{span} {noun} killed{best}", unknown]))


def _years_in_words(summary: Summary) -> str:
    first, last = summary.years or (0, 0)
    return str(first) if first == last else f"{first}–{last}"


def _period(query: Query, _: Summary) -> str:
    if query.from_ and query.to:
        if query.from_ == query.to:
            return f"in {dates.in_words(query.from_)}"
        return f"from {dates.in_words(query.from_)} to {dates.in_words(query.to)}"
    if query.from_:
        return f"since {dates.in_words(query.from_)}"
    return f"until {dates.in_words(query.to or '')}"


def _labelled(facet: str, values: Iterable[str], summary: Summary) -> str:
    labels = {value.value: value.label for value in summary.facets.get(facet, ())}
    return " or ".join(isolated(labels.get(value, value)) for value in values)


def _groups(query: Query, summary: Summary) -> str:
    return f"claimed by or attributed to {_labelled('group', query.group, summary)}"


def _records(query: Query, summary: Summary) -> str:
    return f"only {_labelled('record', query.record, summary).lower()}"


def _types(query: Query, summary: Summary) -> str:
    return f"of type {_labelled('type', query.type, summary)}"


def _countries(query: Query, _: Summary) -> str:
    return f"in {' or '.join(map(country_name, query.country))}"


def _statuses(query: Query, summary: Summary) -> str:
    return f"status {_labelled('status', query.status, summary).lower()}"


def _precisions(query: Query, summary: Summary) -> str:
    if query.is_located:
        return "located to a town or better"
    known = [precision for precision in query.precision if precision != "none"]
    located = f"located to {_labelled('precision', known, summary)}" if known else None
    without = "without a position" if "none" in query.precision else None
    return " or ".join(filter(None, [located, without]))


def _text(query: Query, _: Summary) -> str:
    return f"with the words “{isolated(query.q or '')}”"


def _datasets(query: Query, summary: Summary) -> str:
    return f"in {_labelled('dataset', query.dataset, summary)}"


def _bounds(query: Query, _: Summary) -> str:
    if query.bbox is None:
        return ""
    west, south, east, north = query.bbox.as_tuple()
    longitudes = " and ".join(_degrees(side, "EW") for side in (west, east))
    latitudes = " and ".join(_degrees(side, "NS") for side in (south, north))
    return f"between {longitudes}, {latitudes}"


def _degrees(value: float, signs: str) -> str:
    return f"{abs(value):g}° {signs[value < 0]}"


def _ids(query: Query, _: Summary) -> str:
    return f"with the id {' or '.join(map(isolated, query.id))}"


# Parameter → its phrase; `from` and `to` share one.
_PHRASES: dict[str, Callable[[Query, Summary], str]] = {
    "from": _period,
    "to": lambda query, summary: "" if query.from_ else _period(query, summary),
    "group": _groups,
    "record": _records,
    "type": _types,
    "country": _countries,
    "status": _statuses,
    "precision": _precisions,
    "q": _text,
    "bbox": _bounds,
    "id": _ids,
    "dataset": _datasets,
}


def count_in_words(number: int, noun: str) -> str:
    """Count things, of which one has no s."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
