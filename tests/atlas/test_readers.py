"""The names under which readers may open a server."""

import socket

import pytest

from geo.atlas.options import ServeOptions
from geo.atlas.readers import Names, host_name
from geo.errors import BadValue


def names(host: str = "localhost", url: str | None = None, *others: str) -> Names:
    found = ServeOptions(host=host, public_url=url, allow_hosts=others).names
    assert found
    return found


@pytest.mark.parametrize(
    "authority",
    ["localhost", "LocalHost.:8501", "127.0.0.1", "127.1.2.3:80", "[::1]:8501", "localhost:65535"],
)
@pytest.mark.parametrize("host", ["localhost", "0.0.0.0", "192.168.1.2", "atlas.example"])
def test_this_machine_is_known_by_its_loopback_names(host: str, authority: str) -> None:
    assert names(host).allows(authority)


@pytest.mark.parametrize(
    "authority",
    [
        "",
        "rebound.example",
        "localhost.rebound.example",
        "rebound.example:8501",
        "localhost@rebound.example",
        "localhost:8501@rebound.example",
        "localhost/rebound.example",
        "localhost rebound.example",
        "localhost,rebound.example",
        "localhost:port",
        "localhost:123456",
        "[::1",
        "[]",
        "2130706433",
        "0x7f.1",
        "0.0.0.0",
        "192.168.1.2",
        "example.org.",
    ],
)
def test_strangers_are_not(authority: str) -> None:
    assert not names("localhost", "https://atlas.example", "*.example.org").allows(authority)


@pytest.mark.parametrize(
    ("host", "url", "others", "authority"),
    [
        ("192.168.1.2", None, (), "192.168.1.2:8501"),
        ("2001:db8::1", None, (), "[2001:db8:0::1]:8501"),
        ("2001:db8:0::1", None, (), "[2001:db8::1]:8501"),
        ("Atlas.Example", None, (), "atlas.example"),
        ("Atlas.Example.", None, (), "atlas.example"),
        ("localhost", "https://Atlas.Example.", (), "atlas.example"),
        ("localhost", "https://bücher.example", (), "xn--bcher-kva.example"),
        ("localhost", "https://[2001:DB8:0:0::1]:8443", (), "[2001:db8::1]:8443"),
        ("localhost", "https://atlas.example:8443", (), "atlas.example"),
        ("localhost", None, ("maps.example",), "maps.example:8501"),
        ("localhost", None, ("*.example.org",), "deep.maps.example.org"),
        ("localhost", None, ("Bücher.example",), "xn--bcher-kva.example"),
        ("0.0.0.0", None, (), "198.51.100.7:8501"),
        ("::", None, (), "[2001:db8::7]"),
        ("0.0.0.0", None, (), f"{socket.gethostname()}:8501"),
    ],
)
def test_a_server_has_the_names_that_it_was_given(
    host: str, url: str | None, others: tuple[str, ...], authority: str
) -> None:
    assert names(host, url, *others).allows(authority)


def test_where_nothing_is_served_there_are_no_names() -> None:
    assert ServeOptions(allow_hosts=("maps.example",)).names is None


@pytest.mark.parametrize(
    ("origin", "authority"),
    [
        ("http://localhost:8501", "localhost:8501"),
        ("http://LOCALHOST:80", "localhost"),
        ("https://maps.example", "maps.example"),
        ("https://maps.example:443", "maps.example"),
        ("http://[::1]:8501", "[::1]:8501"),
        ("https://atlas.example", "localhost:8501"),
    ],
)
def test_pages_of_the_same_server_may_connect(origin: str, authority: str) -> None:
    assert names("localhost", "https://atlas.example").allows_origin(origin, authority)


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "null",
        "http://rebound.example",
        "http://localhost:3000",
        "http://localhost",
        "http://127.0.0.1:8501",
        "http://atlas.example",
        "https://atlas.example:8443",
        "https://atlas.example.rebound.example",
        "file://localhost:8501",
        "ws://localhost:8501",
        "http://localhost:8501/",
        "http://a@localhost:8501",
    ],
)
def test_pages_of_others_may_not(origin: str) -> None:
    assert not names("localhost", "https://atlas.example").allows_origin(origin, "localhost:8501")


@pytest.mark.parametrize(
    "text",
    [
        *("", "*", "*.", "a b", "maps.example:8501", "https://maps.example", "a/b", "-a", "ä" * 80),
        *("a..b", ".", "-x.example", "a\0", "[::::]"),
        *("0", "2130706433", "0x7f.1", "127.1", "1.2.3.256"),  # which browsers read as addresses
    ],
)
def test_what_is_no_name_of_a_host_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match=r"allow-host=.* is not allowed: a name or an address"):
        host_name("allow-host", text)


@pytest.mark.parametrize("text", ["*", "*.example.org", "127.0.0.1\0", "0", "", " "])
def test_a_server_listens_on_one_host(text: str) -> None:
    with pytest.raises(BadValue, match=r"host=.* is not allowed: .* name or a"):
        ServeOptions(host=text)


def test_a_further_name_is_for_readers_who_may_not_see_every_row() -> None:
    assert ServeOptions(host="localhost", allow_hosts=("maps.example",)).is_public
    assert not ServeOptions(host="localhost", allow_hosts=("127.0.0.1",)).is_public


def test_the_environment_has_names_with_commas_between(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEO_ALLOW_HOST", "maps.example, *.Example.org,")
    assert ServeOptions.from_environment().allow_hosts == ("maps.example", "*.example.org")
