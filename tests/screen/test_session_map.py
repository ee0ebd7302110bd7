"""The answer that travels with a filter: what the map would ask for, and only that."""

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.runtime.caching.cache_resource_api import clear_session_cache
from streamlit.testing.v1 import AppTest

from geo.atlas.map_views import MapView
from geo.mercator import WORLD, Bounds
from geo.query.query import Query
from geo.screen import session_map
from geo.screen.application import application_atlas
from samples import KERMAN, feature
from screen_app import APPTEST_SESSION, Opened, private, sent, written

IRAN = MapView(bounds=Bounds(west=44, south=25, east=63, north=40), zoom=5)


@pytest.fixture(autouse=True)
def _another_session() -> None:
    clear_session_cache(APPTEST_SESSION)  # all sessions of AppTest have one name


def asked(query: Query, view: MapView) -> dict[str, Any]:
    """Return what /api/cells would answer."""
    marks = application_atlas().atlas().store.marks(query, view.bounds, view.zoom)
    answer: dict[str, Any] = json.loads(json.dumps(marks.to_geojson()))
    return answer


def looked(app: AppTest, view: MapView) -> None:
    """Note a view as the map's own request does."""
    application_atlas().map_views.note(sent(app)[0]["session"], view)


def test_the_first_message_brings_the_world(app: AppTest) -> None:
    _, answer = sent(app.run())
    assert answer == {
        "area": list(WORLD.as_tuple()),
        "zoom": 2,
        "answer": asked(Query(), MapView(bounds=WORLD, zoom=2)),
    }


def test_a_filter_brings_what_the_map_would_ask_for_in_its_view(app: AppTest) -> None:
    looked(app.run(), IRAN)
    state, answer = sent(app.multiselect(key="country").select("IR").run())
    assert state["query"] == "country=IR"
    assert answer == {
        "area": list(IRAN.bounds.as_tuple()),
        "zoom": 5,
        "answer": asked(Query(country=("IR",)), IRAN),
    }


def test_an_answer_is_not_sent_again_with_what_is_not_a_filter(app: AppTest) -> None:
    app.run()
    app.session_state["select"] = KERMAN
    state, answer = sent(app.run())
    assert state["selected"] == KERMAN
    assert answer is None
    assert sent(app.multiselect(key="country").select("IR").run())[1]


def test_a_view_of_a_link_is_unknown_until_the_map_asks(app: AppTest) -> None:
    app.query_params["at"] = "35.7,51.4,6"
    assert sent(app.run())[1] is None
    looked(app, IRAN)
    assert sent(app.multiselect(key="country").select("IR").run())[1]


def test_many_marks_are_left_to_the_map(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_map, "MOST_SENT", 1)
    assert sent(app.run())[1] is None


def test_an_answer_of_many_bytes_is_left_to_the_map(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = json.dumps(asked(Query(), MapView(bounds=WORLD, zoom=2)))
    monkeypatch.setattr(session_map, "MOST_BYTES", len(answer) - 1)
    assert sent(app.run())[1] is None
    monkeypatch.setattr(session_map, "MOST_BYTES", len(answer))
    looked(app, MapView(bounds=WORLD, zoom=2))
    assert sent(app.multiselect(key="country").select("IR").run())[1]


def test_what_the_store_refuses_is_left_to_the_map(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked(app.run(), MapView(bounds=WORLD, zoom=99))
    state, answer = sent(app.multiselect(key="country").select("IR").run())
    assert not app.exception
    assert (state["query"], answer) == ("country=IR", None)


def test_private_rows_are_sent_on_this_machine_only(
    tmp_path: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened([written(tmp_path, private("P"), feature(id="A") | {"id": "A"})])
    assert sent(app.run())[1] is None  # AppTest has no address
    monkeypatch.setattr(session_map, "is_loopback", lambda _: True)
    assert sent(app.multiselect(key="country").select("IR").run())[1]


def test_the_view_is_forgotten_when_the_session_ends(app: AppTest) -> None:
    looked(app.run(), IRAN)
    views = application_atlas().map_views
    assert len(views) == 1
    clear_session_cache(APPTEST_SESSION)
    assert len(views) == 0
