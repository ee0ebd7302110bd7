"""The parameters of an embed: what they allow, and addresses that parse to the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.atlas.embed_params import DEFAULTS, THEMES, EmbedParams
from geo.atlas.play import Play
from geo.errors import BadValue
from geo.maps.time_rules import PLAY_MODES, PLAY_SPEEDS
from geo.query.query import Query
from geo.viewpoint import Viewpoint
from geo.words.borders import BORDERS

PLAYS = st.builds(Play, mode=st.sampled_from(PLAY_MODES), speed=st.sampled_from(PLAY_SPEEDS))
PARAMS = st.builds(
    EmbedParams,
    query=st.sampled_from([Query(), Query(from_="2022-03", to="2022-05-06", q="a & b")]),
    theme=st.sampled_from(THEMES),
    has_legend=st.booleans(),
    has_caption=st.booleans(),
    has_years=st.booleans(),
    play=st.none() | PLAYS,
    color=st.sampled_from(["status", "group"]),
    title=st.sampled_from(["", "Who claims & who denies", "حمله"]),
    subtitle=st.sampled_from(["", "As of 3 May"]),
    credit=st.sampled_from(["", "Graphic: A=B"]),
    numbers=st.sampled_from(["en", "de", "fr-CH"]),
    select=st.sampled_from(["", "B/1"]),
    borders=st.sampled_from(["", *BORDERS]),
    at=st.sampled_from([None, Viewpoint(lat=35.7, lon=51.4, zoom=6)]),
)


@pytest.mark.parametrize(
    ("text", "mode", "speed", "written"),
    [
        ("moving", "moving", 2, "moving"),
        ("moving,2", "moving", 2, "moving"),
        ("moving,8", "moving", 8, "moving,8"),
        ("cumulative,1", "cumulative", 1, "cumulative,1"),
    ],
)
def test_play_has_a_mode_and_a_speed(text: str, mode: str, speed: int, written: str) -> None:
    play = Play.parse(text)
    assert (play.mode, play.speed, str(play)) == (mode, speed, written)


@pytest.mark.parametrize(
    "text",
    ["1", "forwards", "moving,3", "moving,", "moving,2,2", " moving", "moving,2\n", "MOVING"],
)
def test_another_text_is_refused_with_the_rule(text: str) -> None:
    with pytest.raises(BadValue) as refused:
        EmbedParams.parse([("play", text)])
    assert str(refused.value).startswith(f"play={text!r} is not allowed: moving or cumulative, ")
    assert "1, 2, 4, 8 bins in a second, such as moving,4" in str(refused.value)


@given(PARAMS)
def test_the_parameters_of_an_address_parse_to_the_same(params: EmbedParams) -> None:
    assert EmbedParams.parse(params.pairs()) == params


@given(PARAMS)
def test_switches_are_what_neither_the_query_nor_play_says(params: EmbedParams) -> None:
    assert dict(params.pairs()) == dict(
        [*params.query.params(), *params.switches()]
        + ([("play", str(params.play))] if params.play else [])
        + ([("color", params.color)] if params.color == "group" else [])
        + ([("select", params.select)] if params.select else [])
    )
    assert {name for name, _ in params.switches()} <= {*DEFAULTS} - {"play", "color", "select"}


def test_words_become_one_line_and_a_long_line_is_refused_with_its_length() -> None:
    params = EmbedParams(query=Query(), title=" Who\n claims\x00 it? ", credit=" ")
    assert (params.title, params.credit) == ("Who claims it?", "")
    with pytest.raises(BadValue, match=r"^subtitle='x+…' is not allowed: at most 400"):
        EmbedParams(query=Query(), subtitle="x" * 401)
