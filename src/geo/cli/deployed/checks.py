"""What is asked of a deployed atlas: each check says what is right, or what is wrong."""

__all__ = ["CHECKS", "Finding", "check_site"]

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from http.client import HTTPException
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from geo.atlas.serving.base_path import base_path
from geo.atlas.serving.prefixes import is_under
from geo.cli.deployed.certificate import certificate_in_words
from geo.cli.deployed.site import Answer, Site, fault_in_words
from geo.errors import BadValue, shortened

_HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
}
_ANOTHER_SITE = "https://another-site.invalid"
LONGEST = 500  # characters of what an atlas says, its remedy included
_UNCHANGED = "let the proxy pass it on as it is"
_TO_TLS = b"plain HTTP request was sent to HTTPS port"  # as nginx says it
_ASSET = re.compile(rb'"(?:\.\./|[^"]*?/)?(assets/v-[^"?#]+)"')


class Finding(NamedTuple):
    """What one check found out."""

    name: str
    is_good: bool
    words: str


class _Wrong(Exception):
    """A check that found a fault, in words."""


def check_site(site: Site) -> Iterator[Finding]:
    """Ask a deployed atlas, one check after the other, as far as it answers."""
    try:
        if site.scheme == "https":
            is_good, words = certificate_in_words(site)
            yield Finding(name="certificate", is_good=is_good, words=words)
            site = replace(site, checks_certificate=is_good)
        yield Finding(name="atlas", is_good=True, words=_atlas(site))
    except (OSError, HTTPException) as error:
        yield Finding(name="address", is_good=False, words=fault_in_words(site, error))
        return
    except _Wrong as wrong:
        yield Finding(name="atlas", is_good=False, words=str(wrong))
        return
    for name, check in CHECKS.items():
        yield _found(name, check, site)


def _found(name: str, check: Callable[[Site], str], site: Site) -> Finding:
    try:
        return Finding(name=name, is_good=True, words=check(site))
    except _Wrong as wrong:
        return Finding(name=name, is_good=False, words=str(wrong))
    except (OSError, HTTPException) as error:
        return Finding(name=name, is_good=False, words=fault_in_words(site, error))


def _atlas(site: Site) -> str:
    """Check that an atlas answers under the address."""
    answer = site.ask("/health")
    if _json(answer).get("status") == "ok":
        return f"answers at {site.url}"
    if answer.status in (301, 302, 307, 308):
        raise _Wrong(_elsewhere(site, answer.headers.get("location", "")))
    is_elsewhere = _code(answer) == "wrong_base_path"
    if said := _wrong_path(site, answer) if is_elsewhere else _said(answer):
        raise _Wrong(said)
    if _TO_TLS in answer.body:
        https = replace(site, scheme="https").url
        raise _Wrong(f"port {site.port} of {site.host} is for https: ask for {https}")
    if answer.status in (502, 503, 504):
        raise _Wrong(
            "the proxy answers, and geo serve behind it does not: systemctl status incident-atlas"
        )
    if other := _first_atlas(_above(site)):
        raise _Wrong(_at(other, site))
    raise _Wrong(
        f"no atlas answers at {site.url} (status {answer.status}): is there a path behind"
        " the name, and does the proxy send it to geo serve?"
    )


def _elsewhere(site: Site, location: str) -> str:
    """Say where the address leads to instead of answering."""
    leads = location.removesuffix("/health")
    if urlsplit(leads).scheme and leads != site.url:
        return f"{site.url} leads to {shortened(leads)}: check that address"
    where = shortened(location) or "nowhere"
    return f"{site.url} leads to {where}: is a redirect of the proxy wrong?"


def _wrong_path(site: Site, answer: Answer) -> str:
    """Say what is wrong with a path of which an atlas says that it is below another."""
    error = _error(answer)
    served, asked = _served_at(error.get("base_path")), str(error.get("path"))
    if served and served == site.base and not is_under(asked, (served,)):
        return _taken_off(served)
    if served == site.base:  # the path is right, and is changed on its way
        return _said(answer)
    named = [] if served is None else [replace(site, base=served)]
    other = _first_atlas(dict.fromkeys([*named, *_above(site)]))
    return _at(other, site) if other else _said(answer)


def _taken_off(base: str) -> str:
    return (
        f"the proxy takes {base} off each path: let it pass the path on as it is, or"
        " start geo serve with --base-path /"
    )


def _served_at(base: object) -> str | None:
    """Return the base path that an atlas names, "" for its "/"; None for what cannot be one."""
    try:
        return base_path("base_path", str(base)).removesuffix("/")
    except BadValue:
        return None


def _above(site: Site) -> Iterator[Site]:
    """Yield the addresses above one, the nearest first."""
    while site.base:
        site = replace(site, base=site.base.rpartition("/")[0])
        yield site


def _first_atlas(sites: Iterable[Site]) -> Site | None:
    return next((site for site in sites if _json(site.ask("/health")).get("status") == "ok"), None)


def _at(other: Site, site: Site) -> str:
    where = f"an atlas is at {other.url}, and none at {site.url}"
    return f"{where}: use that address, or start geo serve with --public-url {site.url}"


def _said(answer: Answer) -> str:
    """Return an error of geo serve in its own words, "" where the answer is not one."""
    message = _error(answer).get("message")
    return f"it answers {answer.status}: {str(message)[:LONGEST]}" if message else ""


def _ready(site: Site) -> str:
    said = _json(site.ask("/ready")).get("files")
    files = [file for file in said if isinstance(file, dict)] if isinstance(said, list) else []
    if faults := [str(file["fault"]) for file in files if file.get("fault")]:
        raise _Wrong(f"{shortened('; '.join(faults))}. The log of geo serve has more")
    if not files:
        raise _Wrong("it does not say which files it has open: is /ready sent to geo serve?")
    return f"{len(files)} of {len(files)} files can be read"


def _links(site: Site) -> str:
    answer = site.ask(f"/oembed?url={quote(f'{site.url}/embed/map', safe='')}")
    if answer.status != 200:
        path = f" (and --base-path /, if it takes {site.base} off)" if site.base else ""
        raise _Wrong(
            f"links and embeds are built on another address: start geo serve with"
            f" --public-url {site.url}{path}, and let the proxy pass Host on"
        )
    return f"links and embeds are built on {site.url}"


def _websocket(site: Site) -> str:
    answer = _handshake(site, site.origin)
    if answer.status == 101:
        return "a WebSocket gets through, so the dashboard works"
    if _code(answer) == "not_signed_in":
        return _closed_websocket(site)
    if answer.status == 403:
        raise _Wrong(
            "the dashboard's own page may not open a WebSocket: let the proxy pass Host"
            f" on, and start geo serve with --public-url {site.url}"
        )
    if _code(answer) == "no_dashboard":
        return "no dashboard is served there (--no-dashboard), so its connection was not looked at"
    raise _Wrong(f"a WebSocket is answered with {answer.status}: {_UPGRADE}")


def _closed_websocket(site: Site) -> str:
    """Check a connection that needs sign-in, which is refused also as a plain request.

    A page of another site tells them apart: it is told its origin, of a WebSocket only.
    """
    if _code(_handshake(site, _ANOTHER_SITE)) != "foreign_origin":
        raise _Wrong(f"a WebSocket arrives as a plain request: {_UPGRADE}")
    return "a WebSocket gets through; readers sign in before the dashboard opens it"


def _handshake(site: Site, origin: str) -> Answer:
    """Ask for the dashboard's connection as a page of an origin does."""
    try:
        return site.ask("/_stcore/stream", {**_HANDSHAKE, "Origin": origin})
    except (TimeoutError, HTTPException):
        raise _Wrong(f"a WebSocket is not answered: {_UPGRADE}") from None


_UPGRADE = (
    "let the proxy pass Upgrade and Connection on for /_stcore/stream (docs/deploy.md, nginx), or"
    " the dashboard stays empty"
)


def _embeds(site: Site) -> str:
    page, api = site.ask("/embed/map"), site.ask("/api/summary", {"Origin": "https://example.org"})
    framed = page.headers.get("content-security-policy", "")
    _, _, ancestors = framed.partition("frame-ancestors")
    if "*" not in ancestors.partition(";")[0].split():
        raise _Wrong(f"Content-Security-Policy does not let other pages frame maps: {_UNCHANGED}")
    if "x-frame-options" in page.headers:
        raise _Wrong("X-Frame-Options forbids other pages to frame maps: remove it from the proxy")
    if api.headers.get("access-control-allow-origin") != "*":
        raise _Wrong(f"Access-Control-Allow-Origin is missing from the API: {_UNCHANGED}")
    return "other pages may frame maps, and read the API"


def _compression(site: Site) -> str:
    answer = site.ask("/embed/map", {"Accept-Encoding": "gzip"})
    if answer.headers.get("content-encoding") != "gzip":
        raise _Wrong("answers are not compressed: let the proxy pass Accept-Encoding on")
    return "answers are compressed"


def _caching(site: Site) -> str:
    page = site.ask("/embed/map")
    tag = page.headers.get("etag", "")
    if not tag or site.ask("/embed/map", {"If-None-Match": tag}).status != 304:
        raise _Wrong("ETag and If-None-Match do not get through: let the proxy pass them on")
    asset = _ASSET.search(page.body)
    kept = asset and site.ask(f"/{asset[1].decode()}").headers.get("cache-control", "")
    if not kept or "immutable" not in kept:
        raise _Wrong(f"scripts are not kept by browsers, as Cache-Control is changed: {_UNCHANGED}")
    return "browsers keep scripts, and ask whether maps are still valid"


def _code(answer: Answer) -> str | None:
    """Return the code of an error of geo serve, or None."""
    code = _error(answer).get("code")
    return code if isinstance(code, str) else None


def _error(answer: Answer) -> dict[str, Any]:
    error = _json(answer).get("error")
    return error if isinstance(error, dict) else {}


def _json(answer: Answer) -> dict[str, Any]:
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):  # the last is of what lies deep in itself
        return {}
    return found if isinstance(found, dict) else {}


CHECKS: dict[str, Callable[[Site], str]] = {
    "ready": _ready,
    "links": _links,
    "websocket": _websocket,
    "embeds": _embeds,
    "compression": _compression,
    "caching": _caching,
}
