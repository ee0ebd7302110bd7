"""The builder of an embed in the tab Share: choices, their faults, and what is pasted."""

import pytest
from streamlit.testing.v1 import AppTest

from geo.atlas.embed_params import DEFAULTS
from geo.screen.embed_builder import ELSEWHERE, FIELDS, FRAME_SIZE
from screen_app import SHARE, at, button

KRASNOGORSK = "RU-2024-03-22-crocus"


def test_each_parameter_of_an_embed_has_its_choice() -> None:
    assert {*FIELDS, *ELSEWHERE} == {*DEFAULTS, FRAME_SIZE}
    assert not {*FIELDS} & {*ELSEWHERE}


def unfolded(app: AppTest) -> AppTest:
    """Open the builder, as a click does."""
    app.session_state["embed builder"] = True
    return at(SHARE, app)


def snippets(app: AppTest) -> list[str]:
    return [str(code.value) for code in app.code if str(code.value).startswith("<iframe")]


def test_words_and_parts_reach_the_snippet_one_after_the_other(app: AppTest) -> None:
    unfolded(app)
    app.text_input("embed title").set_value("Attacks & <claims>").run()
    app.text_input("embed credit").set_value("Graphic: The Daily Example").run()
    app.checkbox("embed years").uncheck().run()
    first = snippets(app)[0]
    assert (
        "?title=Attacks+%26+%3Cclaims%3E&amp;credit=Graphic%3A+The+Daily+Example&amp;years=0"
        in first
    )
    assert "/assets/frames.js" in first
    assert "<noscript>" in first
    app.checkbox("embed years").check().run()
    assert "years=" not in snippets(app)[0]


def test_choices_stay_while_the_tab_is_closed_and_filters_change(app: AppTest) -> None:
    unfolded(app)
    app.text_input("embed title").set_value("Attacks").run()
    at("Table", app)
    app.multiselect("country").set_value(["IR"]).run()
    unfolded(app)
    assert app.text_input("embed title").value == "Attacks"
    assert "/embed/map?country=IR&amp;title=Attacks" in snippets(app)[0]
    button(app, "Start again").click().run()
    assert app.text_input("embed title").value == ""
    assert "title=Attacks" not in snippets(app)[0]


def test_a_size_of_the_frame_needs_no_script(app: AppTest) -> None:
    unfolded(app)
    app.selectbox("embed frame").set_value("16:9").run()
    (only,) = snippets(app)
    assert "aspect-ratio:16/9" in only
    assert "script" not in only


@pytest.mark.parametrize(
    ("field", "text", "rule"),
    [("numbers", "xx-Klingon", "a language of Unicode CLDR"), ("frame", "12", "a height of 150")],
)
def test_what_is_not_allowed_is_said_and_left_out(
    app: AppTest, field: str, text: str, rule: str
) -> None:
    app.session_state["embed"] = {field: text}  # a value of its own, which AppTest cannot type
    unfolded(app)
    assert any(rule in str(error.value) for error in app.error)
    assert text not in "".join(snippets(app))
    assert app.selectbox(f"embed {field}").value == text


def test_the_open_record_opens_in_the_embed_where_that_is_chosen(app: AppTest) -> None:
    unfolded(app)
    assert app.checkbox("embed select").disabled
    app.query_params["select"] = KRASNOGORSK
    unfolded(app)
    app.checkbox("embed select").check().run()
    assert f"select={KRASNOGORSK}" in snippets(app)[0]


def test_the_link_to_a_view_has_the_open_record(app: AppTest) -> None:
    app.query_params["select"] = KRASNOGORSK
    at(SHARE, app)
    assert any(str(code.value).endswith(f"/?select={KRASNOGORSK}") for code in app.code)


def test_colours_are_those_of_the_map_here_until_others_are_chosen(app: AppTest) -> None:
    app.query_params["color"] = "group"
    unfolded(app)
    assert "color=group" in snippets(app)[0]
    app.selectbox("embed color").set_value("status").run()
    assert "color=" not in snippets(app)[0]
    assert any(str(code.value).endswith("/?color=group") for code in app.code)
