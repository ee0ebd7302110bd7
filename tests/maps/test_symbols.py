"""Symbols: one for each status, told apart without colour."""

import colorsys
import json

import pytest

from geo.maps.symbols import GROUP_COLORS, GROUP_OTHER, SIZES, STATUS_SYMBOLS, symbols_json
from geo.model.attribution import STATUSES

COLORS = [*(symbol.color for symbol in STATUS_SYMBOLS.values()), *GROUP_COLORS, GROUP_OTHER]


def test_every_status_has_a_symbol_in_the_legends_order() -> None:
    assert list(STATUS_SYMBOLS) == list(STATUSES)


def test_shape_alone_tells_statuses_apart() -> None:
    shapes = [(symbol.shape, symbol.filled) for symbol in STATUS_SYMBOLS.values()]
    assert len(set(shapes)) == len(shapes)


def test_glyphs_tell_statuses_apart() -> None:
    glyphs = [symbol.glyph for symbol in STATUS_SYMBOLS.values()]
    assert len(set(glyphs)) == len(glyphs)
    assert all(len(glyph) == 1 for glyph in glyphs)


@pytest.mark.parametrize("color", COLORS)
def test_colours_are_srgb_and_none_is_red(color: str) -> None:
    assert color[0] == "#"
    red, green, blue = bytes.fromhex(color[1:])
    hue, _, saturation = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
    assert saturation < 0.2 or 0.05 < hue < 0.95


def test_groups_have_colours_of_their_own() -> None:
    assert len({*GROUP_COLORS, GROUP_OTHER}) == len(GROUP_COLORS) + 1


def test_sizes_grow() -> None:
    assert 0 < SIZES["min"] < SIZES["max"]
    assert SIZES["min"] <= SIZES["unknown"] <= SIZES["max"]


def test_the_table_as_json() -> None:
    table = json.loads(json.dumps(symbols_json()))
    assert list(table) == ["status", "group_colors", "group_other", "sizes", "undrawn"]
    assert list(table["status"]) == list(STATUSES)
    assert {code: symbol["label"] for code, symbol in table["status"].items()} == STATUSES
    assert table["status"]["suspected"] | {"filled": False, "fill": False} == {
        "label": "Suspected",
        "shape": "triangle",
        "color": "#E69F00",
        "glyph": "△",
        "filled": False,
        "fill": False,
        "rule": (
            "It is attributed, but every statement only suspects."
            " Or: A dataset codes a group, as suspected only."
        ),
    }
    assert table["group_colors"] == list(GROUP_COLORS)
