"""The picture of an embed: made once, and one at a time."""

import threading
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from unittest.mock import Mock

import pytest
from PIL import Image
from starlette.testclient import TestClient

from geo.exports import figure
from samples import located
from serving import Reader, atlas_of, client_of, write


def test_the_picture_of_an_embed_is_named_in_its_head_and_there(client: TestClient) -> None:
    tags = dict(Reader(client.get("/embed/map?from=2024&theme=dark").text).tags_of("meta"))
    address = "/embed/map.png?from=2024&size=1200x630"
    assert tags["og:image"] == f"https://atlas.example{address}"
    answer = client.get(address)
    assert answer.headers["content-type"] == "image/png"
    assert Image.open(BytesIO(answer.content)).size == (1200, 630)
    again = client.get(address, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert Image.open(BytesIO(client.get("/embed/map.png?from=2024").content)).width == 1197


def test_a_picture_of_a_size_shows_all_of_the_figure(client: TestClient) -> None:
    for size in ((40, 40), (600, 315), (1200, 63)):
        answer = client.get(f"/embed/map.png?from=2024&size={size[0]}x{size[1]}")
        shown = Image.open(BytesIO(answer.content)).convert("L")
        assert shown.size == size
        box = shown.point(lambda value: 255 if value < 250 else 0).getbbox()
        assert box
        left, _, right, _ = box
        assert left + right == pytest.approx(size[0], abs=2 + size[0] / 50)


@pytest.mark.parametrize(
    "size", ["1200", "0x630", "39x40", "1201x40", "1e3x630", "-40x40", "40x40x"]
)
def test_another_size_is_refused_with_the_rule(client: TestClient, size: str) -> None:
    answer = client.get(f"/embed/map.png?from=2024&size={size}")
    assert answer.status_code == 400
    assert "a width and a height of 40 to 1200 px" in Reader(answer.text).text


def test_the_picture_has_the_words_and_numbers_of_the_embed(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Mock(return_value=b"png")
    monkeypatch.setattr(figure, "map_from_selection", made)
    client.get("/embed/map.png?id=A&title=Who+claims&numbers=de")
    assert made.call_args.kwargs["title"] == "Who claims"


def test_the_picture_of_a_record_has_as_much_of_its_title_as_a_figure_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Mock(return_value=b"png")
    monkeypatch.setattr(figure, "map_from_selection", made)
    data = write(tmp_path / "long.geojson", located("A", (57.08, 30.28), title="x" * 10_000))
    assert client_of(atlas_of(data)).get("/embed/map.png?id=A").status_code == 200
    assert made.call_args.kwargs["title"] == "x" * 299 + "…"


def test_a_picture_is_made_once(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Mock(return_value=b"png")
    monkeypatch.setattr(figure, "map_from_selection", made)
    for path in ("?from=2023", "?from=2023", "?from=2023&at=35.7,51.4,6", "?from=2023&borders=un"):
        assert client.get(f"/embed/map.png{path}").content == b"png"
    assert made.call_count == 3
    drawn = [call.args[1].caption.border_view for call in made.call_args_list]
    assert drawn == ["control", "control", "un"]


def test_while_one_picture_is_made_another_has_to_wait(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(*_: object, **__: object) -> bytes:
        begun.set()
        go_on.wait(60)
        return b"png"

    with ThreadPoolExecutor(1) as pool:
        monkeypatch.setattr(figure, "map_from_selection", slow)
        first = pool.submit(client.get, "/embed/map.png?from=2021")
        assert begun.wait(60)
        answer = client.get("/embed/map.png?from=2022")
        go_on.set()
        assert first.result().content == b"png"
    monkeypatch.undo()
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert client.get("/embed/map.png?from=2022").status_code == 200


def test_a_picture_shows_no_rows_that_may_not_be_passed_on(private: TestClient) -> None:
    assert private.get("/embed/map.png").status_code == 403


@pytest.mark.parametrize(
    ("query", "title"),
    [("id=A", "{{7*191}} <b>A</b>"), ("id=A&id=C", None), ("from=2024", None), ("id=none", None)],
)
def test_the_picture_of_a_record_has_its_title(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, query: str, title: str | None
) -> None:
    made = Mock(return_value=b"png")
    monkeypatch.setattr(figure, "map_from_selection", made)
    client.get(f"/embed/map.png?{query}&at=35.7,51.4,5")
    assert made.call_args.kwargs["title"] == title
