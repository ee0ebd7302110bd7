"""Single values of JSON text change; the rest stays as it was, to the byte."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.formats.atomic import writing
from geo.formats.json_text import Edit, edited, inert_json, items, members

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@given(VALUES)
def test_json_within_a_page_means_nothing_to_html_and_stays_the_same(value: Any) -> None:
    text = inert_json(value)
    assert not set(text) & set("<>&\u2028\u2029\n\r\0")
    assert json.loads(text) == value


def test_json_within_a_page_cannot_end_its_element() -> None:
    assert inert_json("</script><!--") == r'"\u003c/script\u003e\u003c!--"'


def test_a_value_is_found_where_it_lies() -> None:
    text = ' { "a" : [1, {"b": "}"}] ,\n"c": "\\"," } '
    spans = members(text, 1)
    assert {key: text[a:b] for key, (a, b) in spans.items()} == {
        "a": '[1, {"b": "}"}]',
        "c": '"\\","',
    }
    assert [text[a:b] for a, b in items(text, spans["a"][0])] == ["1", '{"b": "}"}']


def test_what_is_empty_has_no_parts() -> None:
    assert members("{ }", 0) == {}
    assert items("[\n]", 0) == []


def test_only_the_value_changes() -> None:
    text = '{"n": 1.50,   "geometry": null, "big": 1e400, "u": "\\u0041"}'
    new = edited(text, [Edit(members(text, 0)["geometry"], {"x": [1, 2]})])
    assert new == text.replace("null", '{"x": [1, 2]}')


def test_a_value_is_laid_out_as_its_neighbours_are() -> None:
    for indent in (1, 2, "\t"):
        old = json.dumps({"a": {"b": 1, "c": 2}}, indent=indent)
        new = json.dumps({"a": {"b": {"x": [1, "й"]}, "c": 2}}, indent=indent, ensure_ascii=False)
        span = members(old, members(old, 0)["a"][0])["b"]
        assert edited(old, [Edit(span, {"x": [1, "й"]})]) == new


def test_tight_and_foreign_line_ends_are_kept() -> None:
    tight = '{"a":{"b":1}}'
    assert edited(tight, [Edit(members(tight, 0)["a"], {"c": [1, 2]})]) == '{"a":{"c":[1,2]}}'
    dos = '{\r\n  "a": 1\r\n}\r\n'
    assert edited(dos, [Edit(members(dos, 0)["a"], [1])]) == (
        '{\r\n  "a": [\r\n    1\r\n  ]\r\n}\r\n'
    )


@given(st.dictionaries(st.text(max_size=4), VALUES, min_size=1), VALUES, st.data())
def test_the_edited_text_reads_as_the_edited_value(
    document: dict[str, Any], value: Any, data: st.DataObject
) -> None:
    key = data.draw(st.sampled_from(list(document)))
    text = json.dumps(document, indent=data.draw(st.sampled_from((None, 1, 2))))
    new = edited(text, [Edit(members(text, 0)[key], value)])
    assert json.loads(new) == document | {key: value}


def fail_half_way(path: Path) -> None:
    with writing(path) as file:
        file.write("half")
        raise RuntimeError


def test_a_file_that_fails_half_way_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "some.json"
    path.write_text("old", "utf-8")
    with pytest.raises(RuntimeError):
        fail_half_way(path)
    assert path.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_keeps_its_rights_and_its_link(tmp_path: Path) -> None:
    path, link = tmp_path / "some.json", tmp_path / "link.json"
    path.write_text("old", "utf-8")
    path.chmod(0o640)
    link.symlink_to(path)
    with writing(link) as file:
        file.write("й\r\n")
    assert path.read_bytes() == "й\r\n".encode()
    assert path.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()
