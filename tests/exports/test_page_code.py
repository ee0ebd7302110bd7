"""The code of a page in one file, made small: it must say the same."""

from pathlib import Path

from geo.exports.standalone.page_code import style


def test_what_lies_in_an_element_stays_there_in_a_container_query(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.css"
    sheet.write_text("@container (width < 9px) { .a :is(b, c) { color: red } d:is(e) { top: 0 } }")
    assert style(sheet).endswith(".a *:is(b,c){color:red}d:is(e){top:0}}")
