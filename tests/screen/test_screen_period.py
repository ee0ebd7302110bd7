"""The period: exact dates in the address, whole years on the slider, and a line between them."""

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo.query.query import Query
from geo.query.timeline import Timeline
from geo.screen.application import application_atlas
from samples import feature
from screen_app import SHARE, Opened, address, at, button, html, warnings, written


def line(app: AppTest) -> str:
    """Return what the sidebar says of a period that the slider cannot show."""
    said = [text for text in map(value_of, app.sidebar.get("html")) if "atlas-period" in text]
    return "".join(said).removeprefix('<p class="atlas-period">').removesuffix("</p>")


def value_of(element: Any) -> str:
    return str(element.value)


def opened_at(app: AppTest, **parameters: str) -> AppTest:
    for name, text in parameters.items():
        app.query_params[name.rstrip("_")] = text
    return app.run()


@pytest.mark.parametrize(
    ("parameters", "years", "said"),
    [
        ({"from_": "2022-03", "to": "2024-05"}, (2022, 2024), "March 2022 – May 2024"),
        ({"from_": "2022-03", "to": "2022-10"}, (2022, 2022), "March – October 2022"),
        ({"from_": "2024-03-22", "to": "2024-03-22"}, (2024, 2024), "22 March 2024"),
        ({"from_": "2022-10-24"}, (2022, 2024), "Since 24 October 2022"),
        ({"to": "2023-08"}, (2017, 2023), "Until August 2023"),
        ({"from_": "2022", "to": "2023-08"}, (2022, 2023), "2022 – August 2023"),
        ({"from_": "1999", "to": "2023"}, (2017, 2023), "1999 – 2023"),
        ({"to": "2016"}, (2017, 2017), "Until 2016"),
        ({"from_": "2022", "to": "2023"}, (2022, 2023), ""),
        ({"from_": "2022-01", "to": "2023-12-31"}, (2022, 2023), ""),
        ({}, (2017, 2024), ""),
    ],
)
def test_the_slider_shows_the_years_that_a_period_touches(
    app: AppTest, parameters: dict[str, str], years: tuple[int, int], said: str
) -> None:
    opened_at(app, **parameters)
    assert not app.exception
    assert app.slider("years").value == years
    assert line(app) == said
    assert address(app) == {name.rstrip("_"): [text] for name, text in parameters.items()}


def test_the_slider_replaces_exact_dates(app: AppTest) -> None:
    opened_at(app, from_="2022-03", to="2024-05", country="IR")
    app.slider("years").set_value((2021, 2024)).run()
    assert address(app) == {"from": ["2021"], "country": ["IR"]}
    assert line(app) == ""
    assert app.slider("years").value == (2021, 2024)


def test_the_line_clears_the_dates_only(app: AppTest) -> None:
    opened_at(app, from_="2022-03", to="2024-05", country="IR")
    button(app, "Clear dates").click().run()
    assert address(app) == {"country": ["IR"]}
    assert app.slider("years").value == (2017, 2024)
    assert line(app) == ""


def test_other_filters_keep_exact_dates(app: AppTest) -> None:
    opened_at(app, from_="2022-03")
    app.multiselect("country").set_value(["IR"]).run()
    assert address(app) == {"from": ["2022-03"], "country": ["IR"]}
    assert "from=" not in " ".join(str(caption.value) for caption in app.sidebar.caption)
    button(app, "Reset (2)").click().run()
    assert address(app) == {}
    assert app.slider("years").value == (2017, 2024)


@pytest.mark.parametrize(
    ("parameters", "ignored", "kept"),
    [
        ({"from_": "2022-13"}, "2022-13", {}),
        ({"from_": "2023-02-29", "to": "2024-03"}, "2023-02-29", {"to": ["2024-03"]}),
        ({"from_": "", "to": "2024-03"}, "from", {"to": ["2024-03"]}),
        ({"from_": "2024-04", "to": "2024-03"}, "a date before to=2024-03", {"to": ["2024-03"]}),
    ],
)
def test_dates_that_cannot_be_are_said_and_nothing_else_is_lost(
    app: AppTest, parameters: dict[str, str], ignored: str, kept: dict[str, list[str]]
) -> None:
    opened_at(app, country="RU", **parameters)
    assert not app.exception
    assert ignored in warnings(app).replace("\\", "")  # which no Markdown reads
    assert address(app) == kept | {"country": ["RU"]}


def test_what_is_shared_has_the_exact_dates(app: AppTest) -> None:
    opened_at(app, from_="2022-03", to="2024-05")
    codes = [str(code.value) for code in at(SHARE, app).code]
    assert any("/embed/map?from=2022-03&to=2024-05" in code for code in codes)
    assert any(code.startswith("<iframe ") and "from=2022-03" in code for code in codes)


def test_data_of_one_year_have_the_line_and_no_slider(opened: Opened, tmp_path: Path) -> None:
    app = opened([written(tmp_path, feature(id="A") | {"id": "A"})])
    app.query_params["from"] = "2024"
    app.run()
    assert not app.exception
    assert not app.slider
    assert line(app) == "Since 2024"
    button(app, "Clear dates").click().run()
    assert address(app) == {}


def test_the_slider_counts_what_a_year_finds_and_the_timeline_has_its_shares(
    opened: Opened, tmp_path: Path
) -> None:
    crossing = {"start": "2023-12-31", "end": "2024-01-01", "precision": "days"}
    reported = {"precision": "unknown", "reported": "2022-05-01"}
    dates = {"A": crossing, "B": reported, "C": {"start": "2024-03-22", "precision": "day"}}
    records = [feature(id=id_, date=date) | {"id": id_} for id_, date in dates.items()]
    app = opened([written(tmp_path, *records)]).run()
    assert 'aria-label="Records by year: 2022: 1, 2023: 1, 2024: 2"' in html(app)
    timeline = application_atlas().atlas().store.timeline(Query(), unit="year")
    sums = [sum(map(sum, parts)) for parts in bins_of(timeline)]
    assert sums == [1, 0.5, 1.5]


def bins_of(timeline: Timeline) -> list[list[tuple[float, float]]]:
    """Return (exact, spread) of each series, by bin."""
    series = [zip(each.exact, each.spread, strict=True) for each in timeline.series]
    return [list(each) for each in zip(*series, strict=True)]
