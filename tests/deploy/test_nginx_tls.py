"""Encryption: what is spoken, where a plain request goes, and a certificate that is out of date."""

import re
import shlex
import socket
import ssl
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest
import trustme

from nginx import COMMANDS, FILES, Nginx, make_certificate, running_nginx
from server_process import free_port
from upstream import Upstream

SITES = sorted(path.name for path in (FILES / "sites-available").iterdir())
HSTS = "add_header Strict-Transport-Security"


def handshake(nginx: Nginx, context: ssl.SSLContext) -> tuple[str | None, str | None]:
    """Return the version of TLS and the protocol that are agreed on."""
    with (
        socket.create_connection(("127.0.0.1", nginx.port), timeout=20) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as connection,
    ):
        return connection.version(), connection.selected_alpn_protocol()


def speaking(nginx: Nginx, version: ssl.TLSVersion) -> ssl.SSLContext:
    """Return a client that speaks one version of TLS, and would take old ciphers."""
    context = ssl.create_default_context(cafile=nginx.logs.parent / "ssl" / "certificate.pem")
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.set_alpn_protocols(["h2", "http/1.1"])
    context.maximum_version = ssl.TLSVersion.MAXIMUM_SUPPORTED
    context.minimum_version = context.maximum_version = version
    return context


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_tls_of_today_is_spoken_with_http_2(nginx: Nginx, version: ssl.TLSVersion) -> None:
    name = version.name.replace("_", ".")
    assert handshake(nginx, speaking(nginx, version)) == (name, "h2")


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_tls_of_yesterday_is_refused(nginx: Nginx, version: ssl.TLSVersion) -> None:
    with pytest.raises(ssl.SSLError, match=r"(?i)protocol.version|unsupported"):
        handshake(nginx, speaking(nginx, version))


@pytest.mark.parametrize("site", SITES)
def test_a_plain_request_is_led_to_the_encrypted_site(
    upstream: Upstream, tmp_path: Path, site: str
) -> None:
    with (
        running_nginx(tmp_path / "nginx", upstream.port, free_port(), site) as nginx,
        httpx2.Client(base_url=f"http://localhost:{nginx.plain_port}") as client,
    ):
        answer = client.get("/embed/map?from=2024&title=a%20b")
        proof = client.get("/.well-known/acme-challenge/none")
        stranger = client.get("/about", headers={"Host": "stranger.example"})
    assert answer.status_code == 301
    assert answer.headers["location"] == "https://localhost/embed/map?from=2024&title=a%20b"
    assert stranger.headers["location"] == "https://localhost/about"
    assert proof.status_code == 404  # of a file, and not led elsewhere


def test_hsts_is_sent_by_those_who_choose_it(
    nginx: Nginx, upstream: Upstream, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("hsts") / "nginx"
    chosen = running_nginx(folder, upstream.port, free_port(), changes={f"# {HSTS}": HSTS})
    with chosen as other:
        for each, expected in ((nginx, None), (other, "max-age=31536000")):
            with httpx2.Client(base_url=each.url, verify=each.trust) as client:
                for path in ("/", "/api/cells", "/assets/style.css", "/_stcore/health"):
                    assert client.get(path).headers.get("strict-transport-security") == expected


def make_expired_certificate(folder: Path) -> None:
    authority = trustme.CA()
    issued = authority.issue_cert("localhost", not_after=datetime(2024, 1, 2, tzinfo=UTC))
    folder.mkdir(parents=True)
    own, *_ = issued.cert_chain_pems
    (folder / "certificate.pem").write_bytes(own.bytes() + authority.cert_pem.bytes())
    issued.private_key_pem.write_to_path(folder / "key.pem")


def test_a_certificate_that_is_out_of_date_is_refused_and_its_date_is_seen(
    upstream: Upstream, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("expired") / "nginx"
    make_expired_certificate(folder / "ssl")
    with (
        running_nginx(folder, upstream.port, free_port()) as nginx,
        pytest.raises(ssl.SSLCertVerificationError, match="certificate has expired"),
    ):
        handshake(nginx, nginx.trust)
    (command,) = [line for line in COMMANDS if "-enddate" in line]
    command = command.replace("/etc/ssl/incident-atlas", f"{folder}/ssl")
    said = subprocess.run(shlex.split(command), check=True, capture_output=True, text=True).stdout
    assert said == "notAfter=Jan  2 00:00:00 2024 GMT\n"


def test_a_certificate_names_the_site_and_its_key_is_its_owners(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("certificate") / "ssl"
    make_certificate(folder)
    assert (folder / "key.pem").stat().st_mode & 0o077 == 0
    show = ["openssl", "x509", "-in", str(folder / "certificate.pem"), "-noout", "-ext"]
    said = subprocess.run([*show, "subjectAltName"], check=True, capture_output=True, text=True)
    assert "DNS:localhost" in said.stdout


def test_ciphers_keep_what_was_said_secret_later() -> None:
    text = (FILES / "snippets/incident-atlas-server.conf").read_text("utf-8")
    (ciphers,) = re.findall("^ssl_ciphers (.*);$", text, re.MULTILINE)
    for cipher in ciphers.split(":"):
        assert re.fullmatch(r"ECDHE-(ECDSA|RSA)-.*(GCM|POLY1305).*", cipher)
