"""The tab Table: pages, orders, and the record that is open."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo.screen.table import COLUMNS
from geo.store.order import ORDERS
from samples import feature
from screen_app import (
    SHARE,
    Opened,
    address,
    at,
    button,
    reported,
    warnings,
    written,
)


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
    chosen_in_table(many, rows=[9])
    assert address(many) == {"select": ["R240"]}
    chosen_in_table(many)
    assert address(many) == {}


def test_a_new_grid_does_not_close_the_record_by_itself(many: AppTest) -> None:
    chosen_on_map(many, "R240")
    chosen_in_table(many)
    assert address(many) == {"select": ["R240"]}
    assert marked(many) == [9]
    chosen_in_table(many)
    assert address(many) == {}


def test_a_choice_in_a_grid_that_a_run_was_replacing_opens_nothing(many: AppTest) -> None:
    many.session_state["begun"] += 1  # as a run leaves it that ends before it draws the new grid
    many.session_state["rows"] = ["R0"]
    chosen_in_table(many, rows=[5])
    assert not many.exception
    assert many.session_state["select"] is None


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
