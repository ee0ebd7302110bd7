"""How readers of the dashboard sign in: the table [auth] of Streamlit's secrets.toml, checked.

Streamlit finds most mistakes in it when the first reader signs in; nobody but the operator can mend
them, so the start of the server does.
"""

__all__ = ["CALLBACK", "SignIn"]

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import SplitResult, urlsplit

from geo.atlas.readers import is_loopback
from geo.errors import BadValue

CALLBACK = "/oauth2callback"  # where Streamlit expects a reader back
SECRET = 32  # characters of the cookies' secret: as many as the digest of their signature has bytes
DIFFERENT = 8  # of them: of 32 digits of openssl, 1 in 28 million times fewer are
_METADATA = "/.well-known/openid-configuration"
_RULES = {
    "redirect_uri": f"the address of this server with {CALLBACK} at its end, here and there",
    "cookie_secret": f"at least {SECRET} characters made at random, as by: openssl rand -hex 32",
    "client_id": "the name that the provider has given to this server",
    "client_secret": "the secret that the provider has given to this server",
    "server_metadata_url": f"the address of the provider's description, which ends in {_METADATA}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """Where readers come back to from the provider (`redirect_uri`), and where that one is."""

    redirect_uri: str
    server_metadata_url: str

    @classmethod
    def from_secrets(cls, auth: object) -> Self:
        """Return what the table [auth] says. Raises BadValue, which repeats no secret."""
        if not isinstance(auth, Mapping):
            raise BadValue("auth", type(auth).__name__, "a table: [auth] with its keys below it")
        for name, value in auth.items():
            if isinstance(value, Mapping) and name != "client_kwargs":
                rule = "one provider is used: its keys stand in [auth] itself"
                raise BadValue(f"auth.{name}", "a table", rule)
        for key, rule in _RULES.items():
            _check_text(key, auth.get(key, ""), rule)
        secret = auth["cookie_secret"].strip()
        if len(secret) < SECRET or len(set(secret)) < DIFFERENT:
            said = f"{len(secret)} characters, {len(set(secret))} different ones"
            raise BadValue("auth.cookie_secret", said, _RULES["cookie_secret"])
        _check_further(auth.get("client_kwargs", {}))
        found = cls(**{name: auth[name] for name in ("redirect_uri", "server_metadata_url")})
        found.check()
        return found

    def check(self) -> None:
        """Raise BadValue for an address that a reader or the provider would not be reached by."""
        for name in ("redirect_uri", "server_metadata_url"):
            _check_address(name, getattr(self, name))
        if not self.redirect_uri.endswith(CALLBACK):
            raise BadValue("auth.redirect_uri", self.redirect_uri, _RULES["redirect_uri"])
        if not self.server_metadata_url.endswith(_METADATA):
            rule = _RULES["server_metadata_url"]
            raise BadValue("auth.server_metadata_url", self.server_metadata_url, rule)

    def check_public(self, public_url: str | None, root: str) -> None:
        """Raise BadValue where readers would come back to another address than the public one.

        `root` is the path below which the server has everything.
        """
        if public_url is not None and self.redirect_uri != public_url + CALLBACK:
            rule = f"readers open {public_url}, so it is {public_url}{CALLBACK}, here and there"
            raise BadValue("auth.redirect_uri", self.redirect_uri, rule)
        if public_url is None and not is_loopback(urlsplit(self.redirect_uri).hostname):
            rule = f"give {self.home} as the public address of this server too (--public-url)"
            raise BadValue("auth.redirect_uri", self.redirect_uri, rule)
        if urlsplit(self.home).path != root:
            rule = f"the server is at {root}/, so it ends in {root}{CALLBACK}, here and there"
            raise BadValue("auth.redirect_uri", self.redirect_uri, rule)

    @property
    def home(self) -> str:
        """Return the address of the dashboard, without a slash at its end."""
        return self.redirect_uri.removesuffix(CALLBACK)

    @property
    def origin(self) -> str:
        """Return scheme, host and port that readers come back to."""
        parts = urlsplit(self.redirect_uri)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def is_secure(self) -> bool:
        """Tell whether readers reach the server by https only, so that cookies need it too."""
        return self.redirect_uri.startswith("https:")

    @property
    def provider(self) -> str:
        """Return the host of the provider."""
        return urlsplit(self.server_metadata_url).hostname or ""


def _check_text(key: str, value: object, rule: str) -> None:
    """Raise BadValue for what is not a text, or an empty one."""
    if not isinstance(value, str):
        raise BadValue(f"auth.{key}", type(value).__name__, f"a text in quotes: {rule}")
    if not value.strip():
        raise BadValue(f"auth.{key}", "", f"it is required: {rule}")


def _check_further(client_kwargs: object) -> None:
    """Raise BadValue for what Authlib is told too, if the provider could not sign anyone in."""
    if not isinstance(client_kwargs, Mapping):
        raise BadValue("auth.client_kwargs", type(client_kwargs).__name__, "a table")
    scope = client_kwargs.get("scope", "openid")
    if not isinstance(scope, str) or "openid" not in scope.split():
        rule = "names with blanks between them, openid among them"
        raise BadValue("auth.client_kwargs.scope", scope, rule)


def _check_address(name: str, text: str) -> None:
    """Raise BadValue for an address of another kind, or whose answers others could change."""
    parts = _parts(text)
    is_own = parts is not None and is_loopback(parts.hostname)
    if parts is None or (parts.scheme != "https" and not (is_own and parts.scheme == "http")):
        rule = "an https address (http only on this machine itself)"
        raise BadValue(f"auth.{name}", text, f"{rule}: {_RULES[name]}")


def _parts(text: str) -> SplitResult | None:
    """Return the parts of an address with a host and without user, query or fragment."""
    try:
        parts = urlsplit(text)
        _ = parts.port  # raises where it is another thing than a number
    except ValueError:
        return None
    is_plain = parts.username is None and not (parts.query or parts.fragment)
    return parts if parts.hostname and is_plain and text.isprintable() else None
