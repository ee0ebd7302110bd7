"""The Streamlit script: each widget changes the query, the sentence and the address."""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from threading import Event
from typing import Any, Protocol
from zipfile import ZipFile

import pytest
from PIL import Image
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

import geo
from geo.atlas import current as current_module
from geo.exports import FORMATS
from geo.screen import files
from geo.screen.table import COLUMNS
from geo.store.order import ORDERS
from samples import CROCUS, DATA, feature
from screen_app import METHOD, SHARE, at, button, dashboard, html
from serving import atlas_of


@pytest.fixture
def app() -> Iterator[AppTest]:
    with dashboard(atlas_of()) as app:
        yield app


class Opened(Protocol):
    """Opens data files, and returns their dashboard."""

    def __call__(self, paths: list[Path], public_url: str | None = None) -> AppTest: ...


@pytest.fixture
def opened() -> Iterator[Opened]:
    with ExitStack() as stack:

        def open_(paths: list[Path], public_url: str | None = None) -> AppTest:
            return stack.enter_context(dashboard(atlas_of(*paths, public_url=public_url)))

        yield open_


def written(folder: Path, *features: Any) -> Path:
    path = folder / "mixed.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def address(app: AppTest) -> dict[str, list[str]]:
    params = app.query_params
    return {name: [texts] if isinstance(texts, str) else texts for name, texts in params.items()}


def test_the_first_screen_says_what_there_is(app: AppTest) -> None:
    app.run()
    assert not app.exception
    assert "5 attacks and 6 context records, 2017–2024" in html(app)
    assert "Select an incident" in html(app)
    assert address(app) == {}


def test_the_year_slider_filters(app: AppTest) -> None:
    app.run().slider("years").set_value((2022, 2023)).run()
    assert "2 attacks, from 2022 to 2023" in html(app)
    assert address(app) == {"from": ["2022"], "to": ["2023"]}


def test_the_group_filters_by_its_slug(app: AppTest) -> None:
    app.run().multiselect("group").set_value(["isis-k"]).run()
    assert "claimed by or attributed to" in html(app)
    assert address(app) == {"group": ["isis-k"]}


@pytest.mark.parametrize(
    ("facet", "value", "sentence"),
    [
        ("status", "claimed", "1 attack, 2022"),
        ("record", "context", "6 context records"),
        ("country", "RU", "1 attack, 2024, in Russia"),
    ],
)
def test_each_facet_filters(app: AppTest, facet: str, value: str, sentence: str) -> None:
    app.run().multiselect(facet).set_value([value]).run()
    assert sentence in html(app)
    assert address(app) == {facet: [value]}


def test_text_filters(app: AppTest) -> None:
    app.run().text_input("q").set_value("shah cheragh").run()
    assert "2 attacks, 2022–2023, with the words “shah cheragh”" in html(app)
    assert address(app) == {"q": ["shah cheragh"]}


def test_an_address_brings_its_screen(app: AppTest) -> None:
    app.query_params["from"] = "2022"
    app.query_params["country"] = "IR"
    app.query_params["select"] = "IR-2024-01-03-kerman"
    app.run()
    assert app.slider("years").value == (2022, 2024)
    assert app.multiselect("country").value == ["IR"]
    assert "Kerman" in html(app)
    assert "Who says what" in html(app)


def test_an_exact_date_survives_until_the_slider_moves(app: AppTest) -> None:
    app.query_params["from"] = "2024-03-01"
    app.run()
    assert "since 1 March 2024" in html(app)
    assert address(app)["from"] == ["2024-03-01"]
    app.slider("years").set_value((2023, 2024)).run()
    assert address(app) == {"from": ["2023"]}


def test_a_bad_parameter_is_ignored_and_said(app: AppTest) -> None:
    app.query_params["from"] = "20x4"
    app.query_params["colour"] = "red"
    app.query_params["country"] = "RU"
    app.run()
    said = " ".join(str(warning.value) for warning in app.warning)
    assert "20x4" in said
    assert "colour" in said
    assert address(app) == {"country": ["RU"]}
    app.multiselect("country").set_value([]).run()
    assert not app.warning


def test_no_match_says_why_and_offers_reset(app: AppTest) -> None:
    app.query_params["q"] = "atlantis"
    app.run()
    assert "No record matches: with the words “atlantis”" in html(app)
    reset = next(button for button in app.button if button.label == "Reset all filters")
    reset.click().run()
    assert "5 attacks" in html(app)
    assert address(app) == {}


def test_reset_keeps_the_selection(app: AppTest) -> None:
    app.query_params["country"] = "RU"
    app.query_params["select"] = "RU-2024-03-22-crocus"
    app.run()
    next(button for button in app.button if button.label == "Reset (1)").click().run()
    assert address(app) == {"select": ["RU-2024-03-22-crocus"]}


def test_an_unknown_selection_is_said(app: AppTest) -> None:
    app.query_params["select"] = "no-such-id"
    app.run()
    assert "No record has the id" in html(app)


def test_close_ends_the_selection(app: AppTest) -> None:
    app.query_params["select"] = "RU-2024-03-22-crocus"
    app.run()
    next(button for button in app.button if button.label == "Close").click().run()
    assert address(app) == {}
    assert "Select an incident" in html(app)


# --- transitions -----------------------------------------------------------------------------


def test_a_late_address_does_not_undo_a_filter(app: AppTest) -> None:
    app.run().multiselect("country").set_value(["IR"]).run()
    app.query_params.clear()  # the browser has not heard yet: it sends the earlier address
    app.multiselect("status").set_value(["claimed"]).run()
    assert "1 attack, 2022, in Iran, status claimed" in html(app)
    assert address(app) == {"country": ["IR"], "status": ["claimed"]}


def test_a_late_address_does_not_undo_a_selection(app: AppTest) -> None:
    app.query_params["select"] = CROCUS
    app.run()
    button(app, "see also", "warning before").click().run()
    app.query_params["select"] = CROCUS
    app.multiselect("country").set_value(["RU"]).run()
    assert address(app)["select"] != [CROCUS]


def test_an_address_of_its_own_brings_another_screen_after_a_widget(app: AppTest) -> None:
    app.run().multiselect("country").set_value(["IR"]).run()
    app.query_params.clear()
    app.query_params["country"] = "RU"
    app.run()
    assert app.multiselect("country").value == ["RU"]
    assert address(app) == {"country": ["RU"]}


def test_a_year_at_the_edge_of_the_data_stays_a_filter(app: AppTest) -> None:
    app.query_params["to"] = "2024"
    app.run()
    assert address(app) == {"to": ["2024"]}
    assert "until 2024" in html(app)
    app.multiselect("country").set_value(["IR"]).run()
    assert address(app) == {"to": ["2024"], "country": ["IR"]}
    app.slider("years").set_value((2022, 2024)).run()
    assert address(app) == {"from": ["2022"], "country": ["IR"]}


def test_what_was_ignored_is_said_once(app: AppTest) -> None:
    app.query_params["colour"] = "red"
    app.run()
    assert app.warning
    app.multiselect("country").set_value(["RU"]).run()
    assert not app.warning
    app.multiselect("country").set_value([]).run()
    assert not app.warning


def test_the_colour_survives_opening_and_closing_a_record(app: AppTest) -> None:
    app.query_params["select"] = CROCUS
    app.run().toggle("by_group").set_value(True).run()
    button(app, "Close").click().run()
    assert app.toggle("by_group").value
    assert not app.exception


def test_a_button_opens_the_related_record(app: AppTest) -> None:
    record = next(i for i in geo.load(DATA) if i.id == CROCUS)
    app.query_params["select"] = CROCUS
    app.run()
    for link in record.links:
        app.button(f"related {link.id}").click().run()
        assert not app.exception
        assert address(app) == {"select": [link.id]}
        app.query_params["select"] = CROCUS
        app.run()


def test_the_switch_of_precision_is_in_the_address(app: AppTest) -> None:
    app.run().toggle("located").set_value(True).run()
    assert address(app) == {"precision": ["site", "settlement"]}
    assert "located to a town or better" in html(app)
    button(app, "Reset").click().run()
    assert not app.toggle("located").value
    assert address(app) == {}


def test_the_address_sets_the_switch_of_precision(app: AppTest) -> None:
    app.query_params["precision"] = ["settlement", "site"]
    assert app.run().toggle("located").value
    app.toggle("located").set_value(False).run()
    assert address(app) == {}


def test_a_precision_that_no_switch_shows_stays_beside(app: AppTest) -> None:
    app.query_params["precision"] = "none"
    app.run().multiselect("country").set_value(["IR"]).run()
    assert not app.toggle("located").value
    assert address(app) == {"country": ["IR"], "precision": ["none"]}
    app.toggle("located").set_value(True).run()
    assert address(app) == {"country": ["IR"], "precision": ["site", "settlement"]}
    app.toggle("located").set_value(False).run()
    assert address(app) == {"country": ["IR"]}


def test_filters_that_match_nothing_keep_their_names(app: AppTest) -> None:
    for name, text in {"country": "TJ", "group": "isis-k", "q": "nothing"}.items():
        app.query_params[name] = text
    app.run()
    assert not app.exception
    assert "No record matches: claimed by or attributed to ISIS-K" in html(app)
    assert app.multiselect("country").options == ["Tajikistan (0)"]


def test_a_record_without_a_place_is_a_button(app: AppTest) -> None:
    app.run().button("unplaced X-US-RU-2024-03-07").click().run()
    assert address(app) == {"select": ["X-US-RU-2024-03-07"]}


# --- table -----------------------------------------------------------------------------------


@pytest.fixture
def many(opened: Opened, tmp_path: Path) -> AppTest:
    """Open 250 records: three pages; R0 is the oldest, and R249 has most killed except for ties."""
    return opened([written(tmp_path, *map(numbered, range(250)))]).run()


def numbered(number: int) -> dict[str, Any]:
    date = {"start": f"{2000 + number // 12}-{1 + number % 12:02}-01", "precision": "day"}
    tolls = {"killed": {"best": number % 125}}
    id_ = f"R{number}"
    return feature(id=id_, title=f"No. {number:03}", date=date, casualties=tolls) | {"id": id_}


def titles(app: AppTest) -> list[str]:
    (table,) = app.dataframe
    return list(table.value["Record"])


def page_of(app: AppTest) -> tuple[str, int]:
    (pager,) = [widget for widget in app.number_input if widget.key == "page"]
    return pager.label, int(pager.value or 0)


def reported(app: AppTest, kind: str, **value: Any) -> AppTest:
    """Run as after what the browser reports of an element that AppTest does not act for."""
    (element,) = app.get(kind)
    states = app._tree.get_widget_states()
    states.widgets.append(WidgetState(id=element.proto.id, **value))
    return app._run(states)


def chosen_in_table(
    app: AppTest, rows: Sequence[int] = (), cells: Sequence[int] = (), columns: Sequence[str] = ()
) -> AppTest:
    ours = {"rows": [*rows], "cells": [[n, "Date"] for n in cells], "columns": [*columns]}
    return reported(app, "dataframe", string_value=json.dumps({"selection": ours}))


def chosen_on_map(app: AppTest, id_: str) -> AppTest:
    drawing = {"last_active_drawing": {"properties": {"id": id_}}}
    return reported(app, "component_instance", json_value=json.dumps(drawing))


def marked(app: AppTest) -> list[int]:
    """Return the rows that the grid was told to mark."""
    state = app.session_state[f"table {app.session_state['begun']}"]["selection"]
    return sorted({*state["rows"], *(row for row, _ in state["cells"])})


def test_the_table_has_one_page_and_the_pager_its_number(many: AppTest) -> None:
    assert page_of(many) == ("Page of 3", 1)
    assert titles(many) == [f"No. {n:03}" for n in range(249, 149, -1)]
    many.number_input("page").set_value(3).run()
    assert titles(many) == [f"No. {n:03}" for n in range(49, -1, -1)]


def test_another_order_begins_at_its_first_page_and_is_in_the_address(many: AppTest) -> None:
    many.number_input("page").set_value(2).run()
    many.selectbox("sort").set_value("killed").run()
    assert page_of(many) == ("Page of 3", 1)
    assert titles(many)[:3] == ["No. 124", "No. 249", "No. 123"]
    assert address(many) == {"sort": ["killed"]}
    many.selectbox("sort").set_value("newest").run()
    assert address(many) == {}


def test_another_query_begins_at_its_first_page_in_the_same_order(many: AppTest) -> None:
    many.selectbox("sort").set_value("oldest").run()
    many.number_input("page").set_value(3).run()
    many.text_input("q").set_value("no. 1").run()
    assert titles(many)[0] == "No. 001"
    assert page_of(many) == ("Page of 2", 1)
    assert many.selectbox("sort").value == "oldest"


def test_the_address_sets_the_order(app: AppTest) -> None:
    app.query_params["sort"] = "oldest"
    app.run()
    assert app.selectbox("sort").value == "oldest"
    assert titles(app)[0] == "Tehran attacks"
    assert not app.warning


def test_an_order_that_there_is_not_is_ignored_and_said(app: AppTest) -> None:
    app.query_params["sort"] = "id; drop"
    app.run()
    assert "drop" in warnings(app)
    assert app.selectbox("sort").value == "newest"
    assert address(app) == {}


@pytest.mark.parametrize(
    ("column", "orders"),
    [("Date", ["oldest", "newest"]), ("Killed", ["killed", "killed"]), ("Record", ["record"])],
)
def test_a_click_on_a_header_sorts_all_pages(many: AppTest, column: str, orders: list[str]) -> None:
    for order in orders:
        chosen_in_table(many, columns=[column])
        assert not many.exception
        assert many.selectbox("sort").value == order


def test_every_column_has_an_order() -> None:
    assert {order.column for order in ORDERS.values()} == set(COLUMNS)


@pytest.mark.parametrize("choice", [{"rows": [7]}, {"cells": [7]}])
def test_a_row_of_the_second_page_opens_its_record(many: AppTest, choice: Any) -> None:
    many.number_input("page").set_value(2).run()
    chosen_in_table(many, **choice)
    assert address(many) == {"select": ["R142"]}
    assert page_of(many)[1] == 2
    assert marked(many) == [7]


def test_a_row_chosen_while_another_is_marked_opens_the_new_one(many: AppTest) -> None:
    chosen_on_map(many, "R240")
    chosen_in_table(many, rows=[9], cells=[3])
    assert address(many) == {"select": ["R246"]}
    assert marked(many) == [3]


def test_nothing_chosen_any_more_closes_the_record(many: AppTest) -> None:
    chosen_on_map(many, "R240")
    assert address(many) == {"select": ["R240"]}
    chosen_in_table(many)
    assert address(many) == {}


def test_a_record_of_the_map_turns_the_page_and_is_marked_until_the_reader_turns_it(
    many: AppTest,
) -> None:
    chosen_on_map(many, "R20")
    assert page_of(many)[1] == 3
    assert marked(many) == [29]
    many.number_input("page").set_value(1).run()
    assert page_of(many)[1] == 1
    many.toggle("by_group").set_value(True).run()
    assert page_of(many)[1] == 1
    chosen_on_map(many, "R120")
    assert page_of(many)[1] == 2
    assert marked(many) == [29]


def test_the_record_of_the_address_turns_the_page_in_its_order(many: AppTest) -> None:
    many.query_params["sort"] = "oldest"
    many.query_params["select"] = "R120"
    many.run()
    assert page_of(many)[1] == 2
    assert marked(many) == [20]


def test_a_record_that_does_not_match_leaves_the_page(many: AppTest) -> None:
    many.query_params["q"] = "no. 1"
    many.query_params["select"] = "R20"
    many.run()
    assert page_of(many) == ("Page of 2", 1)
    button(many, "Close").click().run()
    assert not many.exception


# --- share, method ---------------------------------------------------------------------------


def test_the_share_tab_gives_address_and_snippet(app: AppTest) -> None:
    app.query_params["group"] = "islamic-state"
    at(SHARE, app)
    codes = [str(code.value) for code in app.code]
    assert any("/embed/map?group=islamic-state" in code for code in codes)
    assert any(code.startswith("<iframe ") for code in codes)


@pytest.mark.parametrize(
    ("url", "warned"),
    [
        ("http://localhost:8501", True),
        ("http://127.0.0.1:8501", True),
        ("http://[::1]:8501", True),
        ("https://atlas.example", False),
        ("https://localhost.example:8443", False),
    ],
)
def test_the_share_tab_warns_on_a_loopback_address(opened: Opened, url: str, warned: bool) -> None:
    app = at(SHARE, opened([DATA], public_url=url))
    assert any("readers elsewhere cannot open" in str(info.value) for info in app.info) is warned
    assert f"{url}/embed/map" in [str(code.value) for code in app.code]


def test_refusals_are_counted_and_a_part_of_them_listed(opened: Opened, tmp_path: Path) -> None:
    path = written(tmp_path, *({"type": "Feature", "id": str(n)} for n in range(150)), feature())
    app = at(METHOD, opened([path]))
    assert "150 records or files were refused" in str(app.warning[0].value)
    assert html(app).count("mixed.geojson: ") == 100
    assert "… and 50 more: geo validate lists them all" in html(app)


def test_no_file_is_made_of_rows_that_may_not_be_passed_on(opened: Opened, tmp_path: Path) -> None:
    app = at(SHARE, opened([written(tmp_path, private("P")), DATA]))
    assert button(app, "Make the file").disabled
    assert "forbids passing its rows on" in warnings(app)
    app.multiselect("country").set_value(["IR"]).run()
    assert not button(app, "Make the file").disabled
    assert "forbids passing" not in warnings(app)


def private(id_: str) -> dict[str, Any]:
    origin = {"dataset": "private", "licence": "all rights reserved", "redistributable": False}
    return feature(id=id_, origin=origin) | {"id": id_}


def warnings(app: AppTest) -> str:
    return " ".join(str(warning.value) for warning in app.warning)


# --- several datasets, and files that change ---------------------------------------------------

UCDP = {"dataset": "UCDP GED", "version": "23.1", "licence": "CC BY 4.0", "redistributable": True}


def test_one_dataset_needs_no_filter(app: AppTest) -> None:
    app.run()
    assert "dataset" not in [widget.key for widget in app.multiselect]


def test_several_datasets_are_counted_apart_and_filtered(opened: Opened, tmp_path: Path) -> None:
    path = written(tmp_path, feature(id="U", origin=UCDP) | {"id": "U"})
    app = opened([DATA, path]).run()
    assert "6 attacks and 6 context records (11 records of Incident Atlas, 1 of UCDP GED" in html(
        app
    )
    assert app.multiselect("dataset").options == ["Incident Atlas (11)", "UCDP GED 23.1 (1)"]
    app.multiselect("dataset").set_value(["UCDP GED"]).run()
    assert "1 attack, 2024, in UCDP GED 23.1" in html(app)
    assert address(app) == {"dataset": ["UCDP GED"]}


def test_the_method_cites_the_open_datasets(opened: Opened, tmp_path: Path) -> None:
    gtd = {"dataset": "GTD", "licence": "EULA", "redistributable": False}
    features = (feature(id=x, origin=o) | {"id": x} for x, o in (("U", UCDP), ("G", gtd)))
    text = html(at(METHOD, opened([written(tmp_path, *features)])))
    assert "Sundberg &amp; Melander 2013" in text
    assert "version 23.1, accessed " in text
    assert "Shown only to those who loaded it; for more, ask START at the Univ" in text


def test_attackers_of_a_dataset_are_not_said_to_be_counted_apart(
    opened: Opened, tmp_path: Path
) -> None:
    casualties = {"killed": {"best": 5}, "perpetrators_killed": 1}
    app = opened([written(tmp_path, feature(id="U", casualties=casualties) | {"id": "U"})])
    app.query_params["select"] = "U"
    text = html(at(METHOD, app))
    assert "attackers killed: 1" in text
    assert "Attackers are counted separately, except in datasets that count all sides" in text


def test_the_method_counts_what_was_kept_with_a_note(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("id,date,lat,lon,<b>lat</b>\nA,2024,1.55,2.5,\nB,2024,1.55,2.5,\0\n")
    text = html(at(METHOD, opened([path])))
    assert "<li>own.csv: 2 × precision: is not stated: settlement is assumed</li>" in text
    assert "<li>own.csv: 1 × &lt;b&gt;lat&lt;/b&gt;: had characters that no text has" in text


def test_a_session_goes_on_with_a_file_that_changes(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current_module, "CHECK_SECONDS", 0.0)
    old = {"date": {"start": "2019-01-01", "precision": "day"}}
    path = written(tmp_path, feature(id="A") | {"id": "A"}, feature(id="B", **old) | {"id": "B"})
    app = at(METHOD, opened([path]))
    assert app.slider("years").value == (2019, 2024)
    app.text_input("q").set_value("attack").run()
    written(
        tmp_path, *(feature(id=x, **old) | {"id": x} for x in "ABC"), feature(id="D") | {"id": "D"}
    )
    app.run()
    assert not app.exception
    assert "4 attacks, 2019–2024, with the words “attack”" in html(app)
    newer = {"date": {"start": "2021-01-01", "precision": "day"}}
    written(tmp_path, feature(id="A") | {"id": "A"}, feature(id="B", **newer) | {"id": "B"})
    app.run()
    assert not app.exception
    assert app.slider("years").value == (2021, 2024)
    assert address(app) == {"q": ["attack"]}
    path.write_text("{")
    app.run()
    assert "2 attacks" in html(app)
    assert "Changes that cannot be shown" in html(app)
    assert ["A file has changed" in warning.value for warning in app.warning] == [True]


def test_what_is_not_open_is_not_drawn(app: AppTest) -> None:
    app.run()
    assert not app.code
    assert "Status: who is said to have done it" not in html(app)
    assert at(SHARE, app).code
    assert not app.dataframe


def test_order_and_page_outlast_another_tab(opened: Opened, tmp_path: Path) -> None:
    path = written(tmp_path, *(feature(id=f"R{n}") | {"id": f"R{n}"} for n in range(150)))
    app = opened([path]).run()
    app.selectbox("sort").set_value("oldest").run()
    app.number_input("page").set_value(2).run()
    at(SHARE, app)
    app.run()
    assert not app.exception
    assert address(app)["sort"] == ["oldest"]
    at("Table", app)
    assert app.selectbox("sort").value == "oldest"
    assert app.number_input("page").value == 2


def test_the_view_of_the_map_is_in_the_address_and_in_what_is_shared(app: AppTest) -> None:
    drawing = {"last_active_drawing": {"properties": {"at": "29.6,52.5,8"}}}
    app.run()
    reported(app, "component_instance", json_value=json.dumps(drawing))
    assert address(app) == {"at": ["29.6,52.5,8"]}
    at(SHARE, app)
    assert "/embed/map?at=29.6,52.5,8" in "\n".join(code.value for code in app.code)


def test_a_view_that_there_is_not_is_ignored_and_said(app: AppTest) -> None:
    app.query_params["at"] = "137.2,35,6"
    app.query_params["sort"] = "oldest"
    app.run()
    assert "latitude,longitude,zoom" in warnings(app)
    assert address(app) == {"sort": ["oldest"]}


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


def test_another_wish_is_another_file(app: AppTest) -> None:
    at(SHARE, app)
    button(app, "Make the file").click().run()
    made(app)
    app.multiselect("country").set_value(["IR"]).run()
    assert button(app, "Make the file").label == "Make the file of 6 records"
    assert not labels_of_downloads(app)


def test_a_file_that_is_waited_for_no_longer_is_let_go_of(
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
