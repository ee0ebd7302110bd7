"""Charts of tolls on paper: under the map of a single record, letters that print, any text."""

from collections.abc import Sequence

import pytest
from matplotlib.text import Text

from figure_samples import always, answer, drawn, mark, texts
from geo.exports.documents.picture import picture_of
from geo.exports.figure import figure_from_selection, map_from_selection
from geo.figures import Sheet, figure_bytes
from geo.figures.tolls import TollPart, toll_parts
from geo.model.incident import Incident, Speaker
from geo.words.captions import Caption
from geo.words.tolls.history import TollHistory, toll_histories_of
from samples import HOSTILE, KERMAN, TEHRAN
from selections import selection_of
from tolls import RECOUNTED, VERDICT, report, with_reports

SMALLEST = 7  # pt
MARKS = answer(mark(57, 30))


def parts_of(of: Incident, width: float) -> tuple[TollPart, ...]:
    return toll_parts(toll_histories_of(of), Sheet(width_cm=width))


def test_a_chart_has_its_figures_and_speakers() -> None:
    written = texts(drawn(MARKS, tolls=toll_histories_of(RECOUNTED)))
    assert "Killed, as it was reported" in written
    for words in ("103", "3 Jan", "A ministry", "11 months later", "Not counted", "300+"):
        assert words in written


def test_two_charts_are_next_to_one_another_where_there_is_room() -> None:
    wide, other = parts_of(VERDICT, 16)
    assert (wide.left, wide.top, other.top) == (0, 0, 0)
    assert other.left > 345
    narrow, below = parts_of(VERDICT, 8)
    assert (narrow.left, below.left) == (0, 0)
    assert below.top > narrow.bottom


def test_the_only_chart_has_the_whole_width() -> None:
    (part,) = parts_of(RECOUNTED, 16)
    assert part.chart
    assert part.chart.width > 600


def test_a_sheet_without_room_has_the_sentence() -> None:
    (part,) = parts_of(RECOUNTED, 6)
    assert part.chart is None
    assert " ".join(line.text for line in part.notes).startswith("5 figures from 3 January 2024")


def test_one_figure_is_not_drawn() -> None:
    assert parts_of(with_reports(report(4, "2024-01-01")), 16) == ()


def with_speaker(name: str) -> Sequence[TollHistory]:
    speaker = Speaker(name=name or "x", kind="state")
    figures = [report(n, f"202{n}", said_by=speaker) for n in range(1, 5)]
    return toll_histories_of(with_reports(*figures, report(9, said_by=None)))


@pytest.mark.parametrize(
    ("width", "name"),
    [
        *((width, "Investigative Committee of Russia") for width in (7, 8, 16, 30)),
        *((8, text) for text in HOSTILE),
    ],
)
def test_all_letters_are_large_enough_and_on_the_sheet(width: float, name: str) -> None:
    sheet = Sheet(width_cm=width, dpi=96)
    drawing = drawn(MARKS, Caption(sentence="Nothing"), sheet, with_speaker(name))
    for text in drawing.figure.findobj(Text):
        if text.get_text():
            box = text.get_window_extent()
            assert float(text.get_fontsize()) >= SMALLEST
            assert box.x0 >= -2
            assert box.x1 <= sheet.dots + 3
            assert box.y0 >= -2


@pytest.mark.parametrize("format_", ["png", "svg", "pdf"])
def test_the_same_history_gives_the_same_bytes(format_: str) -> None:
    first, second, without = (
        figure_bytes(always(MARKS), None, Caption(sentence="A"), format=format_, tolls=tolls)
        for tolls in (toll_histories_of(VERDICT), toll_histories_of(VERDICT), ())
    )
    assert first == second != without


def test_only_the_figure_of_a_single_record_has_charts() -> None:
    for ids, has_charts in (((KERMAN,), True), ((KERMAN, TEHRAN), False)):
        found = selection_of(id=ids)
        with_charts, without = (
            draw("png", found, width_cm=8, dpi=96)
            for draw in (figure_from_selection, map_from_selection)
        )
        assert (with_charts != without) == has_charts


def test_the_map_of_a_briefing_has_none() -> None:
    found = selection_of(id=(KERMAN,))
    picture = picture_of(found, None, small=True)
    assert picture
    assert len(picture.content) < len(figure_from_selection("png", found, width_cm=8, dpi=220))
