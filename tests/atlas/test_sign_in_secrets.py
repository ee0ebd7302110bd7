"""The table [auth] of secrets.toml: what is taken, and what the start of a server refuses."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit import config
from streamlit.runtime.secrets import Secrets

from geo.atlas.access.sign_in import SignIn
from geo.atlas.options import ServeOptions
from geo.errors import BadValue, UnreadableData
from geo.screen.sign_in import secrets_file as secrets_file_module
from geo.screen.sign_in.secrets_file import read_sign_in
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
    ({"client_id": 7}, "auth.client_id", "it is required"),
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
    monkeypatch.setattr(config, "get_option", lambda _: [str(path)])
    monkeypatch.setattr(st, "get_option", config.get_option)
    monkeypatch.setattr(Secrets, "_maybe_install_file_watchers", lambda _: None)
    monkeypatch.setattr(secrets_file_module, "secrets_singleton", Secrets())
    return path


def test_no_file_and_one_without_the_table_mean_no_sign_in(secrets_file: Path) -> None:
    assert read_sign_in() is None
    secrets_file.write_text("[other]\nkey = 1\n", "utf-8")
    assert read_sign_in() is None


def test_a_table_is_read(secrets_file: Path) -> None:
    lines = (f'{name} = "{value}"' for name, value in AUTH.items())
    secrets_file.write_text("\n".join(("[auth]", *lines)), "utf-8")
    assert read_sign_in() == SignIn.from_secrets(AUTH)


@pytest.mark.parametrize(
    ("content", "reason"), [(b"[auth\n", "it is not TOML"), (b"\xff", "it is not UTF-8")]
)
def test_a_damaged_file_opens_the_dashboard_to_nobody(
    secrets_file: Path, content: bytes, reason: str
) -> None:
    secrets_file.write_bytes(content)
    with pytest.raises(UnreadableData, match=f"secrets.toml cannot be read: {reason}"):
        read_sign_in()
