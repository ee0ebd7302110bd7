"""The files of the tab Share: made on request, whole, and dropped if nobody waits."""

from io import BytesIO
from pathlib import Path
from threading import Event
from zipfile import ZipFile

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from geo.exports import FORMATS
from geo.screen import files
from samples import DATA, feature
from screen_app import SHARE, Opened, at, button, private, warnings, written


def test_no_file_is_made_of_rows_that_may_not_be_passed_on(opened: Opened, tmp_path: Path) -> None:
    app = at(SHARE, opened([written(tmp_path, private("P")), DATA]))
    assert button(app, "Make the file").disabled
    assert "forbids passing its rows on" in warnings(app)
    app.multiselect("country").set_value(["IR"]).run()
    assert not button(app, "Make the file").disabled
    assert "forbids passing" not in warnings(app)


def made(app: AppTest) -> bytes:
    """Wait for the file that is being made, and return its content."""
    _, content = app.session_state["file"].file.result(timeout=60)
    return bytes(content)


def test_a_file_is_made_when_asked_for_and_offered_with_its_size(app: AppTest) -> None:
    at(SHARE, app)
    button(app, "Make the file of 11 records").click().run()
    page = made(app)
    app.run()
    assert page.startswith(b"<!doctype html>")
    assert f"Download incidents.html, {len(page) / 1000:.1f} KB" in labels_of_downloads(app)


def test_a_file_as_of_a_day_has_the_day_in_its_name_and_its_sentence(app: AppTest) -> None:
    app.query_params["as_of"] = "2024-03-23"
    at(SHARE, app)
    button(app, "Make the file of 9 records").click().run()
    page = made(app).decode()
    app.run()
    assert labels_of_downloads(app)[0].startswith("Download incidents-as-of-2024-03-23.html, ")
    assert "as known on 23 March 2024, 2 records not known yet on that day</title>" in page


def test_a_format_is_offered_by_its_row(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    row = FORMATS["geojson"]._replace(label="Lines", purpose="A line per record.")
    monkeypatch.setitem(FORMATS, "lines", row)
    at(SHARE, app).selectbox("format").set_value("lines").run()
    assert "A line per record." in [caption.value for caption in app.caption]
    button(app, "Make the file").click().run()
    assert made(app).startswith(b'{"type":"FeatureCollection"')


def test_a_figure_is_made_as_wide_and_sharp_as_asked(app: AppTest) -> None:
    at(SHARE, app).selectbox("format").set_value("png").run()
    app.selectbox("width").set_value("One column, 8 cm")
    app.selectbox("dpi").set_value("Screen")
    button(app, "Make the file").click().run()
    assert Image.open(BytesIO(made(app))).width == round(8 / 2.54 * 96)


def test_a_figure_may_be_a_timeline(app: AppTest) -> None:
    at(SHARE, app).selectbox("format").set_value("png").run()
    app.selectbox("timeline").set_value("Only the timeline")
    app.selectbox("dpi").set_value("Screen")
    button(app, "Make the file").click().run()
    assert Image.open(BytesIO(made(app))).height < 300


def test_several_files_come_as_one_zip(app: AppTest) -> None:
    at(SHARE, app).selectbox("format").set_value("csv").run()
    app.checkbox("bom").check()
    button(app, "Make the file").click().run()
    with ZipFile(BytesIO(made(app))) as archive:
        assert archive.namelist() == ["incidents.csv", "incidents.csv-metadata.json"]
        assert archive.read("incidents.csv").startswith(b"\xef\xbb\xbfid,")
    app.run()
    assert labels_of_downloads(app)[0].startswith("Download incidents.csv.zip, ")


def test_a_file_of_whole_records_is_made_of_so_many_only(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEO_LIMIT_DOWNLOAD", "10")
    at(SHARE, app)
    assert not button(app, "Make the file").disabled
    app.selectbox("format").set_value("csv").run()
    assert button(app, "Make the file").disabled
    assert "holds up to 10 records: filter for fewer" in "".join(c.value for c in app.caption)
    app.multiselect("country").set_value(["IR"]).run()
    assert not button(app, "Make the file").disabled


def test_what_readers_download_is_without_the_rows_of_its_sources(
    opened: Opened, tmp_path: Path
) -> None:
    origin = {**feature()["properties"]["origin"], "raw": {"notes": "of the desk"}}
    app = at(SHARE, opened([written(tmp_path, feature(origin=origin))]))
    app.selectbox("format").set_value("geojson").run()
    button(app, "Make the file").click().run()
    assert b"of the desk" not in made(app)


def test_another_order_is_another_file(app: AppTest) -> None:
    at(SHARE, app)
    button(app, "Make the file").click().run()
    made(app)
    app.multiselect("country").set_value(["IR"]).run()
    assert button(app, "Make the file").label == "Make the file of 6 records"
    assert not labels_of_downloads(app)


def test_a_file_that_nobody_waits_for_is_dropped(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = Event()
    monkeypatch.setattr(files, "export_files", lambda *_, **__: go_on.wait(60))
    at(SHARE, app)
    button(app, "Make the file").click().run()
    button(app, "Cancel").click().run()
    go_on.set()
    assert not button(app, "Make the file").disabled
    assert "file" not in app.session_state


def labels_of_downloads(app: AppTest) -> list[str]:
    return [str(each.proto.label) for each in app.get("download_button")]
