"""The operator's secrets.toml, as Streamlit finds and reads it."""

__all__ = ["OPEN", "has_secrets", "read_sign_in"]

import logging
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from stat import S_IMODE, S_IRWXG, S_IRWXO

import streamlit as st
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton

from geo.atlas.access.sign_in import SignIn
from geo.errors import BadValue, UnreadableData
from geo.formats.file_errors import check_regular

OPEN = "Everyone who reaches it sees the dashboard: no secrets.toml has a table [auth]"
OPTION = "secrets.files"  # of Streamlit: where it looks
_NEARLY = re.compile(r"secrets?\.toml", re.IGNORECASE)
# Keys of [auth] that hardly another table of an operator's secrets has.
_OWN_KEYS = frozenset({"cookie_secret", "server_metadata_url"})
_REMEDY = "It may ask for sign-in: mend it, or remove it"

_log = logging.getLogger("geo.screen")


def read_sign_in() -> SignIn | None:
    """Return how readers sign in, or None where no secrets ask for it: all see the dashboard.

    Raises UnreadableData for a file that cannot be read, that is empty or that Streamlit would not
    find, and BadValue for a mistake in the table [auth], or what looks like one.
    """
    for path in _paths():
        _check_file(path)
    if not secrets_singleton.load_if_toml_exists():
        _check_none()
        return None
    if "auth" not in secrets_singleton:
        _check_others(secrets_singleton)
        return None
    found = SignIn.from_secrets(secrets_singleton["auth"])
    if find_spec("authlib") is None:
        remedy = "pip install 'incident-atlas[sign-in]', or remove [auth] from secrets.toml"
        raise BadValue("auth", "", f"sign-in needs the package Authlib: {remedy}")
    return found


def has_secrets() -> bool:
    """Tell whether the operator has secrets for Streamlit, of whatever kind."""
    return any(path.exists() for path in _paths())


def _paths() -> list[Path]:
    return list(dict.fromkeys(map(Path, st.get_option(OPTION))))  # home and folder may be one


def _check_file(path: Path) -> None:
    """Raise UnreadableData for a file that is there, and which Streamlit would go on without."""
    if path.suffix != ".toml":
        return
    check_regular(path)
    with _secrets_errors(path):
        try:
            tomllib.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            _check_names(path)
            return
        rights = S_IMODE(path.stat().st_mode)
    if os.name == "posix" and rights & (S_IRWXG | S_IRWXO):
        words = "%s is open to other users of this machine (its rights are %03o): chmod 600 %s"
        _log.warning(words, path.name, rights, path)


@contextmanager
def _secrets_errors(path: Path) -> Iterator[None]:
    """Raise UnreadableData for the errors of a file of secrets; none of it is repeated."""
    try:
        yield
    except UnreadableData:
        raise
    except OSError as error:
        reason = error.strerror
    except UnicodeDecodeError:
        reason = "it is not UTF-8"
    except RecursionError:
        reason = "it is nested too deeply"
    except tomllib.TOMLDecodeError as error:
        reason = f"it is not TOML: {error}"
    else:
        return
    raise UnreadableData(f"{path.name} cannot be read: {reason}. {_REMEDY}")


def _check_names(path: Path) -> None:
    """Raise UnreadableData where a file that is not there was meant by another in its folder."""
    if path.is_symlink():
        raise UnreadableData(f"{path.name} is a link to a file that does not exist. {_REMEDY}")
    names = (other.name for other in path.parent.iterdir()) if path.parent.is_dir() else ()
    if near := next(filter(_NEARLY.fullmatch, sorted(names)), None):
        raise UnreadableData(f"{near} is not read: name it {path.name}, or remove it")


def _check_none() -> None:
    """Raise UnreadableData where secrets were named, and Streamlit has read none."""
    if has_secrets() or config.is_manually_set(OPTION):
        words = f"no secrets can be read at {', '.join(map(str, _paths()))}"
        raise UnreadableData(f"{words}, and they may ask for sign-in: mend the option {OPTION}")


def _check_others(secrets: Mapping[str, object]) -> None:
    """Raise an error where secrets without [auth] are empty, or look as if they should have it."""
    if not secrets:
        raise UnreadableData("secrets.toml is empty: fill in its table [auth], or remove the file")
    for name, value in secrets.items():
        keys = {name, *value} if isinstance(value, Mapping) else {name}
        if name.strip().casefold() == "auth" or keys & _OWN_KEYS:
            rule = "sign-in is the table [auth], in these letters, with all of its keys below it"
            raise BadValue("secrets.toml", name, rule)
