"""The route of the columns file: compressed or not, made once for all, refused above its limits."""

import gzip
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from starlette.testclient import TestClient

from columns_file import read
from geo.query.query import Query
from geo.store.store import Store
from serving import asked_again, atlas_of, client_of


def test_columns_are_all_that_matches(client: TestClient) -> None:
    answer = client.get("/api/columns?from=2017")
    assert answer.headers["content-type"] == "application/octet-stream"
    records = read(answer.content).records
    days = [record["day"] for record in records]
    assert days == [17324, 19725, 19582]  # B/1 lies west of A; C has no position
    assert [len(record["sites"]) for record in records] == [1, 1, 0]
    assert records[2]["groups"] == ["islamic-state", "isis-k"]


@pytest.mark.parametrize(
    ("accepted", "is_compressed"),
    [("gzip, br", True), ("br, GZIP;q=0.5", True), ("identity", False), ("gzip;q=0, br", False)],
)
def test_it_is_compressed_where_the_reader_takes_that(
    client: TestClient, accepted: str, is_compressed: bool
) -> None:
    plain = client.get("/api/columns", headers={"Accept-Encoding": "identity"})
    with client.stream("GET", "/api/columns", headers={"Accept-Encoding": accepted}) as answer:
        sent = b"".join(answer.iter_raw())
    assert "Accept-Encoding" in answer.headers["vary"]
    assert (answer.headers.get("content-encoding") == "gzip") == is_compressed
    assert (gzip.decompress(sent) if is_compressed else sent) == plain.content
    assert answer.headers["etag"] == plain.headers["etag"]


def test_more_records_than_a_page_takes_are_refused_with_the_remedy(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEO_LIMIT_COLUMNS", "1")
    answer = client.get("/api/columns?from=2020")
    rule = "2 records match, and columns of at most 1 are given"
    remedy = "narrow it, or ask /api/cells for each view"
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error == {
        "id": error["id"],
        "code": "bad_value",
        "message": f"query='from=2020' is not allowed: {rule}: {remedy}",
        "parameter": "query",
        "value": "from=2020",
        "allowed": f"{rule}: {remedy}",
    }
    assert client.get("/api/columns?from=2024").status_code == 200


def test_a_file_that_is_too_large_is_refused_and_made_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client, made = client_of(atlas_of()), counted(monkeypatch)
    monkeypatch.setattr("geo.web.columns.COLLECTION_BYTES", 1_000)
    for _ in range(2):
        answer = client.get("/api/columns")
        assert answer.status_code == 400
        assert answer.json()["error"]["allowed"].startswith(
            "the columns of these 11 records are larger"
        )
    assert len(made) == 1


def counted(monkeypatch: pytest.MonkeyPatch) -> list[Query]:
    """Note each query that a store is asked the rows of."""
    made: list[Query] = []
    ask = Store.site_rows

    def site_rows(store: Store, query: Query) -> Any:
        made.append(query)
        return ask(store, query)

    monkeypatch.setattr(Store, "site_rows", site_rows)
    return made


def test_readers_who_ask_at_once_cost_one_packing(monkeypatch: pytest.MonkeyPatch) -> None:
    client, made, start = client_of(atlas_of()), counted(monkeypatch), Barrier(8)

    def ask(number: int) -> bytes:
        start.wait()
        kinds = {"Accept-Encoding": "gzip" if number % 2 else "identity"}
        return client.get("/api/columns?country=IR", headers=kinds).content

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(ask, range(8)))
    assert len(answers) == 1
    assert made == [Query(country=("IR",))]


def test_an_answer_of_columns_drives_out_no_other() -> None:
    current = atlas_of()
    client_of(current).get("/api/columns")
    assert current.atlas().kept_answers._size == 0


def test_other_marks_are_other_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of(atlas_of())
    first = client.get("/api/columns")
    monkeypatch.setenv("GEO_LIMIT_MARKS", "7")
    again = asked_again(client, "/api/columns", first.headers["etag"])
    assert read(again.content).header["page"]["limit"] == 7


def test_other_answers_do_not_load_numpy() -> None:
    code = """
import sys
sys.path.insert(0, "tests")
from serving import atlas_of, client_of
client = client_of(atlas_of())
assert all(client.get(f"/api/{name}").status_code == 200 for name in ("cells", "caption"))
print("numpy" in sys.modules)
assert client.get("/api/columns").status_code == 200
print("numpy" in sys.modules)
"""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "True"]
