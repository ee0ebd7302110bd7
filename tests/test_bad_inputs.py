"""The list of hostile and malformed inputs: every input is put to a test."""

from collections import Counter

import pytest

from bad_inputs import GROUPS, INPUTS
from samples import ROOT

TEXTS = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("*.py"))


def test_ids_are_given_once() -> None:
    assert [id_ for id_, times in Counter(each["id"] for each in INPUTS).items() if times > 1] == []


def test_every_area_belongs_to_one_group() -> None:
    areas = Counter(area for group in GROUPS.values() for area in group)
    assert set(areas) == {entry["area"] for entry in INPUTS}
    assert set(areas.values()) == {1}


@pytest.mark.parametrize("group", GROUPS)
def test_every_group_is_put_to_a_test(group: str) -> None:
    assert f'of("{group}")' in TEXTS.replace(f"f'of(\"{group}\")'", "")


@pytest.mark.parametrize("name", ["action", "expected", "threat"])
def test_every_input_says_what_must_become_of_it(name: str) -> None:
    assert all(entry[name] for entry in INPUTS)
