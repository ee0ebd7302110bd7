"""The Streamlit script: each widget changes the query, the sentence and the address."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import geo

SCRIPT = str(Path(geo.__file__).with_name("dashboard.py"))


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_file(SCRIPT, default_timeout=30)


def html(app: AppTest) -> str:
    return "\n".join(str(getattr(element, "value", "")) for element in app.get("html"))


def address(app: AppTest) -> dict[str, list[str]]:
    params = app.query_params
    return {name: [texts] if isinstance(texts, str) else texts for name, texts in params.items()}


def test_the_first_screen_says_what_there_is(app: AppTest) -> None:
    app.run()
    assert not app.exception
    assert "5 attacks and 6 context records, 2017–2024" in html(app)
    assert "Select an incident" in html(app)
    assert address(app) == {}


def test_the_year_slider_filters(app: AppTest) -> None:
    app.run().slider("years").set_value((2022, 2023)).run()
    assert "2 attacks, from 2022 to 2023" in html(app)
    assert address(app) == {"from": ["2022"], "to": ["2023"]}


def test_the_group_filters_by_its_slug(app: AppTest) -> None:
    app.run().multiselect("group").set_value(["isis-k"]).run()
    assert "claimed by or attributed to" in html(app)
    assert address(app) == {"group": ["isis-k"]}


@pytest.mark.parametrize(
    ("facet", "value", "sentence"),
    [
        ("status", "claimed", "1 attack, 2022"),
        ("record", "context", "6 context records"),
        ("country", "RU", "1 attack, 2024, in Russia"),
    ],
)
def test_each_facet_filters(app: AppTest, facet: str, value: str, sentence: str) -> None:
    app.run().multiselect(facet).set_value([value]).run()
    assert sentence in html(app)
    assert address(app) == {facet: [value]}


def test_text_filters(app: AppTest) -> None:
    app.run().text_input("q").set_value("shah cheragh").run()
    assert "2 attacks, 2022–2023, with the words “shah cheragh”" in html(app)
    assert address(app) == {"q": ["shah cheragh"]}


def test_an_address_brings_its_screen(app: AppTest) -> None:
    app.query_params["from"] = "2022"
    app.query_params["country"] = "IR"
    app.query_params["select"] = "IR-2024-01-03-kerman"
    app.run()
    assert app.slider("years").value == (2022, 2024)
    assert app.multiselect("country").value == ["IR"]
    assert "Kerman" in html(app)
    assert "Who says what" in html(app)


def test_an_exact_date_survives_until_the_slider_moves(app: AppTest) -> None:
    app.query_params["from"] = "2024-03-01"
    app.run()
    assert "since 1 March 2024" in html(app)
    assert address(app)["from"] == ["2024-03-01"]
    app.slider("years").set_value((2023, 2024)).run()
    assert address(app) == {"from": ["2023"]}


def test_a_bad_parameter_is_ignored_and_said(app: AppTest) -> None:
    app.query_params["from"] = "20x4"
    app.query_params["colour"] = "red"
    app.query_params["country"] = "RU"
    app.run()
    said = " ".join(str(warning.value) for warning in app.warning)
    assert "20x4" in said
    assert "colour" in said
    assert address(app) == {"country": ["RU"]}
    app.multiselect("country").set_value([]).run()
    assert not app.warning


def test_no_match_says_why_and_offers_reset(app: AppTest) -> None:
    app.query_params["q"] = "atlantis"
    app.run()
    assert "No record matches: with the words “atlantis”" in html(app)
    reset = next(button for button in app.button if button.label == "Reset all filters")
    reset.click().run()
    assert "5 attacks" in html(app)
    assert address(app) == {}


def test_reset_keeps_the_selection(app: AppTest) -> None:
    app.query_params["country"] = "RU"
    app.query_params["select"] = "RU-2024-03-22-crocus"
    app.run()
    next(button for button in app.button if button.label == "Reset (1)").click().run()
    assert address(app) == {"select": ["RU-2024-03-22-crocus"]}


def test_an_unknown_selection_is_said(app: AppTest) -> None:
    app.query_params["select"] = "no-such-id"
    app.run()
    assert "No record has the id" in html(app)


def test_close_ends_the_selection(app: AppTest) -> None:
    app.query_params["select"] = "RU-2024-03-22-crocus"
    app.run()
    next(button for button in app.button if button.label == "Close").click().run()
    assert address(app) == {}
    assert "Select an incident" in html(app)


def test_the_share_tab_warns_on_a_loopback_address(app: AppTest) -> None:
    app.query_params["group"] = "islamic-state"
    app.run()
    codes = [str(code.value) for code in app.code]
    assert any("/embed/map?group=islamic-state" in code for code in codes)
    assert any(code.startswith("<iframe ") for code in codes)
