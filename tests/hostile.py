"""Incidents with a hostile text in every place, and what a page must not do with them."""

from playwright.sync_api import Page

from geo.model.incident import (
    Actor,
    Assertion,
    Casualties,
    Incident,
    IncidentType,
    Place,
    Range,
    Site,
    Source,
    Speaker,
    TollReport,
)
from samples import HOSTILE, id_from, incident

COLORED = HOSTILE[5:10]  # HTML and JavaScript
COMPUTED = "1337"  # what {{7*191}} would give
RAN = "'__x' in window"  # what every script among the hostile texts would set


def id_of(number: int, text: str) -> str:
    return id_from(f"{number} {text}")


def group_of(number: int) -> str:
    """Return a slug; those of COLORED come first and so get the five colours."""
    return f"group-{(number - HOSTILE.index(COLORED[0])) % len(HOSTILE):02}"


TITLES = {id_of(number, text): text for number, text in enumerate(HOSTILE)}


def hostile_incident(number: int, text: str) -> Incident:
    """Return an incident that has a text wherever the map, the table and the filters show one."""
    actor = Actor(id=group_of(number), name=text, kind="armed_group")
    return incident(
        id_of(number, text),
        title=text,
        place=Place(name=text, country="IR", sites=(Site(name=text, precision="settlement"),)),
        positions=((44.0 + 2 * (number % 8), 26.0 + 3 * (number // 8)),),
        types=(IncidentType(scheme="atlas", code=text, label=text),),
        actors=(actor,),
        assertions=(claim(number, text, actor.id),),
        casualties=Casualties(killed=Range(best=number + 1)),
    )


def claim(number: int, text: str, actor: str, source: str = "S") -> Assertion:
    return Assertion(
        id=f"claim-{number}",
        kind="claim",
        about=(actor,),
        by=Speaker(name=text, kind="armed_group"),
        stance="asserts",
        date="2024-03-22",
        says=text,
        basis=text,
        channel=text,
        sources=(source,),
    )


def toll(number: int, text: str) -> TollReport:
    """Return a figure whose speaker and note are a text, on a day of its own."""
    return TollReport(
        value=number,
        measure="killed",
        said_by=Speaker(name=text, kind="media"),
        as_of=f"{2000 + number}",
        status=("standing", "superseded", "withdrawn", "not_comparable")[number % 4],
        note=text,
        sources=(f"S{number}",),
    )


def hostile_record() -> Incident:
    """Return one record whose panel has every text in every line."""
    every = list(enumerate(HOSTILE))
    return incident(
        "all",
        title=HOSTILE[5],
        summary="\n".join(HOSTILE),
        place=Place(name=HOSTILE[5], names={text or "x": text for text in HOSTILE}),
        actors=tuple(Actor(id=f"last-{n}", name=text, kind="armed_group") for n, text in every),
        assertions=tuple(claim(n, text, f"last-{n}", f"S{n}") for n, text in every),
        casualties=Casualties(reports=tuple(toll(n, text) for n, text in every if text)),
        sources=tuple(Source(id=f"S{n}", publisher=t, title=t, url=t) for n, t in every),
    )


def check_nothing_ran(page: Page) -> None:
    """In no frame a script or a template of the data ran."""
    for frame in page.frames:
        assert not frame.evaluate(RAN), frame.url
        assert COMPUTED not in frame.content(), frame.url


def plain(text: str) -> str:
    """Return text as a browser's reader has it: white space is one space."""
    return " ".join(text.split())
