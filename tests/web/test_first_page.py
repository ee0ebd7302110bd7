"""The dashboard's first answer: its title and the tags that sites show a link with."""

import gzip
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event
from urllib.parse import urlencode
from urllib.request import Request as Asked
from urllib.request import urlopen

import pytest
import streamlit
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from geo.atlas.current import CurrentAtlas
from geo.atlas.link_tags import LinkTags
from geo.formats.one_line import one_line
from geo.maps import static
from geo.store.store import Store
from geo.web import first_page
from samples import CROCUS, HOSTILE
from serving import Reader, client_of

SHELL = "<!doctype html><html><head><title>Streamlit</title></head><body>app</body></html>"


def streamlits(request: Request) -> Response:
    return HTMLResponse(SHELL, headers={"ETag": '"file"', "Last-Modified": "Thu, 01 Jan 2026"})


def served(current: CurrentAtlas, page: Callable[[Request], Response] = streamlits) -> TestClient:
    return client_of(current, Route("/{rest:path}", page))


def asked(address: str) -> str:
    with urlopen(Asked(address, headers={"Accept-Encoding": "gzip"})) as answer:
        body: bytes = answer.read()
    return body.decode()


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_page, "PATIENCE", 60)


def tags_in(client: TestClient, address: str) -> dict[str, str]:
    answer = client.get(address)
    assert answer.status_code == 200
    page = Reader(answer.text)
    assert page.text.endswith("app")
    found = dict(page.tags_of("meta"))
    assert f"<title>{found['og:title']}" in answer.text or "&" in answer.text
    return found


def test_a_link_to_the_dashboard_says_its_view(current: CurrentAtlas) -> None:
    tags = tags_in(served(current), "/?from=2024&at=35.7,51.4,6&utm_source=x")
    assert tags["og:title"] == "1 attack, since 2024"
    assert tags["og:description"] == "1 attack without a figure"
    assert tags["og:url"] == "https://atlas.example/?from=2024&at=35.7,51.4,6"
    address = "https://atlas.example/embed/map.png?from=2024&at=35.7,51.4,6&size=1200x630"
    assert tags["og:image"] == address
    drawn = tags_in(served(current), "/?borders=un&color=red&from=2024")["og:image"]
    assert drawn == "https://atlas.example/embed/map.png?from=2024&borders=un&size=1200x630"
    assert tags_in(served(current), "/")["og:title"].startswith("3 attacks, 2017–2024")


def test_a_link_to_an_open_record_says_its_title(current: CurrentAtlas) -> None:
    tags = tags_in(served(current), "/?from=2017&select=A")
    assert tags["og:title"] == "{{7*191}} <b>A</b>"
    assert tags["og:url"] == "https://atlas.example/?select=A"
    assert tags["og:image"].startswith("https://atlas.example/embed/map.png?id=A&")
    gone = tags_in(served(current), "/?from=2024&select=nothing")
    assert gone["og:title"] == "1 attack, since 2024"  # there is no such record: the view leads
    later = tags_in(served(current), "/?as_of=2016&select=A")["og:title"]
    assert later.startswith("No record matches: as known on 31 December 2016")


def test_a_page_is_called_by_its_view_or_its_record_and_by_no_framework(
    current: CurrentAtlas,
) -> None:
    client = served(current)
    for address, title in (
        ("/", "3 attacks, 2017–2024 – Incident Atlas"),
        ("/?q=B&color=group&at=35.7,51.4,6", "with the words “B” – Incident Atlas"),
        (
            "/?to=2017&as_of=2024-02",
            "as known on 29 February 2024, 1 record not known yet on that day – Incident Atlas",
        ),
        ("/?from=2024&select=B%2F1", "An attack – Incident Atlas"),
    ):
        text = client.get(address).text
        assert text.split("<title>")[1].split("</title>")[0].endswith(title)
        assert "Streamlit" not in text


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("color=group", "color=group"),
        ("at=35.7,51.4,6", "at=35.7,51.4,6"),
        ("as_of=2024-02", "as_of=2024-02"),
        ("q=B", "q=B"),
        ("borders=un", "borders=un"),
    ],
)
def test_the_picture_of_a_link_follows_each_part_of_its_view(
    current: CurrentAtlas, asked: str, shown: str
) -> None:
    tags = tags_in(served(current), f"/?{asked}")
    assert f"/embed/map.png?{shown}&size=1200x630" in tags["og:image"]
    assert tags["og:url"] == f"https://atlas.example/?{shown}"


@pytest.mark.parametrize("address", ["/?from=20x4", "/?from=2025&to=2024&at=9,9", "/?group=%00%FF"])
def test_a_bad_address_breaks_nothing(current: CurrentAtlas, address: str) -> None:
    assert "og:title" in tags_in(served(current), address)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_addresses_are_text_in_the_tags(current: CurrentAtlas, text: str) -> None:
    client = served(current)
    page = Reader(client.get(f"/?{urlencode({'q': text.strip()})}").text)
    plain = Reader(client.get("/?q=zebra").text)
    assert page.skeleton == plain.skeleton
    assert one_line(text) in dict(page.tags_of("meta"))["og:title"].replace("\u2068", "")


@given(st.text(min_size=1))
def test_no_text_changes_the_structure_of_the_tags(text: str) -> None:
    fields = ("title", "description", "url", "picture_url", "picture_alt", "oembed_url")
    page = Reader(LinkTags(**dict.fromkeys(fields, text)).head())
    assert page.skeleton == Reader(LinkTags(**dict.fromkeys(fields, "x")).head()).skeleton
    shown = {
        content.replace("\r\n", "\n").replace("\r", "\n") for _, content in page.tags_of("meta")
    }
    assert text.replace("\r\n", "\n").replace("\r", "\n") in shown


def test_the_answer_is_whole_and_never_kept_for_another_view(current: CurrentAtlas) -> None:
    client = served(current)
    asked = {"If-None-Match": '"file"', "Range": "bytes=0-9"}
    answer = client.get("/?from=2024", headers=asked)
    assert answer.status_code == 200
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    assert not {"etag", "last-modified"} & set(answer.headers)
    head = client.head("/?from=2024")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers.get("Content-Length") in (None, answer.headers["Content-Length"])


@pytest.mark.parametrize(
    "answer",
    [
        JSONResponse({"title": "<title>Streamlit</title>"}),
        HTMLResponse("<p>no title", 200),
        HTMLResponse(SHELL, 500),
        Response(gzip.compress(SHELL.encode()), 200, {"Content-Encoding": "gzip"}, "text/html"),
    ],
)
def test_another_answer_stays_as_it_is(current: CurrentAtlas, answer: Response) -> None:
    got = served(current, lambda _: answer).get("/")
    assert "og:title" not in got.text
    assert got.status_code == answer.status_code


def test_other_paths_and_methods_stay_as_they_are(current: CurrentAtlas) -> None:
    assert served(current).get("/component/other").text == SHELL
    assert served(current).post("/").status_code == 405


def test_rows_that_may_not_be_passed_on_are_not_told(private: TestClient) -> None:
    page = private.get("/?dataset=secret+rows").text
    assert "secret" not in page


def test_a_reader_does_not_wait_for_numbers(
    current: CurrentAtlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_page, "PATIENCE", 0.01)
    monkeypatch.setattr(Store, "has_private", lambda *_: time.sleep(0.4))
    tags = tags_in(served(current), "/?from=2024&country=IR")
    assert tags["og:title"] == "Incident Atlas: since 2024, in Iran"


def test_views_that_take_long_do_not_pile_up(
    current: CurrentAtlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for: list[object] = []
    may_end = Event()

    def look_up(*view: object) -> LinkTags:
        asked_for.append(view)
        may_end.wait(20)
        return LinkTags(title="late")

    monkeypatch.setattr(first_page, "PATIENCE", 0.2)
    monkeypatch.setattr(first_page, "tags_of_view", look_up)
    client = served(current)
    try:
        titles = {tags_in(client, "/?country=IR")["og:title"] for _ in range(first_page.MOST + 2)}
    finally:
        may_end.set()
    assert titles == {"Incident Atlas: in Iran"}
    assert len(asked_for) == first_page.MOST


def test_streamlit_s_own_page_gets_the_tags(server_url: str) -> None:
    for query, title in (("?from=2024", "2 attacks and 6"), (f"?select={CROCUS}", "Crocus City")):
        page = Reader(asked(f"{server_url}/{query}"))
        if dict(page.tags_of("meta"))["og:title"].startswith("Incident Atlas"):  # not counted yet
            page = Reader(asked(f"{server_url}/{query}"))
        assert dict(page.tags_of("meta"))["og:title"].startswith(title)
        assert page.skeleton.count(("title", [])) == 1
        assert page.attributes("src")


def test_icon_and_words_without_scripts_are_ours(current: CurrentAtlas) -> None:
    shell = (Path(streamlit.__file__).parent / "static" / "index.html").read_text("utf-8")
    page = served(current, lambda _: HTMLResponse(shell)).get("/").text
    assert f'<link rel="shortcut icon" href="{static.base("")}/icon.png"' in page
    assert Reader(page.split("<noscript>")[1].split("</noscript>")[0]).text.startswith(
        "The dashboard needs JavaScript."
    )
    assert page.count("<noscript>") == 1
    assert '<link rel="service-desc" href="/api/openapi.json"' in page
    assert '_stcore/agent/openapi.json"' not in page
    assert "Streamlit" not in Reader(page).text
