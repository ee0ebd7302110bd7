"""What Streamlit's signed cookies say: who has signed in, and which sign-in has begun.

Its functions for them are private; tests/browser/test_sign_in.py holds what they do.
"""

__all__ = ["has_begun", "is_signed_in", "login_query", "sets_user"]

import json
from base64 import b64decode
from binascii import Error
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from itsdangerous import BadSignature, TimestampSigner
from streamlit.user_info import generate_login_redirect_url
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_server_config import (
    SESSION_COOKIE_NAME,
    USER_COOKIE_NAME,
)
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

from geo.atlas.access.sign_in import SignIn

DAYS = 14  # that Starlette's cookie of a session is good for
PROVIDER = "default"  # Streamlit's name for the one in [auth] itself


def is_signed_in(sign_in: SignIn, cookies: Mapping[str, str]) -> bool:
    """Tell whether cookies are those of a reader who signed in for this server."""
    signed = _get_signed_cookie_with_chunks(dict(cookies), USER_COOKIE_NAME)
    try:
        user = json.loads(signed or b"{}")
    except ValueError:
        return False
    return user.get("is_logged_in") is True and user.get("origin") == sign_in.origin


def has_begun(cookies: Mapping[str, str], state: str) -> bool:
    """Tell whether this browser began the sign-in of a state that a provider sent back."""
    try:
        signer = TimestampSigner(get_cookie_secret())
        signed = signer.unsign(cookies.get(SESSION_COOKIE_NAME, ""), max_age=DAYS * 86_400)
        session = json.loads(b64decode(signed))
    except (BadSignature, Error, ValueError):
        return False
    return f"_state_{PROVIDER}_{state}" in session


def login_query() -> str:
    """Return the query with which Streamlit begins a sign-in; it is good for two minutes."""
    return urlsplit(generate_login_redirect_url(PROVIDER)).query


def sets_user(cookies: Iterable[str]) -> bool:
    """Tell whether the cookies that an answer sets say who has signed in.

    >>> sets_user(["_streamlit_user=signed; Path=/"]), sets_user(['_streamlit_user=""; Max-Age=0'])
    (True, False)
    """
    begins = f"{USER_COOKIE_NAME}="
    kept = (each for each in cookies if each.startswith(begins))
    return any(not each.startswith(f'{begins}""') for each in kept)  # one taken back is empty
