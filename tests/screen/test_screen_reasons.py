"""What the dashboard says where nothing matches, and of a record that is left out or gone."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.atlas import current as current_module
from samples import CROCUS, DATA
from screen_app import Opened, address, button, html, written

KERMAN = "IR-2024-01-03-kerman"


def test_each_filter_that_is_the_reason_can_be_dropped(app: AppTest) -> None:
    app.query_params["from"] = "2025"
    app.query_params["group"] = "isis-k"
    app.run()
    labels = [each.label.replace("\\", "") for each in app.button]
    assert "Without ‘since 2025’: 2 records" in labels
    assert not [label for label in labels if label.startswith("Without ‘claimed by")]
    assert "no record since 2025. They cover 2017–2024." in html(app)
    assert "Select an incident" not in html(app)
    button(app, "Without ‘since 2025").click().run()
    assert address(app) == {"group": ["isis-k"]}
    assert "2 attacks" in html(app)
    assert "Select an incident" in html(app)


def test_where_no_single_filter_is_the_reason_that_is_said(app: AppTest) -> None:
    app.query_params["from"] = "9999"
    app.query_params["group"] = "nonsense"
    app.run()
    assert not [each for each in app.button if each.label.startswith("Without")]
    assert any("No single filter is the reason" in each.value for each in app.caption)
    said = html(app)
    assert "claimed by or attributed to nonsense. Known: Islamic State (islamic-state)" in said
    button(app, "Reset all filters").click().run()
    assert address(app) == {}
    assert "The open data have no record" not in html(app)


def test_an_unknown_value_is_said_also_where_another_matches(app: AppTest) -> None:
    app.query_params["group"] = ["isis-k", "isisk"]
    app.run()
    assert "2 attacks" in html(app)
    assert "Nearest: ISIS-K" in html(app)
    assert not [each for each in app.button if each.label.startswith("Without")]


def test_a_record_outside_the_filters_says_so_and_leads_back(app: AppTest) -> None:
    app.query_params["country"] = "RU"
    app.query_params["status"] = "convictions"
    app.query_params["record"] = "incident"
    app.query_params["select"] = KERMAN
    app.run()
    assert "outside the filters “in Russia” and “status convictions”." in html(app)
    button(app, "Show it: drop these filters").click().run()
    assert address(app) == {"record": ["incident"], "select": [KERMAN]}
    assert "outside the filter" not in html(app)
    assert not [each for each in app.button if each.label.startswith("Show it")]


def test_a_record_within_the_filters_says_nothing(app: AppTest) -> None:
    app.query_params["country"] = "RU"
    app.query_params["select"] = CROCUS
    assert "outside the filter" not in html(app.run())
    app.multiselect("country").set_value(["IR"]).run()
    assert "outside the filter “in Iran”." in html(app)


def test_a_record_that_vanishes_while_it_is_open_is_said(
    tmp_path: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current_module, "CHECK_SECONDS", 0.0)
    features = json.loads(DATA.read_text("utf-8"))["features"]
    path = written(tmp_path, *features)
    app = opened([path])
    app.query_params["select"] = KERMAN
    assert "Who says what" in html(app.run())
    written(tmp_path, *(each for each in features if each["id"] != KERMAN))
    app.run()
    assert f"No record has the id &#39;{KERMAN}&#39;: its address may be cut off" in html(app)
    assert "has left it out" in html(app)
    button(app, "Close this note").click().run()
    assert address(app) == {}
    assert "No record has" not in html(app)


def test_a_long_id_is_cut(app: AppTest) -> None:
    app.query_params["select"] = "x" * 10_000
    note = html(app.run()).partition("atlas-missing")[2].partition("</p>")[0]
    assert "x" * 70 in note
    assert "x" * 100 not in note
    assert not app.exception


def test_a_hostile_name_stays_text(app: AppTest) -> None:
    app.query_params["q"] = "*a* [b](c) <i>"
    app.run()
    assert "*a* [b](c) &lt;i&gt;" in html(app)


def test_the_page_is_called_by_its_view_and_by_the_open_record(app: AppTest) -> None:
    def title() -> str:
        return str(app.run().session_state["page_title"])

    assert title() == "5 attacks and 6 context records, 2017–2024 – Incident Atlas"
    app.query_params["country"] = "RU"
    assert title() == "1 attack, 2024, in Russia – Incident Atlas"
    app.query_params["select"] = KERMAN
    assert title() == "Kerman bombings – Incident Atlas"
    app.query_params["select"] = "nobody"
    assert title() == "1 attack, 2024, in Russia – Incident Atlas"
    app.query_params["from"] = "2025"
    assert title().startswith("No record matches: since 2025")


def test_buttons_are_the_same_ones_for_other_values(app: AppTest) -> None:
    """Streamlit keeps each key for as long as the session lasts."""
    found = set()
    for year in ("2030", "2031"):
        app.query_params["from"], app.query_params["country"] = year, "IR"
        app.run()
        found.add(frozenset(button.key for button in app.button if button.key))
    (keys,) = found
    assert {"without from"} < keys
