"""The route of the local extract: exact ranges of one file, and of no other."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from geo.maps.streets import Streets
from samples import DATA
from serving import atlas_of, client_of
from vector_tiles import Shape, earth, write_extract

BOX = (37.3, 55.77, 37.48, 55.88)
ROADS = [
    Shape(layer="roads", type="line", positions=[(37.3 + k / 99, 55.77), (37.48, 55.88 - k / 99)])
    for k in range(9)
]


@pytest.fixture(scope="module")
def streets(tmp_path_factory: pytest.TempPathFactory) -> Streets:
    """Write and check a small extract."""
    folder = tmp_path_factory.mktemp("extract")
    return Streets.open(write_extract(folder / "x.pmtiles", [earth(BOX), *ROADS], BOX, (8, 12)))


@pytest.fixture(scope="module")
def client(streets: Streets) -> TestClient:
    """Serve the atlas with the extract."""
    return client_of(atlas_of(DATA, streets=streets))


@settings(max_examples=50)
@given(data=st.data())
def test_a_range_is_answered_with_these_bytes(
    streets: Streets, client: TestClient, data: st.DataObject
) -> None:
    whole = streets.path.read_bytes()
    start = data.draw(st.integers(0, len(whole) - 1))
    end = data.draw(st.integers(start, len(whole) + 99))
    answer = client.get(streets.url, headers={"Range": f"bytes={start}-{end}"})
    assert answer.status_code == 206
    assert answer.content == whole[start : end + 1]
    last = min(end, len(whole) - 1)
    assert answer.headers["Content-Range"] == f"bytes {start}-{last}/{len(whole)}"
    assert "Content-Encoding" not in answer.headers


@settings(max_examples=20)
@given(length=st.integers(1, 400))
def test_the_end_of_the_file_is_answered(streets: Streets, client: TestClient, length: int) -> None:
    whole = streets.path.read_bytes()
    answer = client.get(streets.url, headers={"Range": f"bytes=-{length}"})
    assert answer.content == whole[-length:]


def test_the_whole_file_and_its_head_are_answered(streets: Streets, client: TestClient) -> None:
    whole = streets.path.read_bytes()
    answer = client.get(streets.url)
    assert (answer.status_code, answer.content) == (200, whole)
    assert answer.headers["Content-Type"] == "application/vnd.pmtiles"
    head = client.head(streets.url)
    assert int(head.headers["Content-Length"]) == len(whole)
    assert head.headers["Accept-Ranges"] == "bytes"
    beyond = client.get(streets.url, headers={"Range": f"bytes={len(whole)}-"})
    assert beyond.status_code == 416
    assert beyond.headers["Content-Range"] == f"bytes */{len(whole)}"


def test_a_browser_keeps_what_it_has(streets: Streets, client: TestClient) -> None:
    answers = [
        client.get(streets.url, headers={"Range": f"bytes={start}-{start + 9}"})
        for start in (0, 100)
    ]
    assert len({answer.headers["ETag"] for answer in answers}) == 1
    assert not answers[0].headers["ETag"].startswith("W/")
    assert all("immutable" in answer.headers["Cache-Control"] for answer in answers)


def test_a_frame_of_any_page_may_read_ranges(streets: Streets, client: TestClient) -> None:
    asked = {"Origin": "null", "Range": "bytes=0-9"}
    answer = client.get(streets.url, headers=asked)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    exposed = answer.headers["Access-Control-Expose-Headers"]
    assert {"Content-Range", "ETag"} <= set(exposed.split(", "))
    before = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "range"}
    allowed = client.options(streets.url, headers={"Origin": "null"} | before)
    assert allowed.status_code == 200
    assert "Range" in allowed.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize(
    "path",
    [
        "/basemap",
        "/basemap/",
        "/basemap/x.pmtiles",
        "/basemap/0000000000000000.pmtiles",
        "/basemap/..%2f..%2fetc%2fpasswd.pmtiles",
        "/basemap/%2fetc%2fpasswd",
    ],
)
def test_nothing_else_is_there(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"


def test_without_an_extract_the_address_has_nothing(streets: Streets) -> None:
    assert client_of(atlas_of(DATA)).get(streets.url).status_code == 404


def test_a_file_that_has_changed_is_not_mixed_with_what_was_checked(tmp_path: Path) -> None:
    path = write_extract(tmp_path / "x.pmtiles", [earth(BOX)], BOX, (10, 10))
    streets = Streets.open(path)
    client = client_of(atlas_of(DATA, streets=streets))
    assert client.get(streets.url).status_code == 200
    os.utime(path, ns=(0, 1_700_000_000_000_000_001))
    assert client.get(streets.url).status_code == 404
    path.unlink()
    assert client.get(streets.url).status_code == 404
