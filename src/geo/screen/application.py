"""The atlas of the running application, in Streamlit's cache of shared resources."""

__all__ = ["application_atlas"]

import streamlit as st

from geo.atlas.current import CurrentAtlas


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
