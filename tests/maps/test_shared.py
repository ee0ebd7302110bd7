"""The table that the browser shares with Python, and the assets that are made from it."""

import json
import re
from typing import Any

import pytest

from geo.maps import shared
from geo.maps.shared import CSS_FILE, JS_FILE, css_variables, javascript_module
from geo.maps.static import STREETS
from geo.maps.templates import ASSETS
from geo.maps.themes import THEMES
from geo.web.headers import UPLOADS_HEADER
from node import Node

MODULES = sorted(path for path in ASSETS.rglob("*.js") if path not in {JS_FILE, STREETS})
COLOR = re.compile(r"#[0-9a-f]{6}\b", re.IGNORECASE)


@pytest.mark.parametrize(
    ("made", "kept"),
    [(javascript_module, JS_FILE), (lambda: css_variables(CSS_FILE.read_text("utf-8")), CSS_FILE)],
    ids=["module", "style sheet"],
)
def test_the_assets_are_those_of_the_table(made: Any, kept: Any) -> None:
    assert made() == kept.read_text("utf-8"), "run scripts/build_shared.py"


@pytest.mark.parametrize("name", shared.constants())
def test_a_constant_is_the_same_in_both(js: Node, name: str) -> None:
    assert js("shared", name) == json.loads(json.dumps(shared.constants()[name]))


def test_each_constant_is_read_in_the_browser() -> None:
    imports = " ".join(
        names
        for path in MODULES
        for names in re.findall(r'import \{([^}]+)\} from "[./]*/shared\.js"', path.read_text())
    )
    assert set(re.findall(r"\w+", imports)) == set(shared.constants())


def test_no_module_repeats_a_constant_or_a_colour() -> None:
    for path in MODULES:
        text = path.read_text("utf-8")
        assert not COLOR.findall(text), path.name
        assert not set(re.findall(r"^const ([A-Z_]+) =", text, re.MULTILINE)) & set(
            shared.constants()
        )


def test_a_theme_s_colours_stand_once_in_the_style_sheet() -> None:
    text = CSS_FILE.read_text("utf-8")
    rest = text.partition("/* end of themes */")[2]
    colors = {color for theme in THEMES.values() for color in vars_of(theme).values()}
    assert not colors & set(COLOR.findall(rest)) - {"#ffffff"}


def vars_of(theme: Any) -> dict[str, str]:
    return {name: getattr(theme, name) for name in theme.__slots__}


def test_the_header_of_uploads_has_one_name(js: Node) -> None:
    assert js("sources/http", "UPLOADS_HEADER") == UPLOADS_HEADER
