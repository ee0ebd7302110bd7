"""Files that a reader ordered: saved under their names, found by their tokens only."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from geo.atlas.current import CurrentAtlas
from geo.exports.file_orders import FileOrder, MadeFile
from serving import Reader, atlas_of, client_of


@pytest.fixture(scope="module")
def serving() -> Iterator[tuple[CurrentAtlas, TestClient]]:
    current = atlas_of()
    yield current, client_of(current, raise_server_exceptions=False)
    current.close()


def given(current: CurrentAtlas, name: str) -> FileOrder:
    file = MadeFile(name=name, content=b"id\n1\n", media_type="text/csv")
    order = current.file_orders.give(name, lambda _: file)
    order.file.result(timeout=60)
    return order


def test_a_file_is_saved_under_its_name_and_kept_nowhere_else(
    serving: tuple[CurrentAtlas, TestClient],
) -> None:
    current, client = serving
    order = given(current, "крокус \u202e2024.csv")
    answer = client.get(order.path)
    assert answer.content == b"id\n1\n"
    assert answer.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''%D0%BA%D1%80%D0%BE%D0%BA%D1%83%D1%81%20%E2%80%AE2024.csv"
    )
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in answer.headers
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_file_is_taken_when_a_browser_has_it(serving: tuple[CurrentAtlas, TestClient]) -> None:
    current, client = serving
    order = given(current, "a.csv")
    client.head(order.path)
    were_taken = [order.is_taken]
    client.get(order.path)
    assert [*were_taken, order.is_taken] == [False, True]


@pytest.mark.parametrize("path", ["/made", "/made/", "/made/x", f"/made/{'0' * 32}/a.csv"])
def test_nothing_is_found_by_another_token(
    serving: tuple[CurrentAtlas, TestClient], path: str
) -> None:
    answer = serving[1].get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "This cannot be shown" in Reader(answer.text).text


def test_a_reader_is_told_why_a_file_is_gone(serving: tuple[CurrentAtlas, TestClient]) -> None:
    text = Reader(serving[1].get(f"/made/{'0' * 32}/a.csv").text).text
    assert "The file is gone: it is kept while its page is open; press its button again." in text
