"""The tables of docs/attribution.md are those of the records, and name each of them."""

import re
import runpy
from collections.abc import Iterator
from typing import Any

import pytest

from geo.model.attribution import RULES
from geo.model.feature import incident_from_feature
from samples import CROCUS, ROOT, TEHRAN, curated, feature, statement, with_ledger

PAGE = (ROOT / "docs" / "attribution.md").read_text("utf-8")
SCRIPT: dict[str, Any] = runpy.run_path(str(ROOT / "scripts" / "build_status_docs.py"))
WORKED = ("RU-2018-12-31-magnitogorsk", "TJ-2018-07-29-danghara", "IR-2018-09-22-ahvaz")


def test_the_tables_are_those_of_the_records() -> None:
    assert SCRIPT["page"]() == PAGE, "run scripts/build_status_docs.py"


def test_every_worked_example_has_its_table() -> None:
    shown = re.findall(r"<!-- days (\S+) -->", PAGE)
    assert shown == [CROCUS, "IR-2023-08-13-shiraz", TEHRAN, *WORKED]


@pytest.mark.parametrize("id_", [i.id for i in curated().values() if i.record_type == "incident"])
def test_every_curated_incident_has_its_status(id_: str) -> None:
    table = PAGE.partition("<!-- statuses -->")[2].partition("<!-- end -->")[0]
    assert f"| {curated()[id_].title} |" in table


def test_the_rule_has_its_rows_in_their_order() -> None:
    table = PAGE.partition("**Statuses are not")[0]
    rows = re.findall(r"^\| `(\w+)` \| ([\w ,]+) \|", table, re.MULTILINE)
    rule = list(dict.fromkeys((row.code, row.label) for row in RULES))
    assert sorted(rows) == sorted(rule)
    firsts = ["not_applicable", "convictions", "disputed", "claimed_and_attributed", "claimed"]
    assert [code for code, _ in rows][: len(firsts)] == firsts


def test_a_table_has_a_row_for_each_statement_and_the_status_of_each_day() -> None:
    claim = statement("c", "claim", "front", "armed_group", date="2024-02")
    suspicion = statement("s", "attribution", "isis-k front", stance="suspects", date="2024-03-01")
    denial = statement("d", "denial", "attack", "state", date="2024-03-01")
    assert list(SCRIPT["days"](with_ledger(denial, suspicion, claim)))[2:] == [
        "| 29 February 2024 | a armed\\_group speaker | claimed it for The Front | Claimed |",
        "| 1 March 2024 | a state speaker | denied that there was an attack | Disputed |",
        "|  | a media speaker | suspects ISIS-K and The Front |  |",
    ]


def test_an_answer_stands_at_its_own_day() -> None:
    accusation = statement("a", "accusation", "ruritania", "state", alleges="enabled")
    claim = statement("c", "claim", "front", "armed_group", date="2024-03-24")
    denial = statement("d", "denial", "ruritania", "state", date="2024-03-25", replies_to="a")
    _, _, *table = SCRIPT["days"](with_ledger(denial, claim, accusation))
    assert [row.split("|")[3].strip() for row in table] == [
        "accused Ruritania of making it possible",
        "claimed it for The Front",
        "denied that Ruritania had a part in it",
    ]


def test_a_status_holds_since_the_last_change() -> None:
    claim = statement("c", "claim", "front", "armed_group", date="2024-03-22")
    named = statement("n", "attribution", "front", "state", date="2024-03-24")
    again = statement("g", "attribution", "front", "media", date="2024-05-01")
    since = SCRIPT["holds_since"](with_ledger(claim, named, again))
    assert since.isoformat() == "2024-03-24"


@pytest.mark.parametrize("name", ["A | B", "*A*", "<b>A</b>", "[A](http://a.example)"])
def test_no_name_is_markdown(name: str) -> None:
    speaker = {"name": name, "kind": "state"}
    said: dict[str, Any] = feature(
        assertions=[
            {
                "id": "d",
                "kind": "denial",
                "about": ["attack"],
                "by": speaker,
                "stance": "denies",
                "date": "2024-03-22",
                "sources": ["S"],
            }
        ]
    )
    *_, row = rows(said)
    assert name not in row
    assert re.sub(r"\\(.)", r"\1", row).replace("&lt;", "<").count(name) == 1


def rows(said: dict[str, Any]) -> Iterator[str]:
    yield from SCRIPT["days"](incident_from_feature(said))
