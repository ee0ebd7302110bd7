"""What a reader chose, in the address of the page of one file, read and written in Node."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.query.filters import FILTERS
from node import Node

KNOWN = [{"name": f.name} for f in FILTERS if f.kind not in ("words", "as_of")]
NOTHING = {"query": "", "play": "", "color": "", "select": "", "fault": ""}

dates = st.dates(date(1900, 1, 1), date(2099, 12, 31)).map(str)
pairs = st.lists(
    st.tuples(st.sampled_from(["group", "status", "country"]), st.text(min_size=1)), max_size=3
)


@given(
    dates,
    pairs,
    st.sampled_from(["", "moving", "cumulative,4"]),
    st.sampled_from(["", "status", "group"]),
    st.sampled_from(["", "RU-2024-03-22-crocus", "a/b: c?&#%کرمان"]),
)
def test_a_fragment_reads_as_it_was_written(
    js: Node, since: str, chosen: list[tuple[str, str]], play: str, color: str, select: str
) -> None:
    query = urlencode([("from", since), *chosen])
    fragment = js("pages/fragment", "fragmentOf", query, play, color, select)
    read = js("pages/fragment", "readFragment", fragment, KNOWN)
    parts = (read[name] for name in ("query", "play", "color", "select"))
    again = js("pages/fragment", "fragmentOf", *parts)
    assert js("pages/fragment", "readFragment", again, KNOWN) == read
    kept = (read["fault"], read["play"], read["color"], read["select"])
    assert kept == ("", play, color, select)
    assert read["query"].startswith(f"from={since}")


@pytest.mark.parametrize("fragment", ["", "#"])
def test_without_a_fragment_nothing_is_asked(js: Node, fragment: str) -> None:
    assert js("pages/fragment", "readFragment", fragment, KNOWN) == NOTHING
    assert js("pages/fragment", "fragmentOf", "", "") == ""


@pytest.mark.parametrize(
    ("fragment", "words"),
    [
        ("#from=2024-02-30", "“2024-02-30” is not in the calendar"),
        ("#to=2024-13&play=moving", "“2024-13” is not in the calendar"),
        ("#from=2024&to=2022", "2024 to 2022 ends before it begins"),
        ("#from=%3Cb%3E", "“<b>” is not a date"),
        ("#q=bomb", "“q” cannot be asked of this page, which knows from, to, "),
        ("#color=red&play=moving", "“color” is status or group"),
        ("#=x", "“” cannot be asked of this page"),
    ],
)
def test_what_cannot_be_asked_is_said_and_not_asked(js: Node, fragment: str, words: str) -> None:
    read: dict[str, Any] = js("pages/fragment", "readFragment", fragment, KNOWN)
    assert words in read["fault"]
    assert (read["query"], read["play"]) == ("", "")
