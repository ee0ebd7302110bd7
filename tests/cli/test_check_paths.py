"""`geo check` tells which path is wrong by the code of a refusal, whatever its words are."""

import json
import re
from collections.abc import Callable, Mapping

import pytest
from starlette.testclient import TestClient

from command_line import run
from geo.cli.deployed.site import Answer, Site
from geo.web import refusals
from serving import atlas_of, client_of

HOST = "http://localhost"

# A path that is asked for → the one that is passed on.
Proxy = Callable[[str], str | None]


def as_it_is(path: str) -> str:
    return path


def below_atlas(path: str) -> str | None:
    return path if path.startswith("/atlas/") else None


def without_atlas(path: str) -> str | None:
    return path.removeprefix("/atlas") if path.startswith("/atlas/") else None


def with_maps(path: str) -> str:
    return f"/maps{path}"


def answers_through(monkeypatch: pytest.MonkeyPatch, client: TestClient, proxy: Proxy) -> None:
    """Let a client answer what is checked; a proxy says 404 where it passes nothing on."""

    def ask(self: Site, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        if (passed := proxy(f"{self.base}{path}")) is None:
            return Answer(404, {}, b"<h1>404 Not Found</h1>")
        answer = client.get(passed, headers=headers)
        return Answer(answer.status_code, answer.headers, answer.content)

    monkeypatch.setattr(Site, "ask", ask)


def what_is_wrong(address: str) -> str:
    """Return what `geo check` says of the atlas at an address."""
    (said,) = re.findall(r"^wrong +atlas +(.*)$", run("check", address).output, re.M)
    return str(said)


TAKEN_OFF = "the proxy takes /atlas off each path: let it pass the path on as it is, or start geo"
PASSED_ON = "it answers 404: /atlas was passed on, and this server expects it taken off (--base-"
AT_ATLAS = f"an atlas is at {HOST}/atlas, and none at {HOST}{{}}: use that address, or start geo"
AT_ROOT = f"an atlas is at {HOST}, and none at {HOST}/atlas: use that address, or start geo serve"
UNKNOWN = (
    "it answers 404: this atlas is served at /, and not at {0}/: if a proxy passes that path on,"
    " start the server with --base-path {0}"
)


@pytest.mark.parametrize(
    ("options", "proxy", "asked", "words"),
    [
        ({"base_path": "/atlas"}, without_atlas, "/atlas", TAKEN_OFF),
        ({"base_path": "/atlas"}, as_it_is, "", AT_ATLAS.format("")),
        ({"base_path": "/atlas"}, as_it_is, "/maps", AT_ATLAS.format("/maps")),
        ({"base_path": "/atlas"}, as_it_is, "/atlas/2", AT_ATLAS.format("/atlas/2")),
        ({"base_path": "/", "public_url": f"{HOST}/atlas"}, as_it_is, "/atlas", PASSED_ON),
        ({}, as_it_is, "/atlas", AT_ROOT),
        ({}, below_atlas, "/atlas", UNKNOWN.format("/atlas")),
        ({}, with_maps, "", UNKNOWN.format("/maps")),
    ],
)
def test_a_wrong_path_is_told_by_its_code(
    monkeypatch: pytest.MonkeyPatch,
    options: dict[str, str],
    proxy: Proxy,
    asked: str,
    words: str,
) -> None:
    client = client_of(atlas_of(**options), base_url=HOST)
    answers_through(monkeypatch, client, proxy)
    assert what_is_wrong(f"{HOST}{asked}").startswith(words)


def test_the_words_of_a_refusal_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    described = refusals._described

    def in_other_words(error: Exception) -> tuple[int, dict[str, str]]:
        status, body = described(error)
        return status, body | {"message": "другие слова"}

    monkeypatch.setattr(refusals, "_described", in_other_words)
    answers_through(monkeypatch, client_of(atlas_of(base_path="/atlas"), base_url=HOST), as_it_is)
    assert what_is_wrong(HOST).startswith(AT_ATLAS.format(""))


@pytest.mark.parametrize("base", ["/a b", "atlas", "/\r\nx: y", "/é", "", None, 7, ["/atlas"]])
def test_an_odd_base_path_is_not_asked_for(monkeypatch: pytest.MonkeyPatch, base: object) -> None:
    asked = []

    def ask(self: Site, path: str, _: Mapping[str, str] | None = None) -> Answer:
        asked.append(f"{self.base}{path}")
        error = {"code": "wrong_base_path", "message": "elsewhere", "base_path": base, "path": 7}
        return Answer(404, {}, json.dumps({"error": error}).encode())

    monkeypatch.setattr(Site, "ask", ask)
    assert what_is_wrong(f"{HOST}/maps") == "it answers 404: elsewhere"
    assert asked == ["/maps/health", "/health"]


def test_a_refusal_without_words_is_said_in_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    error = {"code": "wrong_base_path", "base_path": "/atlas"}
    answer = Answer(404, {}, json.dumps({"error": error}).encode())
    monkeypatch.setattr(Site, "ask", lambda *_: answer)
    assert what_is_wrong(HOST).startswith(f"no atlas answers at {HOST} (status 404): is there")


def test_a_refusal_of_the_right_path_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    error = {"code": "wrong_base_path", "message": "elsewhere", "base_path": "/"}
    answer = Answer(404, {}, json.dumps({"error": error}).encode())
    monkeypatch.setattr(Site, "ask", lambda *_: answer)
    assert what_is_wrong(HOST) == "it answers 404: elsewhere"
