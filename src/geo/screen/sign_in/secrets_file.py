"""The operator's secrets.toml, as Streamlit finds and reads it."""

__all__ = ["read_sign_in"]

import tomllib
from importlib.util import find_spec
from pathlib import Path

import streamlit as st
from streamlit.runtime.secrets import secrets_singleton

from geo.atlas.access.sign_in import SignIn
from geo.errors import BadValue, UnreadableData


def read_sign_in() -> SignIn | None:
    """Return how readers sign in, or None where no secrets.toml has a table [auth].

    Raises UnreadableData for a file that cannot be read, since the dashboard would be open to
    everyone without it, and BadValue for a mistake in the table.
    """
    for path in map(Path, st.get_option("secrets.files")):
        _check_file(path)
    if not secrets_singleton.load_if_toml_exists() or "auth" not in secrets_singleton:
        return None
    found = SignIn.from_secrets(secrets_singleton["auth"])
    if find_spec("authlib") is None:
        remedy = "pip install 'incident-atlas[sign-in]', or remove [auth] from secrets.toml"
        raise BadValue("auth", "", f"sign-in needs the package Authlib: {remedy}")
    return found


def _check_file(path: Path) -> None:
    """Raise UnreadableData for a file that is there, and which Streamlit would go on without."""
    if path.suffix != ".toml":
        return
    try:
        tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return
    except OSError as error:
        reason = error.strerror
    except UnicodeDecodeError:
        reason = "it is not UTF-8"
    except tomllib.TOMLDecodeError as error:
        reason = f"it is not TOML: {error}"
    else:
        return
    raise UnreadableData(f"{path.name} cannot be read: {reason}. It may ask for sign-in: mend it")
