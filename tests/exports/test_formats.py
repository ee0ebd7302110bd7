"""The table of formats: each row names a function, and a format is a module and a row."""

import re
from inspect import signature
from pathlib import Path

import pytest

from command_line import run
from geo.errors import BadValue
from geo.exports import FORMATS, Format, export_bytes
from geo.exports.selection import Selection, select
from geo.intake.dataset import load
from geo.store.store import Store
from samples import DATA

every_format = pytest.mark.parametrize("name", FORMATS)
IDS = '''
def ids_from_selection(selection, *, title=None):
    """Return the ids, a line each, under a title."""
    lines = [title or selection.caption.sentence, *(each.id for each in selection.incidents())]
    return "\\n".join(lines).encode()
'''
ROW = Format(
    label="Ids",
    purpose="The ids of the records.",
    media_type="text/plain",
    function="ids_format:ids_from_selection",
    options=("title",),
)


@pytest.fixture
def ids(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Add a format: a module, and a row."""
    (tmp_path / "ids_format.py").write_text(IDS, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(FORMATS, "ids", ROW)


@pytest.fixture(scope="module")
def selection() -> Selection:
    store = Store()
    store.add(load(DATA).incidents)
    return select(store)


@every_format
def test_a_format_names_a_function_that_takes_its_options(name: str) -> None:
    function = FORMATS[name].load()
    for option in FORMATS[name].options:
        signature(function).bind_partial(None, **{option: None})


@every_format
def test_the_docstring_names_each_format_and_its_options(name: str) -> None:
    words = re.findall(r"\w+", export_bytes.__doc__ or "")
    assert {name, *FORMATS[name].options} <= set(words)


@pytest.mark.usefixtures("ids")
def test_a_format_is_added_by_a_module_and_a_row(selection: Selection, tmp_path: Path) -> None:
    content = export_bytes(selection, "ids", title="All")
    assert content.decode().splitlines() == ["All", *(each.id for each in selection.incidents())]
    path = tmp_path / "some.ids"
    assert ": 1 record, " in run("export", "-o", path, "--id", "IR-2024-01-03-kerman").output
    assert path.read_text("utf-8").splitlines()[1:] == ["IR-2024-01-03-kerman"]


@pytest.mark.usefixtures("ids")
def test_options_and_names_that_are_refused_follow_from_the_rows(selection: Selection) -> None:
    with pytest.raises(BadValue, match="only with the formats png, svg, pdf"):
        export_bytes(selection, "ids", dpi=96)
    with pytest.raises(BadValue, match=r"only with the formats html, .*, md, ids$"):
        export_bytes(selection, "csv", title="All")
    with pytest.raises(BadValue, match="no format has this option"):
        export_bytes(selection, "ids", colour="red")
    with pytest.raises(BadValue, match=r"one of html, .*, gpkg, ids$"):
        export_bytes(selection, "odt")
