"""Rows that may not be passed on: who gets them, by which route."""

import pytest
from starlette.testclient import TestClient

from serving import ROW_PATHS


@pytest.mark.parametrize("site", [{}, *({"Sec-Fetch-Site": s} for s in ("cross-site", "none"))])
@pytest.mark.parametrize("path", [*ROW_PATHS, "/embed/map"])
def test_they_are_not_given_out(private: TestClient, path: str, site: dict[str, str]) -> None:
    answer = private.get(path, headers=site)
    assert answer.status_code == 403
    assert "the licence of secret rows forbids passing its rows on" in answer.text
    assert '"P"' not in answer.text
    if path != "/embed/map":
        assert answer.json()["error"]["code"] == "not_publishable"


@pytest.mark.parametrize("path", ROW_PATHS)
def test_the_dashboard_of_this_server_may_have_them(private: TestClient, path: str) -> None:
    answer = private.get(path, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 200
    assert "raw" not in answer.text.replace("drawn", "")


@pytest.mark.parametrize("path", [*ROW_PATHS, "/about"])
def test_no_proxy_may_keep_them(private: TestClient, path: str) -> None:
    own = {"Sec-Fetch-Site": "same-origin"}
    first = private.get(path, headers=own)
    again = private.get(path, headers=own | {"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    for answer in (first, again, private.head(path, headers=own)):
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert "CDN-Cache-Control" not in answer.headers


def test_the_others_may_be_kept_whoever_asks(private: TestClient) -> None:
    for headers in ({}, {"Sec-Fetch-Site": "same-origin"}):
        answer = private.get("/api/incidents?id=A", headers=headers)
        assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ROW_PATHS)
def test_a_stranger_s_name_for_this_machine_is_not_its_dashboard(
    private: TestClient, path: str
) -> None:
    headers = {"Sec-Fetch-Site": "same-origin", "Host": "rebound.example:8501"}
    assert private.get(path, headers=headers).status_code == 403


def test_an_embed_has_no_dashboard_to_be_part_of(private: TestClient) -> None:
    headers = {"Sec-Fetch-Site": "same-origin"}
    assert private.get("/embed/map", headers=headers).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/api/incidents?id=A",
        "/api/incidents/A",
        "/api/timeline?id=A",
        "/api/caption?id=A",
        "/embed/map?id=A",
    ],
)
def test_the_others_are_given_out(private: TestClient, path: str) -> None:
    assert private.get(path).status_code == 200


def test_a_summary_counts_beyond_its_query_and_is_not_given_out(private: TestClient) -> None:
    assert private.get("/api/summary?id=A").status_code == 403


def test_a_timeline_counts_beyond_its_period_and_is_not_given_out(private: TestClient) -> None:
    assert private.get("/api/timeline?from=2999").status_code == 403
