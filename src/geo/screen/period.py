"""The period in the sidebar: a slider of whole years, and exact dates in words under it."""

__all__ = ["draw_period"]

from collections import Counter
from collections.abc import Iterable

import streamlit as st

from geo.maps.templates import render
from geo.query.query import Query
from geo.query.summary import FacetValue, Summary
from geo.screen.address import note_change, set_period
from geo.words.phrases import period_line

Years = tuple[int, int]

MOST_BARS = 40  # bars of the histogram; a longer time is shown in spans of several years


def draw_period(query: Query, summary: Summary, span: Years | None) -> None:
    """Draw the slider over the years of the data, and what it cannot show of the query's period."""
    years = span if span and span[0] < span[1] else None
    if years:
        draw_years(query, summary, years)
    if period_line(query) and not (years and is_of_years(query, years)):
        draw_exact(query)


def draw_years(query: Query, summary: Summary, span: Years) -> None:
    """Draw the slider at the years that the period touches, under their histogram."""
    touched = years_of(query, span)
    st.html(render("years.html", years=_histogram(summary.facets["year"], span, touched)))
    if st.session_state.get("years") != touched:  # else it would jump back under a reader's hand
        st.session_state.years = touched
    st.slider(
        "Years", *span, key="years", on_change=slide, args=(span,), label_visibility="collapsed"
    )


def draw_exact(query: Query) -> None:
    """Say a period that no slider of years shows, and offer to clear it."""
    with st.container(horizontal=True, key="period", vertical_alignment="center"):
        st.html(render("period.html", period=period_line(query)), width="content")
        st.button("Clear dates", on_click=clear, type="tertiary")


def slide(span: Years) -> None:
    """Replace the period by the slider's years; an end of the data is an open end."""
    note_change()
    ends = zip(st.session_state.years, span, strict=True)
    set_period(*(None if year == edge else str(year) for year, edge in ends))


def clear() -> None:
    """Show all dates."""
    note_change()
    set_period(None, None)


def years_of(query: Query, span: Years) -> Years:
    """Return the years that the period of a query touches, within those of the data."""
    low, high = span
    since, until = (int((text or "0")[:4]) for text in (query.from_, query.to))
    return min(max(since or low, low), high), max(min(until or high, high), low)


def is_of_years(query: Query, span: Years) -> bool:
    """Tell whether the slider shows the period of a query as it is."""
    years = [int(text[:4]) for text in (query.from_, query.to) if text]
    return query.has_whole_years and all(span[0] <= year <= span[1] for year in years)


def _histogram(
    values: Iterable[FacetValue], span: Years, touched: Years
) -> list[dict[str, int | bool]]:
    """Return the bars of the span's years; those outside of what the period touches are marked."""
    step = 1 + (span[1] - span[0]) // MOST_BARS
    counts = Counter[int]()
    for value in values:
        counts[int(value.value) - (int(value.value) - span[0]) % step] += value.count
    most = max(counts.values(), default=1)
    return [
        {
            "year": year,
            "count": counts[year],
            "share": 100 * counts[year] // most,
            "is_out": year + step <= touched[0] or year > touched[1],
        }
        for year in range(span[0], span[1] + 1, step)
    ]
