"""The Streamlit script, run without a browser, on an atlas that a test opens."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from geo.atlas.current import CurrentAtlas
from geo.exports.file_orders import MadeFile
from geo.launch import DASHBOARD
from geo.screen.application import application_atlas
from samples import feature

UCDP = {"dataset": "UCDP GED", "version": "23.1", "licence": "CC BY 4.0", "redistributable": True}
APPTEST_SESSION = "test session id"  # all sessions of AppTest have one name
SHARE, METHOD = "Share, cite, download", "Method"


@contextmanager
def dashboard(current: CurrentAtlas) -> Iterator[AppTest]:
    """Give the dashboard of an atlas, which is closed at the end."""
    application_atlas(current)
    yield AppTest.from_file(DASHBOARD, default_timeout=60)
    current.close()


def button(app: AppTest, *labels: str) -> Button:
    """Return the first button whose label begins with one of these."""
    return next(button for button in app.button if button.label.startswith(labels))


def downloaded(app: AppTest, place: str) -> MadeFile:
    """Wait for the file that was ordered last at a place of the screen."""
    *_, order = app.session_state[f"{place} orders"].values()
    file: MadeFile = order.file.result(timeout=60)
    return file


def at(tab: str, app: AppTest) -> AppTest:
    """Run the dashboard with a tab open."""
    app.session_state["tab"] = tab
    return app.run()


def html(app: AppTest) -> str:
    return "\n".join(str(getattr(element, "value", "")) for element in app.get("html"))


class Opened(Protocol):
    """Opens data files, and returns their dashboard."""

    def __call__(self, paths: list[Path], public_url: str | None = None) -> AppTest: ...


def written(folder: Path, *features: Any) -> Path:
    path = folder / "mixed.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def address(app: AppTest) -> dict[str, list[str]]:
    params = app.query_params
    return {name: [texts] if isinstance(texts, str) else texts for name, texts in params.items()}


def reported(app: AppTest, kind: str, **value: Any) -> AppTest:
    """Run as after what the browser reports of an element that AppTest does not act for."""
    (element,) = app.get(kind)
    states = app._tree.get_widget_states()
    states.widgets.append(WidgetState(id=element.proto.id, **value))
    return app._run(states)


def table_of(app: AppTest) -> Any:
    """Return the element of the table as Streamlit sends it."""
    elements = [element.proto for element in app.get("bidi_component")]
    (table,) = [each for each in elements if each.component_name == "incident-atlas.table"]
    return table


def rows_of(app: AppTest) -> dict[str, Any]:
    """Return what the table was given to show."""
    data: dict[str, Any] = json.loads(table_of(app).json)
    return data


def told(app: AppTest, **asked: Any) -> AppTest:
    """Run as after what a reader asks of the table."""
    states = app._tree.get_widget_states()
    events = json.dumps([{"event": "told", "value": asked}])
    id_ = f"$$STREAMLIT_INTERNAL_KEY_{table_of(app).id}__events"
    states.widgets.append(WidgetState(id=id_, json_trigger_value=events))
    return app._run(states)


def sent(app: AppTest) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Return the state that the map was sent, and the answer with it."""
    (component,) = app.get("component_instance")
    call = json.loads(component.proto.json_args)["feature_group"]
    state, answer = map(json.loads, re.findall(r'JSON\.parse\(("[^"\\]*(?:\\.[^"\\]*)*")\)', call))
    return json.loads(state), json.loads(answer)


def private(id_: str) -> dict[str, Any]:
    origin = {"dataset": "private", "licence": "all rights reserved", "redistributable": False}
    return feature(id=id_, origin=origin) | {"id": id_}


def warnings(app: AppTest) -> str:
    return " ".join(str(warning.value) for warning in app.warning)
