#!/usr/bin/env python3
"""Write the tables of docs/attribution.md: what was said on each day, and the status that follows.

    python scripts/build_status_docs.py

Only the blocks between "<!-- … -->" and "<!-- end -->" are written; the text around them stays. The
records are those of data/incidents.geojson and docs/examples/worked_cases.geojson.
"""

import re
from collections.abc import Iterator
from datetime import date
from operator import itemgetter
from pathlib import Path

import geo
from geo.exports.documents.markdown import markdown
from geo.model.attribution import STATUSES
from geo.model.dates import day_in_words, known_day
from geo.model.incident import Incident
from geo.model.known import days_of_knowledge
from geo.words.ledger import Statement, ledger_of, threads_of

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "attribution.md"
CURATED = ROOT / "data" / "incidents.geojson"
WORKED = ROOT / "docs" / "examples" / "worked_cases.geojson"
BLOCK = re.compile(r"<!-- (statuses|days [\w-]+) -->\n.*?<!-- end -->", re.DOTALL)


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
    for day, said in sorted(known_statements(incident), key=itemgetter(0)):
        ends = [day_in_words(day), status(incident, day)] if day != shown else ["", ""]
        did = markdown(f"{said.verb} {said.about}".rstrip())
        yield f"| {ends[0]} | {markdown(said.speaker)} | {did} | {ends[1]} |"
        shown = day


def known_statements(incident: Incident) -> Iterator[tuple[date, Statement]]:
    """Yield the statements in words, each with the day from which it is known."""
    made = (assertion for _, assertion in threads_of(incident.assertions))
    for assertion, said in zip(made, ledger_of(incident), strict=True):
        yield known_day(assertion.date), said


def status(incident: Incident, day: date) -> str:
    """Return the status of a day in words, without what its label names."""
    found = geo.status_of(incident, day)
    return STATUSES[found.code] + (", contested" if found.contested else "")


if __name__ == "__main__":
    main()
