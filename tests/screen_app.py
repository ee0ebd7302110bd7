"""The Streamlit script, run without a browser, on an atlas that a test opens."""

from collections.abc import Iterator
from contextlib import contextmanager

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from geo.atlas.current import CurrentAtlas
from geo.launch import DASHBOARD
from geo.screen.application import application_atlas

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


def at(tab: str, app: AppTest) -> AppTest:
    """Run the dashboard with a tab open."""
    app.session_state["tab"] = tab
    return app.run()


def html(app: AppTest) -> str:
    return "\n".join(str(getattr(element, "value", "")) for element in app.get("html"))
