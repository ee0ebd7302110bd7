"""The update of the map's state: what it carries reaches the frame as it was, and nothing else."""

import json
import re
from typing import Any

import pytest
import streamlit_folium
from hypothesis import given
from hypothesis import strategies as st

from geo.maps.marks.map_key import MapKey
from geo.maps.shell import MapState, Shell
from samples import HOSTILE
from strategies import texts

LITERAL = re.compile(r'JSON\.parse\("((?:[^"\\]|\\.)*)"\)')
ANSWERS = st.dictionaries(texts(), st.lists(texts() | st.integers()) | texts(), max_size=4)


def script(**given: Any) -> str:
    """Return what streamlit-folium has the frame run."""
    state = {"query": "", "selected": None, "key": MapKey()} | given
    shell = Shell()
    shell.get_root().render()
    text: str = streamlit_folium._get_feature_group_string(MapState(**state), shell)
    return text


def carried(text: str) -> list[Any]:
    return [json.loads(json.loads(f'"{found}"')) for found in LITERAL.findall(text)]


@given(ANSWERS, texts())
def test_an_answer_arrives_as_it_was_and_changes_nothing_around_it(
    answer: dict[str, Any], text: str
) -> None:
    given_ = {"area": (0, 0, 1, 1), "zoom": 2, "answer": answer | {"title": text}}
    found = script(answer=given_)
    _, arrived = carried(found)
    assert arrived == json.loads(json.dumps(given_))
    assert LITERAL.sub("", found) == LITERAL.sub("", script())


def test_hostile_texts_arrive_as_they_were() -> None:
    given_ = {"area": [0, 0, 1, 1], "zoom": 2, "answer": {"titles": list(HOSTILE)}}
    found = script(answer=given_)
    assert carried(found)[1] == given_
    assert not set("{}%#<>&'`$") & set("".join(LITERAL.findall(found)))


def test_the_page_is_told_how_many_records_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEO_LIMIT_COLUMNS", "12345")
    assert 'columns: JSON.parse("12345")' in Shell().get_root().render()


def test_folium_does_not_render_an_update_a_second_time() -> None:
    shell = Shell()
    MapState(query="q=secret", selected=None, key=MapKey()).add_to(shell)
    assert "secret" not in shell.get_root().render()
