"""The dialog for files of one's own: what it takes a file for, what it asks, what becomes of it."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect
from streamlit.testing.v1 import AppTest

from accessible import grave
from dashboards import opened
from geo.atlas import uploads
from geo.atlas.uploads import Upload
from geo.errors import Finding
from geo.intake.finding_kinds import RowFinding
from geo.intake.report import Report
from geo.screen.plain import plain
from geo.screen.upload import _csv
from screen_app import SHARE, at, button, dashboard, html
from serving import atlas_of
from watching import Traffic, watched

UCDP = Path(__file__).parents[1] / "data" / "ucdp_ged231_sample_500.csv"
OWN = "id,date,latitude,longitude,place,killed\n1,2024-01-02,33.3,44.4,Baghdad,3\n"
STRANGE = "nr;moment;spot;x1;x2\n7;03/04/2024;**Here** <b>;44.4;33.3\n"


@pytest.fixture
def app() -> Iterator[AppTest]:
    with dashboard(atlas_of()) as app:  # its end closes the uploads of all sessions
        yield app.run()


def chosen(app: AppTest, name: str, data: str | bytes) -> AppTest:
    content = data.encode() if isinstance(data, str) else data
    button(app, "Add your own data").click().run()
    app.file_uploader[0].set_value((name, content, "text/csv")).run()
    assert not app.exception
    return app


def shown(app: AppTest) -> AppTest:
    button(app, "Read the file").click().run()
    assert not app.exception
    return app


def test_a_dataset_of_the_field_is_recognised_and_shown(app: AppTest) -> None:
    chosen(app, UCDP.name, UCDP.read_bytes())
    assert any("UCDP GED" in each.value for each in app.markdown)
    assert [box.label for box in app.selectbox] == ["Sort by"]
    shown(app)
    assert "500 rows read, 500 imported, 0 rejected" in html(app)
    button(app, "Show the map").click().run()
    assert "505 incidents and 6 context records" in html(app)
    assert "500 records" in html(app)


def test_a_table_with_known_columns_needs_no_questions(app: AppTest) -> None:
    chosen(app, "own.csv", OWN)
    assert any("known columns: 6 of 6" in each.value for each in app.markdown)
    assert app.dataframe[-1].value["Title"].tolist() == ["Incident: Baghdad"]
    shown(app)
    assert "1 row read, 1 imported, 0 rejected" in html(app)


def test_unknown_columns_are_asked_for_and_shown_before_they_are_read(app: AppTest) -> None:
    chosen(app, "strange.csv", STRANGE)
    assert "a date and a place, or latitude and longitude" in app.info[0].value
    for label, column in (("Date", "moment"), ("Place", "spot"), ("Id", "nr")):
        next(box for box in app.selectbox if box.label == label).set_value(column).run()
    preview = app.dataframe[-1].value.iloc[0]
    assert (
        "read in two ways" in preview["Left out because"] or "03/04" in preview["Left out because"]
    )
    orders = next(box for box in app.selectbox if box.label == "Dates are written")
    orders.set_value("date_dmy").run()
    preview = app.dataframe[-1].value.iloc[0]
    assert preview["Date"] == "3 April 2024"
    assert preview["Left out because"] == ""
    shown(app)
    assert "1 row read, 1 imported" in html(app)


def test_a_column_is_one_thing_only(app: AppTest) -> None:
    chosen(app, "strange.csv", STRANGE)
    for label in ("Date", "Place"):
        next(box for box in app.selectbox if box.label == label).set_value("moment").run()
    assert "each column for one thing only" in app.error[0].value


def test_what_is_left_out_is_said_and_given(app: AppTest) -> None:
    chosen(app, "own.csv", f"{OWN}2,2024-01-02,99,44.4,=1+1,3\n")
    shown(app)
    assert "2 rows read, 1 imported, 1 rejected" in html(app)
    assert app.get("download_button")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.csv", b"", "is empty"),
        ("broken.geojson", b'{"type": "FeatureCollection", "features": [', "broken.geojson"),
        ("broken.xlsx", b"PK\x03\x04nothing", "not an Excel workbook"),
        ("old.csv", b"\xd0\xcf\x11\xe0 old", "before 2007"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    app: AppTest, name: str, data: bytes, words: str
) -> None:
    chosen(app, name, data)
    assert words in app.error[0].value.replace("\\", "")
    assert "uploads" not in app.session_state


def test_a_file_that_takes_the_place_of_another_says_so(app: AppTest) -> None:
    shown(chosen(app, "own.csv", OWN))
    assert "with the rest. Nobody else" in html(app)
    shown(chosen(app, "own.tsv", OWN.replace(",", "\t")))
    assert "instead of own.csv. Nobody else" in html(app)
    button(app, "Show the map").click().run()
    assert "own.tsv: 1 record<" in html(app)
    assert "own.csv: 1 record" not in html(app)


def test_a_file_with_too_many_rows_is_refused_and_nothing_is_said_to_be_read(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_ROWS", 1)
    chosen(app, "own.csv", f"{OWN}2,2024-01-02,33.3,44.4,Baghdad,3\n")
    shown(app)
    assert "more than 1 rows" in app.error[0].value
    assert not any("Reading" in each.value for each in app.caption)
    assert "uploads" not in app.session_state


def test_removing_brings_the_open_data_back(app: AppTest) -> None:
    shown(chosen(app, "own.csv", OWN))
    button(app, "Show the map").click().run()
    assert "6 attacks" in html(app)
    session = app.session_state["uploads"]
    button(app, "Remove your files").click().run()
    assert "5 attacks" in html(app)
    assert not session.is_open


def test_after_an_hour_the_dashboard_says_that_they_are_gone(app: AppTest) -> None:
    shown(chosen(app, "own.csv", OWN))
    button(app, "Show the map").click().run()
    app.session_state["uploads"].close()
    app.run()
    assert not app.exception
    assert "5 attacks" in html(app)
    assert "please add them again" in app.toast[0].value


def test_links_and_embeds_are_said_to_go_without_them(app: AppTest) -> None:
    shown(chosen(app, "own.csv", OWN))
    button(app, "Show the map").click().run()
    at(SHARE, app)
    assert any("visible in this window only" in each.value for each in app.info)
    _, _, snippet, citation, caption = (each.value for each in app.code)
    for text in (snippet, citation):
        assert "5 attacks and 6 context records" in text
    assert caption.startswith("6 attacks and 6 context records")


@given(st.text())
def test_markdown_shows_a_text_as_it_is(text: str) -> None:
    escaped = plain(text)
    assert re.sub(r"\\([\\`*_{}\[\]()<>#+\-.!|~:$^=&])", r"\1", escaped) == text
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_{}\[\]()<>#+\-.!|~:$^=&]", escaped)


def test_the_rows_left_out_are_safe_in_a_spreadsheet() -> None:

    finding = Finding(record="=1+1", field="place", value="@x", rule="r", remedy="-y")
    found = RowFinding(line=2, finding=finding)
    text = _csv(Upload(name="n", report=Report(), findings=(found,)))
    cells = ["2", "rejected", "'=1+1", "place", "'@x", "r", "'-y"]
    assert list(csv.reader(io.StringIO(text)))[1] == cells


def upload(page: Page, name: str, data: bytes) -> None:
    page.get_by_role("button", name="Add your own data").click()
    files = [{"name": name, "mimeType": "text/csv", "buffer": data}]
    page.locator("input[type=file]").set_input_files(files)  # type: ignore[arg-type]
    page.get_by_role("button", name="Read the file").click(timeout=60_000)
    page.get_by_role("button", name="Show the map").wait_for(timeout=60_000)


@pytest.mark.browser
def test_one_reader_sees_the_file_on_the_map_and_no_other_does(
    browser: Browser, server_url: str, traffic: Traffic
) -> None:
    name = '<img src=x onerror="alert(1)"> {{7*191}} **b**.csv'
    with watched(browser, traffic) as page, watched(browser, traffic) as other:
        dashboard = opened(page, f"{server_url}/")
        upload(page, name, OWN.encode())
        expect(page.locator(".atlas-report")).to_contain_text("1 row read, 1 imported, 0 rejected")
        page.get_by_role("button", name="Show the map").click()
        dashboard.sentence(re.compile("^6 attacks"))
        own = dashboard.frame.wait_for_function(
            "map.incidentAtlas.marks().flatMap((mark) => mark.ids)"
            ".find((id) => id.startsWith('img-src-x'))"
        ).json_value()
        expect(page.locator(".atlas-own")).to_contain_text("{{7_191}}")
        next_to_it = opened(other, f"{server_url}/?select={own}")
        next_to_it.sentence(re.compile("^5 attacks"))
        page.reload()
        dashboard.sentence(re.compile("^5 attacks"))


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_dialog_is_accessible(browser: Browser, server_url: str, scheme: str) -> None:
    with watched(browser, color_scheme=scheme) as page:
        opened(page, f"{server_url}/")
        page.get_by_role("button", name="Add your own data").click()
        files = [{"name": "strange.csv", "mimeType": "text/csv", "buffer": STRANGE.encode()}]
        page.locator("input[type=file]").set_input_files(files)  # type: ignore[arg-type]
        page.get_by_text("Say which column holds").wait_for(timeout=60_000)
        assert grave(page) == []
