"""What the running application shares: its atlas, and the frame of its maps."""

__all__ = ["application_atlas", "offer_frame"]

import streamlit as st
from streamlit import runtime
from streamlit.components.v1.custom_component import CustomComponent

from geo.atlas.current import CurrentAtlas
from geo.maps import static


def _is_open(current: CurrentAtlas) -> bool:
    return current.is_open


def _keep(current: CurrentAtlas) -> None:
    """Keep it again: any browser may ask Streamlit to clear its caches."""
    if current.is_open:
        application_atlas(current)


# An argument whose name begins with an underscore is not part of the key.
@st.cache_resource(validate=_is_open, on_release=_keep, show_spinner=False)
def application_atlas(_current: CurrentAtlas | None = None) -> CurrentAtlas:
    """Return the atlas that the application gave at its start, until that is closed.

    Raises RuntimeError where none was given.
    """
    if _current is None:
        remedy = "start it with geo serve, or with streamlit run app.py"
        raise RuntimeError(f"the dashboard runs without an application: {remedy}")
    return _current


def offer_frame() -> None:
    """Let Streamlit serve the map's frame from now on, so that a browser can fetch it ahead.

    By itself it knows a component only once a run of the script has imported it.
    """
    package, files = "streamlit_folium", str(static.frame_files())
    frame = CustomComponent(f"{package}.st_folium", path=files, module_name=package)
    if runtime.exists():  # not where only the routes are served
        runtime.get_instance().component_registry.register_component(frame)
