"""The choice of a day: everything on the screen as it was known at its end."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from geo.screen.as_of import MOST_STOPS, TODAY, stops_of
from screen_app import SHARE, address, at, button, html, rows_of

SLIDER, CALENDAR, SWITCH = "as of slider", "as of date", "as of"


def on(day: str, app: AppTest) -> AppTest:
    """Run the dashboard as of a day."""
    app.query_params["as_of"] = day
    return app.run()


def test_it_is_off_until_a_reader_wants_it(app: AppTest) -> None:
    app.run()
    assert not app.toggle(SWITCH).value
    assert not app.date_input
    app.toggle(SWITCH).set_value(True).run()
    assert app.select_slider(SLIDER).value == TODAY
    assert app.select_slider(SLIDER).options[-2:] == ["31 March 2026", "Today"]
    assert app.date_input(CALENDAR).value == date.today()
    assert address(app) == {}


def test_the_slider_goes_to_a_day_and_back_to_today(app: AppTest) -> None:
    app.run().toggle(SWITCH).set_value(True).run()
    app.select_slider(SLIDER).set_value("2024-03-23").run()
    assert address(app) == {"as_of": ["2024-03-23"]}
    assert app.date_input(CALENDAR).value == date(2024, 3, 23)
    assert "as known on 23 March 2024, 2 records not known yet on that day" in html(app)
    app.select_slider(SLIDER).set_value(TODAY).run()
    assert address(app) == {}
    assert "as known on" not in html(app)
    assert app.toggle(SWITCH).value  # the slider stays under the reader's finger


def test_a_day_can_be_typed_between_the_days_of_statements(app: AppTest) -> None:
    app.run().toggle(SWITCH).set_value(True).run()
    app.date_input(CALENDAR).set_value(date(2024, 2, 23)).run()
    assert address(app) == {"as_of": ["2024-02-23"]}
    assert app.select_slider(SLIDER).value == "2024-02-23"
    options = app.select_slider(SLIDER).options
    found = options.index("23 February 2024")
    assert options[found - 1 : found + 2] == ["26 January 2024", "23 February 2024", "7 March 2024"]


# Added by hand from the reports of the curated data: Tehran 17–18, Shiraz 13 and 2, Kerman 95 since
# 26 January 2024, which are 127–128, and what was said of Krasnogorsk by each day.
TOTALS = {
    "2024-01-25": "126–127 people killed (best 126)",  # Kerman was 94
    "2024-03-21": "127–128 people killed (best 127)",
    "2024-03-22": "187–188 people killed (best 187)",  # and 60
    "2024-03-23": "260–261 people killed (best 260)",  # and 133
    "2024-03-24": "264–265 people killed (best 264)",  # and 137
    "2026-03-12": "274–279 people killed (best 276)",  # and 147–149; Kerman 95–97
}


@pytest.mark.parametrize("day", TOTALS)
def test_the_totals_are_those_of_the_day(app: AppTest, day: str) -> None:
    assert TOTALS[day] in html(on(day, app))


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2024-03-21", "4 attacks and 4 context records, 2017–2024, as known on 21 March 2024"),
        ("2024-03-22", "5 attacks and 4 context records, 2017–2024, as known on 22 March 2024"),
        ("2026-03-12", "5 attacks and 6 context records, 2017–2024, as known on 12 March 2026"),
    ],
)
def test_the_sentence_says_the_day(app: AppTest, day: str, sentence: str) -> None:
    assert sentence in html(on(day, app))


def test_the_slider_has_the_days_of_what_matches(app: AppTest) -> None:
    app.query_params["country"] = "RU"
    options = on("2024-03-23", app).select_slider(SLIDER).options
    assert options[:3] == ["22 March 2024", "23 March 2024", "24 March 2024"]


def test_table_and_facets_are_of_the_day(app: AppTest) -> None:
    on("2024-01-03", app)
    shown = str(rows_of(app)["rows"])
    assert "Kerman" in shown
    assert "Krasnogorsk" not in shown
    assert app.multiselect("country").options == ["Iran (4)"]


def test_links_embed_and_caption_have_the_day(app: AppTest) -> None:
    on("2024-03-23", at(SHARE, app))
    given_out = [each.value for each in app.code]
    assert sum("as_of=2024-03-23" in text for text in given_out) >= 3  # link, embed, its snippet
    assert any("as known on 23 March 2024" in text for text in given_out)
    assert not any("Newest source" in text for text in given_out)


def test_reset_and_the_switch_turn_it_off(app: AppTest) -> None:
    on("2024-03-23", app)
    button(app, "Reset (1)").click().run()
    assert address(app) == {}
    assert not app.toggle(SWITCH).value
    app.query_params["as_of"] = "2024-03-23"
    app.run().toggle(SWITCH).set_value(False).run()
    assert address(app) == {}
    assert not app.date_input


def test_the_back_button_steps_through_days(app: AppTest) -> None:
    on("2024-03-23", app).select_slider(SLIDER).set_value("2024-03-26").run()
    assert address(app) == {"as_of": ["2024-03-26"]}
    app.query_params["as_of"] = "2024-03-23"
    app.run()
    assert app.select_slider(SLIDER).value == "2024-03-23"
    app.query_params.clear()
    app.run()
    assert not app.toggle(SWITCH).value
    assert "as known on" not in html(app)


def test_a_month_is_its_last_day_and_stays_in_the_address(app: AppTest) -> None:
    on("2024-02", app)
    assert app.select_slider(SLIDER).value == "2024-02-29"
    app.multiselect("country").set_value(["IR"]).run()
    assert address(app) == {"country": ["IR"], "as_of": ["2024-02"]}


def test_a_day_before_everything_says_how_many_records_came_later(app: AppTest) -> None:
    on("1850-06-01", app)
    assert not app.exception
    assert "No record matches: as known on 1 June 1850, 11 records not known yet" in html(app)
    assert app.date_input(CALENDAR).value == date(1850, 6, 1)


def test_a_day_to_come_is_shown(app: AppTest) -> None:
    later = date.today() + timedelta(days=400)
    on(later.isoformat(), app)
    assert not app.exception
    assert app.date_input(CALENDAR).value == later


@given(st.sets(st.dates(date(1, 1, 2)), max_size=200))
def test_a_slider_has_few_stops_and_never_leaves_out_the_last_day(found: set[date]) -> None:
    days = sorted(found)
    step, stops = stops_of(days)
    assert set(stops) <= found
    assert stops == sorted(stops)
    assert stops[-1:] == days[-1:]
    if step != "year":
        assert len(stops) <= MOST_STOPS
    if len(days) <= MOST_STOPS:
        assert (step, stops) == ("day", days)


def test_many_days_have_one_stop_a_month_or_a_year() -> None:
    days = [date(2020, 1, 1) + timedelta(days=i) for i in range(366)]
    step, stops = stops_of(days)
    assert (step, len(stops), stops[1]) == ("month", 12, date(2020, 2, 29))
    many = [date(year, month, 9) for year in range(1990, 2000) for month in range(1, 13)]
    assert stops_of(many) == ("year", [date(year, 12, 9) for year in range(1990, 2000)])
