"""The Streamlit script, run without a browser."""

from pathlib import Path

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

import geo

SHARE, METHOD = "Share, cite, download", "Method"
SCRIPT = str(Path(geo.__file__).parent / "screen" / "dashboard.py")


def button(app: AppTest, *labels: str) -> Button:
    """Return the first button whose label begins with one of these."""
    return next(button for button in app.button if button.label.startswith(labels))


def at(tab: str, app: AppTest) -> AppTest:
    """Run the dashboard with a tab open."""
    app.session_state["tab"] = tab
    return app.run()


def html(app: AppTest) -> str:
    return "\n".join(str(getattr(element, "value", "")) for element in app.get("html"))
