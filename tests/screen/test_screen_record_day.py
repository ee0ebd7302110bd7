"""The panel of a record as it was known at the end of a day, which is that of the whole screen."""

import pytest
from streamlit.testing.v1 import AppTest

from geo.screen.as_of import TODAY
from samples import CROCUS
from screen_app import address, button, html

SLIDER, SWITCH = "record as of slider", "record as of"


def on(day: str, app: AppTest) -> AppTest:
    """Open the panel of Krasnogorsk as of a day."""
    app.query_params["as_of"] = day
    app.query_params["select"] = CROCUS
    return app.run()


def test_the_slider_has_the_days_of_the_record_and_ends_today(app: AppTest) -> None:
    app.query_params["select"] = CROCUS
    app.run()
    assert "As known at the end of" not in html(app)
    app.toggle(SWITCH).set_value(True).run()
    options = app.select_slider(SLIDER).options
    assert options[:3] == ["22 March 2024", "23 March 2024", "24 March 2024"]
    assert options[-3:] == ["12 March 2026", "31 March 2026", "Today"]
    assert app.select_slider(SLIDER).value == TODAY
    assert address(app) == {"select": [CROCUS]}


# By hand, from the ledger of the record: its killed, its status, who has spoken by then, and who or
# what comes later.
DAYS: dict[str, tuple[str, str, str, str | None]] = {
    "2024-03-22": ("60", "Claimed, and attributed to it", "John Kirby", "Adrienne Watson"),
    "2024-03-23": ("133", "Claimed, and attributed to it", "Adrienne Watson", "Emmanuel Macron"),
    "2024-03-24": ("137", "Claimed, and attributed to it", "Adrienne Watson", "Emmanuel Macron"),
    "2026-03-12": ("147–149 (best 149)", "Convictions", "Svetlana Petrenko", None),
}


@pytest.mark.parametrize("day", list(DAYS)[:-1])
def test_the_rule_of_the_status_is_that_of_the_day(app: AppTest, day: str) -> None:
    panel = html(on(day, app))
    assert "somebody else attributes it to the same group or family" in panel
    assert "A court has convicted" not in panel


@pytest.mark.parametrize("day", DAYS)
def test_the_panel_says_what_was_known_on_the_day(app: AppTest, day: str) -> None:
    killed, status, known, later = DAYS[day]
    panel = html(on(day, app))
    assert f"<dd>{killed}" in panel
    assert status in panel
    assert known in panel
    assert later is None or later not in panel


def test_the_panel_says_the_day_and_that_the_summary_came_later(app: AppTest) -> None:
    panel = html(on("2024-03-23", app))
    assert "As known at the end of <strong>23 March 2024</strong>" in panel
    assert "The summary was written later, and is not shown." in panel
    assert "The summary was written later" not in html(on("2026-11-01", app))


def test_the_slider_sets_the_day_of_the_whole_screen(app: AppTest) -> None:
    on("2024-03-23", app).select_slider(SLIDER).set_value("2024-03-24").run()
    assert address(app) == {"as_of": ["2024-03-24"], "select": [CROCUS]}
    assert "264–265 people killed" in html(app)
    assert app.select_slider("as of slider").value == "2024-03-24"
    button(app, "Back to today").click().run()
    assert address(app) == {"select": [CROCUS]}
    assert not app.toggle(SWITCH).value
    assert not app.toggle("as of").value


def test_a_record_that_is_not_known_yet_says_since_when_it_is(app: AppTest) -> None:
    panel = html(on("2024-03-21", app))
    assert "Nothing was known of this record yet at the end of 21 March 2024." in panel
    assert "It is known from 22 March 2024." in panel
    assert "Who says what" not in panel
    button(app, "Show 22 March 2024").click().run()
    assert address(app) == {"as_of": ["2024-03-22"], "select": [CROCUS]}
    assert "Who says what" in html(app)


def test_related_records_are_those_of_the_day(app: AppTest) -> None:
    on("2026-03-31", app)
    assert [each.key for each in app.button if str(each.key).startswith("related")]
    on("2024-03-23", app)
    assert not [each.key for each in app.button if str(each.key).startswith("related")]


def test_an_id_that_no_record_has_is_said_on_any_day(app: AppTest) -> None:
    app.query_params["as_of"] = "2024-03-23"
    app.query_params["select"] = "no-such-id"
    assert "No record has the id" in html(app.run())
    assert not app.exception


def test_its_page_embed_and_citation_are_of_the_day(app: AppTest) -> None:
    on("2024-03-23", app)
    assert f"/record/{CROCUS}?as_of=2024-03-23" in html(app)
