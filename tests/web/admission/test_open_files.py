"""Fewer open files than connections: the server says what to do when it starts."""

import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from geo.web.admission.open_files import OTHERS, too_few_files
from samples import ROOT
from server_process import free_port, running

resource = pytest.importorskip("resource")
GEO = str(Path(sys.executable).with_name("geo"))


@pytest.mark.parametrize(
    ("may", "words"),
    [
        (resource.RLIM_INFINITY, None),
        (300 + OTHERS, None),
        (
            299 + OTHERS,
            "GEO_LIMIT_CONNECTIONS=300 needs 400 open files, and this process may open 399: "
            "raise it (ulimit -n 400; LimitNOFILE= in a unit of systemd), "
            "or set GEO_LIMIT_CONNECTIONS=299",
        ),
        (
            OTHERS,
            "GEO_LIMIT_CONNECTIONS=300 needs 400 open files, and this process may open 100: "
            "raise it (ulimit -n 400; LimitNOFILE= in a unit of systemd)",
        ),
    ],
)
def test_too_few_files_are_said_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch, may: int, words: str | None
) -> None:
    monkeypatch.setenv("GEO_LIMIT_CONNECTIONS", "300")
    monkeypatch.setattr(resource, "getrlimit", lambda _: (may, may))
    assert too_few_files() == words


def test_the_server_says_it_when_it_starts(tmp_path: Path) -> None:
    port = free_port()
    fewer = ["sh", "-c", 'ulimit -n 500 && exec "$@"', "sh"]
    command = [*fewer, GEO, "serve", "--port", str(port)]
    with running(command, ROOT, port, tmp_path) as server, urlopen(f"{server.url}/health"):
        pass
    said = server.log.read_text("utf-8")
    assert said.count("GEO_LIMIT_CONNECTIONS=800 needs 900 open files") == 1
