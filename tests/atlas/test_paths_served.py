"""The base path: which texts may be one, and what it is next to a public address."""

import re
from typing import Any

import pytest

from geo.atlas.options import ServeOptions
from geo.atlas.serving.base_path import base_path, public_address
from geo.errors import BadValue

NO_PATHS = (
    "",
    "atlas",
    "atlas/",
    "/a b",
    "/../x",
    "/a/../b",
    "/./x",
    "//x",
    "/x//",
    "//",
    "/a%20b",
    "/a?b",
    "/a#b",
    "/a;b",
    "/é",
    "/a\n",
    "/<b>",
    "/{{7}}",
    "https://example.org/atlas",
    "\\x",
)


@pytest.mark.parametrize("text", NO_PATHS)
def test_a_text_that_is_no_base_path_is_refused_with_the_rule(text: str) -> None:
    with pytest.raises(BadValue) as refused:
        base_path("base-path", text)
    assert refused.value.value == text
    assert "begins with a slash" in refused.value.allowed
    assert "/atlas" in refused.value.allowed


def test_a_base_path_has_a_length_that_fits_in_requests() -> None:
    assert base_path("base-path", "/" + "a" * 254) == "/" + "a" * 254
    for refused in ("/" + "a" * 255, "/a" * 4_500):
        with pytest.raises(BadValue, match="at most 255 characters"):
            base_path("base-path", refused)
        with pytest.raises(BadValue, match="at most 255 characters"):
            public_address("public-url", f"https://example.org{refused}")


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("[::::]", "its host '[::::]' is not: a name or an address of a host"),
        ("a..b", "its host 'a..b' is not: a name"),
        (".", "its host '.' is not: a name"),
        ("-x.example", "its host '-x.example' is not: a name"),
        ("2130706433", "its host '2130706433' is not: a name"),
        ("127.1", "its host '127.1' is not: a name"),
        ("h:0", "its port 0 is not between 1 and 65535"),
        ("h:99999", "its port 99999 is not between 1 and 65535"),
    ],
)
def test_a_public_address_that_nobody_can_open_is_refused(host: str, words: str) -> None:
    with pytest.raises(BadValue, match=re.escape(words)):
        public_address("public-url", f"https://{host}/atlas")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://h.", "https://h"),
        ("https://Atlas.Example:08443/", "https://atlas.example:8443"),
        ("http://[2001:DB8:0:0::1]/a", "http://[2001:db8::1]/a"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
    ],
)
def test_a_public_address_is_written_as_requests_are(given: str, kept: str) -> None:
    assert public_address("public-url", given) == kept
    assert public_address("public-url", kept) == kept


@pytest.mark.parametrize("text", ["/embed", "/api/", "/record/x", "/assets"])
def test_an_address_of_the_server_itself_is_no_base_path(text: str) -> None:
    with pytest.raises(BadValue, match="is an address of the server itself: choose another name"):
        base_path("base-path", text)
    with pytest.raises(BadValue, match="is an address of the server itself"):
        public_address("public-url", f"https://example.org{text}")


@pytest.mark.parametrize(
    ("given", "root", "asked"),
    [
        ({}, "", ""),
        ({"base_path": "/"}, "", ""),
        ({"base_path": "/atlas/"}, "/atlas", "/atlas"),
        ({"public_url": "https://example.org"}, "", ""),
        ({"public_url": "https://example.org/"}, "", ""),
        ({"public_url": "https://example.org/maps/atlas/"}, "/maps/atlas", "/maps/atlas"),
        ({"public_url": "https://example.org/atlas", "base_path": "/atlas"}, "/atlas", "/atlas"),
        ({"public_url": "https://example.org/atlas", "base_path": "/"}, "/atlas", ""),
    ],
)
def test_the_public_address_has_the_base_path_unless_a_proxy_takes_it_off(
    given: dict[str, Any], root: str, asked: str
) -> None:
    options = ServeOptions(**given)
    assert (options.root, options.asked_path) == (root, asked)


@pytest.mark.parametrize("url", ["https://example.org", "https://example.org/atlas"])
def test_two_different_paths_are_refused(url: str) -> None:
    with pytest.raises(BadValue) as refused:
        ServeOptions(public_url=url, base_path="/maps")
    assert str(refused.value).startswith(f"base-path='/maps' is not allowed: {url} has the path /")
    assert "give the same path, or / if the proxy takes it off" in str(refused.value)


def test_the_environment_gives_both(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEO_PUBLIC_URL", "https://example.org/atlas/")
    assert ServeOptions.from_environment().root == "/atlas"
    monkeypatch.setenv("GEO_BASE_PATH", "/")
    assert ServeOptions.from_environment().asked_path == ""
    monkeypatch.setenv("GEO_BASE_PATH", "atlas")
    with pytest.raises(BadValue, match="GEO_BASE_PATH='atlas' is not allowed: a path that begins"):
        ServeOptions.from_environment()
    monkeypatch.setenv("GEO_PUBLIC_URL", "example.org")
    with pytest.raises(BadValue, match=r"GEO_PUBLIC_URL='example\.org' is not allowed"):
        ServeOptions.from_environment()
