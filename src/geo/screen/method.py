"""The tab Method: the rules behind statuses, precision and tolls, and the records refused."""

__all__ = ["draw_method"]

from collections import defaultdict

import streamlit as st

from geo.atlas.atlas import Atlas
from geo.formats.bidi import isolated
from geo.intake.look_ups import NO_POSITION, look_ups_in_words
from geo.intake.unused import unused_in_words
from geo.maps.streets import STREET_BORDERS
from geo.maps.symbols import STATUS_SYMBOLS, Symbol
from geo.maps.templates import render
from geo.model.attribution import RULES, STATUSES, rules_of
from geo.query.summary import Credit
from geo.screen.address import note_change
from geo.screen.map import borders_shown
from geo.words import captions
from geo.words.borders import BORDERS

FINDINGS = 100  # refused values, and kinds of notes, that are listed


def draw_method(opened: Atlas) -> None:
    """Explain how statuses, precision and tolls are found, and list the records refused."""
    findings = [f"{file}: {finding}" for file, finding in opened.findings[:FINDINGS]]
    noted = [f"{file}: {text}" for file, text in opened.warnings]
    stale = [f"{file}: {finding}" for file, finding in opened.stale]
    st.html(
        render(
            "method.html",
            statuses=_statuses(),
            findings=findings,
            unlisted=len(opened.findings) - len(findings),
            noted=noted,
            lists=_lists_of_rows(opened),
            most=FINDINGS,
            stale=stale,
            credits=list(map(_credit, opened.summary.credits)),
            note=captions.STATUS_NOTE,
            tiles=opened.tiles,
            streets=opened.streets,
            street_borders=STREET_BORDERS,
            borders=BORDERS[borders_shown(opened)].note,
        )
    )
    if not opened.tiles:
        draw_borders(opened)


def draw_borders(opened: Atlas) -> None:
    """Offer the views of the borders; one that is not the server's own stands in the address."""
    views = BORDERS
    st.session_state.border_choice = borders_shown(opened)

    def choose() -> None:
        note_change()
        choice = st.session_state.border_choice
        st.session_state.borders = None if choice == opened.options.borders else choice

    st.radio(
        "Borders on the map",
        list(views),
        format_func=lambda view: views[view].label,
        key="border_choice",
        on_change=choose,
        horizontal=True,
    )


def _lists_of_rows(opened: Atlas) -> dict[str, list[str]]:
    """Return by headings how rows were placed by name, and which columns are not used."""
    lists = defaultdict[str, list[str]](list)
    for file, found in opened.look_ups:
        lines = look_ups_in_words(found.states, found.precisions)
        lists[NO_POSITION] += [f"{file}: {line}" for line in lines]
    for file, survey in opened.surveys:
        for heading, lines in unused_in_words(survey).items():
            lists[heading] += [f"{file}: {line}" for line in lines]
    return {heading: lines for heading, lines in lists.items() if lines}


def _credit(credit: Credit) -> str:
    """Give the credit of a dataset, and say what its licence allows."""
    terms = credit.terms
    licence = f"{credit.licence} ({terms.licence})" if terms else credit.licence
    return (
        f"{captions.credit_in_words(credit)}. Licence: {isolated(licence)}.{_restriction(credit)}"
    )


def _restriction(credit: Credit) -> str:
    if credit.redistributable:
        return ""
    terms = credit.terms
    ask = f"; for more, ask {terms.contact}" if terms else ""
    return f" Shown only to those who loaded it{ask}."


def _statuses() -> list[tuple[Symbol, str, str]]:
    """Return symbol, label and rule of each status, in the order of the rules."""
    return [
        (STATUS_SYMBOLS[code], STATUSES[code], rules_of(code))
        for code in dict.fromkeys(rule.code for rule in RULES)
    ]
