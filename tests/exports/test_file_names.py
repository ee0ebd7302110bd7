"""Names of files made of ids."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.exports.file_names import LONGEST, file_name_from
from samples import CROCUS, HOSTILE


@pytest.mark.parametrize(
    ("id_", "name"),
    [
        (CROCUS, CROCUS),
        ("UCDP/12 a", "UCDP-12-a"),
        ("کرمان 1", "کرمان-1"),
        ("..", "record"),
        ("/", "record"),
        ("con", "record"),
        ("LPT1.x", "record"),
        ("a" * 200, "a" * LONGEST),
    ],
)
def test_a_name_says_which_record_it_is(id_: str, name: str) -> None:
    assert file_name_from(id_) == name


@given(st.text() | st.sampled_from(HOSTILE))
def test_no_id_leaves_the_folder_or_stops_a_system(id_: str) -> None:
    name = file_name_from(id_)
    assert re.fullmatch(r"[\w.-]+", name)
    assert not name.startswith((".", "-"))
    assert not name.endswith(".")
    assert len(name) <= LONGEST
