"""The period of the dashboard: what the brush and the rest of the page say of it at once."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from node import Node

YEARS = st.sampled_from(["", "2021", "2022", "2023"])
EVENTS = st.tuples(
    st.sampled_from(["move", "stop", "click", "elsewhere", "report", "state"]), YEARS
)
ARRIVED: list[tuple[str, str]] = [("stop", ""), *[("report", ""), ("state", "")] * 3]


def conversation(js: Node, events: list[Any]) -> list[list[str]]:
    """Return the year of the frame and that of the script after each event."""
    years: list[list[str]] = js("test:conversation", "conversation", events)
    return years


@given(st.lists(EVENTS, max_size=12))
def test_frame_and_script_agree_once_all_has_arrived(js: Node, events: list[Any]) -> None:
    waiting = [("state", "")] * len(events)
    frame, script = conversation(js, [*events, *waiting, *ARRIVED, *waiting])[-1]
    assert frame == script


@given(st.lists(EVENTS.filter(lambda event: event[0] != "elsewhere"), max_size=12))
def test_nothing_but_the_reader_moves_a_brush(js: Node, events: list[Any]) -> None:
    shown = ""
    for (name, value), (frame, _) in zip(events, conversation(js, events), strict=True):
        assert frame == (value if name == "move" else shown)
        shown = frame


@pytest.mark.parametrize(
    ("events", "years"),
    [
        # The first of two stops is heard while the brush is moving to the second.
        (["move 2021", "stop", "report", "move 2022", "state", "stop"], ["2022", "2021"]),
        (["move 2021", "stop", "report", "state"], ["2021", "2021"]),
        # A reset while the brush moves wins; one that a stop overtakes does not.
        (["move 2021", "stop", "report", "state", "move 2022", "elsewhere ", "state"], ["", ""]),
        (["elsewhere 2023", "move 2021", "stop", "state", "report", "state"], ["2021", "2021"]),
        # A click replaces the report that told the period, and tells it too.
        (["move 2021", "stop", "click", "report", "state"], ["2021", "2021"]),
        # A click while the brush moves tells nothing of it.
        (["move 2021", "click", "report", "state"], ["2021", ""]),
    ],
)
def test_who_is_right(js: Node, events: list[str], years: list[str]) -> None:
    pairs = [(*event.split(" "), "")[:2] for event in events]
    assert conversation(js, pairs)[-1] == years
