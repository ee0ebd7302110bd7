"""The page of reliability is what its script makes of the records."""

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

from loops.outcome import Outcome
from loops.registry import LOOPS, Loop
from samples import ROOT

SCRIPT = ROOT / "scripts" / "build_reliability.py"


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    return runpy.run_path(str(SCRIPT))


def test_the_page_follows_from_the_records(script: dict[str, Any]) -> None:
    assert (ROOT / "docs/reliability.md").read_text("utf-8") == script["page"]()


def test_each_loop_went_around_200_times_and_nothing_was_wrong() -> None:
    found = json.loads((ROOT / "docs/reliability.json").read_text("utf-8"))["loops"]
    assert set(found) <= set(LOOPS)
    assert [name for name, row in found.items() if row["turns"] < 200] == []
    assert [name for name, row in found.items() if row["wrong"]] == []


def test_what_is_known_of_inputs_and_fuzzing_is_of_today(script: dict[str, Any]) -> None:
    record = json.loads((ROOT / "docs/reliability.json").read_text("utf-8"))
    assert record["fuzzing"] == json.loads((ROOT / "docs/fuzzing.json").read_text("utf-8"))
    assert record["inputs"] == script["areas"]()


def test_the_page_names_no_place_of_a_machine() -> None:
    for name in ("docs/reliability.md", "docs/reliability.json"):
        text = (ROOT / name).read_text("utf-8")
        assert "/tmp" not in text
        assert str(Path.home()) not in text


def test_a_loop_is_kept_with_its_day_and_machine(
    script: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Outcome()
    found.note("well")
    loop = Loop("does", "holds", lambda _, __: found)
    monkeypatch.setitem(script["run"].__globals__, "LOOPS", {"new": loop})
    row = script["run"]("new", 1)
    assert (row["turns"], row["ends"], row["wrong"]) == (1, {"well": 1}, [])
    assert len(row["day"]) == len("2026-11-30")
    assert "cores" in row["machine"]


def test_what_was_fuzzed_is_a_row(script: dict[str, Any]) -> None:
    row = {"inputs": 12_345, "seconds": 60, "findings": [{"error": "x"}], "day": "2026-11-30"}
    *_, line = script["_fuzzing"]({"GeoJSON": row})
    assert line == "| GeoJSON | 12,345 | 60 | 1 | 2026-11-30 |"
    assert list(script["_fuzzing"]({})) == ["`make fuzz` has not been run yet."]
