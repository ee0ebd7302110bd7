"""The chart of a toll as SVG: a picture for the dashboard, an element for a page."""

import re
from html import unescape
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings

from geo.maps.symbols import STATUS_SYMBOLS
from geo.maps.templates import render
from geo.maps.themes import DARK, LIGHT
from geo.model.incident import Incident
from geo.words.detail import Detail, detail_of
from geo.words.tolls.chart import TollChart
from hostile import hostile_record
from tolls import RECOUNTED, VERDICT, report, told, with_reports

SVG = "{http://www.w3.org/2000/svg}"


def panel(detail: Detail, level: int = 2) -> str:
    return render("detail.html", detail=detail, symbols=STATUS_SYMBOLS, level=level)


def charts_of(detail: Detail) -> list[TollChart]:
    return [history.chart for history in detail.histories if history.chart]


def pictures(html: str) -> list[ET.Element]:
    """Return the pictures of charts in a panel, read as the browser does: as strict XML."""
    urls = re.findall(r'<img class="atlas-toll" src="data:image/svg\+xml,([^"]*)"', html)
    return [ET.fromstring(unquote(unescape(url))) for url in urls]


def check_drawn(root: ET.Element, chart: TollChart) -> None:
    assert [each.text or "" for each in root.iter(f"{SVG}text")] == [x.text for x in chart.letters]
    assert len(list(root.iter(f"{SVG}circle"))) == len(chart.dots)
    assert len(list(root.iter(f"{SVG}line"))) == len(chart.lines)
    assert len(list(root.iter(f"{SVG}rect"))) == len(chart.bands)


@pytest.mark.parametrize("of", [RECOUNTED, VERDICT, hostile_record()], ids=lambda each: each.id)
def test_a_picture_has_what_its_chart_has(of: Incident) -> None:
    detail = detail_of(of)
    for root, chart in zip(pictures(panel(detail)), charts_of(detail), strict=True):
        check_drawn(root, chart)


@given(told())
@settings(max_examples=60)
def test_any_text_stays_a_text(of: Incident) -> None:
    detail = detail_of(of)
    (root,), (chart,) = pictures(panel(detail)), charts_of(detail)
    check_drawn(root, chart)


def test_a_picture_is_light_or_dark_as_its_page() -> None:
    (root,) = pictures(panel(detail_of(RECOUNTED)))
    (style,) = root.iter(f"{SVG}style")
    light, dark = (style.text or "").split("prefers-color-scheme: dark")
    assert f"--atlas-ink: {LIGHT.text}" in light
    assert f"--atlas-ink: {DARK.text}" in dark


def test_a_page_of_its_own_has_the_element_with_its_words() -> None:
    html = panel(detail_of(RECOUNTED), level=1)
    assert "<img" not in html
    (svg,) = re.findall(r'<svg[^>]*role="img".*?</svg>', html, re.DOTALL)
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    (chart,) = charts_of(detail_of(RECOUNTED))
    assert root.get("aria-label") == chart.label
    assert chart.label.startswith("Chart: 5 figures from 3 January 2024")
    assert list(root.iter(f"{SVG}style")) == []
    check_drawn(root, chart)


def test_a_panel_leads_to_the_charts_and_has_all_figures_in_a_table() -> None:
    html = panel(detail_of(RECOUNTED))
    assert '<a href="#toll-history">as it was reported</a>' in html
    assert 'id="toll-history"' in html
    assert html.count('<tr><th scope="row">') == 7
    assert "<s>103</s> killed" in html


def test_one_figure_is_a_sentence() -> None:
    html = panel(detail_of(with_reports(report(4, "2024-03-22"))))
    sentence = "Killed, as it was reported: One figure: 4, A ministry, 22 March 2024."
    assert sentence in html
    assert "#toll-history" not in html
    assert pictures(html) == []
