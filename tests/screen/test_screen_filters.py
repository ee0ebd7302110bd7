"""The filters by who says what: a section of the sidebar, for data that tell it."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from samples import incident, statement, with_ledger
from screen_app import Opened, address, html
from serving import write

SECTION = "Who says what"
FILTERS = ("statement", "speaker", "attribution", "accused", "disputed")
TITLES = ["Kind of statement", "Speaker", "Attributed by … to …", "Accused", "Disputed between"]


def sections(app: AppTest) -> dict[str, bool]:
    """Return the sections of the sidebar, and whether each is open."""
    return {each.label: each.proto.expanded for each in app.sidebar.expander}


def test_the_section_is_closed_and_has_its_widgets_in_their_order(app: AppTest) -> None:
    app.run()
    assert sections(app) == {SECTION: False}
    (section,) = app.sidebar.expander
    assert [each.label for each in section.multiselect] == TITLES


@pytest.mark.parametrize("name", FILTERS)
def test_each_widget_filters_and_follows_the_address(app: AppTest, name: str) -> None:
    options = app.run().multiselect(name).options
    assert options
    assert all(option.endswith(")") for option in options), "each with its count"
    facet = app.multiselect(name)
    value = {
        "statement": "denial",
        "speaker": "iran",
        "attribution": "iran--islamic-state",
        "accused": "ukraine",
        "disputed": "russia--ukraine",
    }[name]
    facet.set_value([value]).run()
    assert not app.exception
    assert address(app) == {name: [value]}
    said = html(app)
    app.multiselect(name).set_value([]).run()
    assert address(app) == {}
    app.query_params[name] = value
    app.run()
    assert app.multiselect(name).value == [value]
    assert html(app) == said


def test_an_address_opens_the_section_and_nothing_closes_it(app: AppTest) -> None:
    app.query_params["disputed"] = "ukraine--russia"
    app.run()
    assert sections(app) == {SECTION: True}
    assert "disputed between Russia and Ukraine" in html(app)
    assert address(app) == {"disputed": ["russia--ukraine"]}
    app.multiselect("disputed").set_value([]).run()
    assert sections(app) == {SECTION: True}


def test_a_value_that_nothing_has_can_be_taken_away(app: AppTest) -> None:
    app.query_params["accused"] = "ruritania"
    app.run()
    assert "No record matches: in which ruritania is accused" in html(app)
    app.multiselect("accused").set_value([]).run()
    assert address(app) == {}


def test_data_that_only_code_have_no_section(opened: Opened, tmp_path: Path) -> None:
    coded = statement("c", "dataset_coding", "front", "dataset")
    path = write(tmp_path / "coded.geojson", incident("A"), with_ledger(coded, id_="B"))
    app = opened([path]).run()
    assert not app.exception
    assert sections(app) == {}


def test_a_widget_without_values_is_not_there(opened: Opened, tmp_path: Path) -> None:
    named = statement("a", "attribution", "front"), statement("c", "claim", "front", "armed_group")
    app = opened([write(tmp_path / "named.geojson", with_ledger(*named))]).run()
    assert sections(app) == {SECTION: False}
    assert [each.label for each in app.sidebar.expander[0].multiselect] == TITLES[:3]
