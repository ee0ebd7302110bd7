"""The dialog for files of one's own: what it takes a file for, what it asks, what becomes of it."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Dialog, Page, expect
from streamlit.testing.v1 import AppTest

from accessible import grave
from dashboards import Dashboard, at_rest, opened
from geo.atlas.uploads import Upload
from geo.errors import Finding
from geo.importers.tables.columns import FIELDS
from geo.intake.command import Reading
from geo.intake.finding_kinds import RowFinding
from geo.intake.report import Report
from geo.screen.own.chosen_file import ChosenFile
from geo.screen.own.fields import FIELD_LABELS
from geo.screen.own.upload_report import _csv
from geo.screen.plain import plain, spoken
from geo.store.file import is_store
from samples import CROCUS
from screen_app import SHARE, at, button, dashboard, downloaded, html
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
    assert [box.label for box in app.selectbox] == ["The headings are in row"]
    shown(app)
    assert "500 rows read, 500 imported, 0 rejected" in html(app)
    button(app, "Show the map").click().run()
    assert "505 incidents and 6 context records" in html(app)
    assert "500 records" in html(app)


def answer(app: AppTest, column: str, field: str) -> AppTest:
    """Say which field a column is."""
    next(box for box in app.selectbox if box.label == spoken(column)).set_value(field).run()
    assert not app.exception
    return app


def preview(app: AppTest) -> Any:
    return app.dataframe[-1].value.iloc[0]


def test_a_table_with_known_columns_needs_no_questions(app: AppTest) -> None:
    chosen(app, "own.csv", OWN)
    assert any("6 of 6 are used" in each.label for each in app.expander)
    assert not app.info
    assert preview(app)["Title"] == "Incident: Baghdad"
    shown(app)
    assert "1 row read, 1 imported, 0 rejected" in html(app)


def test_unknown_columns_are_asked_for_and_shown_before_they_are_read(app: AppTest) -> None:
    chosen(app, "strange.csv", STRANGE)
    assert "a date and a place, or latitude and longitude" in app.info[0].value
    for column, field in (("moment", "date_dmy"), ("spot", "place"), ("nr", "id")):
        answer(app, column, field)
    assert (preview(app)["Date"], preview(app)["Note"]) == ("3 April 2024", "")
    shown(app)
    assert "1 row read, 1 imported" in html(app)


def test_each_field_has_a_label() -> None:
    assert set(FIELD_LABELS) == set(FIELDS)
    assert len(set(FIELD_LABELS.values())) == len(FIELDS)


def test_a_field_has_one_column_only(app: AppTest) -> None:
    chosen(app, "strange.csv", STRANGE)
    answer(answer(app, "moment", "place"), "spot", "place")
    assert "one column for each field" in app.error[0].value


def test_the_order_of_day_and_month_is_asked_where_no_date_decides_it(app: AppTest) -> None:
    chosen(app, "own.csv", "date,place,killed\n03/04/2024,Kerman,1\n05/06/2024,Shiraz,2\n")
    (order,) = app.radio[-1:]
    assert "how the dates in date are written" in app.info[0].value
    assert order.options[0].replace("\\", "") == "the day first: 03/04/2024 is 3 April 2024"
    order.set_value("date_mdy").run()
    assert not app.info
    assert preview(app)["Date"] == "4 March 2024"
    shown(app)
    assert "2 rows read, 2 imported" in html(app)


def test_the_order_is_asked_too_once_the_reader_says_which_column_is_the_date(
    app: AppTest,
) -> None:
    chosen(app, "own.csv", "Dt. of event,place\n03/04/2024,Kerman\n05/06/2024,Shiraz\n")
    answer(app, "Dt. of event", "date")
    assert app.info[0].value.endswith(f"how the dates in {plain('Dt. of event')} are written.")
    assert app.radio[-1].label == "How are the dates in Dt. of event written?"
    app.radio[-1].set_value("date_dmy").run()
    assert not app.info
    assert preview(app)["Date"] == "3 April 2024"
    assert app.radio[-1].value == "date_dmy"
    shown(app)
    assert "2 rows read, 2 imported" in html(app)
    assert "--map 'Dt. of event=date_dmy'" in app.code[0].value


def test_the_order_is_asked_of_a_published_dataset_too(app: AppTest) -> None:
    (header,) = csv.reader([(UCDP.parent / "acled_header.txt").read_text("utf-8").strip()])
    values = {"event_id_cnty": "AFG1", "event_date": "03/04/2024", "time_precision": "1"}
    values |= {
        "event_type": "Battles",
        "country": "Afghanistan",
        "latitude": "34.5",
        "longitude": "69.2",
        "fatalities": "2",
    }
    row = ",".join(values.get(name, "") for name in header)
    chosen(app, "acled.csv", f"{','.join(header)}\n{row}\n")
    app.radio[-1].set_value("date_mdy").run()
    assert preview(app)["Date"] == "4 March 2024"


def test_a_column_that_is_named_the_date_decides_by_one_of_its_dates(app: AppTest) -> None:
    chosen(app, "own.csv", "moment,place\n03/04/2024,Kerman\n22/06/2024,Shiraz\n")
    answer(app, "moment", "date")
    assert not app.info
    assert preview(app)["Date"] == "3 April 2024"


def test_the_order_of_degrees_is_asked_where_few_values_tell_it(app: AppTest) -> None:
    rows = [f'2024-03-0{n},"{lat}, 0.1"' for n, lat in enumerate((91.4, 16.3, 16.4, 16.5, 16.6), 1)]
    chosen(app, "own.csv", "\n".join(("date,where", *rows)))
    (order,) = app.radio[-1:]
    assert "how the positions in where are written" in app.info[0].value
    assert order.options == ["the latitude first", "the longitude first"]
    order.set_value("position").run()
    assert not app.info
    assert preview(app)["Note"].startswith("Left out")  # the slip
    app.radio[-1].set_value("position_lon_lat").run()
    assert not app.info
    assert "91.4" in preview(app)["Position"]


def test_where_one_date_decides_nothing_is_asked(app: AppTest) -> None:
    chosen(app, "own.csv", "date,place\n03/04/2024,Kerman\n22/06/2024,Shiraz\n")
    assert not app.info
    assert preview(app)["Date"] == "3 April 2024"


def test_a_column_that_seems_to_matter_is_asked_for_with_its_values(app: AppTest) -> None:
    chosen(app, "own.csv", "date,place,survivors\n2024-03-22,Kerman,12\n")
    (said,) = [each.value for each in app.markdown if "survivors" in each.value]
    assert "12. It looks like tolls." in said
    answer(app, "survivors", "injured")
    shown(app)
    assert "not used" not in html(app)


def test_a_column_that_is_known_can_be_left_out(app: AppTest) -> None:
    chosen(app, "own.csv", OWN)
    answer(app, "killed", "unused")
    assert preview(app)["Killed"] == ""
    shown(app)
    assert "killed" in html(app)


def test_another_row_of_headings_can_be_chosen(app: AppTest) -> None:
    chosen(app, "own.csv", "date,place,killed\ndate,city,dead\n2024-03-22,Kerman,1\n")
    next(box for box in app.selectbox if "headings" in box.label).set_value(2).run()
    assert not app.exception
    assert any(each.label == "dead" for each in app.selectbox)
    assert preview(app)["Killed"] == "1"


KNOWN = "id,date,title,latitude,longitude,killed\n1,2017-06-07,Mine,35.695,51.42,17\n"


def test_records_that_look_known_are_counted_once_if_the_reader_says_so(app: AppTest) -> None:
    shown(chosen(app, "own.csv", KNOWN))
    assert "1 record of your file looks like one that is open already" in app.warning[-1].value
    app.toggle[-1].set_value(True).run()
    button(app, "Show the map").click().run()
    assert not app.exception
    assert "5 attacks" in html(app)


def test_without_a_word_of_the_reader_they_count_twice(app: AppTest) -> None:
    shown(chosen(app, "own.csv", KNOWN))
    button(app, "Show the map").click().run()
    assert "6 attacks" in html(app)


def test_the_map_goes_to_the_file(app: AppTest) -> None:
    shown(chosen(app, "own.csv", OWN))
    button(app, "Show the map").click().run()
    assert str(app.session_state["at"]).startswith("33.3,44.4,")


def test_only_the_reader_s_own_records_are_shown_if_asked(app: AppTest) -> None:
    shown(chosen(app, "own.csv", OWN))
    button(app, "Show only mine").click().run()
    assert not app.exception
    assert app.session_state["dataset"] == ["own"]
    assert "1 attack" in html(app)


def test_a_record_that_only_the_reader_sees_has_files_and_no_address(app: AppTest) -> None:
    shown(chosen(app, "own.csv", OWN))
    button(app, "Show only mine").click().run()
    app.query_params["select"] = "own-1"
    app.session_state["record share"] = True
    app.run()
    assert "Baghdad" in html(app)
    assert "Open as a page" not in html(app)
    assert not app.code
    app.button("record save html").click().run()
    file = downloaded(app, "record files")
    assert file.name == "own-1.html"
    assert b"Baghdad" in file.content
    app.session_state["select"] = CROCUS
    assert "Open as a page" in html(app.run())


def test_what_was_understood_can_be_kept(app: AppTest) -> None:
    shown(
        answer(
            chosen(app, "own.csv", "date,place,survivors\n2024-03-22,Kerman,1\n"),
            "survivors",
            "injured",
        )
    )
    assert app.code[0].value == (
        "geo import table own.csv --store own.duckdb --map survivors=injured\ngeo serve own.duckdb"
    )
    button(app, "Save your files as a store").click().run()
    assert downloaded(app, "dialog").name == "own.duckdb"


def test_a_file_of_a_dataset_that_is_open_says_what_it_changes_and_asks(app: AppTest) -> None:
    shown(chosen(app, "own.csv", OWN))
    more = OWN + "2,2024-01-03,33.4,44.5,Baghdad,1\n"
    shown(chosen(app, "own.csv", more))
    said = app.warning[-1].value.replace("\\", "")
    assert "replaces 1 of them, adds 1, and does not have 0" in said
    button(app, "Add, and keep 0").click().run()
    assert "2 rows read, 2 imported" in html(app)


def test_what_is_left_out_is_said_and_given(app: AppTest) -> None:
    chosen(app, "own.csv", f"{OWN}2,2024-01-02,99,44.4,=1+1,3\n")
    shown(app)
    assert "2 rows read, 1 imported, 1 rejected" in html(app)
    button(app, "Download the rows left out").click().run()
    assert b"latitude" in downloaded(app, "findings").content


def test_what_was_saved_of_one_file_is_not_said_of_the_next(app: AppTest) -> None:
    shown(chosen(app, "own.csv", f"{OWN}2,2024-01-02,99,44.4,=1+1,3\n"))
    places = {
        "findings": "Download the rows left out",
        "dialog": "Save your files as a store",
        "sidebar": "Save your files",
    }
    for place, label in places.items():
        next(each for each in app.button if each.label.startswith(label)).click().run()
        downloaded(app, place)
        (order,) = app.session_state[f"{place} orders"].values()
        order.note_taken()
    assert said_to_be_saved(app.run()) == len(places)
    button(app, "Show the map").click().run()
    shown(
        chosen(app, "more.csv", f"{OWN}2,2024-01-02,99,44.4,=1+1,3\n".replace("Baghdad", "Basra"))
    )
    assert said_to_be_saved(app) == 0


def said_to_be_saved(app: AppTest) -> int:
    return sum("is among your downloads" in each.value for each in app.caption)


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
    button(app, "Replace all 1").click().run()
    assert "instead of own.csv. Nobody else" in html(app)
    button(app, "Show the map").click().run()
    assert "own.tsv: 1 record<" in html(app)
    assert "own.csv: 1 record" not in html(app)


def test_a_file_with_too_many_rows_is_refused_and_nothing_is_said_to_be_read(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEO_LIMIT_ADDED_ROWS", "1")
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
    _, citation, snippet, frame, address, caption = (each.value for each in app.code)
    assert "/embed/map" in address
    for text in (citation, snippet, frame):
        assert "5 attacks and 6 context records" in text
    assert caption.startswith("6 attacks and 6 context records")


@given(st.text())
def test_markdown_shows_a_text_as_it_is(text: str) -> None:
    escaped = plain(text)
    assert re.sub(r"\\([\\`*_{}\[\]()<>#+\-.!|~:$^=&])", r"\1", escaped) == text
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_{}\[\]()<>#+\-.!|~:$^=&]", escaped)


@given(st.text())
def test_a_hidden_label_has_no_markup_and_no_sign_that_is_not_in_the_text(text: str) -> None:
    assert not set(spoken(text)) & set(r"\`*_{}[]<>!#+|~:$^=&")
    assert set(spoken(text)) <= {*text, " "}


def test_the_rows_left_out_are_safe_in_a_spreadsheet() -> None:

    finding = Finding(record="=1+1", field="place", value="@x", rule="r", remedy="-y")
    found = RowFinding(line=2, finding=finding)
    text = _csv(
        Upload(name="n", reading=Reading(source="table"), report=Report(), findings=(found,))
    )
    cells = ["2", "rejected", "'=1+1", "place", "'@x", "r", "'-y"]
    assert list(csv.reader(io.StringIO(text)))[1] == cells


def upload(dashboard: Dashboard, name: str, data: bytes) -> None:
    page = dashboard.page
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
        upload(dashboard, name, OWN.encode())
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


def asks(dashboard: Dashboard) -> bool:
    """Reload the page, and stay; tell whether the browser asked because of what would be lost."""
    at_rest(dashboard.page)
    with dashboard.page.expect_event("dialog") as asked:
        dashboard.page.evaluate("setTimeout(() => location.reload())")
    asked.value.dismiss()
    return asked.value.type == "beforeunload"


def reloads(dashboard: Dashboard) -> bool:
    """Reload the page; tell whether the browser did it without a question."""
    page, asked = dashboard.page, list[Dialog]()

    def leave(dialog: Dialog) -> None:
        asked.append(dialog)
        dialog.accept()

    at_rest(page)
    page.on("dialog", leave)
    page.reload(wait_until="commit")
    page.remove_listener("dialog", leave)
    return not asked


@pytest.mark.browser
def test_the_browser_asks_before_a_reload_loses_a_file(page: Page, server_url: str) -> None:
    dashboard = opened(page, f"{server_url}/")
    dashboard.choose("Country", "Iran")
    assert reloads(dashboard)
    upload(dashboard := opened(page, f"{server_url}/"), "own.csv", OWN.encode())
    assert asks(dashboard)  # while the report is open
    page.get_by_role("button", name="Show only mine").click()
    dashboard.sentence(re.compile("^1 attack"))
    assert asks(dashboard)
    dashboard.sentence(re.compile("^1 attack"))
    page.get_by_role("button", name="Remove your files").click()
    dashboard.sentence("No record matches: in own")
    assert reloads(dashboard)


@pytest.mark.browser
def test_a_file_that_was_saved_can_be_left_until_another_one_comes(
    page: Page, server_url: str
) -> None:
    upload(dashboard := opened(page, f"{server_url}/"), "own.csv", OWN.encode())
    assert saved(page, "Save your files as a store") == "own.duckdb"
    dashboard.frame.wait_for_function("!map.incidentAtlas.state.unsaved")
    page.get_by_role("button", name="Show the map").click()
    upload(dashboard, "more.csv", OWN.encode())
    assert asks(dashboard)
    page.get_by_role("button", name="Show the map").click()
    assert saved(page, "Save your files") == "more.duckdb"
    dashboard.frame.wait_for_function("() => !map.incidentAtlas.state.unsaved")
    assert reloads(dashboard)


def saved(page: Page, button: str) -> str:
    """Save a session's files; return the name of the file, in which they are."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).click()
    assert is_store(download.value.path())
    return download.value.suggested_filename


@pytest.mark.browser
def test_the_dialog_is_accessible(page: Page, server_url: str) -> None:
    dashboard = opened(page, f"{server_url}/")
    page.get_by_role("button", name="Add your own data").click()
    files = [{"name": "strange.csv", "mimeType": "text/csv", "buffer": STRANGE.encode()}]
    page.locator("input[type=file]").set_input_files(files)  # type: ignore[arg-type]
    page.get_by_text("Say which column holds").wait_for(timeout=60_000)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        shown_in = dashboard.frame.locator(".atlas-map")
        expect(shown_in).to_have_attribute("data-theme", scheme)
        assert grave(page) == [], scheme


def test_nothing_of_a_chosen_file_is_read_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "own.csv"
    path.write_text(OWN, "utf-8")
    chosen_file, reading = ChosenFile(file_id="1", path=path), Reading(source="table")
    plain_options = reading.options
    looked = (
        chosen_file.guess(plain_options),
        chosen_file.first_rows(plain_options),
        chosen_file.preview(reading),
    )
    for name in ("guess", "first_rows", "read"):
        monkeypatch.setattr(f"geo.importers.{name}", None)
    assert looked == (
        chosen_file.guess(plain_options),
        chosen_file.first_rows(plain_options),
        chosen_file.preview(reading),
    )
