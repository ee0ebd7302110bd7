"""Kills, full disks and files that change under readers, in the quick or in the thorough form."""

from pathlib import Path

import pytest

from effort import amount
from loops.outcome import Outcome
from loops.registry import LOOPS

# Their runs take seconds, and each turn needs several: in the quick form few of them, or none.
SLOW = {"kill gazetteer": 0, "kill export": 1, "kill import": 1, "kill upload": 1}


@pytest.mark.parametrize("name", LOOPS)
def test_nothing_is_lost_and_nothing_is_left(name: str, tmp_path: Path) -> None:
    turns = amount(quick=SLOW.get(name, 3), thorough=200)
    if not turns:
        pytest.skip("only in the thorough form")
    found = LOOPS[name].run(tmp_path, turns)
    assert found.wrong == []
    assert found.turns == turns


def test_what_is_wrong_counts_as_a_turn() -> None:
    found = Outcome()
    found.note("well")
    found.blame("half of it")
    assert (found.turns, dict(found.ends), found.wrong) == (2, {"well": 1}, ["half of it"])
