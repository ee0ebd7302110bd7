#!/usr/bin/env python3
"""Write the tables of docs/attribution.md: what was said on each day, and the status that follows.

    python scripts/build_status_docs.py

Only the blocks between "<!-- … -->" and "<!-- end -->" are written; the text around them stays. The
records are those of data/incidents.geojson and docs/examples/worked_cases.geojson.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import geo
from geo.exports.documents.markdown import markdown
from geo.model.assertion import THE_ATTACK, Assertion
from geo.model.attribution import STATUSES
from geo.model.dates import day_in_words, known_day
from geo.model.incident import Incident
from geo.model.known import days_of_knowledge

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "attribution.md"
CURATED = ROOT / "data" / "incidents.geojson"
WORKED = ROOT / "docs" / "examples" / "worked_cases.geojson"
BLOCK = re.compile(r"<!-- (statuses|days [\w-]+) -->\n.*?<!-- end -->", re.DOTALL)

# What a speaker did, with {} for who the statement is about. The second part of the key is what a
# finding finds or an accusation alleges, or else the stance.
SAID = {
    ("claim", "asserts"): "claimed it for {}",
    ("attribution", "asserts"): "attributed it to {}",
    ("attribution", "suspects"): "suspected {}",
    ("accusation", "asserts"): "accused {} of a part in it",
    ("accusation", "suspects"): "suspected {} of a part in it",
    ("accusation", "ordered"): "accused {} of having ordered or steered it",
    ("accusation", "supported"): "accused {} of support",
    ("accusation", "enabled"): "accused {} of having made it possible",
    ("denial", "denies"): "denied that {} had a part in it",
    ("retraction", "withdraws"): "took a statement back",
    ("finding", "asserts"): "made a finding",
    ("finding", "committed"): "convicted somebody of the attack",
    ("finding", "supported"): "convicted helpers or members",
    ("finding", "denies"): "acquitted",
}
NO_ATTACK = "denied that it was an attack"
LIABLE = "ruled that {} is liable for it"  # an accusation by a court


def main() -> None:
    """Write the page with the tables that follow from today's records."""
    PAGE.write_text(page(), "utf-8")


def page() -> str:
    """Return the page with the tables that follow from today's records."""
    curated = [i for i in geo.load(CURATED) if i.record_type == "incident"]
    known = {incident.id: incident for incident in [*curated, *geo.load(WORKED)]}

    def block(found: re.Match[str]) -> str:
        kind, _, id_ = found[1].partition(" ")
        rows = days(known[id_]) if kind == "days" else statuses(curated)
        return "\n".join([f"<!-- {found[1]} -->", "", *rows, "", "<!-- end -->"])

    return BLOCK.sub(block, PAGE.read_text("utf-8"))


def statuses(incidents: list[Incident]) -> Iterator[str]:
    """Yield the table of the statuses of today, with the day since which each holds."""
    yield "| incident | status | since |"
    yield "|---|---|---|"
    for incident in incidents:
        *_, today = days_of_knowledge(incident)
        label = geo.status_of(incident, today).label
        contested = ", contested" if geo.status_of(incident, today).contested else ""
        since = day_in_words(holds_since(incident))
        yield f"| {markdown(incident.title)} | {markdown(label)}{contested} | {since} |"


def holds_since(incident: Incident) -> date:
    """Return the first day of the status, and its flag, that hold today."""
    first, *later = days_of_knowledge(incident)
    for day in later:
        if status(incident, day) != status(incident, first):
            first = day
    return first


def days(incident: Incident) -> Iterator[str]:
    """Yield the table of a record: who said what on each day, and the status at its end."""
    yield "| day | who | did what | status at the end of the day |"
    yield "|---|---|---|---|"
    shown = None
    for assertion in sorted(incident.assertions, key=lambda made: known_day(made.date)):
        day = known_day(assertion.date)
        first = day != shown
        ends = [day_in_words(day), status(incident, day)] if first else ["", ""]
        speaker = markdown(assertion.by.name)
        yield f"| {ends[0]} | {speaker} | {in_words(assertion, incident)} | {ends[1]} |"
        shown = day


def status(incident: Incident, day: date) -> str:
    """Return the status of a day in words, without what its label names."""
    found = geo.status_of(incident, day)
    return STATUSES[found.code] + (", contested" if found.contested else "")


def in_words(assertion: Assertion, incident: Incident) -> str:
    """Return in few words what the speaker of a statement did, and who it is about."""
    if THE_ATTACK in assertion.about:
        return NO_ATTACK
    names = {actor.id: actor.name for actor in incident.actors}
    *first, last = [names[id_] for id_ in assertion.about] or ["something else"]
    about = f"{', '.join(first)} and {last}" if first else last
    said = pattern_of(assertion).format(about)
    return markdown(said.removesuffix(f" for {assertion.by.name}"))


def pattern_of(assertion: Assertion) -> str:
    """Return the words for a statement, with {} for who it is about."""
    if assertion.kind == "denial" and not assertion.about:
        return "denied {}"
    if assertion.kind == "accusation" and assertion.by.kind == "court":
        return LIABLE
    is_suspicion = assertion.stance == "suspects"
    detail = "suspects" if is_suspicion else assertion.finds or assertion.alleges
    return SAID[assertion.kind, detail or assertion.stance]


if __name__ == "__main__":
    main()
