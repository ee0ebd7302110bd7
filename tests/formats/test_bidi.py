"""Directions: a text keeps its own to itself, whatever controls it brings along."""

import sys
from collections import Counter
from unicodedata import bidirectional

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geo.formats.bidi import CONTROLS, EMBEDDINGS, ISOLATES, balanced, isolated

CONTROL_CHARS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
TEXTS = st.text(st.sampled_from(f"aא(1 \u2029{CONTROL_CHARS}")) | st.text()


def leaks(text: str) -> bool:
    """Tell whether a control lacks its opening or its end, by the rules BD9 and BD11 of UAX 9."""
    opened: list[str] = []
    for kind in map(bidirectional, text):
        if kind in EMBEDDINGS or kind in ISOLATES:
            opened.append(kind)
        elif kind in CONTROLS and (not opened or (opened.pop() in EMBEDDINGS) != (kind == "PDF")):
            return True
    return bool(opened)


def visible(text: str) -> Counter[str]:
    return Counter(char for char in text if bidirectional(char) not in {*CONTROLS, "B", "WS"})


def test_the_controls_are_all_that_unicode_has() -> None:
    assert {bidirectional(char) for char in CONTROL_CHARS} == CONTROLS


@pytest.mark.parametrize(
    "text", ["Kerman", "Kermān (2)", "Красногорск", "鎌倉", "+ 12 · 3", "", "\u2028\u2029"]
)
def test_what_runs_from_left_to_right_stays_as_it_is(text: str) -> None:
    assert isolated(text) == text


@pytest.mark.parametrize("text", ["کرمان", "כיכר 12 (צפון)", "ISIS תנועה", "٣", "\u200fx"])
def test_what_could_turn_a_line_around_is_isolated(text: str) -> None:
    assert isolated(text) == f"\u2068{text}\u2069"


def test_a_paragraph_does_not_end_an_isolate() -> None:
    assert isolated("א\nב\u2029ג") == "\u2068א ב ג\u2069"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\u202eRaid", "Raid"),
        ("Raid\u2069 on", "Raid on"),
        ("\u202cRaid", "Raid"),
        ("\u202bRaid\u202c", "\u202bRaid\u202c"),
        ("\u2067Raid\u2069", "\u2067Raid\u2069"),
        ("\u202b\u2067a\u202c\u2069", "\u2067a\u2069"),  # PDF does not close across an isolate
        ("\u2067\u202ea\u2069", "\u2067a\u2069"),  # PDI ends what is open within
        ("\u2067\u2066a\u2069", "\u2066a\u2069"),
        ("\u202a\u202ba\u202c", "\u202ba\u202c"),
    ],
)
def test_a_control_without_its_fellow_is_left_out(text: str, shown: str) -> None:
    assert balanced(text) == shown


@given(TEXTS)
@example("\u202a\u2069\u202c")
def test_nothing_leaks(text: str) -> None:
    assert not leaks(balanced(text))
    assert not leaks(isolated(text))


@given(TEXTS)
def test_every_letter_stays(text: str) -> None:
    assert visible(isolated(text)) == visible(balanced(text)) == visible(text)


@given(TEXTS)
def test_a_text_without_fault_is_not_touched(text: str) -> None:
    assert leaks(text) or balanced(text) == text


@given(TEXTS)
def test_what_is_isolated_has_no_direction_outside(text: str) -> None:
    shown = isolated(text)
    turns = any(bidirectional(char) in ("R", "AL", "AN") for char in text)
    assert not turns or (shown[0], shown[-1]) == ("\u2068", "\u2069")


def test_the_controls_are_all_characters_of_their_kinds() -> None:
    kinds = {chr(code): bidirectional(chr(code)) for code in range(sys.maxunicode + 1)}
    assert {char for char, kind in kinds.items() if kind in CONTROLS} == set(CONTROL_CHARS)
