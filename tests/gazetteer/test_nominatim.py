"""Nominatim is used as its policy demands, against a server on this machine that plays it."""

import json
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner
from geopy.extra import rate_limiter

import geo
from geo.cli import main
from geo.errors import BadValue
from geo.formats.temporary import private_folder
from geo.gazetteer import cache, nominatim
from geo.gazetteer.cache import Answers, open_answers
from geo.gazetteer.geocode import geocode
from geo.gazetteer.geocoder import Location
from geo.gazetteer.nominatim import Service

CONTACT = "desk@example.org"
VILLAGE = {
    "lat": "35.10", "lon": "44.20", "name": "Qwzrtabad", "display_name": "Qwzrtabad, Iraq",
    "addresstype": "village", "type": "village", "osm_type": "node", "osm_id": 77,
    "boundingbox": ["35.08", "35.12", "44.18", "44.22"],
    "address": {"country_code": "iq", "ISO3166-2-lvl4": "IQ-KI"},
}  # fmt: skip
PATIENCE = 10  # s
UNKNOWN = "Qwzrtabad"  # to the gazetteer


@dataclass
class Played:
    """The server: what it answers next, and what it was asked."""

    url: str = ""
    status: int = 200
    body: bytes = b"[]"
    delay: float = 0.0
    asked: list[dict[str, str]] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    now: int = 0
    most: int = 0

    def says(self, *places: Any) -> None:
        self.body = json.dumps(places).encode()

    def wait_for(self, number: int) -> None:
        """Wait until so many requests are there, also those whose client has not waited."""
        end = time.monotonic() + PATIENCE
        while len(self.asked) < number and time.monotonic() < end:
            time.sleep(0.01)


@pytest.fixture
def server() -> Iterator[Played]:
    played = Played()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            played.now += 1
            played.most = max(played.most, played.now)
            query = parse_qs(urlsplit(self.path).query)
            played.asked.append({name: values[0] for name, values in query.items()})
            played.agents.append(self.headers["User-Agent"])
            time.sleep(played.delay)
            played.now -= 1
            try:
                self.send_response(played.status)
                self.end_headers()
                self.wfile.write(played.body)
            except OSError:  # the client did not wait
                pass

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, args=(0.01,))
        thread.start()
        played.url = f"http://127.0.0.1:{http.server_port}"
        yield played
        http.shutdown()
        thread.join()


@dataclass
class Clock:
    """A clock that only sleeping moves."""

    time: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


@pytest.fixture
def clock(server: Played, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """Give this process a service of its own, with the server, an empty cache and a clock."""
    clock = Clock()
    monkeypatch.setattr(rate_limiter, "default_timer", clock)
    monkeypatch.setattr(rate_limiter, "sleep", clock.sleep)
    answers = Answers(tmp_path / "answers.sqlite")
    monkeypatch.setattr(nominatim, "SERVICE", Service(lambda: answers))
    monkeypatch.setenv(nominatim.SERVER, server.url)
    monkeypatch.setenv(nominatim.CONTACT, CONTACT)
    yield clock
    answers.close()


def online(text: str = UNKNOWN, **hints: str) -> Location | None:
    return geocode(text, online=True, country=hints.get("country"), admin1=hints.get("admin1"))


# --- what it finds ---------------------------------------------------------------------------


def test_what_the_gazetteer_does_not_know_is_asked(server: Played, clock: Clock) -> None:
    server.says(VILLAGE, VILLAGE | {"osm_id": 78})
    found = online()
    assert found is not None
    assert (found.lon, found.lat, found.name, found.country) == (44.2, 35.1, "Qwzrtabad", "IQ")
    assert (found.precision, found.method, found.gazetteer_id) == (
        "settlement",
        "nominatim",
        "osm:node/77",
    )
    assert found.credit == "© OpenStreetMap contributors"
    assert found.radius_km == pytest.approx(2.9, abs=0.1)
    assert [other.gazetteer_id for other in found.alternatives] == ["osm:node/78"]


def test_a_request_says_who_asks_and_what(server: Played, clock: Clock) -> None:
    online(country="iq", admin1="Kirkuk")
    (asked,) = server.asked
    assert asked["q"] == "Qwzrtabad, Kirkuk"
    assert asked["countrycodes"] == "iq"
    assert server.agents == [f"incident-atlas/0.1.0 ({CONTACT})"]


def test_it_is_asked_on_request_only(server: Played, clock: Clock) -> None:
    assert geocode(UNKNOWN) is None
    assert geo.geocode(UNKNOWN) is None
    assert server.asked == []


@pytest.mark.parametrize(
    "text", ["Kirkuk", "کرمان", "Idlib province", "Gulf of Aden", "", "TBD", "Taliban", "💥"]
)
def test_it_is_not_asked_for_what_the_gazetteer_settles(
    server: Played, clock: Clock, text: str
) -> None:
    server.says(VILLAGE)
    assert online(text) == geocode(text)
    assert server.asked == []


def test_a_coarser_answer_does_not_win(server: Played, clock: Clock) -> None:
    country = {"addresstype": "country", "address": {"country_code": "us"}}
    server.says(VILLAGE | country)
    assert online("Springfield") == geocode("Springfield")
    assert len(server.asked) == 1


def test_a_finer_answer_wins_and_keeps_the_other(server: Played, clock: Clock) -> None:
    offline = geocode("Qwzrt bakery in Kirkuk")
    assert offline is not None
    assert offline.method == "area"
    server.says(VILLAGE | {"addresstype": "shop", "type": "bakery"})
    found = online("Qwzrt bakery in Kirkuk")
    assert found is not None
    assert (found.precision, found.gazetteer_id) == ("site", "osm:node/77")
    assert found.alternatives[0].gazetteer_id == offline.gazetteer_id


def test_another_country_than_the_hint_is_not_an_answer(server: Played, clock: Clock) -> None:
    server.says(VILLAGE)
    assert online(country="IR") is None


@pytest.mark.parametrize(
    ("kind", "half_a_box", "precision"),
    [
        ("country", 5, "country"),
        ("state", 1, "admin1"),
        ("county", 0.3, "admin2"),
        ("city", 0.1, "settlement"),
        ("suburb", 0.02, "settlement"),
        ("hospital", 0.001, "site"),
        ("desert", 2, "fuzzy"),
        ("sea", 5, "international"),
    ],
)
def test_classes_become_precisions(
    server: Played, clock: Clock, kind: str, half_a_box: float, precision: str
) -> None:
    box = [str(v) for v in (35 - half_a_box, 35 + half_a_box, 44 - half_a_box, 44 + half_a_box)]
    server.says(VILLAGE | {"addresstype": kind, "type": kind, "boundingbox": box})
    found = online()
    assert found is not None
    assert found.precision == precision


def test_near_a_town_is_not_in_it(server: Played, clock: Clock) -> None:
    server.says(VILLAGE)
    found = online("near Qwzrtabad")
    assert found is not None
    assert (found.precision, found.radius_km) == ("near_settlement", 25)


# --- what is kept ----------------------------------------------------------------------------


@pytest.mark.parametrize("places", [[VILLAGE], []])
def test_nothing_is_asked_twice(
    server: Played, clock: Clock, tmp_path: Path, places: list[Any]
) -> None:
    server.says(*places)
    first = online()
    assert online() == first
    assert (first is None) == (places == [])
    nominatim.SERVICE.is_stopped = True  # as if the process started again, without a network
    assert online() == first
    assert len(server.asked) == 1


def test_an_old_answer_is_asked_for_again(
    server: Played, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert online() is None
    monkeypatch.setattr(cache, "KEPT_DAYS", 0)
    server.says(VILLAGE)
    assert online() is not None


@pytest.mark.parametrize("damage", ["not a database", '{"half": '])
def test_a_damaged_cache_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = tmp_path / "incident-atlas"
    folder.mkdir()
    (folder / "a.sqlite").write_text(damage * 100, "utf-8")
    cache = open_answers("a.sqlite")
    cache.put("q", [1])
    assert cache.get("q") == [1]
    cache.close()


def test_an_answer_that_is_not_json_is_none(tmp_path: Path) -> None:
    cache = Answers(tmp_path / "a.sqlite")
    with sqlite3.connect(tmp_path / "a.sqlite") as connection:
        connection.execute("INSERT INTO answers VALUES ('q', 1e12, '{')")
    connection.close()
    assert cache.get("q") is None
    cache.close()


def test_a_home_that_cannot_be_written_gives_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home").write_text("", "utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    cache = open_answers("a.sqlite")
    cache.put("q", [])
    assert (private_folder() / "a.sqlite").exists()
    assert private_folder().parent == tmp_path
    cache.close()


# --- how it is asked -------------------------------------------------------------------------


def test_requests_are_a_second_apart(server: Played, clock: Clock) -> None:
    for number in range(3):
        online(f"Qwzrtabad{number * 'x'}")
        clock.time += 0.25
    assert clock.slept == [0.75, 0.75]
    clock.time += 5
    online("Qwzrtabady")
    assert len(clock.slept) == 2


def test_threads_ask_one_after_the_other(server: Played, clock: Clock) -> None:
    server.delay = 0.05
    names = [f"Qwzrtabad{letter * 3}" for letter in "kkxyz"]
    threads = [threading.Thread(target=online, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.asked) == 4
    assert server.most == 1
    assert clock.slept == [1.0, 1.0, 1.0]


@pytest.mark.parametrize("status", [429, 403])
def test_it_stops_for_good_when_it_is_told_to(
    server: Played, clock: Clock, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    server.status = status
    offline = geocode("Springfield")
    assert online("Springfield") == offline
    server.status = 200
    server.says(VILLAGE)
    assert online() is None
    assert len(server.asked) == 1
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert "Nominatim is not used any more" in record.getMessage()


GARBAGE = {
    "html": b"<html>",
    "half": b'[{"lat": "1',
    "number": b"7",
    "numbers": b"[1, 2]",
    "no box": json.dumps([VILLAGE | {"boundingbox": None}]).encode(),
    "no lat": b'[{"lon": "1"}]',
    "error": b'{"error": "down"}',
    "utf-8": b"\xff\xfe",
}


@pytest.mark.parametrize("body", GARBAGE.values(), ids=GARBAGE)
def test_garbage_is_not_an_answer_and_is_not_kept(
    server: Played, clock: Clock, body: bytes
) -> None:
    server.body = body
    assert online("Springfield") == geocode("Springfield")
    server.says(VILLAGE | {"address": {"country_code": "us"}})
    found = online("Springfield")
    assert found is not None
    assert found.gazetteer_id == "osm:node/77"


@pytest.mark.filterwarnings("ignore:Latitude normalization:UserWarning")
@pytest.mark.parametrize("fault", [{"lat": "137.2"}, {"lon": "nan"}, {"lon": "200"}])
def test_a_place_off_the_globe_is_none(server: Played, clock: Clock, fault: dict[str, str]) -> None:
    server.says(VILLAGE | fault)
    assert online() is None


@pytest.mark.parametrize("fault", ["timeout", "500", "closed"])
def test_a_fault_keeps_the_offline_answer_and_three_end_it(
    server: Played,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
) -> None:
    monkeypatch.setattr(nominatim, "TIMEOUT", 0.1)
    server.delay = 0.3 if fault == "timeout" else 0
    server.status = 500 if fault == "500" else 200
    if fault == "closed":
        monkeypatch.setenv(nominatim.SERVER, "http://127.0.0.1:9")
    offline = geocode("Springfield")
    for _ in range(5):
        assert online("Springfield") == offline
    server.wait_for(number := 0 if fault == "closed" else 3)
    assert len(server.asked) == number
    assert len(caplog.records) == 1


# --- how it is set up ------------------------------------------------------------------------


@pytest.mark.parametrize("contact", ["", " ", "me", "a@b\nX-Header: 1", "ü@example.org"])
def test_without_a_contact_nothing_is_asked(
    server: Played, clock: Clock, monkeypatch: pytest.MonkeyPatch, contact: str
) -> None:
    monkeypatch.setenv(nominatim.CONTACT, contact)
    with pytest.raises(BadValue, match="GEO_NOMINATIM_CONTACT"):
        online()
    assert server.asked == []


@pytest.mark.parametrize("url", ["", "nominatim.example.org", "ftp://x", "http://", "file:///etc"])
def test_a_server_has_an_address(clock: Clock, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv(nominatim.SERVER, url)
    with pytest.raises(BadValue, match="GEO_NOMINATIM_URL"):
        online()


def test_the_command_line_asks_too(
    server: Played, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.says(VILLAGE)
    run: Callable[..., Any] = CliRunner().invoke
    assert run(main, ["geocode", UNKNOWN]).exit_code == 1
    result = run(main, ["geocode", UNKNOWN, "--online"])
    assert "credit        © OpenStreetMap contributors" in result.stdout
    (tmp_path / "in.csv").write_text(f"query\n{UNKNOWN}\n", "utf-8")
    args = ["--csv", str(tmp_path / "in.csv"), "--out", str(tmp_path / "out.csv"), "--online"]
    assert "1 found" in run(main, ["geocode", *args]).stdout
    assert len(server.asked) == 1
    monkeypatch.delenv(nominatim.CONTACT)
    assert "GEO_NOMINATIM_CONTACT" in run(main, ["geocode", UNKNOWN, "--online"]).stderr
