"""Hostile addresses of the dashboard: each has the outcome of tests/data/bad_inputs.json."""

from collections import defaultdict
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from bad_inputs import Entry, named, of
from screen_app import address, html, warnings

EVERYTHING = "5 attacks and 6 context records, 2017–2024"
RESERVED = {"embed", "embed_options"}  # Streamlit's own, which it never gives to a script
DIGITS = {"id": "digits", "input": f"year={'9' * 5000}"}  # which B145 names too


def opened_at(app: AppTest, text: str) -> AppTest:
    """Run the dashboard as at an address."""
    given = defaultdict(list)
    for name, value in parse_qsl(text, keep_blank_values=True):
        given[name].append(value)
    for name, values in given.items():
        app.query_params[name] = values
    return app.run()


@pytest.mark.parametrize("entry", [*of("addresses"), DIGITS], ids=named)
def test_every_bad_parameter_is_ignored_and_removed(app: AppTest, entry: Entry) -> None:
    opened_at(app, entry["input"])
    assert EVERYTHING in html(app)
    assert set(address(app)) <= RESERVED
    assert not app.exception


@pytest.mark.parametrize(
    "entry", [each for each in (*of("addresses"), DIGITS) if "year=" in each["input"]], ids=named
)
@pytest.mark.parametrize("name", ["from", "to"])
def test_the_same_as_a_year_of_ours_is_left_out_and_said(
    app: AppTest, entry: Entry, name: str
) -> None:
    """The period begins `from` a year and goes `to` one: a bad one is not guessed."""
    opened_at(app, entry["input"].replace("year=", f"{name}="))
    assert not app.exception
    assert len(warnings(app)) < 500
    if entry["id"] == "B141":  # the first year is taken, and the second said to be too many
        assert "one value only" in warnings(app)
        return
    assert EVERYTHING in html(app)
    assert address(app) == {}
    assert "is not allowed" in warnings(app)
