"""What the atlas is, what is open in it, who chose that, and how current it is."""

__all__ = ["PURPOSE", "DatasetScope", "checked_line", "datasets_in_words", "scope_line"]

from dataclasses import dataclass

from geo.formats.and_line import and_line
from geo.formats.bidi import isolated
from geo.model import dates
from geo.query.summary import Credit, Summary
from geo.words.captions import counts_in_words
from geo.words.counts import count_in_words
from geo.words.numbers import number_text
from geo.words.phrases import years_in_words

PURPOSE = (
    "Attacks, and events around them, on a map: where, when, how many people were hurt, and who "
    "says who did it. A claim, an attribution, an accusation, a denial and the finding of a court "
    "stand as separate statements, each with its speaker, its day and its source."
)
NAMED = 6  # countries
CURATED = "Incident Atlas"  # the dataset that comes with the program
CURATED_CHOICE = (
    "As an example, by this project: from one news report of April 2024 and the sources that each "
    "record cites. They follow no rule of selection, and are not complete."
)
CHECKED = "Each record was checked by a person, or is as its dataset has it."
NOT_SAID = "The file does not say who chose its records, or by what rule."


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetScope:
    """A dataset that is open, in words; `chosen` says who chose its records."""

    name: str
    records: str
    version: str
    licence: str
    read: str
    chosen: str


def scope_line(summary: Summary) -> str:
    """Say how many records there are, of which years, and in which countries.

    >>> from geo import Query, Store, default_path, load
    >>> store = Store()
    >>> store.add(load(default_path()))
    >>> scope_line(store.summary(Query()))
    '5 attacks and 6 context records, 2017–2024, in Iran, Russia and Tajikistan'
    """
    countries = [isolated(value.label) for value in summary.facets.get("country", ())]
    more = len(countries) - NAMED
    if more > 1:
        countries[NAMED:] = [count_in_words(more, "other country", "other countries")]
    places = f"in {and_line(countries)}" if countries else ""
    counts = counts_in_words(summary) or "No records"
    return ", ".join(filter(None, [counts, years_in_words(summary.years), places]))


def datasets_in_words(summary: Summary) -> tuple[DatasetScope, ...]:
    """Say of each dataset what is open of it, under which licence, and who chose that."""
    return tuple(map(_scope, summary.credits))


def checked_line(summary: Summary) -> str:
    """Say how many records a person has not checked.

    >>> from geo import Query, Store
    >>> checked_line(Store().summary(Query()))
    ''
    """
    drafts = sum(credit.drafts for credit in summary.credits)
    if not summary.matched:
        return ""
    if not drafts:
        return CHECKED
    all_ = "All" if drafts == summary.matched > 1 else f"{number_text(drafts)} of"
    return f"{all_} {count_in_words(summary.matched, 'record')} in draft: not checked by a person."


def _scope(credit: Credit) -> DatasetScope:
    terms = credit.terms
    licence = f"{isolated(credit.licence)} ({terms.licence})" if terms else isolated(credit.licence)
    return DatasetScope(
        name=credit.dataset,
        records=count_in_words(credit.count, "record"),
        version=credit.version or "",
        licence=licence + ("" if credit.redistributable else ", not to be passed on"),
        read=dates.day_in_words(credit.accessed) if credit.accessed else "",
        chosen=_chosen(credit),
    )


def _chosen(credit: Credit) -> str:
    if credit.terms:
        return f"By its publisher, by rules of its own: ask {credit.terms.contact}."
    return CURATED_CHOICE if credit.dataset == CURATED else NOT_SAID
