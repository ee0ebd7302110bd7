"""Answers at hand: the same as those that are made, for those who may have them, within a bound."""

from itertools import chain
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest
from starlette.testclient import TestClient

from geo.atlas import atlas as atlas_module
from geo.atlas import current as current_module
from geo.atlas.current import CurrentAtlas
from geo.web.headers import SESSION_HEADER, UPLOADS_HEADER
from geo.web.kept import at_hand, conditional
from geo.web.kept.gzipped import is_worth_it
from samples import located
from serving import ROW_PATHS, asked_again, atlas_of, client_of, write
from worst import HERE, WORST

# Of /api/places is said when an index is there, which no data are.
ADDRESSES = [each for each in chain.from_iterable(WORST.values()) if "places" not in each]
# What is made for each request, is kept by other means, or counts what only some may see.
OTHERS = {"/about", "/api/columns", "/api/openapi.json", "/favicon.ico", "/health", "/oembed"}
OTHERS.add("/ready")
ASKED = [
    {"Accept-Encoding": "gzip"},
    {"Accept-Encoding": "identity"},
    {"Accept-Encoding": "gzip", "Origin": "null", "Sec-Fetch-Site": "cross-site"},
]


@pytest.fixture(autouse=True)
def no_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no request be the one that looks at the files."""
    monkeypatch.setattr(current_module, "CHECK_SECONDS", 3_600.0)


@pytest.fixture
def at_hand_only(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note the path of each request that a kept answer was sent to."""
    found = list[str]()
    look = conditional.answer_at_hand

    def noted(request: Any, opened: Any) -> Any:
        answer = look(request, opened)
        found.extend([request.url.path] if answer else [])
        return answer

    monkeypatch.setattr(at_hand, "answer_at_hand", noted)
    return found


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """Serve A under a public name."""
    path = write(tmp_path_factory.mktemp("data") / "a.geojson", located("A", (1.0, 2.0)))
    return client_of(atlas_of(path, public_url=HERE), base_url=HERE)


@pytest.mark.parametrize("headers", ASKED, ids=str)
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_kept_answer_is_the_one_that_the_routes_give(
    public: TestClient,
    at_hand_only: list[str],
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    headers: dict[str, str],
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(at_hand, "answer_at_hand", lambda *_: None)
        made = public.get(address, headers=headers)
    again = public.get(address, headers=headers)
    assert (again.status_code, again.content) == (made.status_code, made.content) == (200, ANY)
    assert again.headers.multi_items() == made.headers.multi_items()
    is_packed = is_worth_it(made.headers["Content-Type"], len(made.content))
    is_unpacked = is_packed and headers["Accept-Encoding"] == "identity"
    is_left = address.partition("?")[0] in OTHERS or is_unpacked
    assert len(at_hand_only) == (0 if is_left else 1)


def test_an_answer_at_hand_asks_no_thread_and_no_store(
    public: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = public.get("/api/cells?zoom=3")
    monkeypatch.setattr(CurrentAtlas, "atlas", None)
    again = public.get("/api/cells?zoom=3")
    assert (again.status_code, again.content) == (200, first.content)
    assert asked_again(public, "/api/cells?zoom=3", first.headers["etag"]).status_code == 304


@pytest.mark.parametrize("path", [*ROW_PATHS, "/about"])
def test_what_one_reader_may_see_is_never_at_hand_for_others(
    private: TestClient, at_hand_only: list[str], path: str
) -> None:
    own = {"Sec-Fetch-Site": "same-origin"}
    assert private.get(path, headers=own).status_code == 200
    assert private.get(path, headers=own).status_code == 200
    assert private.get(path).status_code == (200 if path == "/about" else 403)
    assert at_hand_only == []


def test_what_all_may_see_is_at_hand_next_to_what_they_may_not(
    private: TestClient, at_hand_only: list[str]
) -> None:
    for _ in range(2):
        assert private.get("/api/incidents?id=A").status_code == 200
    assert at_hand_only == ["/api/incidents"]


@pytest.mark.parametrize("name", [SESSION_HEADER, UPLOADS_HEADER])
def test_requests_of_a_session_are_answered_by_the_routes(
    public: TestClient, at_hand_only: list[str], name: str
) -> None:
    public.get("/api/cells?zoom=4")
    at_hand_only.clear()
    public.get("/api/cells?zoom=4", headers={name: "x"})
    assert at_hand_only == []


@pytest.mark.parametrize("method", ["HEAD", "POST", "OPTIONS"])
def test_other_methods_are_answered_by_the_routes(
    public: TestClient, at_hand_only: list[str], method: str
) -> None:
    public.get("/api/cells?zoom=5")
    at_hand_only.clear()
    public.request(method, "/api/cells?zoom=5")
    assert at_hand_only == []


def test_a_changed_file_is_seen_as_soon_as_it_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current_module, "CHECK_SECONDS", 0.0)
    path = write(tmp_path / "data.geojson", located("A", (1.0, 2.0)))
    client = client_of(atlas_of(path))
    assert client.get("/api/summary").json()["attacks"] == 1
    assert client.get("/api/summary").json()["attacks"] == 1
    write(path, located("A", (1.0, 2.0)), located("B", (3.0, 4.0)))
    assert client.get("/api/summary").json()["attacks"] == 2


def test_while_files_are_read_again_what_was_open_is_at_hand(
    current: CurrentAtlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = current.atlas()
    monkeypatch.setattr(current_module, "CHECK_SECONDS", 0.0)
    assert current.atlas_at_hand() is None
    with current._refreshing:
        assert current.atlas_at_hand() is opened


def test_kept_answers_stay_within_their_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_hand_only: list[str]
) -> None:
    monkeypatch.setattr(atlas_module, "MOST_BYTES", 20_000)
    current = atlas_of(write(tmp_path / "data.geojson", located("A", (1.0, 2.0))))
    client = client_of(current)
    for year in range(1900, 2000):
        assert client.get(f"/api/cells?from={year}").status_code == 200
        assert current.atlas().kept_answers._size <= 20_000
    client.get("/api/cells?from=1999")
    assert at_hand_only == ["/api/cells"]
    client.get("/api/cells?from=1900")
    assert at_hand_only == ["/api/cells"]


def test_an_answer_that_is_kept_is_kept_once(public: TestClient) -> None:
    kinds = ({"Accept-Encoding": "gzip"}, {"Accept-Encoding": "identity"}, {"Origin": "null"})
    answers = [public.get("/api/caption?to=2020", headers=each) for each in kinds]
    assert len({answer.content for answer in answers}) == 1
    assert len({answer.headers["etag"] for answer in answers}) == 1
