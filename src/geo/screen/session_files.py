"""The files that this session added: its atlas with them, and what its map knows of them."""

__all__ = ["are_unsaved", "opened", "session_uploads", "token"]

import streamlit as st

from geo.atlas.atlas import Atlas
from geo.atlas.readers import client_of
from geo.atlas.uploads import Uploads
from geo.errors import NotFound
from geo.screen.application import application_atlas
from geo.screen.plain import plain


def opened() -> Atlas:
    """Return the atlas of this session: the data that everyone sees, with its own files."""
    uploads: Uploads | None = st.session_state.get("uploads")
    if uploads is None:
        return application_atlas().atlas()
    try:
        return uploads.atlas()
    except NotFound as error:
        del st.session_state.uploads
        st.toast(plain(f"Your own files: {error}"), duration="infinite")
        return application_atlas().atlas()


def token() -> str | None:
    """Return the token of the session's files, for its map."""
    uploads: Uploads | None = st.session_state.get("uploads")
    return uploads.token if uploads else None


def are_unsaved() -> bool:
    """Tell whether the session has files that would be lost with the page."""
    uploads: Uploads | None = st.session_state.get("uploads")
    return uploads is not None and not uploads.is_saved


@st.cache_resource(
    scope="session",
    validate=lambda uploads: uploads.is_open,
    on_release=Uploads.close,
    show_spinner=False,
)
def session_uploads() -> Uploads:
    """Return the session's uploads, which end with it."""
    return application_atlas().new_uploads(client_of(st.context.ip_address))
