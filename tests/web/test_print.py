"""A view as a page for paper: what it says, what it refuses, and how it is served."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from geo.atlas.embed_params import LONGEST
from geo.web import printing
from geo.web.headers import headers_of
from hostile import COMPUTED, hostile_incident
from samples import CROCUS, HOSTILE, curated, incident, located
from serving import Reader, atlas_of, client_of, write

SVG = "{http://www.w3.org/2000/svg}svg"


@pytest.fixture(scope="module")
def atlas() -> TestClient:
    """Serve the bundled records at a public address."""
    return client_of(atlas_of(public_url="https://atlas.example"))


def test_it_has_each_row_and_its_sources(atlas: TestClient) -> None:
    page = Reader(atlas.get("/print").text)
    for title in (record.title for record in curated().values()):
        assert title in page.text
    for words in (
        "11 records · Newest first",
        "Newest source:",
        "CC BY 4.0",
        "274–279 people killed",
        "ISIS-K",
        "diplomatic contact",
    ):
        assert words in page.text
    assert "https://atlas.example/" in page.text
    assert page.attributes("open") == []


def test_the_open_record_is_whole_and_unfolded(atlas: TestClient) -> None:
    page = Reader(atlas.get(f"/print?select={CROCUS}").text)
    folds = [attributes for tag, attributes in page.tags if tag == "details"]
    assert len(folds) > 30
    assert all("open" in attributes for attributes in folds)
    for said in curated()[CROCUS].assertions:
        assert (said.says or "") in page.text
    assert f"https://atlas.example/record/{CROCUS}" in page.text


def test_the_page_of_a_record_stays_folded(atlas: TestClient) -> None:
    page = Reader(atlas.get(f"/record/{CROCUS}").text)
    folds = [attributes for tag, attributes in page.tags if tag == "details"]
    assert sum("open" in attributes for attributes in folds) == 1


def test_it_follows_query_order_and_view(atlas: TestClient) -> None:
    view = "country=IR&at=35.7,51.4,6&borders=un&color=group&sort=killed"
    page = Reader(atlas.get(f"/print?{view}").text)
    assert "6 records · Most killed" in page.text
    assert page.text.index("Kerman bombings") < page.text.index("Shah Cheragh shrine attack")
    assert "Crocus" not in page.text
    assert f"/?{view}" in page.attributes("href")
    assert "/print/map.svg?country=IR&at=35.7,51.4,6&borders=un&color=group" in page.attributes(
        "src"
    )


def test_words_of_whoever_prints_it_stand_over_the_sentence(atlas: TestClient) -> None:
    answer = atlas.get("/print?title=Attacks &amp%3B claims&subtitle=So far&credit=Graphic: X")
    page = Reader(answer.text)
    for words in ("Attacks", "So far", "Graphic: X", "5 attacks and 6 context records"):
        assert words in page.text


def test_the_map_is_a_picture_with_its_legend(atlas: TestClient) -> None:
    answer = atlas.get("/print/map.svg?country=IR")
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    assert ElementTree.fromstring(answer.text).tag == SVG
    assert atlas.get("/print/map.svg?country=IR").content == answer.content
    assert atlas.get("/print/map.svg?country=IR&color=group").content != answer.content


def test_a_map_by_group_of_records_without_one(atlas: TestClient) -> None:
    assert atlas.get("/print/map.svg?color=group&record=context").status_code == 200


def test_it_says_what_it_leaves_out(atlas: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEO_LIMIT_PRINT", "4")
    page = Reader(atlas.get("/print?sort=oldest&status=not_applicable&status=convictions").text)
    assert "The first 4 of 8; 4 are left out here." in page.text
    assert "4 records · Oldest first" in page.text
    links = map(str, page.attributes("href"))
    assert next(url for url in links if "/api/incidents" in url) in page.text
    assert len([tag for tag, _ in page.tags if tag == "tr"]) == 5


def test_the_day_of_the_view_holds_for_the_record_too(atlas: TestClient) -> None:
    page = Reader(atlas.get(f"/print?as_of=2024-03-23&select={CROCUS}").text)
    assert "23 March 2024" in page.text
    assert "Svetlana Petrenko" not in page.text
    assert atlas.get(f"/print?as_of=2024-03-01&select={CROCUS}").status_code == 404


def test_what_others_add_to_the_address_is_ignored(atlas: TestClient) -> None:
    plain = atlas.get("/print?country=IR").text
    assert atlas.get("/print?utm_source=x&country=IR&tab=share").text == plain


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/print?from=20x4", 400, "This view cannot be shown: its address has a mistake."),
        ("/print?sort=random", 400, "is not allowed: one of newest"),
        ("/print?sort=newest&sort=oldest", 400, "one value only"),
        (f"/print?title={'x' * 10_000}", 400, f"at most {LONGEST['title']} characters"),
        ("/print?select=nobody", 404, "No record has the id 'nobody'"),
        ("/print/nothing", 404, "There is nothing at this address"),
    ],
)
def test_what_cannot_be_printed_is_a_page(
    atlas: TestClient, path: str, status: int, words: str
) -> None:
    answer = atlas.get(path)
    assert answer.status_code == status
    page = Reader(answer.text)
    assert words in page.text
    assert "This view cannot be printed" in page.text
    assert len(page.text) < 1_000


def test_no_match_is_a_page_that_says_so(atlas: TestClient) -> None:
    answer = atlas.get("/print?q=atlantis+sank&title=Mine")
    assert answer.status_code == 200
    page = Reader(answer.text)
    assert "No record matches: with the words “atlantis sank”" in page.text
    assert page.attributes("src") == [f"{_assets(page)}/print.js"]
    assert "/?q=atlantis+sank" in page.attributes("href")


def test_records_without_a_position_are_listed_without_a_map(tmp_path: Path) -> None:
    page = client_of(atlas_of(write(tmp_path / "a.geojson", incident("A")))).get("/print").text
    assert "None of these records has a position that a map could show." in page
    assert "1 record · Newest first" in page
    assert "map.svg" not in page


def _assets(page: Reader) -> str:
    sheets = [str(href) for href in page.attributes("href") if str(href).endswith("/print.css")]
    return sheets[0].removesuffix("/print.css")


def test_rows_that_may_not_be_passed_on_are_refused(private: TestClient) -> None:
    assert private.get("/print").status_code == 403
    assert private.get("/print/map.svg").status_code == 403
    assert private.get("/print?id=A&select=P").status_code == 403
    assert private.get("/print?id=A").status_code == 200


def test_it_runs_only_our_file_and_stands_in_no_frame() -> None:
    policy = headers_of("/print")["Content-Security-Policy"]
    for part in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"):
        assert part in policy
    assert "script-src" not in headers_of("/print/map.svg")["Content-Security-Policy"]


def test_a_browser_keeps_it_while_nothing_changes(atlas: TestClient) -> None:
    for path in ("/print", "/print/map.svg"):
        tag = atlas.get(path).headers["ETag"]
        assert atlas.get(path, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_texts(tmp_path: Path, text: str) -> None:
    plain, hostile = (hostile_incident(3, each) for each in ("plain words", text))
    pages = []
    for each in (plain, hostile):
        current = atlas_of(write(tmp_path / "one.geojson", each))
        pages.append(client_of(current).get("/print", params={"select": each.id}).text)
        current.close()
    assert Reader(pages[0]).skeleton == Reader(pages[1]).skeleton
    assert COMPUTED not in pages[1]


def test_a_crowd_is_told_to_come_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(*_: object) -> bytes:
        begun.set()
        assert go_on.wait(60)
        return b"<svg/>"

    monkeypatch.setattr(printing, "WAITING", 1)
    monkeypatch.setattr(printing, "picture_svg", slow)
    client = client_of(atlas_of(write(tmp_path / "a.geojson", located("A", (1.0, 2.0)))))
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(client.get, "/print/map.svg")
        assert begun.wait(60)
        assert client.get("/print/map.svg?from=2024").status_code == 503
        assert client.get("/print?from=2024").status_code == 200
        go_on.set()
        assert first.result().content == b"<svg/>"
