"""The brush of the map's timeline: what it reports becomes the query of the whole screen."""

import json
from typing import Any

import pytest
from streamlit.runtime.caching.cache_resource_api import clear_session_cache
from streamlit.testing.v1 import AppTest

from samples import KERMAN
from screen_app import APPTEST_SESSION, address, html, reported, sent, warnings


@pytest.fixture(autouse=True)
def _another_session() -> None:
    clear_session_cache(APPTEST_SESSION)


def brushed(app: AppTest, period: object, n: int = 1, **choice: Any) -> AppTest:
    """Run as after a report of the map's frame."""
    properties = {**choice, "period": period, "n": n}
    drawing = {"last_active_drawing": {"properties": properties}}
    return reported(app, "component_instance", json_value=json.dumps(drawing))


def test_a_brush_becomes_the_query_and_its_answer_is_not_sent(app: AppTest) -> None:
    assert sent(app.run())[0]["heard"] == 0
    brushed(app, {"from": "2022-03", "to": "2024-03-21"}, n=5)
    assert not app.exception
    assert address(app) == {"from": ["2022-03"], "to": ["2024-03-21"]}
    assert "from March 2022 to 21 March 2024" in html(app)
    assert app.slider("years").value == (2022, 2024)
    state, answer = sent(app)
    assert (state["query"], state["heard"]) == ("from=2022-03&to=2024-03-21", 5)
    assert answer is None


def test_what_moves_the_period_elsewhere_is_answered(app: AppTest) -> None:
    brushed(app.run(), {"from": "2022-03", "to": ""})
    app.slider("years").set_value((2017, 2024)).run()
    state, answer = sent(app)
    assert state["query"] == ""
    assert answer


def test_an_open_brush_clears_the_dates_only(app: AppTest) -> None:
    app.query_params["from"] = "2022-03"
    app.query_params["country"] = "IR"
    brushed(app.run(), {"from": "", "to": ""})
    assert address(app) == {"country": ["IR"]}


@pytest.mark.parametrize(
    "period",
    [
        {"from": "2022-13", "to": ""},
        {"from": "2024", "to": "2022"},
        {"from": ["2022"], "to": {}},
        {"from": "<script>", "to": None},
        "2022",
        ["2022"],
        7,
    ],
)
def test_a_period_that_cannot_be_changes_nothing_and_is_heard(app: AppTest, period: object) -> None:
    app.query_params["to"] = "2023-08"
    brushed(app.run(), period, n=9)
    assert not app.exception
    assert not warnings(app)
    assert address(app) == {"to": ["2023-08"]}
    assert sent(app)[0]["heard"] == 9


def test_a_click_can_tell_the_period_too(app: AppTest) -> None:
    brushed(app.run(), {"from": "2023", "to": ""}, id=KERMAN)
    assert address(app) == {"from": ["2023"], "select": [KERMAN]}
    state, answer = sent(app)
    assert (state["query"], state["selected"], answer) == ("from=2023", KERMAN, None)


def test_a_row_of_the_legend_with_a_brush_is_answered(app: AppTest) -> None:
    row = {"name": "status", "value": "convictions"}
    brushed(app.run(), {"from": "2023", "to": ""}, filter=row)
    assert address(app) == {"from": ["2023"], "status": ["convictions"]}
    assert sent(app)[1]
