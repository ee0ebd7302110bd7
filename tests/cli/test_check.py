"""`geo check`: what is wrong with a deployed atlas is said, with a remedy."""

import re
import socket
import ssl
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any, NamedTuple

import pytest
import trustme

from command_line import run
from front import Mistakes, front
from geo.cli.deployed import site
from geo.cli.deployed.checks import CHECKS
from samples import ROOT
from server_process import free_port, running

GEO = str(Path(sys.executable).with_name("geo"))


class Ports(NamedTuple):
    """Where a server listens, and where readers ask; the server says so in its links."""

    behind: int
    front: int

    @property
    def address(self) -> str:
        return f"http://localhost:{self.front}"

    def asked_through(
        self, mistakes: Mistakes, context: ssl.SSLContext | None = None
    ) -> AbstractContextManager[None]:
        """Serve with a proxy in front until the block ends."""
        return front(self.front, self.behind, mistakes, context)


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ports]:
    """Serve the bundled data behind the proxies of the tests."""
    home, ports = tmp_path_factory.mktemp("checked"), Ports(behind=free_port(), front=free_port())
    options = ["--port", str(ports.behind), "--public-url", ports.address]
    with running([GEO, "serve", *options], home, ports.behind, home):
        yield ports


def wrong(output: str) -> dict[str, str]:
    """Return what is wrong by the name of the check."""
    return dict(re.findall(r"^wrong +(\S+) +(.*)$", output, re.M))


def test_a_good_site_has_nothing_wrong(ports: Ports) -> None:
    with ports.asked_through(Mistakes()):
        result = run("check", f"{ports.address}/")
    assert result.exit_code == 0, result.output
    assert re.findall(r"^ok +(\S+) ", result.output, re.M) == ["atlas", *CHECKS]


@pytest.mark.parametrize(
    ("mistakes", "name", "words"),
    [
        ({"unasked": {"upgrade", "connection"}}, "websocket", "let the proxy pass Upgrade and"),
        ({"asked": {"origin": "https://x.example"}}, "websocket", "may not open a WebSocket"),
        ({"unsaid": {"content-security-policy"}}, "embeds", "Content-Security-Policy does not"),
        ({"said": {"X-Frame-Options": "DENY"}}, "embeds", "X-Frame-Options forbids other pages"),
        ({"unsaid": {"access-control-allow-origin"}}, "embeds", "Access-Control-Allow-Origin is"),
        ({"unasked": {"accept-encoding"}}, "compression", "let the proxy pass Accept-Encoding on"),
        ({"unsaid": {"etag"}}, "caching", "ETag and If-None-Match do not get through"),
        ({"unasked": {"if-none-match"}}, "caching", "ETag and If-None-Match do not get through"),
        ({"unsaid": {"cache-control"}}, "caching", "scripts are not kept by browsers"),
    ],
)
def test_one_mistake_of_a_proxy_is_one_fault(
    ports: Ports, mistakes: dict[str, Any], name: str, words: str
) -> None:
    with ports.asked_through(Mistakes(**mistakes)):
        result = run("check", ports.address)
    assert result.exit_code == 1
    assert list(wrong(result.output)) == [name]
    assert words in wrong(result.output)[name]


def test_a_websocket_that_is_closed_without_an_answer_is_said(ports: Ports) -> None:
    with ports.asked_through(Mistakes(silent="/_stcore/stream")):
        found = wrong(run("check", ports.address).output)
    assert list(found) == ["websocket"]
    assert found["websocket"].startswith("a WebSocket is not answered: let the proxy pass Upgrade")


def test_a_websocket_that_is_never_answered_is_said(
    ports: Ports, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = site.Site.ask

    def wait(self: site.Site, path: str, headers: dict[str, str] | None = None) -> site.Answer:
        if path == "/_stcore/stream":
            raise TimeoutError
        return ask(self, path, headers)

    monkeypatch.setattr(site.Site, "ask", wait)
    with ports.asked_through(Mistakes()):
        found = wrong(run("check", ports.address).output)
    assert list(found) == ["websocket"]
    assert found["websocket"].startswith("a WebSocket is not answered: let the proxy pass Upgrade")


def test_a_path_that_the_server_does_not_know_is_said(ports: Ports) -> None:
    with ports.asked_through(Mistakes(base="/atlas")):
        found = wrong(run("check", f"{ports.address}/atlas").output)
    assert list(found) == ["links"]
    said = f"--public-url {ports.address}/atlas (and --base-path /, if it takes /atlas off)"
    assert said in found["links"]


def test_a_public_address_that_is_not_this_one_is_said(ports: Ports) -> None:
    with ports.asked_through(Mistakes(asked={"host": "localhost"})):
        found = wrong(run("check", f"http://127.0.0.1:{ports.front}").output)
    assert f"--public-url http://127.0.0.1:{ports.front}" in found["links"]
    assert "let the proxy pass Host on" in found["websocket"]


@pytest.mark.parametrize(
    ("mistakes", "path", "words"),
    [
        ({"asked": {"host": "x.example"}}, "", "421: this server does not answer under the name"),
        ({"status": 502}, "", "geo serve behind it does not: systemctl status incident-atlas"),
        ({"status": 200}, "", "no atlas answers at"),
        ({"status": 301, "said": {"Location": "https://x.example/health"}}, "", "leads to https:/"),
        (
            {"status": 302, "said": {"Location": "/health"}},
            "",
            "{here} leads to /health: is a redir",
        ),
        ({"status": 302}, "", "{here} leads to nowhere: is a redirect of the proxy wrong?"),
        ({"base": "/atlas"}, "", "is there a path behind the name"),
        ({}, "/atlas", "an atlas is at {here}, and none at {here}/atlas: use that address"),
        ({"base": "/a"}, "/a/b/c", "an atlas is at {here}/a, and none at {here}/a/b/c"),
    ],
)
def test_what_is_no_atlas_is_said_once(
    ports: Ports, mistakes: dict[str, Any], path: str, words: str
) -> None:
    with ports.asked_through(Mistakes(**mistakes)):
        result = run("check", f"{ports.address}{path}")
    assert (result.exit_code, list(wrong(result.output))) == (1, ["atlas"])
    assert words.format(here=ports.address) in wrong(result.output)["atlas"]


def certificate(authority: trustme.CA, days: int, *names: str) -> ssl.SSLContext:
    """Return a server's context with a certificate that ends in so many days."""
    now = datetime.now(UTC)
    begin, end = now - timedelta(days=90), now + timedelta(days=days, minutes=1)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names, not_before=begin, not_after=end).configure_cert(context)
    return context


@pytest.mark.parametrize(
    ("days", "name", "is_known", "words"),
    [
        (60, "localhost", True, None),
        (13, "localhost", True, "(13 days): renew it now (certbot renew), and see why"),
        (-1, "localhost", True, "has expired: renew it (certbot renew, or make it again), then"),
        (60, "x.example", True, "is for other names: make it for localhost, or use the name that"),
        (60, "localhost", False, "set SSL_CERT_FILE to its file"),
    ],
)
def test_a_certificate_is_looked_at(
    ports: Ports,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    days: int,
    name: str,
    is_known: bool,
    words: str | None,
) -> None:
    authority, known = trustme.CA(), tmp_path / "known.pem"
    (authority if is_known else trustme.CA()).cert_pem.write_to_path(str(known))
    monkeypatch.setenv("SSL_CERT_FILE", str(known))
    with ports.asked_through(Mistakes(), certificate(authority, days, name)):
        result = run("check", f"https://localhost:{ports.front}")
    found = wrong(result.output)
    assert words in found["certificate"] if words else "certificate" not in found
    end = datetime.now(UTC) + timedelta(days=days, minutes=1)
    assert (f"is valid until {end:%Y-%m-%d} ({days} days)" in result.output) == (
        is_known and name == "localhost" and days > 0
    )
    assert re.search(r"^ok +embeds ", result.output, re.M)  # the other checks go on


def test_what_does_not_answer_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    nothing = wrong(run("check", f"http://localhost:{port}").output)
    assert nothing["address"].startswith(f"nothing listens on port {port} of localhost: does nginx")

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert wrong(run("check", "https://x.example").output) == {
        "address": "the name x.example is not known: is it written right, and in the DNS?"
    }


@pytest.mark.parametrize(
    ("scheme", "said", "words"),
    [
        ("http", b"SSH-2.0-OpenSSH_9.2\r\n", "does not speak HTTP: is another port for it?"),
        ("https", b"HTTP/1.1 400 Bad Request\r\n\r\n", "does not speak TLS: is it http, or is"),
        ("http", b"", "closes the connection: is it for https, or is another port for http?"),
        ("http", None, "did not answer in time: does a firewall drop what comes"),
    ],
)
def test_another_protocol_is_said_in_words(
    monkeypatch: pytest.MonkeyPatch, scheme: str, said: bytes | None, words: str
) -> None:
    if said is None:
        monkeypatch.setattr(site, "SECONDS", 1)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

        def answer() -> None:
            with listening.accept()[0] as connection:
                connection.recv(1_000)
                connection.sendall(said or b"")
                if said:
                    connection.recv(1_000)  # until the other side closes

        other = Thread() if said is None else Thread(target=answer)
        other.start()
        found = wrong(run("check", f"{scheme}://127.0.0.1:{port}").output)
        other.join()
    assert words in found["address"]


@pytest.mark.parametrize(
    "body",
    [
        b'{"error": "not found"}',
        b'{"error": null}',
        b'{"error": ["x"]}',
        b'{"status": ["ok"]}',
        b"[" * 100_000,
        b"7",
        b"",
        b"\xff",
    ],
)
def test_an_answer_of_another_program_is_no_atlas(ports: Ports, body: bytes) -> None:
    with ports.asked_through(Mistakes(status=404, body=body)):
        result = run("check", ports.address)
    assert (result.exit_code, list(wrong(result.output))) == (1, ["atlas"])
    assert "no atlas answers at" in wrong(result.output)["atlas"]


@pytest.mark.parametrize("files", ["null", "7", '["a"]', '{"a": 1}', "[]"])
def test_files_in_another_form_are_none(
    ports: Ports, monkeypatch: pytest.MonkeyPatch, files: str
) -> None:
    ask = site.Site.ask

    def other(self: site.Site, path: str, headers: dict[str, str] | None = None) -> site.Answer:
        if path == "/ready":
            return site.Answer(200, {}, f'{{"files": {files}}}'.encode())
        return ask(self, path, headers)

    monkeypatch.setattr(site.Site, "ask", other)
    with ports.asked_through(Mistakes()):
        found = wrong(run("check", ports.address).output)
    assert list(found) == ["ready"]
    assert found["ready"].startswith("it does not say which files it has open")


@pytest.mark.parametrize("is_head", [True, False])
def test_an_answer_that_comes_byte_by_byte_ends(
    monkeypatch: pytest.MonkeyPatch, is_head: bool
) -> None:
    monkeypatch.setattr(site, "ALL_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=drip, args=[server, is_head])
        thread.start()
        found = wrong(run("check", f"http://127.0.0.1:{server.getsockname()[1]}").output)
        thread.join()
    assert list(found) == ["address"]
    assert "did not answer in time" in found["address"]


def drip(server: socket.socket, is_head: bool) -> None:
    """Answer one client a byte at a time, until it leaves."""
    connection, _ = server.accept()
    with connection, suppress(OSError):
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 200 OK\r\n" + (b"" if is_head else b"\r\n"))
        while True:
            connection.sendall(b"x")
            sleep(0.05)


@pytest.mark.parametrize(
    "text",
    ["atlas.example.org", "ftp://x", "http://x:70000", "http://x/?q", "http://a..b", "http://."],
)
def test_an_odd_address_is_refused(text: str) -> None:
    result = run("check", text)
    assert result.exit_code == 1
    assert f"address={text!r} is not allowed: " in result.output


def test_what_a_server_says_cannot_steer_the_terminal(ports: Ports) -> None:
    leads = {"Location": "https://x.example/\x1b[31m"}
    with ports.asked_through(Mistakes(status=301, said=leads)):
        assert "\x1b" not in run("check", ports.address).output


@pytest.mark.parametrize("name", ["certificate", "address", "atlas", *CHECKS])
def test_a_check_is_documented(name: str) -> None:
    assert f"| `{name}` |" in (ROOT / "docs" / "deploy.md").read_text("utf-8")
