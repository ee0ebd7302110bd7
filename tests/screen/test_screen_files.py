"""The files of the tab Share: made on request, whole, and dropped if nobody waits."""

import json
from io import BytesIO
from pathlib import Path
from threading import Event
from zipfile import ZipFile

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from geo.atlas.atlas import Atlas
from geo.errors import NotFound
from geo.exports import FORMATS
from geo.exports.selection import select
from geo.screen import files
from geo.store.store import Store
from samples import DATA, feature
from screen_app import SHARE, Opened, at, button, downloaded, private, warnings, written


def test_no_file_is_made_of_rows_that_may_not_be_passed_on(opened: Opened, tmp_path: Path) -> None:
    app = at(SHARE, opened([written(tmp_path, private("P")), DATA]))
    assert app.button("save html").disabled
    assert "forbids passing its rows on" in warnings(app)
    app.multiselect("country").set_value(["IR"]).run()
    assert not app.button("save html").disabled
    assert "forbids passing" not in warnings(app)


def made(app: AppTest) -> bytes:
    """Wait for the file that was ordered last, and return its content."""
    return downloaded(app, "files").content


def test_one_press_makes_a_file_and_hands_it_over(app: AppTest) -> None:
    button(at(SHARE, app), "Web page (HTML)").click().run()
    file = downloaded(app, "files")
    assert file.content.startswith(b"<!doctype html>")
    assert file.name == "incident-atlas-2017-2024.html"
    (order,) = app.session_state["files orders"].values()
    (frame,) = app.run().get("iframe")
    assert frame.proto.src == order.path
    order.note_taken()
    app.run()
    assert not app.get("iframe")
    said = captions(app)
    assert f"2024\\.html, {len(file.content) / 1000:.1f} KB, is among your downloads" in said


def test_a_file_as_of_a_day_has_the_day_in_its_name_and_its_sentence(app: AppTest) -> None:
    app.query_params["as_of"] = "2024-03-23"
    at(SHARE, app)
    app.button("save html").click().run()
    file = downloaded(app, "files")
    page = file.content.decode()
    assert file.name == "incident-atlas-2017-2024-as-of-2024-03-23.html"
    assert "as known on 23 March 2024, 2 records not known yet on that day</title>" in page


def test_a_file_says_what_it_holds_in_its_name(app: AppTest) -> None:
    app.query_params["group"] = "islamic-state"
    app.query_params["country"] = "IR"
    at(SHARE, app)
    assert "4 records, each file called islamic\\-state\\-iran\\-2017\\-2024" in captions(app)
    app.button("save csv").click().run()
    assert downloaded(app, "files").name == "islamic-state-iran-2017-2024.csv"


def test_a_format_is_offered_by_its_row(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    row = FORMATS["geojson"]._replace(label="Lines", purpose="A line per record.")
    monkeypatch.setitem(FORMATS, "lines", row)
    assert at(SHARE, app).button("save lines").help == "A line per record."
    button(app, "Lines").click().run()
    assert made(app).startswith(b'{"type":"FeatureCollection"')


def test_a_figure_is_made_as_wide_and_sharp_as_asked(app: AppTest) -> None:
    at(SHARE, app).selectbox("width_cm").set_value("One column, 8 cm")
    app.selectbox("dpi").set_value("Screen")
    app.button("save png").click().run()
    assert Image.open(BytesIO(made(app))).width == round(8 / 2.54 * 96)


def test_letters_of_an_svg_are_text_or_outlines(app: AppTest) -> None:
    at(SHARE, app).button("save svg").click().run()
    assert b"<text" in made(app)
    app.selectbox("text").set_value("Outlines, the same everywhere")
    app.button("save svg").click().run()
    assert b"<text" not in made(app)


def test_a_figure_may_be_a_timeline(app: AppTest) -> None:
    at(SHARE, app).selectbox("timeline").set_value("Only the timeline")
    app.selectbox("dpi").set_value("Screen")
    app.button("save png").click().run()
    assert Image.open(BytesIO(made(app))).height < 300


def test_a_table_comes_by_itself_and_what_its_columns_mean_too(app: AppTest) -> None:
    at(SHARE, app).checkbox("bom").check()
    app.button("save csv").click().run()
    table = downloaded(app, "files")
    assert table.name == "incident-atlas-2017-2024.csv"
    assert table.content.startswith(b"\xef\xbb\xbfid,")
    app.button("save csv 1").click().run()
    columns = downloaded(app, "files")
    assert columns.name == f"{table.name}-metadata.json"
    assert json.loads(columns.content)["url"] == table.name
    assert columns.media_type == "application/json"


def test_files_that_need_each_other_come_as_one_zip(app: AppTest) -> None:
    at(SHARE, app).button("save md").click().run()
    file = downloaded(app, "files")
    assert file.name == "incident-atlas-2017-2024.md.zip"
    with ZipFile(BytesIO(file.content)) as archive:
        assert archive.namelist()[0] == "incident-atlas-2017-2024.md"
        assert len(archive.namelist()) > 1


def test_a_file_of_whole_records_is_made_of_so_many_only(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEO_LIMIT_DOWNLOAD", "10")
    at(SHARE, app)
    assert not app.button("save html").disabled
    assert app.button("save csv").disabled
    assert app.button("save geojson").disabled
    assert "holds up to 10 records: filter for fewer" in captions(app)
    app.multiselect("country").set_value(["IR"]).run()
    assert not app.button("save csv").disabled


def test_nothing_is_saved_of_no_record(app: AppTest) -> None:
    app.query_params["country"] = "NZ"
    assert at(SHARE, app).button("save png").disabled
    assert "No record matches, so there is nothing to save" in captions(app)


def test_what_readers_download_is_without_the_rows_of_its_sources(
    opened: Opened, tmp_path: Path
) -> None:
    origin = {**feature()["properties"]["origin"], "raw": {"notes": "of the desk"}}
    app = at(SHARE, opened([written(tmp_path, feature(origin=origin))]))
    app.button("save geojson").click().run()
    assert b"of the desk" not in made(app)


def test_a_file_that_nobody_waits_for_is_dropped(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = Event()
    monkeypatch.setattr(files, "export_files", lambda *_, **__: go_on.wait(60))
    at(SHARE, app)
    app.button("save html").click().run()
    (order,) = app.session_state["files orders"].values()
    button(app, "Cancel").click().run()
    go_on.set()
    assert order.is_cancelled
    assert not app.session_state["files orders"]


def test_a_file_that_cannot_be_made_says_why_in_one_sentence(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("/home/somebody/secret.db is locked")

    monkeypatch.setattr(files, "export_files", fail)
    at(SHARE, app).button("save html").click().run()
    (order,) = app.session_state["files orders"].values()
    assert isinstance(order.file.exception(timeout=60), OSError)
    (error,) = app.run().error
    assert error.value.startswith("The file could not be made")


def test_a_record_that_left_the_atlas_meanwhile_is_said(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Atlas, "selection", lambda *_, **__: select(Store()))
    at(SHARE, app).button("save png").click().run()
    (order,) = app.session_state["files orders"].values()
    assert isinstance(order.file.exception(timeout=60), NotFound)
    (error,) = app.run().error
    assert error.value.startswith("the records of this file have left the atlas since")


def captions(app: AppTest) -> str:
    return "".join(caption.value for caption in app.caption)
