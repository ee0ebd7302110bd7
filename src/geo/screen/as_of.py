"""The day as of which the whole screen is: chosen with a slider, or typed. Today unless chosen."""

__all__ = ["TODAY", "draw_as_of", "draw_record_day"]

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from operator import attrgetter
from typing import Any

import streamlit as st

from geo.formats.bidi import balanced
from geo.maps.templates import render
from geo.model import dates
from geo.model.incident import Incident
from geo.query.query import Query
from geo.screen.address import note_change
from geo.store.store import Store

TODAY = ""  # the last stop of a slider
MOST_STOPS = 60  # of a slider as wide as the sidebar: with more, a finger would miss them
# What each stop of a slider is the last day of → what two days share that have one stop.
_STEPS: tuple[tuple[str, Callable[[date], Any]], ...] = (
    ("day", lambda day: day),
    ("month", attrgetter("year", "month")),
    ("year", attrgetter("year")),
)


def draw_as_of(query: Query, store: Store) -> None:
    """Draw the choice of a day for everything on the screen; it is off until a reader wants it."""
    draw_day_toggle("As of a day", "as of")
    if not st.session_state.has_day:
        return
    step, stops = stops_of(store.days_of_knowledge(query))
    draw_day_slider("Day", "as of slider", stops, query.day)
    draw_calendar(stops, query.day)
    if step != "day":
        st.caption(f"The slider stops at the last of the days in each {step}.")


def draw_record_day(store: Store, query: Query, now: Incident, then: Incident | None) -> None:
    """Draw the choice among the days of one record, which is that of the whole screen.

    `then` is the record as it was known on the query's day, None if nothing was.
    """
    days = store.days_of_knowledge(Query(id=(now.id,)))
    if len(days) > 1 or query.day:
        draw_day_toggle("Record as of a day", "record as of")
    if st.session_state.has_day and days:
        draw_day_slider("Day of the record", "record as of slider", stops_of(days)[1], query.day)
    if query.day and then:
        is_without_summary = bool(now.summary and not then.summary)
        day = dates.day_in_words(query.day)
        st.html(render("known.html", day=day, is_without_summary=is_without_summary))
    if query.day and not then:
        draw_unknown(now, query.day, days)
    if query.day:
        st.button("Back to today", key="today", on_click=set_day, args=(None,), type="tertiary")


def draw_unknown(incident: Incident, day: date, days: Sequence[date]) -> None:
    """Say that nothing was known of a record yet, and lead to the day from which it is known."""
    since = dates.day_in_words(days[0]) if days else ""
    title, then = balanced(incident.title), dates.day_in_words(day)
    st.html(render("not_known.html", title=title, day=then, since=since))
    if days:
        first = days[0].isoformat()
        label = f"Show {since}"
        st.button(label, key="first day", on_click=set_day, args=(first,), type="tertiary")


def draw_day_toggle(label: str, key: str) -> None:
    """Draw the switch that shows the sliders; that of the panel is that of the sidebar."""
    st.session_state[key] = st.session_state.has_day
    st.toggle(label, key=key, on_change=switch, args=(key,), help=_HELP)


def draw_day_slider(label: str, key: str, stops: Iterable[date], day: date | None) -> None:
    """Draw a slider over some days, the chosen one, and today."""
    texts = sorted({each.isoformat() for each in (*stops, day) if each})
    st.session_state[key] = day.isoformat() if day else TODAY
    st.select_slider(
        label,
        [*texts, TODAY],
        key=key,
        format_func=_stop_in_words,
        on_change=_adopt,
        args=(key,),
        label_visibility="collapsed",
    )


def draw_calendar(stops: Sequence[date], day: date | None) -> None:
    """Draw the field in which any day can be typed."""
    today, key = date.today(), "as of date"
    shown = day or today
    first = min([shown, *(date(each.year, 1, 1) for each in stops[:1])])
    st.session_state[key] = shown
    st.date_input(
        "As known at the end of",
        min_value=first,
        max_value=max(today, shown),
        key=key,
        format="YYYY-MM-DD",
        on_change=_adopt,
        args=(key,),
    )


def stops_of(days: Sequence[date]) -> tuple[str, list[date]]:
    """Return what the stops of a slider over some days are the last of, and the stops."""
    found = [(step, list({shared(day): day for day in days}.values())) for step, shared in _STEPS]
    return next((each for each in found if len(each[1]) <= MOST_STOPS), found[-1])


def set_day(text: str | None) -> None:
    """Show everything as it was known at the end of a day, or today."""
    note_change()
    st.session_state.as_of = text or None
    st.session_state.has_day = bool(text)


def switch(key: str) -> None:
    """Show the sliders, or go back to today."""
    note_change()
    st.session_state.has_day = st.session_state[key]
    if not st.session_state.has_day:
        st.session_state.as_of = None


def _adopt(key: str) -> None:
    note_change()
    if chosen := st.session_state[key]:
        st.session_state.as_of = str(chosen)
    elif chosen == TODAY:
        st.session_state.as_of = None


def _stop_in_words(text: str) -> str:
    return dates.day_in_words(dates.first_day(text)) if text else "Today"


_HELP = (
    "Everything on this screen as it was known at the end of a day: records, statements, tolls, "
    "statuses and totals. Records of which nothing was known yet are not shown."
)
