"""Which column of a chosen file is which field: shown with values, and asked where it is open."""

__all__ = ["draw_columns", "draw_orders"]

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

import streamlit as st

from geo.errors import BadValue
from geo.importers import Guess
from geo.importers.cells import days
from geo.importers.columns import UNUSED
from geo.importers.feature_parts import POSITION
from geo.importers.record import BadCell
from geo.importers.survey import Question, Survey, SurveyedColumn
from geo.model import dates
from geo.screen.own.fields import FIELD_LABELS, ORDERS, asked_about
from geo.screen.plain import plain, spoken

LISTED = 60  # columns that can be chosen from
NOT_USED = "– not used –"


def draw_columns(guess: Guess) -> dict[str, str]:
    """Ask what the columns are that are open, list all others; return theirs → ours.

    Raises BadValue where two columns are the same.
    """
    survey = guess.survey
    asked = draw_orders(survey)
    answers = dict(asked)
    if noticed := survey.conspicuous[:LISTED]:
        st.markdown("**Not used yet, although it may matter**")
        answers |= _fields(noticed, guess)
    names = {column.name for column in noticed}
    others = [column for column in survey.columns if column.name not in names]
    with st.expander(_counted(guess), expanded=bool(guess.missing)):
        answers |= _fields([c for c in others if c.name not in answers][:LISTED], guess)
        if len(others) > LISTED:
            st.caption(f"… and {len(others) - LISTED} more columns, which stay as they are.")
    _check_once(answers)
    return {
        name: field
        for name, field in answers.items()
        if name in asked or field != (survey.mapping.get(name) or UNUSED)
    }


def draw_orders(survey: Survey) -> dict[str, str]:
    """Ask how columns are written that can be read in several ways; return the answers."""
    return dict(_orders(survey))


def _orders(survey: Survey) -> Iterator[tuple[str, str]]:
    for question in survey.questions:
        st.markdown(f"How are the {asked_about(question)} in **{plain(question.column)}** written?")
        chosen = st.radio(
            f"How are the {asked_about(question)} in {spoken(question.column)} written?",
            question.fields,
            index=None,
            format_func=partial(_order_in_words, _ambiguous(question, survey)),
            key=f"order {question}",
            label_visibility="collapsed",
        )
        if chosen:
            yield question.column, chosen


def _order_in_words(sample: str | None, field: str) -> str:
    if sample is None:
        return ORDERS[field]
    when = days.READERS[field](sample).start
    return f"{ORDERS[field]}: {plain(sample)} is {dates.day_in_words(when)}"


def _ambiguous(question: Question, survey: Survey) -> str | None:
    """Return a value that is a different day in each way."""
    if not set(question.fields) <= days.READERS.keys():
        return None
    (column,) = [each for each in survey.columns if each.name == question.column]
    return next((text for text in column.samples if _is_read(text, question.fields)), None)


def _is_read(text: str, fields: Iterable[str]) -> bool:
    try:
        return len({days.READERS[field](text).start for field in fields}) > 1
    except BadCell:
        return False


def _fields(columns: Sequence[SurveyedColumn], guess: Guess) -> dict[str, str]:
    """Ask of each column which field it is; return the answers by the columns' names."""
    return {column.name: _field(column, guess) for column in columns}


def _field(column: SurveyedColumn, guess: Guess) -> str:
    """Show a column with some of its values, and let the reader choose what it is."""
    text, choice = st.columns([3, 2], vertical_alignment="center")
    values = " · ".join(map(plain, column.samples)) or "no value in the first rows"
    seen = f" It looks like {column.looks_like}." if column.looks_like else ""
    text.markdown(f"**{plain(column.name)}**  \n:small[{values}.{seen}]")
    options = [UNUSED, *_options(guess)]
    chosen: str = choice.selectbox(
        spoken(column.name) or "a column",
        options,
        index=options.index(column.field or UNUSED),
        format_func=lambda field: FIELD_LABELS.get(field, NOT_USED),
        key=f"column {column.name} {hash(guess.columns)}",
        label_visibility="collapsed",
    )
    return chosen


def _options(guess: Guess) -> list[str]:
    """Return the fields to choose from: GeoJSON has its positions in geometries."""
    return [field for field in FIELD_LABELS if not (guess.has_geometry and field in POSITION)]


def _counted(guess: Guess) -> str:
    used = len(guess.survey.mapping)
    return f"What each column is: {used} of {len(guess.survey.columns)} are used"


def _check_once(answers: Mapping[str, str]) -> None:
    chosen: dict[str, str] = {}
    for name, field in answers.items():
        if field != UNUSED and (other := chosen.setdefault(field, name)) != name:
            rule = "one column for each field"
            raise BadValue(FIELD_LABELS[field], f"{other}, {name}", rule)
