"""What nginx refuses, and what it says where nobody answers: status, sentence, Retry-After."""

import re
import socket
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from geo.maps.templates import ASSETS
from geo.settings import limit
from geo.web.admission.bodies import FORM_BYTES
from geo.web.admission.connections import HEAD_BYTES, TARGET_BYTES
from geo.web.refused_page import refused_policy
from nginx import FILES, Nginx, Site, running_nginx
from server_process import free_port
from upstream import Upstream
from waiting import eventually

# Fewer of everything, so that a test reaches the end of it, and readers who say who they are.
FEW = {
    "rate=100r/s": "rate=6r/m",
    "burst=6000": "burst=3",
    "incident_atlas_clients 400": "incident_atlas_clients 2",
    "server_tokens off;\ngzip": "set_real_ip_from 127.0.0.1; real_ip_header Reader;\ngzip",
}
UPLOAD = "/_stcore/upload_file/1/2"
STYLE = (ASSETS / "refused.css").read_text("utf-8").removesuffix("\n")  # as of geo serve's own
REFUSAL = {
    "cache-control": "no-store",
    "content-security-policy": refused_policy("*").removesuffix("; frame-ancestors *"),
    "content-type": "text/html; charset=utf-8",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


@pytest.fixture(scope="module")
def nginx(upstream: Upstream, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    folder = tmp_path_factory.mktemp("limits") / "nginx"
    with running_nginx(folder, upstream.port, free_port(), changes=FEW) as nginx:
        yield nginx


@pytest.fixture
def client(nginx: Nginx) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=nginx.url, verify=nginx.trust, timeout=30) as client:
        yield client


def sentence(answer: httpx2.Response) -> str:
    """Return what a refusal says; its headers are those of all refusals."""
    assert {name: answer.headers.get(name) for name in REFUSAL} == REFUSAL
    _, is_styled, words = answer.text.partition(f"<style>{STYLE}</style>")
    assert is_styled
    return re.sub("<[^>]+>", " ", words).strip()


def asked(client: httpx2.Client, path: str, reader: str, times: int) -> list[int]:
    return [client.get(path, headers={"Reader": reader}).status_code for _ in range(times)]


@pytest.mark.parametrize(
    ("path", "reader", "readers"),
    [
        ("/api/cells", "203.0.113.1", "*"),
        ("/embed/map", "203.0.113.2", None),
        ("/", "203.0.113.3", None),
    ],
)
def test_one_client_gets_429_and_others_their_answers(
    client: httpx2.Client, path: str, reader: str, readers: str | None
) -> None:
    assert asked(client, path, reader, 5) == [200, 200, 200, 200, 429]
    refused = client.get(path, headers={"Reader": reader})
    assert "Too many requests come from your network" in sentence(refused)
    assert refused.headers["retry-after"] == "10"
    assert refused.headers.get("access-control-allow-origin") == readers
    assert asked(client, path, reader.replace("203", "198"), 1) == [200]


def test_of_ipv6_a_network_is_one_client(client: httpx2.Client) -> None:
    network = [f"2001:db8:1:2::{number}" for number in range(1, 6)]
    statuses = [asked(client, "/", reader, 1)[0] for reader in network]
    assert statuses == [200, 200, 200, 200, 429]
    assert asked(client, "/", "2001:db8:1:3::1", 1) == [200]


def test_a_client_has_so_many_requests_at_the_same_time(
    client: httpx2.Client, upstream: Upstream
) -> None:
    upstream.asked.clear()
    upstream.go.clear()
    reader = {"Reader": "203.0.113.77"}
    with ThreadPoolExecutor(2) as readers:
        waiting = [readers.submit(client.get, "/", headers=reader) for _ in range(2)]
        eventually(lambda: len(upstream.asked) == 2)
        assert client.get("/", headers=reader).status_code == 429
        upstream.go.set()
        assert [each.result().status_code for each in waiting] == [200, 200]


def test_the_limits_are_those_of_the_server() -> None:
    text = "".join(path.read_text("utf-8") for path in FILES.rglob("*.conf"))
    (per_second,) = map(int, re.findall(r"rate=(\d+)r/s", text))
    (burst,) = map(int, re.findall(r"burst=(\d+) nodelay", text))
    assert (per_second * 60, burst) == (limit("requests"), limit("requests"))
    (most,) = map(int, re.findall(r"incident_atlas_clients (\d+);", text))
    assert most == 2 * limit("client_connections")  # HTTP/2: each request counts


@pytest.mark.parametrize(
    ("path", "most"),
    [("/", FORM_BYTES), (UPLOAD, FORM_BYTES + (limit("added_megabytes") << 20))],
)
def test_a_body_may_be_as_large_as_for_the_server(
    site: Site, upstream: Upstream, tmp_path_factory: pytest.TempPathFactory, path: str, most: int
) -> None:
    folder = tmp_path_factory.mktemp("bodies") / "nginx"
    with (
        running_nginx(folder, upstream.port, free_port()) as nginx,
        httpx2.Client(base_url=nginx.url, verify=nginx.trust, timeout=30) as client,
    ):
        assert client.put(path, content=bytes(most)).status_code == 200
        refused = client.put(path, content=bytes(most + 1))
    assert refused.status_code == 413
    assert "This is larger than the atlas takes" in sentence(refused)


def answer_to(nginx: Nginx, request: bytes) -> bytes:
    """Send bytes through TLS, and return what comes until the connection is closed."""
    found = b""
    with (
        socket.create_connection(("127.0.0.1", nginx.port), timeout=20) as plain,
        nginx.trust.wrap_socket(plain, server_hostname="localhost") as connection,
    ):
        connection.sendall(request)
        try:
            while part := connection.recv(1 << 16):
                found += part
        except ssl.SSLEOFError:
            pass  # nginx closed it
    return found


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (b"GET /" + b"a" * TARGET_BYTES + b" HTTP/1.1", b"the address is longer than 8,192 bytes"),
        (b"GET / HTTP/1.1\r\nA: " + b"a" * HEAD_BYTES, b"the headers are longer than 16,384"),
        (b"GET /health HTTP/1.0\r\nA: b", b'{"status":"ok"}'),
    ],
)
def test_the_server_says_what_is_too_long(site: Site, head: bytes, said: bytes) -> None:
    host = f"Host: localhost:{site.nginx.port}".encode()
    lines = [head, *([host] if b"HTTP/1.1" in head else []), b"Connection: close", b"", b""]
    assert said in answer_to(site.nginx, b"\r\n".join(lines))


def test_a_name_that_is_not_the_servers_is_refused_in_its_words(site: Site) -> None:
    with site.client() as client:
        answer = client.get("/api/cells", headers={"Host": "stranger.example"})
    assert answer.status_code == 421
    assert "does not answer under the name" in answer.json()["error"]["message"]


def test_the_server_hears_who_asks_and_nobody_can_choose_it(
    upstream: Upstream, tmp_path_factory: pytest.TempPathFactory
) -> None:
    upstream.asked.clear()
    folder = tmp_path_factory.mktemp("forwarded") / "nginx"
    with running_nginx(folder, upstream.port, free_port()) as nginx:
        transport = httpx2.HTTPTransport(verify=nginx.trust, local_address="127.0.0.9")
        with httpx2.Client(transport=transport, base_url=nginx.url) as client:
            client.get("/a?b=c%20d", headers={"X-Forwarded-For": "203.0.113.9"})
            client.get("/a//%2e%2e/b")
    (_, path, headers), (_, odd, _) = upstream.asked
    assert (path, odd) == ("/a?b=c%20d", "/a//%2e%2e/b")  # as it was asked
    assert headers.get_all("X-Forwarded-For") == ["127.0.0.9"]
    assert headers["X-Forwarded-Proto"] == "https"
    assert headers["Host"] == f"localhost:{nginx.port}"


def check_absence(answer: httpx2.Response) -> None:
    assert answer.status_code == 503
    assert "The atlas does not answer now" in sentence(answer)
    assert answer.headers["retry-after"] == "30"


def test_where_nobody_listens_a_page_says_so(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("nobody") / "nginx"
    with (
        running_nginx(folder, free_port(), free_port()) as nginx,
        httpx2.Client(base_url=nginx.url, verify=nginx.trust) as client,
    ):
        for path in ("/", "/api/cells", "/embed/record/x"):
            check_absence(client.get(path))


def test_where_the_server_stops_kept_answers_stay(
    upstream: Upstream, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("stopped") / "nginx"
    with (
        running_nginx(folder, upstream.port, free_port()) as nginx,
        httpx2.Client(base_url=nginx.url, verify=nginx.trust) as client,
    ):
        assert client.get("/embed/map").status_code == 200
        upstream.is_stopped = True
        try:
            check_absence(client.get("/embed/map?from=2024"))
            kept = client.get("/embed/map")
        finally:
            upstream.is_stopped = False
    assert (kept.status_code, kept.content) == (200, b"answer")
