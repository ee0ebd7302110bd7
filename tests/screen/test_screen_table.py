"""The tab Table: pages, orders, and the record that is open."""

import json
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
    rows_of,
    told,
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
    return [title for _, title, *_ in rows_of(app)["rows"]]


def page_of(app: AppTest) -> tuple[int, int]:
    """Return the number of the page, and how many there are."""
    data = rows_of(app)
    return data["page"], data["pages"]


def heads(app: AppTest) -> dict[str, tuple[str | None, str]]:
    """Return how each column is sorted, and the order that its head asks for."""
    return {head["label"]: (head["sorted"], head["next"]) for head in rows_of(app)["heads"]}


def chosen_on_map(app: AppTest, id_: str) -> AppTest:
    drawing = {"last_active_drawing": {"properties": {"id": id_}}}
    return reported(app, "component_instance", json_value=json.dumps(drawing))


def marked(app: AppTest) -> int | None:
    """Return the row that is marked."""
    data = rows_of(app)
    ids = [id_ for id_, *_ in data["rows"]]
    return ids.index(data["selected"]) if data["selected"] in ids else None


def test_a_row_has_a_cell_for_each_column(app: AppTest) -> None:
    app.run()
    rows = {id_: dict(zip(COLUMNS, cells, strict=True)) for id_, *cells in rows_of(app)["rows"]}
    assert rows["IR-2017-06-07-tehran"] == {
        "Record": "Tehran attacks",
        "Date": "7 June 2017",
        "Place": "Tehran · \u2068تهران\u2069, Iran",
        "Killed": "17–18 (best 17)",
        "Injured": "52",
        "Status": "Claimed, and attributed to it",
        "Group": "Islamic State",
        "Type": "attack, shooting, bombing",
    }
    assert rows["X-IR-TJ-dushanbe"]["Group"] == ""


def test_the_table_has_one_page_and_says_which(many: AppTest) -> None:
    assert page_of(many) == (1, 3)
    assert titles(many) == [f"No. {n:03}" for n in range(249, 149, -1)]
    assert rows_of(many)["count"] == "Rows 1–100 of 250"
    told(many, page=3)
    assert titles(many) == [f"No. {n:03}" for n in range(49, -1, -1)]
    assert rows_of(many)["count"] == "Rows 201–250 of 250"


def test_one_page_only_says_how_many_there_are(app: AppTest) -> None:
    data = rows_of(app.run())
    assert (data["count"], data["pages"]) == ("11 records", 1)


def test_another_order_begins_at_its_first_page_and_is_in_the_address(many: AppTest) -> None:
    told(many, page=2)
    told(many, sort="killed")
    assert page_of(many) == (1, 3)
    assert titles(many)[:3] == ["No. 124", "No. 249", "No. 123"]
    assert address(many) == {"sort": ["killed"]}
    told(many, sort="newest")
    assert address(many) == {}


def test_another_query_begins_at_its_first_page_in_the_same_order(many: AppTest) -> None:
    told(many, sort="oldest")
    told(many, page=3)
    many.text_input("q").set_value("r1").run()
    assert titles(many)[0] == "No. 001"
    assert page_of(many) == (1, 2)
    assert rows_of(many)["sort"] == "oldest"


def test_the_address_sets_the_order(app: AppTest) -> None:
    app.query_params["sort"] = "oldest"
    app.run()
    assert rows_of(app)["sort"] == "oldest"
    assert titles(app)[0] == "Tehran attacks"
    assert not app.warning


def test_an_order_that_there_is_not_is_ignored_and_said(app: AppTest) -> None:
    app.query_params["sort"] = "id; drop"
    app.run()
    assert "drop" in warnings(app)
    assert rows_of(app)["sort"] == "newest"
    assert address(app) == {}


def test_every_column_has_an_order_and_every_order_a_name(app: AppTest) -> None:
    app.run()
    assert {order.column for order in ORDERS.values()} == set(COLUMNS)
    assert [tuple(order) for order in rows_of(app)["orders"]] == [
        (name, order.label) for name, order in ORDERS.items()
    ]


def test_a_head_says_how_its_column_is_sorted_and_asks_for_the_next_order(many: AppTest) -> None:
    assert heads(many)["Date"] == ("descending", "oldest")
    assert heads(many)["Killed"] == (None, "killed")
    told(many, sort="oldest")
    assert heads(many)["Date"] == ("ascending", "newest")
    told(many, sort="killed")
    assert heads(many)["Killed"] == ("descending", "killed")
    assert heads(many)["Date"] == (None, "newest")
    assert [label for label, (sorted_, _) in heads(many).items() if sorted_] == ["Killed"]


def test_a_row_of_the_second_page_opens_its_record(many: AppTest) -> None:
    told(many, page=2)
    told(many, select="R142")
    assert address(many) == {"select": ["R142"]}
    assert page_of(many) == (2, 3)
    assert marked(many) == 7


def test_a_row_chosen_while_another_is_marked_opens_the_new_one(many: AppTest) -> None:
    chosen_on_map(many, "R240")
    told(many, select="R246")
    assert address(many) == {"select": ["R246"]}
    assert marked(many) == 3


@pytest.mark.parametrize(
    "asked",
    [
        {"sort": "id; drop"},
        {"sort": ["newest"]},
        {"page": 0},
        {"page": -7},
        {"page": "2"},
        {"page": 1.5},
        {"select": 7},
        {"select": None},
        {"open": "R1"},
        {},
    ],
)
def test_what_no_table_asks_changes_nothing(many: AppTest, asked: dict[str, Any]) -> None:
    before = rows_of(many)
    told(many, **asked)
    assert not many.exception
    assert rows_of(many) == before
    assert address(many) == {}


def test_a_page_past_the_last_is_the_last(many: AppTest) -> None:
    told(many, page=10**9)
    assert page_of(many) == (3, 3)


def test_a_record_of_the_map_turns_the_page_and_is_marked_until_the_reader_turns_it(
    many: AppTest,
) -> None:
    chosen_on_map(many, "R20")
    assert page_of(many)[0] == 3
    assert marked(many) == 29
    told(many, page=1)
    assert page_of(many)[0] == 1
    many.toggle("by_group").set_value(True).run()
    assert page_of(many)[0] == 1
    chosen_on_map(many, "R120")
    assert page_of(many)[0] == 2
    assert marked(many) == 29


def test_the_record_of_the_address_turns_the_page_in_its_order(many: AppTest) -> None:
    many.query_params["sort"] = "oldest"
    many.query_params["select"] = "R120"
    many.run()
    assert page_of(many)[0] == 2
    assert marked(many) == 20


def test_a_record_that_does_not_match_leaves_the_page(many: AppTest) -> None:
    many.query_params["q"] = "r1"
    many.query_params["select"] = "R20"
    many.run()
    assert page_of(many) == (1, 2)
    assert marked(many) is None
    button(many, "Close").click().run()
    assert not many.exception


def test_order_and_page_outlast_another_tab(opened: Opened, tmp_path: Path) -> None:
    path = written(tmp_path, *(feature(id=f"R{n}") | {"id": f"R{n}"} for n in range(150)))
    app = opened([path]).run()
    told(app, sort="oldest")
    told(app, page=2)
    at(SHARE, app)
    app.run()
    assert not app.exception
    assert address(app)["sort"] == ["oldest"]
    at("Table", app)
    assert rows_of(app)["sort"] == "oldest"
    assert page_of(app)[0] == 2
