"""A page's source: it asks the server first, and then holds the collection. Called in Node."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.exports.carried.packed import packed
from geo.exports.carried.page_data import page_data
from geo.intake.dataset import load
from geo.query.query import Query
from geo.store.store import Store
from node import Node
from samples import DATA

WORLD = [-180, -90, 180, 90]
CELLS = [WORLD, 2]
FETCHED = [["cells", ""], ["rows", ""]]  # how many there are, and what they are


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    store = Store()
    store.add(load(DATA))
    return page_data(store.page_rows(Query()))


@pytest.fixture(scope="module")
def columns() -> str:
    store = Store()
    store.add(load(DATA))
    return b64encode(packed(store.site_rows(Query())).content).decode()


def steps(js: Node, data: object, options: object, *taken: Any, **server: Any) -> list[Any]:
    found: list[Any] = js("test:near", "steps", data, options, taken, server)
    return found


def test_the_server_answers_until_the_collection_is_here(js: Node, data: dict[str, Any]) -> None:
    assert steps(
        js,
        data,
        {},
        ["cells", "from=2022", *CELLS],
        ["bring"],
        ["cells", "from=2022", *CELLS],
        ["caption", "from=2022&status=convictions"],
        ["has", "country=IR"],
    ) == [
        [[["cells", "from=2022"]], "server", 11],
        [FETCHED, "here", None],
        [[], "here", 10],
        [[], "here", "2 of 11 records shown"],
        [[], "here", True],
    ]


def test_what_only_the_server_can_tell_has_a_collection_of_its_own(
    js: Node, data: dict[str, Any]
) -> None:
    assert steps(
        js,
        data,
        {},
        ["bring"],
        ["cells", "q=bomb&from=2022", *CELLS],
        ["has", "q=bomb"],
        ["bring"],
        ["has", "q=bomb&country=IR"],
        ["cells", "country=IR", *CELLS],
        ["cells", "as_of=2023-01-01&q=bomb", *CELLS],
    ) == [
        [FETCHED, "here", None],
        [[["cells", "q=bomb&from=2022"]], "server", 11],
        [[], "server", False],
        [[["cells", "q=bomb"], ["rows", "q=bomb"]], "here", None],
        [[], "here", True],
        [[], "here", 6],
        [[["cells", "as_of=2023-01-01&q=bomb"]], "server", 11],
    ]


def test_the_last_two_collections_are_kept(js: Node, data: dict[str, Any]) -> None:
    asked = [["cells", "", *CELLS], ["bring"]]
    for word in ("a", "b"):
        asked += [["cells", f"q={word}", *CELLS], ["bring"]]
    taken = [*asked, ["has", "q=b"], ["has", "q=a"], ["has", ""]]
    assert [said for _, _, said in steps(js, data, {}, *taken)[-3:]] == [True, True, False]


def test_a_page_of_one_query_is_asked_within_it_in_every_period(
    js: Node, data: dict[str, Any]
) -> None:
    page = {"base": "country=IR&from=2022", "known": "as known on 1 May 2024"}
    assert steps(
        js,
        data,
        page,
        ["bring"],
        ["has", "from=2017&country=IR"],
        ["has", "country=IR&status=claimed&to=2018"],
        ["has", "status=claimed"],
        ["has", "country=RU"],
        ["caption", "country=IR&status=convictions"],
    ) == [
        [[["cells", "country=IR"], ["rows", "country=IR"]], "here", None],
        [[], "here", True],
        [[], "here", True],
        [[], "here", False],
        [[], "here", False],
        [[], "here", "2 of 11 records shown, as known on 1 May 2024"],
    ]


def test_other_data_are_fetched_again(js: Node, data: dict[str, Any]) -> None:
    taken = [["bring"], ["renew"], ["has", ""], ["bring"], ["has", ""]]
    assert steps(js, data, {}, *taken) == [
        [FETCHED, "here", None],
        [[], "server", None],
        [[], "server", False],
        [FETCHED, "here", None],
        [[], "here", True],
    ]


def test_a_refusal_is_told_and_the_server_goes_on(js: Node, data: dict[str, Any]) -> None:
    taken = [["bring"], ["cells", "from=2022", *CELLS], ["bring"]]
    assert steps(js, data, {}, *taken, refusal={"rows": "too many"}) == [
        [FETCHED, "refused", None],
        [[["cells", "from=2022"]], "refused", 11],
        [[], "refused", None],
    ]
    said = js("test:near", "states", data, "12 records match, and at most 11 are given")
    words = "12 records match, and at most 11 are given. The map goes on by asking the server."
    assert said == [["coming", "refused"], words]


def test_a_collection_is_fetched_once(js: Node, data: dict[str, Any]) -> None:
    assert js("test:near", "states", data, None) == [["coming", "here"], None]


def test_more_records_than_a_page_takes_are_not_asked_for(js: Node, data: dict[str, Any]) -> None:
    taken = [["cells", "", *CELLS], ["bring"]]
    assert steps(js, data, {"limit": 10}, *taken) == [
        [[["cells", ""]], "server", 11],
        [[], "refused", None],
    ]


def test_the_number_that_is_known_is_not_asked_for(js: Node, data: dict[str, Any]) -> None:
    taken = [["cells", "", *CELLS], ["bring"]]
    assert steps(js, data, {}, *taken)[1] == [[["rows", ""]], "here", None]


def test_many_records_come_as_columns(js: Node, data: dict[str, Any], columns: str) -> None:
    taken = [["bring"], ["cells", "from=2022", *CELLS], ["timeline", "", {"unit": "year"}]]
    brought, filtered, timed = steps(js, data, {}, *taken, matched=2_001, columns=columns)
    assert brought == [[["cells", ""], ["columns", ""]], "here", None]
    assert filtered == [[], "here", 10]
    assert timed[0] == []
    assert timed[2]["first"] == "2017"


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda file: file[:-1], "The columns file is cut short"),
        (lambda file: file[:5], "This is not a columns file"),
        (lambda file: file.replace(b'"version":1', b'"version":2'), "is of version 2"),
    ],
)
def test_a_damaged_file_is_refused_and_the_server_goes_on(
    js: Node, columns: str, damage: Callable[[bytes], bytes], words: str
) -> None:
    damaged = b64encode(damage(b64decode(columns))).decode()
    said, cells = js("test:near", "refused", damaged)
    assert words in said
    assert said.endswith(". The map goes on by asking the server.")
    assert cells == "asked the server"


def test_the_server_says_what_a_broken_collection_cannot(js: Node, data: dict[str, Any]) -> None:
    assert js("test:near", "broken", data) == ["10 of 11 records shown", "said by the server"]


@pytest.mark.parametrize(("matched", "bytes_"), [(100, 6_000), (200_000, 1_200_000)])
def test_a_metered_connection_is_asked_first(
    js: Node, data: dict[str, Any], columns: str, matched: int, bytes_: int
) -> None:
    taken = [["cells", "", *CELLS], ["bring"], ["bring"], ["bring", {"asked": True}], ["has", ""]]
    fetched = "columns" if matched > 2_000 else "rows"
    found = steps(js, data, {"saveData": True}, *taken, matched=matched, columns=columns)
    assert found[1:] == [
        [[], bytes_, None],
        [[], bytes_, None],
        [[[fetched, ""]], "here", None],
        [[], "here", True],
    ]


# --- questions to a collection -------------------------------------------------------------------

names = st.integers(0, 99).map(str)


@given(
    st.lists(st.tuples(st.sampled_from(["cells", "caption"]), names), max_size=8, unique=True),
    st.sets(names),
)
def test_one_question_of_a_kind_is_asked_at_a_time_and_none_that_was_taken_back(
    js: Node, questions: list[tuple[str, str]], back: set[str]
) -> None:
    sent, answers, most = js("test:near", "order", questions, list(back))
    assert most <= 1
    for kind in ("cells", "caption"):
        asked = [name for each, name in questions if each == kind]
        # The first one of a kind is on its way before it can be taken back.
        kept = [name for i, name in enumerate(asked) if i == 0 or name not in back]
        assert [name for each, name in sent if each == kind] == kept
        answered = [
            answer for (each, _), answer in zip(questions, answers, strict=True) if each == kind
        ]
        assert answered == [name if name in kept else "AbortError" for name in asked]
