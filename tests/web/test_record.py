"""The page of one record: what it says, how links to it are shown, and hostile texts in it."""

import json
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image
from starlette.testclient import TestClient

from geo.atlas.links import record_path
from geo.atlas.record_pages import RecordPage, record_fault_html
from geo.atlas.view_tags import tags_of_view
from geo.formats.json_text import inert_json
from geo.maps.templates import render
from geo.model.incident import Link
from geo.web.headers import headers_of
from hostile import COMPUTED, hostile_incident
from samples import CROCUS, HOSTILE, SOURCE, located, statement, with_ledger
from serving import Reader, atlas_of, client_of, write

TEXTS = st.text() | st.sampled_from(HOSTILE)
_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture(scope="module")
def curated() -> TestClient:
    """Serve the bundled records at a public address."""
    return client_of(atlas_of(public_url="https://atlas.example"))


def linked(page: str) -> dict[str, Any]:
    [data] = _DATA.findall(page)
    found: dict[str, Any] = json.loads(data)
    return found


def test_the_page_has_the_whole_record(curated: TestClient) -> None:
    answer = curated.get(f"/record/{CROCUS}")
    page = Reader(answer.text)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.text.startswith('<!doctype html>\n<html lang="en"')
    assert [tag for tag, _ in page.tags if tag in {"h1", "main", "title"}] == [
        "title",
        "main",
        "h1",
    ]
    for words in (
        "Crocus City Hall attack",
        "22 March 2024",
        "Krasnogorsk, Moscow Oblast, Russia",
        "claimed",
        "denied",
        "CC BY 4.0",
        "draft: not checked by a person",
        f"https://atlas.example/record/{CROCUS}, accessed",
    ):
        assert words in page.text
    assert f"/?select={CROCUS}" in page.attributes("href")
    assert "https://atlas.example/record/RU-2024-03-22-crocus" in page.attributes("href")


def test_days_are_dates_for_programs_too(curated: TestClient) -> None:
    page = Reader(curated.get(f"/record/{CROCUS}").text)
    days = [attributes.get("datetime") for tag, attributes in page.tags if tag == "time"]
    assert days[0] == "2024-03-22"
    assert set(days) > {"2024-03-22", "2024-03-23", "2026-03-12"}


def test_the_page_needs_no_script(curated: TestClient) -> None:
    page = Reader(curated.get(f"/record/{CROCUS}").text)
    scripts = [attributes for tag, attributes in page.tags if tag == "script"]
    assert scripts == [{"type": "application/ld+json"}]
    assert not [name for _, attributes in page.tags for name in attributes if name[:2] == "on"]


def test_related_records_have_pages_of_their_own(curated: TestClient) -> None:
    page = Reader(curated.get(f"/record/{CROCUS}").text)
    paths = [str(path) for path in page.attributes("href") if str(path).startswith("/record/")]
    assert "/record/X-IR-RU-2024-03" in paths
    for path in paths:
        assert curated.get(path).status_code == 200


def test_a_link_to_it_is_shown_with_title_words_and_picture(curated: TestClient) -> None:
    text = curated.get(f"/record/{CROCUS}").text
    tags = dict(Reader(text).tags_of("meta"))
    assert tags["og:title"] == "Crocus City Hall attack"
    assert tags["og:url"] == f"https://atlas.example/record/{CROCUS}"
    picture = f"https://atlas.example/embed/map.png?id={CROCUS}&size=1200x630"
    assert tags["og:image"] == picture
    assert tags["og:description"].startswith("22 March 2024, Krasnogorsk, Moscow Oblast, Russia.")
    assert "each with its speaker, day and source." in tags["og:description"]
    assert '<meta name="twitter:card" content="summary_large_image">' in text
    picture = tags["og:image"].removeprefix("https://atlas.example")
    shown = Image.open(BytesIO(curated.get(picture).content))
    assert shown.format == "PNG"
    assert shown.width > 1.2 * shown.height


def test_a_record_that_no_map_shows_has_no_picture(tmp_path: Path) -> None:
    nowhere = located("N", (45.0, 30.0), precision="country")
    page = client_of(atlas_of(write(tmp_path / "n.geojson", nowhere))).get("/record/N").text
    assert "og:image" not in page
    assert "atlas-locator" not in page
    assert '<meta name="twitter:card" content="summary">' in page


def test_its_data_name_what_it_covers_and_cites_and_no_fact_of_a_speaker(
    curated: TestClient,
) -> None:
    data = linked(curated.get(f"/record/{CROCUS}").text)
    assert data["@type"] == "CreativeWork"
    assert data["url"] == f"https://atlas.example/record/{CROCUS}"
    assert data["temporalCoverage"] == "2024-03-22"
    assert data["spatialCoverage"][0]["geo"]["@type"] == "GeoCircle"
    assert data["creativeWorkStatus"] == "draft: not checked by a person"
    assert data["encoding"]["contentUrl"] == f"https://atlas.example/api/incidents/{CROCUS}"
    assert curated.get(f"/api/incidents/{CROCUS}").status_code == 200
    assert not {"about", "organizer", "actor", "ClaimReview"} & set(data)


# --- addresses ---------------------------------------------------------------------------------

# Not "a%2Fb": the client of the tests decodes a path twice.
IDS = ["B/1", "a b", "50%", "a?b#c", "a&b=c", "ü/é", "../x", "x/", "//x", "a;b", "کرمان"]


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """Serve records with signs in their ids that addresses use."""
    records = (located(id_, (1.0, 2.0), title=f"<{id_}>") for id_ in IDS)
    return client_of(atlas_of(write(tmp_path_factory.mktemp("odd") / "odd.geojson", *records)))


@pytest.mark.parametrize("id_", IDS)
def test_an_id_may_have_any_sign(odd: TestClient, id_: str) -> None:
    answer = odd.get(record_path(id_))
    assert answer.status_code == 200
    assert f"<{id_}>" in Reader(answer.text).text
    data = linked(answer.text)
    assert data["identifier"] == id_
    assert odd.get(data["url"]).text == answer.text
    assert odd.get(data["encoding"]["contentUrl"]).json()["id"] == id_


@given(st.text(min_size=1))
def test_a_path_is_one_step_below_record(id_: str) -> None:
    try:
        encoded = id_.encode()
    except UnicodeEncodeError:
        return  # no id has half of a pair
    path = record_path(id_)
    assert re.fullmatch(r"/record/[A-Za-z0-9_.~%-]+", path)
    assert path == f"/record/{quote(encoded, safe='')}"


def test_what_others_add_to_its_address_changes_nothing(curated: TestClient) -> None:
    plain = curated.get(f"/record/{CROCUS}").text
    assert curated.get(f"/record/{CROCUS}?utm_source=x&fbclid=y").text == plain


# --- as of a day -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def growing(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """Serve an attack of 22 March 2024, claimed the same day and denied on 2 April."""
    record = with_ledger(
        statement("a", "claim", "front", says="The Front did it."),
        statement("b", "denial", "front", date="2024-04-02", says="The Front did not."),
        sources=(replace(SOURCE, date="2024-03-22"),),
        summary="Written much later.",
    )
    data = write(tmp_path_factory.mktemp("growing") / "g.geojson", record)
    return client_of(atlas_of(data, public_url="https://atlas.example"))


def test_a_page_says_what_was_known_on_a_day(growing: TestClient) -> None:
    text = growing.get("/record/A?as_of=2024-03&utm_source=x").text
    page = Reader(text)
    assert "as known on 31 March 2024" in page.text
    assert "The Front did it." in page.text
    assert "The Front did not." not in page.text
    assert "Written much later." not in page.text
    assert "/record/A" in page.attributes("href")
    for address in ("/?as_of=2024-03&select=A", "/api/incidents/A?as_of=2024-03"):
        assert address in page.attributes("href")
    tags = dict(page.tags_of("meta"))
    assert tags["og:url"] == linked(text)["url"] == "https://atlas.example/record/A?as_of=2024-03"
    assert "as known on 31 March 2024" in tags["og:description"]
    assert '<link rel="canonical" href="https://atlas.example/record/A">' in text
    assert "The Front did not." in growing.get("/record/A").text
    assert "as known on" not in growing.get("/record/A").text
    assert growing.get("/api/incidents/A?as_of=2024-03").status_code == 200


def test_before_anything_was_known_there_is_no_page(growing: TestClient) -> None:
    answer = growing.get("/record/A?as_of=2024-03-21")
    assert answer.status_code == 404
    said = Reader(answer.text).text
    assert "Nothing was known of the record 'A' yet at the end of 21 March 2024" in said
    assert "leave as_of out" in said


def test_a_day_that_is_none_is_refused_as_a_page(growing: TestClient) -> None:
    answer = growing.get("/record/A?as_of=2024-13")
    assert answer.status_code == 400
    said = Reader(answer.text).text
    assert "This page cannot be shown: its address has a mistake. as_of='2024-13'" in said


# --- refusals ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/record/nobody", "/record/%3Cscript%3E"])
def test_an_unknown_record_is_404_as_a_page_that_says_what_to_do(
    curated: TestClient, path: str
) -> None:
    answer = curated.get(path)
    page = Reader(answer.text)
    assert answer.status_code == 404
    assert "No record has the id" in page.text
    assert "its address may be cut off or misspelt" in page.text
    assert "/" in page.attributes("href")
    assert "script" not in [tag for tag, _ in page.tags]


@pytest.mark.parametrize("path", ["/record", "/record/"])
def test_the_prefix_itself_is_404_as_a_page(curated: TestClient, path: str) -> None:
    answer = curated.get(path)
    assert answer.status_code == 404
    assert "There is nothing at this address" in Reader(answer.text).text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_only_get_and_head_are_answered(curated: TestClient, method: str) -> None:
    answer = curated.request(method, f"/record/{CROCUS}")
    assert answer.status_code == 405
    assert curated.head(f"/record/{CROCUS}").status_code == 200


@pytest.mark.parametrize("site", ["same-origin", "none", "cross-site"])
def test_a_row_that_may_not_be_passed_on_has_no_page(private: TestClient, site: str) -> None:
    answer = private.get("/record/P", headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 403
    assert "the licence of secret rows forbids passing its rows on" in Reader(answer.text).text
    assert private.get("/record/A").status_code == 200


def test_a_related_row_that_may_not_be_passed_on_is_not_named(tmp_path: Path) -> None:
    links = (Link(rel="see_also", id="P"), Link(rel="see_also", id="Q"))
    open_ = located("A", (1.0, 2.0), links=links)
    secret = replace(open_.origin, dataset="secret rows", redistributable=False)
    data = write(
        tmp_path / "p.geojson",
        open_,
        located("P", (1.0, 2.0), title="A secret title", origin=secret),
        located("Q", (1.0, 2.0), title="An open title"),
    )
    page = client_of(atlas_of(data)).get("/record/A").text
    assert "An open title" in page
    assert "A secret title" not in page
    assert "/record/P" not in page


# --- headers -----------------------------------------------------------------------------------


def test_it_runs_nothing_and_is_framed_by_nobody() -> None:
    policy = headers_of("/record/A")["Content-Security-Policy"].split("; ")
    assert set(policy) == {
        "default-src 'none'",
        "img-src 'self'",
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    }


def test_it_is_kept_until_the_data_change(curated: TestClient) -> None:
    first = curated.get(f"/record/{CROCUS}")
    assert first.headers["Cache-Control"] == "no-cache"
    again = curated.get(f"/record/{CROCUS}", headers={"If-None-Match": str(first.headers["etag"])})
    assert again.status_code == 304
    assert again.content == b""


# --- hostile texts -----------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_texts(tmp_path: Path, text: str) -> None:
    plain, hostile = (hostile_incident(3, each) for each in ("plain words", text))
    skeletons: list[list[tuple[str, list[str]]]] = []
    for each in (plain, hostile):
        current = atlas_of(write(tmp_path / f"{len(skeletons)}.geojson", each))
        page = RecordPage(current.atlas(), each.id, "https://atlas.example").html()
        assert COMPUTED not in page
        assert linked(page)["name"] == each.title
        skeletons.append([tag for tag in Reader(page).skeleton if tag[0] not in {"text", "circle"}])
    assert skeletons[0] == skeletons[1]


@given(TEXTS)
@example("</script><script>alert(1)</script>")
@example("<!--<script>")
@example("]]>\u2028&amp;")
def test_no_text_ends_the_data_of_the_page(text: str) -> None:
    page = f'<script type="application/ld+json">{inert_json({"name": text})}</script><p>'
    assert [tag for tag, _ in Reader(page).tags] == ["script", "p"]
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    assert linked(page) == {"name": text}


@given(TEXTS)
def test_no_text_changes_the_structure_of_a_fault(text: str) -> None:
    page, plain = (record_fault_html(each, "", "/") for each in (text, "x"))
    assert Reader(page).skeleton == Reader(plain).skeleton


@given(TEXTS)
def test_no_name_changes_the_structure_of_the_map(text: str) -> None:
    def drawn(name: str) -> list[tuple[str, list[str]]]:
        mark = {"x": 1, "y": 2, "radius": 0}
        label = {"x": 1, "y": 2, "text": name, "kind": "mark", "sign": None}
        locator = {"land": "", "lines": {}, "marks": [mark], "names": [label]}
        detail = {"place": name, "sites": [name]}
        page = render("locator.html", locator=locator, detail=detail, width=1, height=1, borders="")
        return Reader(page).skeleton

    assert drawn(text) == drawn("x")


def test_a_link_to_a_record_of_10_000_letters_is_short(tmp_path: Path) -> None:
    current = atlas_of(
        write(tmp_path / "long.geojson", located("A", (1.0, 2.0), title="L" * 10_000))
    )
    page, short = client_of(current).get("/record/A").text, f"{'L' * 199}…"
    assert f"<title>{short} – Incident Atlas</title>" in page
    tags = re.findall('content="([^"]*)"', page)
    assert short in tags
    assert max(map(len, tags)) <= 500
    assert tags_of_view(current.atlas(), [("select", "A")], "").title == short
