"""The key facts of a briefing, of many records or of one."""

__all__ = ["facts_of_record", "facts_of_selection", "place_with_sites"]

from geo.exports.selection import Selection
from geo.model.attribution import CONTESTED, STATUSES
from geo.model.incident import Incident, Place
from geo.query.summary import Summary, Toll
from geo.words.captions import counts_in_words, noun_of
from geo.words.counts import count_in_words
from geo.words.detail import (
    Detail,
    place_in_words,
    precision_in_words,
    site_in_words,
)
from geo.words.lines import UNKNOWN

SITES = 3  # of one record that are named


def facts_of_selection(selection: Selection) -> dict[str, str]:
    """Return the facts of many records by their labels."""
    summary = selection.summary
    noun = noun_of(summary)
    missing = {"place": summary.unlocated, "date": summary.undated}
    without = "".join(f"; {count:,} without {what}" for what, count in missing.items() if count)
    lines = {"Records": counts_in_words(summary) + without}
    if summary.attacks:
        lines["Killed"] = _toll_in_words(summary.killed, summary.attacks, noun)
        lines["Injured"] = _toll_in_words(summary.injured, summary.attacks, noun)
    lines["Status"] = _statuses(selection, summary)
    return {label: text for label, text in lines.items() if text}


def _toll_in_words(toll: Toll, attacks: int, noun: str) -> str:
    if toll.unknown == attacks:
        return UNKNOWN
    span = f"{toll.low:,}"
    if toll.low < toll.high:
        span = f"{toll.low:,}–{toll.high:,} (best {toll.best:,})"
    without = f"; {count_in_words(toll.unknown, noun)} without a figure" if toll.unknown else ""
    return span + without


def _statuses(selection: Selection, summary: Summary) -> str:
    """Count by the statuses of the query; a facet also counts those that it leaves out."""
    codes = selection.query.status or tuple(STATUSES)
    counts = [v for v in summary.facets["status"] if v.count and v.value in codes]
    return " · ".join(f"{value.label}: {value.count:,}" for value in counts)


def facts_of_record(incident: Incident, detail: Detail) -> dict[str, str]:
    """Return the facts of a single record by their labels."""
    contested = f" {CONTESTED}" if detail.contested else ""
    facts = {line.label: line.text for line in detail.head}
    facts |= {"Date": detail.date, "Place": place_with_sites(incident.place), "What": detail.type}
    if detail.record_type != "context":
        facts["Killed"] = f"{detail.killed}; attackers killed: {detail.attackers_killed}"
        facts["Injured"] = detail.injured
    facts["Status"] = f"{detail.status}. {detail.rule}{contested}"
    facts["Review"] = f"{detail.review[0].upper()}{detail.review[1:]}."
    return {label: text for label, text in facts.items() if text}


def place_with_sites(place: Place) -> str:
    """Name a place and its first sites, each with how exactly it is known."""
    where = place_in_words(place, local=True)
    match place.sites:
        case [site] if site.name in (None, place.name):
            return f"{where}: {precision_in_words(site, place)}"
    more = len(place.sites) - SITES
    parts = [where, *(site_in_words(site, place) for site in place.sites[:SITES])]
    return "; ".join([*parts, f"{more:,} more sites"] if more > 0 else parts)
