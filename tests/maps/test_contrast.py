"""Every colour of a mark has an edge that is seen on what may lie behind it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.maps.marks.contrast import LEAST, contrast, edge_of
from geo.maps.marks.symbol_svg import svg_of
from geo.maps.symbols import GROUP_COLORS, GROUP_OTHER, STATUS_SYMBOLS
from geo.maps.themes import DARK, LIGHT, THEMES, Theme

COLORS = {*(symbol.color for symbol in STATUS_SYMBOLS.values()), *GROUP_COLORS, GROUP_OTHER}
colors = st.binary(min_size=3, max_size=3).map(lambda value: f"#{value.hex()}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#ffffff", "#000000", 21),
        ("#767676", "#ffffff", 4.54),
        ("#E69F00", "#ffffff", 2.25),
        ("#ffffff", "#56B4E9", 2.31),
    ],
)
def test_the_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize("name", THEMES)
@given(color=st.sampled_from(sorted(COLORS)) | colors)
def test_an_edge_is_seen_on_land_water_and_paper(name: str, color: str) -> None:
    theme = THEMES[name]
    edge = edge_of(color, theme)
    grounds = (theme.land, theme.water, theme.paper)
    assert min(contrast(edge, ground) for ground in grounds) >= LEAST
    if edge != color:
        assert min(contrast(color, ground) for ground in grounds) < LEAST


@pytest.mark.parametrize(("theme", "color"), [(LIGHT, "#0072B2"), (DARK, "#E69F00")])
def test_a_colour_that_is_seen_has_no_other_edge(theme: Theme, color: str) -> None:
    assert edge_of(color, theme) == color


@pytest.mark.parametrize("code", STATUS_SYMBOLS)
def test_a_picture_of_a_symbol_has_the_edges_of_both_themes(code: str) -> None:
    symbol = STATUS_SYMBOLS[code]
    picture = svg_of(symbol)
    assert picture.light == edge_of(symbol.color, LIGHT)
    assert picture.dark == edge_of(symbol.color, DARK)
    is_body = symbol.filled and symbol.shape not in ("cross", "plus")
    assert picture.fill == (symbol.color if is_body else "none")
