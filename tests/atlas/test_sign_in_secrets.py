"""The table [auth] of secrets.toml: what is taken, and what the start of a server refuses."""

import os
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit import config
from streamlit.runtime.secrets import Secrets

from geo import launch
from geo.atlas.access.sign_in import SignIn
from geo.atlas.options import ServeOptions
from geo.errors import BadValue, UnreadableData
from geo.screen.sign_in import secrets_file as secrets_file_module
from geo.screen.sign_in.secrets_file import OPEN, read_sign_in
from samples import ROOT

SAMPLE = ROOT / "deploy" / "sign-in" / "secrets.toml"
SECRET = "0123456789abcdef" * 2
AUTH = {
    "redirect_uri": "https://atlas.example.org/oauth2callback",
    "cookie_secret": SECRET,
    "client_id": "atlas",
    "client_secret": "not for the log",
    "server_metadata_url": "https://login.example.org/.well-known/openid-configuration",
}


def test_its_addresses_are_kept() -> None:
    sign_in = SignIn.from_secrets(AUTH)
    assert sign_in.home == "https://atlas.example.org"
    assert sign_in.origin == "https://atlas.example.org"
    assert sign_in.provider == "login.example.org"
    assert sign_in.is_secure
    assert not SignIn.from_secrets(AUTH | {"redirect_uri": LOCAL}).is_secure


LOCAL = "http://127.0.0.1:8501/oauth2callback"
MISTAKES: list[tuple[dict[str, Any], str, str]] = [
    ({"redirect_uri": ""}, "auth.redirect_uri", "it is required"),
    ({"client_id": 7}, "auth.client_id", "='int' is not allowed: a text in quotes"),
    ({"client_secret": [SECRET]}, "auth.client_secret", "='list' is not allowed: a text"),
    ({"client_secret": "   "}, "auth.client_secret", "it is required"),
    ({"cookie_secret": " " * 40}, "auth.cookie_secret", "it is required"),
    ({"cookie_secret": "a" * 40}, "auth.cookie_secret", "40 characters, 1 different ones"),
    ({"client_kwargs": "x"}, "auth.client_kwargs", "='str' is not allowed: a table"),
    ({"client_kwargs": {"scope": "email"}}, "auth.client_kwargs.scope", "openid among them"),
    ({"client_kwargs": {"scope": 1}}, "auth.client_kwargs.scope", "openid among them"),
    (
        {"server_metadata_url": "https://login.example.org/x"},
        "auth.server_metadata_url",
        "ends in /.well-known/openid-configuration",
    ),
    ({"client_secret": ""}, "auth.client_secret", "it is required"),
    ({"cookie_secret": SECRET[1:]}, "auth.cookie_secret", "at least 32 characters"),
    ({"redirect_uri": "https://atlas.example.org/"}, "auth.redirect_uri", "/oauth2callback"),
    ({"redirect_uri": "http://atlas.example.org/oauth2callback"}, "auth.redirect_uri", "https"),
    ({"redirect_uri": "https://a@b.example/oauth2callback"}, "auth.redirect_uri", "https"),
    ({"redirect_uri": "https://b.example:x/oauth2callback"}, "auth.redirect_uri", "https"),
    ({"redirect_uri": "https://b.example/?/oauth2callback"}, "auth.redirect_uri", "https"),
    ({"server_metadata_url": "http://login.example.org/x"}, "auth.server_metadata_url", "https"),
    ({"server_metadata_url": "login.example.org"}, "auth.server_metadata_url", "https"),
    ({"google": {"client_id": "x"}}, "auth.google", "one provider"),
]


@pytest.mark.parametrize(("mistake", "parameter", "rule"), MISTAKES)
def test_a_mistake_is_named_without_a_secret(
    mistake: dict[str, Any], parameter: str, rule: str
) -> None:
    with pytest.raises(BadValue, match=re.escape(rule)) as refused:
        SignIn.from_secrets(AUTH | mistake)
    assert refused.value.parameter == parameter
    assert AUTH["client_secret"] not in str(refused.value)
    assert SECRET[1:] not in str(refused.value)


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(BadValue, match="auth='str' is not allowed"):
        SignIn.from_secrets("yes")


@pytest.mark.parametrize(
    ("redirect_uri", "public_url", "rule"),
    [
        (AUTH["redirect_uri"], "https://atlas.example.org", None),
        (LOCAL, None, None),
        (AUTH["redirect_uri"], None, "--public-url"),
        (AUTH["redirect_uri"], "https://other.example.org", "https://other.example.org/oauth2"),
        (LOCAL, "https://atlas.example.org", "https://atlas.example.org/oauth2callback"),
    ],
)
def test_it_leads_back_to_the_public_address(
    redirect_uri: str, public_url: str | None, rule: str | None
) -> None:
    sign_in = SignIn.from_secrets(AUTH | {"redirect_uri": redirect_uri})
    if rule is None:
        assert ServeOptions(public_url=public_url, sign_in=sign_in).sign_in == sign_in
        return
    with pytest.raises(BadValue, match=re.escape(rule)):
        ServeOptions(public_url=public_url, sign_in=sign_in)


def test_the_sample_has_every_key_and_does_not_work_as_it_is() -> None:
    sample = tomllib.loads(SAMPLE.read_text("utf-8"))["auth"]
    assert list(sample) == list(AUTH)
    with pytest.raises(BadValue, match=r"auth.cookie_secret='' .*openssl rand -hex 32"):
        SignIn.from_secrets(sample)
    filled = AUTH | {key: value for key, value in sample.items() if value}
    assert SignIn.from_secrets(filled).home == "https://atlas.example.org"


@pytest.fixture
def secrets_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the path at which Streamlit looks for secrets."""
    path = tmp_path / "secrets.toml"
    others = config.get_option
    told = {"secrets.files": [str(path)]}
    monkeypatch.setattr(config, "get_option", lambda name: told.get(name) or others(name))
    monkeypatch.setattr(st, "get_option", config.get_option)
    monkeypatch.setattr(Secrets, "_maybe_install_file_watchers", lambda _: None)
    monkeypatch.setattr(secrets_file_module, "secrets_singleton", Secrets())
    return path


def test_no_file_and_one_about_something_else_mean_no_sign_in(secrets_file: Path) -> None:
    assert read_sign_in() is None
    assert launch.sign_in_in_words(ServeOptions(host="localhost")) is None
    secrets_file.write_text("[other]\nclient_secret = 1\n", "utf-8")
    assert read_sign_in() is None
    assert launch.sign_in_in_words(ServeOptions(host="localhost")) == OPEN


@pytest.mark.parametrize(
    "options",
    [
        ServeOptions(host="0.0.0.0"),
        ServeOptions(host="localhost", public_url="https://atlas.example.org"),
        ServeOptions(host="localhost", allow_hosts=("atlas.example.org",)),
    ],
)
def test_a_dashboard_that_others_reach_is_said_to_be_open(
    secrets_file: Path, options: ServeOptions
) -> None:
    assert read_sign_in() is None
    assert launch.sign_in_in_words(options) == OPEN
    table = replace(
        options, public_url=None, sign_in=SignIn.from_secrets(AUTH | {"redirect_uri": LOCAL})
    )
    words = "Readers sign in at login.example.org, for the dashboard only"
    assert launch.sign_in_in_words(table) == words


KEYS = "\n".join(f'{name} = "{value}"' for name, value in AUTH.items())


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (f"[Auth]\n{KEYS}", "Auth"),
        (f"[AUTH]\n{KEYS}", "AUTH"),
        (f'[" auth"]\n{KEYS}', " auth"),
        (KEYS, "cookie_secret"),
        (f"[oidc]\n{KEYS}", "oidc"),
        ('Auth = "yes"', "Auth"),
    ],
)
def test_what_looks_like_the_table_is_refused(secrets_file: Path, content: str, name: str) -> None:
    secrets_file.write_text(content, "utf-8")
    words = f"secrets.toml={name!r} is not allowed: sign-in is the table [auth], in these letters"
    with pytest.raises(BadValue, match=re.escape(words)) as refused:
        read_sign_in()
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("content", ["", "# nothing yet\n"])
def test_an_empty_file_is_refused(secrets_file: Path, content: str) -> None:
    secrets_file.write_text(content, "utf-8")
    with pytest.raises(UnreadableData, match=r"secrets.toml is empty: fill in its table \[auth\]"):
        read_sign_in()


@pytest.mark.parametrize("name", ["Secrets.toml", "secret.toml", "SECRETS.TOML"])
def test_a_file_of_nearly_its_name_is_refused(secrets_file: Path, name: str) -> None:
    secrets_file.with_name(name).write_text(f"[auth]\n{KEYS}", "utf-8")
    words = f"{name} is not read: name it secrets.toml, or remove it"
    with pytest.raises(UnreadableData, match=re.escape(words)):
        read_sign_in()


def test_links_pipes_and_devices_are_refused(secrets_file: Path) -> None:
    secrets_file.symlink_to("nowhere.toml")
    with pytest.raises(UnreadableData, match="is a link to a file that does not exist"):
        read_sign_in()
    secrets_file.unlink()
    secrets_file.symlink_to(os.devnull)
    with pytest.raises(UnreadableData, match=r"secrets.toml is a device, and not a file"):
        read_sign_in()
    secrets_file.unlink()
    os.mkfifo(secrets_file)
    with pytest.raises(UnreadableData, match=r"secrets.toml is a pipe, and not a file"):
        read_sign_in()


def test_a_file_that_was_named_has_to_be_there(
    secrets_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "is_manually_set", lambda name: name == "secrets.files")
    with pytest.raises(UnreadableData, match=r"no secrets can be read at .*mend the option"):
        read_sign_in()


def test_a_file_that_others_may_read_is_named(
    secrets_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    secrets_file.write_text(f"[auth]\n{KEYS}", "utf-8")
    secrets_file.chmod(0o600)
    assert read_sign_in()
    assert caplog.messages == []
    secrets_file.chmod(0o640)
    assert read_sign_in()
    words = "secrets.toml is open to other users of this machine (its rights are 640)"
    assert caplog.messages == [f"{words}: chmod 600 {secrets_file}"]


def test_a_table_is_read(secrets_file: Path) -> None:
    secrets_file.write_text(f"[auth]\n{KEYS}", "utf-8")
    assert read_sign_in() == SignIn.from_secrets(AUTH)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"[auth\n", "it is not TOML"),
        (b"\xff", "it is not UTF-8"),
        (b"auth = " + b"[" * 100_000, "it is nested too deeply"),
    ],
)
def test_a_damaged_file_opens_the_dashboard_to_nobody(
    secrets_file: Path, content: bytes, reason: str
) -> None:
    secrets_file.write_bytes(content)
    with pytest.raises(UnreadableData, match=f"secrets.toml cannot be read: {reason}"):
        read_sign_in()
