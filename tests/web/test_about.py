"""The page about the atlas: what is open, who chose it, how current it is, where to correct it."""

from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from geo.atlas.options import ServeOptions
from geo.errors import BadValue
from geo.model.dates import day_in_words
from geo.model.incident import Origin, Review
from geo.words.notices.contact import Contact
from samples import HOSTILE, located
from serving import Reader, atlas_of, client_of, write

UCDP = Origin(dataset="UCDP GED", version="23.1", licence="CC BY 4.0", redistributable=True)


def page_of(client: TestClient) -> Reader:
    answer = client.get("/about")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    return Reader(answer.text)


def said(client: TestClient) -> str:
    return " ".join(page_of(client).text.split())


def test_the_bundled_data_say_what_they_are_and_how_they_were_chosen() -> None:
    text = said(client_of(atlas_of()))
    for line in (
        "5 attacks and 6 context records, 2017–2024, in Iran, Russia and Tajikistan.",
        "They follow no rule of selection, and are not complete.",
        "11 records, version 2, read from its file on",
        "Licence: CC BY 4.0.",
        "Newest source: 12 March 2026.",
        "This server reads a file again within seconds of a change.",
        "All 11 records in draft: not checked by a person.",
        "Incident Atlas: 5 attacks and 6 context records, 2017–2024. Data: Incident Atlas,",
        "Base map: Natural Earth, GeoNames (CC BY 4.0). Borders: who controls what",
        "given no address for corrections",
        f"Incident Atlas {version('incident-atlas')}",
    ):
        assert line in text
    assert "Streamlit" not in text
    assert "last changed" not in text  # the time of its installation is not news


@pytest.mark.parametrize(
    ("address", "href"),
    [
        ("desk@paper.example", "mailto:desk@paper.example"),
        ("https://paper.example/mistakes?desk=1", "https://paper.example/mistakes?desk=1"),
    ],
)
def test_the_page_says_where_to_report_a_mistake(address: str, href: str) -> None:
    current = atlas_of(corrections=Contact.parse("corrections", address))
    page = page_of(client_of(current))
    assert f"Write to {address}," in " ".join(page.text.split())
    assert href in [attributes.get("href") for tag, attributes in page.tags if tag == "a"]


@pytest.mark.parametrize(
    "address",
    ["", "desk", "a b@c.de", "javascript:alert(1)", "mailto:x", f"{'x' * 300}@paper.example"],
)
def test_what_is_no_address_is_refused_with_the_rule(address: str) -> None:
    with pytest.raises(BadValue, match="an e-mail address, or the address of a page"):
        Contact.parse("corrections", address)


def test_the_environment_may_say_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEO_CORRECTIONS", "desk@paper.example")
    contact = ServeOptions.from_environment().corrections
    assert contact
    assert contact.text == "desk@paper.example"
    monkeypatch.setenv("GEO_CORRECTIONS", "desk")
    with pytest.raises(BadValue, match="GEO_CORRECTIONS='desk' is not allowed"):
        ServeOptions.from_environment()


def test_data_of_others_say_who_chose_them_or_that_nobody_does(tmp_path: Path) -> None:
    ours = Origin(dataset="My list", licence="mine", redistributable=True)
    path = write(
        tmp_path / "others.geojson",
        located("A", (1.0, 2.0), origin=UCDP, review=Review(status="imported")),
        located("B", (1.0, 2.0), origin=ours, review=Review(status="draft")),
    )
    text = said(client_of(atlas_of(path)))
    assert "UCDP GED By its publisher, by rules of its own: ask the Uppsala Conflict Data" in text
    assert "My list The file does not say who chose its records, or by what rule." in text
    assert "1 of 2 records in draft" in text
    assert f"A file of the data last changed on {day_in_words(datetime.now(UTC).date())}." in text
    assert "no rule of selection" not in text


def test_no_data_are_said(tmp_path: Path) -> None:
    text = said(client_of(atlas_of(write(tmp_path / "none.geojson"))))
    assert "What is in it No records." in text
    assert "No data are open." in text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_are_text(tmp_path: Path, text: str) -> None:
    def page(name: str) -> Reader:
        origin = Origin(dataset=name, licence=name, version=name, redistributable=True)
        path = write(tmp_path / "h.geojson", located("A", (1.0, 2.0), origin=origin))
        return page_of(client_of(atlas_of(path)))

    assert page(text.strip()).skeleton == page("plain").skeleton


def test_where_rows_are_private_it_is_for_this_machine(private: TestClient) -> None:
    assert "secret rows" in said(private)
    answer = private.get("/about", headers={"Host": "rebound.example:8501"})
    assert answer.status_code == 403
    assert answer.headers["content-type"].startswith("text/html")
    assert "This cannot be shown" in Reader(answer.text).text


def test_nothing_is_below_it(client: TestClient) -> None:
    assert client.get("/about/us").status_code == 404
    assert client.post("/about").status_code == 405


def test_embed_and_record_lead_to_it(client: TestClient) -> None:
    for path, href in (("/embed/map", "https://atlas.example/about"), ("/record/A", "/about")):
        links = [attributes.get("href") for _, attributes in Reader(client.get(path).text).tags]
        assert href in links
