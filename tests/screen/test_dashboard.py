"""The dashboard: each widget changes the query, the sentence and the address."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import geo
from geo.atlas import current as current_module
from samples import CROCUS, DATA, feature
from screen_app import METHOD, SHARE, UCDP, Opened, address, at, button, html, warnings, written


def test_the_first_screen_says_what_there_is(app: AppTest) -> None:
    app.run()
    assert not app.exception
    assert "5 attacks and 6 context records, 2017–2024" in html(app)
    assert "Select an incident" in html(app)
    assert address(app) == {}


def test_without_a_selection_the_panel_says_what_is_open_and_how_current(app: AppTest) -> None:
    app.run()
    for said in (
        "Incident Atlas</bdi>: 11 records",
        "5 attacks and 6 context records, 2017–2024, in Iran, Russia and Tajikistan",
        "They follow no rule of selection",
        "Newest source: 12 March 2026.",
        "All 11 records in draft: not checked by a person.",
        'href="/about"',
    ):
        assert said in html(app)
    app.multiselect("country").set_value(["RU"]).run()
    assert "Incident Atlas</bdi>: 11 records" in html(app)


def test_the_legend_stands_once_and_the_panel_leads_to_the_method(app: AppTest) -> None:
    app.run()
    assert "Convictions" not in html(app)
    assert "Status: who is said to have done it" not in html(app)
    button(app, "Method: how statuses, tolls and places are found").click().run()
    assert "Status: who is said to have done it" in html(app)
    assert "<b>Convictions</b>: A court has convicted somebody" in html(app)


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
        ("status", "convictions", "2 attacks, 2023–2024"),
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


def test_a_text_of_punctuation_is_no_search_yet(app: AppTest) -> None:
    app.run().text_input("q").set_value("“").run()
    assert address(app) == {}
    assert not app.exception
    app.query_params["q"] = "“”"
    app.run()
    assert "a text with a letter or a digit" in app.warning[0].value


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
    app.query_params["amp;status"] = "maybe"
    app.query_params["country"] = "RU"
    app.run()
    said = " ".join(str(warning.value) for warning in app.warning)
    assert "20x4" in said
    assert "maybe" in said
    assert address(app) == {"country": ["RU"]}
    app.multiselect("country").set_value([]).run()
    assert not app.warning


def test_what_others_add_to_the_address_is_ignored_without_a_word(app: AppTest) -> None:
    app.query_params["from"] = "2022"
    app.query_params["utm_campaign"] = "spring"
    app.query_params["colour"] = ["red", "blue"]
    app.query_params["amp;country"] = "IR"
    app.query_params["amp;amp;select"] = "IR-2024-01-03-kerman"
    app.run()
    assert not app.warning
    assert app.slider("years").value == (2022, 2024)
    shown = {"from": ["2022"], "country": ["IR"], "select": ["IR-2024-01-03-kerman"]}
    assert address(app) == shown
    app.session_state.tab = SHARE
    app.run()
    given_out = [each.value for each in app.code]
    assert any("from=2022" in text for text in given_out)
    assert not [text for text in given_out if "utm" in text or "colour" in text]
    app.multiselect("country").set_value([]).run()
    assert address(app) == {name: shown[name] for name in ("from", "select")}


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


def test_a_late_address_does_not_undo_a_filter(app: AppTest) -> None:
    app.run().multiselect("country").set_value(["IR"]).run()
    app.query_params.clear()  # the browser has not heard yet: it sends the earlier address
    app.multiselect("status").set_value(["convictions"]).run()
    assert "1 attack, 2023, in Iran, status convictions" in html(app)
    assert address(app) == {"country": ["IR"], "status": ["convictions"]}


def test_a_late_address_does_not_undo_a_selection(app: AppTest) -> None:
    app.query_params["select"] = CROCUS
    app.run()
    button(app, "see also", "warning before").click().run()
    app.query_params["select"] = CROCUS
    app.multiselect("country").set_value(["RU"]).run()
    assert address(app)["select"] != [CROCUS]


def test_an_address_of_its_own_brings_another_screen_after_a_widget(app: AppTest) -> None:
    app.run().multiselect("country").set_value(["IR"]).run()
    app.query_params.clear()
    app.query_params["country"] = "RU"
    app.run()
    assert app.multiselect("country").value == ["RU"]
    assert address(app) == {"country": ["RU"]}


def test_a_year_at_the_edge_of_the_data_stays_a_filter(app: AppTest) -> None:
    app.query_params["to"] = "2024"
    app.run()
    assert address(app) == {"to": ["2024"]}
    assert "until 2024" in html(app)
    app.multiselect("country").set_value(["IR"]).run()
    assert address(app) == {"to": ["2024"], "country": ["IR"]}
    app.slider("years").set_value((2022, 2024)).run()
    assert address(app) == {"from": ["2022"], "country": ["IR"]}


def test_what_was_ignored_is_said_once(app: AppTest) -> None:
    app.query_params["from"] = "20x4"
    app.run()
    assert app.warning
    app.multiselect("country").set_value(["RU"]).run()
    assert not app.warning
    app.multiselect("country").set_value([]).run()
    assert not app.warning


def test_the_colour_survives_opening_and_closing_a_record(app: AppTest) -> None:
    app.query_params["select"] = CROCUS
    app.run().toggle("by_group").set_value(True).run()
    button(app, "Close").click().run()
    assert app.toggle("by_group").value
    assert not app.exception


def test_the_colours_are_in_the_address_and_in_what_is_shared(app: AppTest) -> None:
    app.run().toggle("by_group").set_value(True).run()
    assert address(app) == {"color": ["group"]}
    codes = [code.value for code in at(SHARE, app).code]
    assert sum("color=group" in code for code in codes) >= 3  # link, embed, snippet
    app.toggle("by_group").set_value(False).run()
    assert address(app) == {}
    assert not [code for code in app.code if "color" in code.value]


def test_an_address_sets_the_colours(app: AppTest) -> None:
    app.query_params["color"] = "group"
    app.run()
    assert app.toggle("by_group").value
    app.query_params["color"] = "red"
    app.run()
    assert not app.toggle("by_group").value
    assert "one of status, group" in warnings(app)
    assert address(app) == {}


def test_a_button_opens_the_related_record(app: AppTest) -> None:
    record = next(i for i in geo.load(DATA) if i.id == CROCUS)
    app.query_params["select"] = CROCUS
    app.run()
    for link in record.links:
        app.button(f"related {link.id}").click().run()
        assert not app.exception
        assert address(app) == {"select": [link.id]}
        app.query_params["select"] = CROCUS
        app.run()


def test_the_switch_of_precision_is_in_the_address(app: AppTest) -> None:
    app.run().toggle("located").set_value(True).run()
    assert address(app) == {"precision": ["site", "settlement"]}
    assert "located to a town or better" in html(app)
    button(app, "Reset").click().run()
    assert not app.toggle("located").value
    assert address(app) == {}


def test_the_address_sets_the_switch_of_precision(app: AppTest) -> None:
    app.query_params["precision"] = ["settlement", "site"]
    assert app.run().toggle("located").value
    app.toggle("located").set_value(False).run()
    assert address(app) == {}


def test_a_precision_that_no_switch_shows_stays(app: AppTest) -> None:
    app.query_params["precision"] = "none"
    app.run().multiselect("country").set_value(["IR"]).run()
    assert not app.toggle("located").value
    assert address(app) == {"country": ["IR"], "precision": ["none"]}
    app.toggle("located").set_value(True).run()
    assert address(app) == {"country": ["IR"], "precision": ["site", "settlement"]}
    app.toggle("located").set_value(False).run()
    assert address(app) == {"country": ["IR"]}


def test_filters_that_match_nothing_keep_their_names(app: AppTest) -> None:
    for name, text in {"country": "TJ", "group": "isis-k", "q": "atlantis"}.items():
        app.query_params[name] = text
    app.run()
    assert not app.exception
    assert "No record matches: claimed by or attributed to ISIS-K" in html(app)
    assert app.multiselect("country").options == ["Tajikistan (0)"]


def test_a_record_without_a_place_is_a_button(app: AppTest) -> None:
    app.run().button("unplaced X-US-RU-2024-03-07").click().run()
    assert address(app) == {"select": ["X-US-RU-2024-03-07"]}


def test_one_dataset_needs_no_filter(app: AppTest) -> None:
    app.run()
    assert "dataset" not in [widget.key for widget in app.multiselect]


def test_several_datasets_are_counted_each_and_filtered(opened: Opened, tmp_path: Path) -> None:
    path = written(tmp_path, feature(id="U", origin=UCDP) | {"id": "U"})
    app = opened([DATA, path]).run()
    assert "6 attacks and 6 context records (11 records of Incident Atlas, 1 of UCDP GED" in html(
        app
    )
    assert app.multiselect("dataset").options == ["Incident Atlas (11)", "UCDP GED 23.1 (1)"]
    app.multiselect("dataset").set_value(["UCDP GED"]).run()
    assert "1 attack, 2024, in UCDP GED 23.1" in html(app)
    assert address(app) == {"dataset": ["UCDP GED"]}


def test_a_session_goes_on_with_a_file_that_changes(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current_module, "CHECK_SECONDS", 0.0)
    old = {"date": {"start": "2019-01-01", "precision": "day"}}
    path = written(tmp_path, feature(id="A") | {"id": "A"}, feature(id="B", **old) | {"id": "B"})
    app = at(METHOD, opened([path]))
    assert app.slider("years").value == (2019, 2024)
    app.text_input("q").set_value("attack").run()
    written(
        tmp_path, *(feature(id=x, **old) | {"id": x} for x in "ABC"), feature(id="D") | {"id": "D"}
    )
    app.run()
    assert not app.exception
    assert "4 attacks, 2019–2024, with the words “attack”" in html(app)
    newer = {"date": {"start": "2021-01-01", "precision": "day"}}
    written(tmp_path, feature(id="A") | {"id": "A"}, feature(id="B", **newer) | {"id": "B"})
    app.run()
    assert not app.exception
    assert app.slider("years").value == (2021, 2024)
    assert address(app) == {"q": ["attack"]}
    path.write_text("{")
    app.run()
    assert "2 attacks" in html(app)
    assert "Changes that cannot be shown" in html(app)
    assert ["A file has changed" in warning.value for warning in app.warning] == [True]


def test_what_is_not_open_is_not_drawn(app: AppTest) -> None:
    app.run()
    assert not app.code
    assert "Status: who is said to have done it" not in html(app)
    assert app.get("bidi_component")
    assert at(SHARE, app).code
    assert not app.get("bidi_component")


def test_a_view_that_there_is_not_is_ignored_and_said(app: AppTest) -> None:
    app.query_params["at"] = "137.2,35,6"
    app.query_params["sort"] = "oldest"
    app.run()
    assert "latitude,longitude,zoom" in warnings(app)
    assert address(app) == {"sort": ["oldest"]}
