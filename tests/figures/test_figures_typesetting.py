"""Texts on a figure: whatever they hold, they are text."""

import io
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from figure_samples import (
    answer,
    made,
    mark,
)
from geo.figures import Sheet, typesetting
from geo.figures.drawing import Drawing
from geo.figures.typesetting import plain, width_of, wrapped
from geo.words.captions import Caption
from samples import HOSTILE

SVG = "{http://www.w3.org/2000/svg}"


NASTY = [
    *HOSTILE,
    *("$x_1$", "$\\frac{1}{0}$", "\\LaTeX{}", "_hidden", "<script>alert(1)</script>", "{{7*191}}"),
    *(
        "a\x00b\x1b[31m",
        "--><b>",
        "کرمان (2)",
        "\u2068کرمان\u2069",
        "😀👩‍👩‍👧",
        "鎌倉",
        "\ud800",
        "",
    ),
]


@pytest.mark.parametrize("text", NASTY)
def test_a_text_in_a_figure_is_text(text: str) -> None:
    caption = Caption(sentence=text, tolls=text, datasets=(text,), licences=(text,))
    sheet = Sheet(dpi=96, title=text, caption=text)
    marks = answer(mark(57, 30, place=text), mark(60, 35, "B", place=text, site_name=text))
    root = ET.fromstring(made(marks, caption, sheet, "svg"))
    title = root.find(f"{SVG}title")
    assert (title.text if title is not None else None) == (plain(text) or None)
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags <= {
        *("svg", "title", "metadata", "RDF", "Work", "format", "type", "description", "creator"),
        *("Agent", "defs", "style", "g", "path", "use", "clipPath", "rect", "text"),
    }
    assert not plain(text) or plain(text) in {each.text for each in root.iter(f"{SVG}text")}
    names = {name.rpartition("}")[2] for element in root.iter() for name in element.attrib}
    assert not [name for name in names if name.startswith("on")]


@given(st.text(max_size=40))
@example("$x_1$")
@example("\u2028\u2029\u202e")
def test_any_text_can_be_written_without_a_warning(text: str) -> None:
    shown = plain(text)
    assert shown == plain(shown)
    assert shown == " ".join(shown.split())
    drawing = Drawing(Sheet(width_cm=6, dpi=72), 20)
    drawing.write(shown, 0, 10, size=11)
    drawing.figure.savefig(io.BytesIO(), format="png")


def test_texts_keep_their_letters() -> None:
    assert plain("a\tb\r\nc\u2028d") == "a b c d"
    assert plain("$x_1$ <b> \\n_") == "$x_1$ <b> \\n_"
    assert plain("Krasnogorsk, Красногорск, کرمان") == "Krasnogorsk, Красногорск, کرمان"
    assert plain("鎌倉") == "��"
    assert plain("a\u202eb") == "ab"


@given(st.text("ab W鎌\u200b-", max_size=80), st.sampled_from([30.0, 120.0]))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: float) -> None:
    shown = plain(text)
    lines = wrapped(shown, width, 11)
    assert "".join("".join(lines).split()) == "".join(shown.split())
    assert all(width_of(line, 11) <= width for line in lines)


def test_arabic_letters_are_joined() -> None:
    assert width_of("کرمان", 10) < sum(width_of(letter, 10) for letter in "کرمان") * 0.95


def test_a_word_of_10_000_letters_is_broken_without_a_look_at_each_length(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks: list[int] = []

    def counted(text: str, *style: Any) -> float:
        looks.append(len(text))
        return width_of(text, *style)

    monkeypatch.setattr(typesetting, "width_of", counted)
    lines = wrapped("L" * 10_000, 450, 11)
    assert "".join(lines) == "L" * 10_000
    assert len(looks) < 20 * len(lines)
