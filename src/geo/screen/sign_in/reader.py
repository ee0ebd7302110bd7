"""Who has signed in, and the way out."""

__all__ = ["draw_other_address", "draw_reader", "is_let_in"]

import streamlit as st

from geo.atlas.access.sign_in import SignIn
from geo.errors import shortened
from geo.maps.templates import render
from geo.screen.application import application_atlas
from geo.screen.plain import plain

NAMES = ("email", "preferred_username", "name")  # of OpenID Connect: the first that there is


def is_let_in() -> bool:
    """Tell whether this session may see the dashboard; the server lets in no other connection.

    Streamlit reads the cookie again, with the origin of the page.
    """
    return application_atlas().sign_in is None or _user().get("is_logged_in") is True


def draw_other_address() -> None:
    """Say why a reader who has signed in sees nothing: the page has another address."""
    sign_in = application_atlas().sign_in
    home = sign_in.home if isinstance(sign_in, SignIn) else ""
    st.error(f"You are signed in for another address of this atlas. Open {plain(home)}.")


def draw_reader() -> None:
    """Say at the end of the sidebar who has signed in, with a button to sign out."""
    if application_atlas().sign_in is None:
        return
    user = _user()
    name = next((str(user[key]) for key in NAMES if user.get(key)), "a reader without a name")
    with st.container(key="reader"):
        st.html(render("signed_in.html", name=shortened(name)))
        st.button("Sign out", on_click=st.logout, type="tertiary")


def _user() -> dict[str, object]:
    return dict(st.user.to_dict())
