"""Names of files that say what they hold."""

import re
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

import geo
from geo.errors import BadValue
from geo.exports.file_names import LONGEST, file_name_of
from geo.query.query import Query
from geo.query.summary import Summary
from samples import CROCUS, HOSTILE

OF_NO_RECORD = geo.Store().summary(Query())
MOST = LONGEST + len("-file-2024-03-01-2024-03-31-as-of-2024-03-23")


@pytest.fixture(scope="module")
def summary() -> Summary:
    store = geo.Store()
    store.add(geo.load(geo.default_path()))
    return store.summary(Query())


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("", "incident-atlas-2017-2024"),
        ("group=islamic-state&country=IR", "islamic-state-iran-2017-2024"),
        ("from=2022&to=2023", "incident-atlas-2022-2023"),
        ("from=2024-03-22&to=2024-03-22", "incident-atlas-2024-03-22"),
        ("from=2024-03", "incident-atlas-2024-03-2024"),
        ("country=IR&country=RU", "iran-russia-2017-2024"),
        ("country=IR&country=RU&country=TR", "iran-and-2-more-2017-2024"),
        ("q=«Крокус» hall", "krokus-hall-2017-2024"),
        ("dataset=UCDP GED&record=context", "context-ucdp-ged-2017-2024"),
        ("bbox=1,2,3,4", "incident-atlas-2017-2024"),
        ("as_of=2024-03-23", "incident-atlas-2017-2024-as-of-2024-03-23"),
        (f"id={CROCUS}", CROCUS.lower()),
        (f"id={CROCUS}&as_of=2024-03-23", f"{CROCUS.lower()}-as-of-2024-03-23"),
    ],
)
def test_a_name_says_what_a_file_holds(summary: Summary, address: str, name: str) -> None:
    assert file_name_of(Query.parse(parse_qsl(address)), summary) == name


@pytest.mark.parametrize(
    ("id_", "name"),
    [
        ("UCDP/12 a", "ucdp-12-a"),
        ("کرمان 1", "krmn-1"),
        ("..", "records"),
        ("/", "records"),
        ("con", "con-file"),
        ("LPT1", "lpt1-file"),
        ("a" * 200, "a" * LONGEST),
        ("many words " * 17 + "many", "-".join(["many-words"] * 7)),
    ],
)
def test_a_name_says_which_record_it_is(id_: str, name: str) -> None:
    assert file_name_of(Query(id=(id_,)), OF_NO_RECORD) == name


@given(st.text(min_size=1) | st.sampled_from(HOSTILE), st.sampled_from(["id", "q", "dataset"]))
def test_no_text_leaves_the_folder_or_stops_a_system(text: str, name: str) -> None:
    try:
        query = Query.parse([(name, text), ("as_of", "2024-03-23")])
    except BadValue:
        return
    called = file_name_of(query, OF_NO_RECORD)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", called)
    assert called.endswith("-as-of-2024-03-23")
    assert not re.fullmatch(r"con|prn|aux|nul|com\d|lpt\d", called)
    assert len(called) <= MOST
