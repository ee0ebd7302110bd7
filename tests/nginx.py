"""Debian's nginx with the files of deploy/nginx, on ports of this machine."""

import os
import re
import shlex
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import httpx2
import pytest

from geo.atlas.access.sign_in import CALLBACK
from samples import DATA, ROOT
from server_process import Server, free_port, running

FILES = ROOT / "deploy" / "nginx"
PAGE = ROOT / "docs" / "deploy.md"
COMMANDS = re.findall("^    (.*)$", PAGE.read_text("utf-8"), re.MULTILINE)
DEBIANS = Path("/etc/nginx")
MISSING = (
    "The tests of nginx need Debian's package: apt install nginx openssl, or make nginx as root."
)
START_SECONDS = 20
# Headers of one connection, of the moment, or with the name of the program; and nginx's word on its
# cache.
OWN = {"cache-status", "connection", "date", "incident-atlas-error", "keep-alive", "server"}
TOUCHED = {"set-cookie"}  # gains `secure`, and has a token of its own each time


@dataclass(frozen=True, slots=True, kw_only=True)
class Nginx:
    """A running nginx: the addresses of its site, its logs, and what to trust it by."""

    url: str
    plain_port: int
    logs: Path
    trust: ssl.SSLContext

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    @property
    def certificate(self) -> Path:
        return self.logs.parent / "ssl" / "certificate.pem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """An nginx, the server behind it, and clients of both; `file` is what the server has open.

    `base_path` is where the atlas is: "" or a path such as "/atlas".
    """

    nginx: Nginx
    server: Server
    file: Path
    base_path: str

    @property
    def url(self) -> str:
        return self.nginx.url + self.base_path

    def client(self) -> httpx2.Client:
        """Return a client of nginx."""
        return httpx2.Client(base_url=self.url, verify=self.nginx.trust, timeout=30)

    def direct(self) -> httpx2.Client:
        """Return a client of the server, which asks it as nginx does."""
        headers = {"Host": f"localhost:{self.nginx.port}", "X-Forwarded-Proto": "https"}
        return httpx2.Client(base_url=self.server.url, headers=headers, timeout=30)


@contextmanager
def running_site(
    home: Path,
    site: str = "incident-atlas.conf",
    base_path: str = "",
    *,
    data: Path = DATA,
    sign_in: bool = False,
) -> Iterator[Site]:
    """Serve a copy of `data` behind nginx until the block ends; `home` is empty.

    With `sign_in`, the dashboard asks for one, at a provider that nobody reaches.
    """
    behind, port = free_port(), free_port()
    if sign_in:
        _write_secrets(home / ".streamlit", f"https://localhost:{port}{base_path}")
    file = home / "incidents.geojson"
    file.write_bytes(data.read_bytes())
    code = "from geo.cli import main; main()"
    options = ["--port", str(behind), "--public-url", f"https://localhost:{port}{base_path}"]
    command = [sys.executable, "-c", code, "serve", str(file), *options]
    with (
        running_nginx(home / "nginx", behind, port, site) as nginx,
        running(command, home, behind, home, base_path=base_path) as server,
    ):
        yield Site(nginx=nginx, server=server, file=file, base_path=base_path)


def _write_secrets(folder: Path, address: str) -> None:
    """Write a file of sign-in for an atlas at an address."""
    values = {
        "redirect_uri": f"{address}{CALLBACK}",
        "cookie_secret": "0123456789abcdef" * 2,
        "client_id": "atlas",
        "client_secret": "a secret",
        "server_metadata_url": "http://127.0.0.1:9/.well-known/openid-configuration",
    }
    lines = (f'{name} = "{value}"' for name, value in values.items())
    folder.mkdir()
    (folder / "secrets.toml").write_text("\n".join(("[auth]", *lines)), "utf-8")


def unchanged(answer: httpx2.Response) -> list[tuple[str, str]]:
    """Return the headers that nginx may not change."""
    found = ((name.lower(), value) for name, value in answer.headers.multi_items())
    return sorted((name, value) for name, value in found if name not in OWN | TOUCHED)


def find_nginx() -> str | None:
    """Return the path of nginx, or None where it is not installed as Debian has it."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    return found if (DEBIANS / "nginx.conf").exists() and shutil.which("openssl") else None


@contextmanager
def running_nginx(
    folder: Path,
    behind: int,
    port: int,
    site: str = "incident-atlas.conf",
    changes: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Nginx]:
    """Run nginx on a port in front of the one `behind` it until the block ends.

    `folder` is a new one, or has a certificate in `ssl`. `changes` are made in the files of
    deploy/nginx: text → other text.
    """
    if (found := find_nginx()) is None:
        pytest.skip(MISSING)
    plain = free_port()
    places = places_of(folder, behind, plain, port)
    for name in ("conf.d", "sites-enabled", "snippets", "log", "temp"):
        (folder / name).mkdir(parents=True)
    if not (folder / "ssl").exists():
        make_certificate(folder / "ssl")
    _write_ours(folder, site, dict(changes), places)
    _write_debians(folder, places)
    command = [found, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    process = subprocess.Popen([*command, "-e", str(folder / "log" / "start.log")])
    try:
        _wait_for(folder, process)
        trust = ssl.create_default_context(cafile=folder / "ssl" / "certificate.pem")
        url = f"https://localhost:{port}"
        yield Nginx(url=url, plain_port=plain, logs=folder / "log", trust=trust)
    finally:
        process.terminate()
        process.wait(timeout=20)


def places_of(folder: Path, behind: int, plain: int, encrypted: int) -> dict[str, str]:
    """Return all that tests change in the files: the name, ports and folders."""
    return {
        "atlas.example.org": "localhost",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ": f"listen 127.0.0.1:{encrypted} ",
        "listen [::]:80;": "",
        "listen [::]:443 ssl http2;": "",
        "127.0.0.1:8501": f"127.0.0.1:{behind}",
        "/etc/ssl/incident-atlas/": f"{folder}/ssl/",
        "/var/lib/nginx/incident-atlas": f"{folder}/cache",
        "/var/log/nginx/": f"{folder}/log/",
    }


def replaced(text: str, places: Mapping[str, str]) -> str:
    for old, new in places.items():
        text = text.replace(old, new)
    return text


def make_certificate(folder: Path) -> None:
    """Make a certificate of localhost, with its key, by the command of docs/deploy.md."""
    folder.mkdir()
    (command,) = [line for line in COMMANDS if " req -x509 " in line]
    places = {"atlas.example.org": "localhost", "/etc/ssl/incident-atlas": str(folder)}
    subprocess.run(shlex.split(replaced(command, places)), check=True, capture_output=True)


def _write_ours(
    folder: Path, site: str, changes: dict[str, str], places: Mapping[str, str]
) -> None:
    texts = {
        path.relative_to(FILES): path.read_text("utf-8")
        for path in FILES.rglob("*.conf")
        if path.name == site or path.parent.name != "sites-available"
    }
    unknown = [old for old in changes if not any(old in text for text in texts.values())]
    assert not unknown, "no file of deploy/nginx has what is to be changed"
    for path, text in texts.items():
        target = folder / str(path).replace("sites-available", "sites-enabled")
        target.write_text(replaced(replaced(text, changes), places), "utf-8")


def _write_debians(folder: Path, places: Mapping[str, str]) -> None:
    """Write the files of Debian's package that read ours, for this user and this folder."""
    shutil.copy(DEBIANS / "mime.types", folder)
    own = {
        **places,
        f"{DEBIANS}/": f"{folder}/",
        "/run/nginx.pid": f"{folder}/nginx.pid",
        "user www-data;": "user root;" if os.geteuid() == 0 else "",
        "worker_processes auto;": "worker_processes 2;",
    }
    text = (DEBIANS / "nginx.conf").read_text("utf-8")
    (folder / "nginx.conf").write_text(replaced(text, own), "utf-8")
    subprocess.run(shlex.split(replaced(more_connections(), own)), check=True)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    lines = (f"{kind}_temp_path {folder}/temp/{kind};\n" for kind in kinds)
    (folder / "conf.d" / "temp.conf").write_text("".join(lines), "utf-8")


def more_connections() -> str:
    """Return the command of docs/deploy.md that lets nginx have more connections."""
    (command,) = (str(line) for line in COMMANDS if "worker_connections" in line)
    return command


def _wait_for(folder: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait until nginx has written its number, which it does once it listens."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if (folder / "nginx.pid").exists():
            return
        time.sleep(0.02)
    said = (folder / "log" / "start.log").read_text("utf-8", errors="replace")
    pytest.fail(f"nginx did not start:\n{said}")


if __name__ == "__main__":
    sys.exit(0 if find_nginx() else MISSING)
