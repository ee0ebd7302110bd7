"""The files of a session in the API: for its token only, and never kept."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from geo.atlas.current import CurrentAtlas
from geo.atlas.uploads import Uploads
from geo.intake.command import Reading
from geo.model.incident import Origin
from geo.web.headers import UPLOADS_HEADER
from samples import located
from serving import atlas_of, client_of, write


@pytest.fixture
def session(current: CurrentAtlas) -> Iterator[Uploads]:
    """Read rows that may not be passed on, into a session."""
    made = current.new_uploads()
    header = "id,date,latitude,longitude,place,redistributable\n"
    path = made.save("own.csv", f"{header}1,2024-01-02,33.3,44.4,Baghdad,no\n".encode())
    made.add(path, Reading(source="table"))
    yield made
    made.close()


OWN_PATHS = ["incidents", "incidents/own-1", "cells", "summary", "rows", "columns", "caption"]


@pytest.mark.parametrize("path", OWN_PATHS)
def test_the_api_shows_a_sessions_files_to_its_token_and_lets_nobody_keep_them(
    client: TestClient, session: Uploads, path: str
) -> None:
    answer = client.get(f"/api/{path}", headers={UPLOADS_HEADER: session.token})
    assert answer.status_code == 200
    assert names_own(answer.text)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    tag = client.get(f"/api/{path.split('/')[0]}").headers["ETag"]
    asked = {UPLOADS_HEADER: session.token, "If-None-Match": tag}
    assert client.get(f"/api/{path.split('/')[0]}", headers=asked).status_code == 200
    assert not names_own(client.get(f"/api/{path.split('/')[0]}").text)


def names_own(text: str) -> bool:
    """Tell whether the dataset of `own` or its record is named in a text."""
    return re.search(r"\bown\b", text) is not None


@pytest.mark.parametrize("path", OWN_PATHS)
def test_a_token_that_stands_for_nothing_is_not_found(client: TestClient, path: str) -> None:
    answer = client.get(f"/api/{path}", headers={UPLOADS_HEADER: "0" * 32})
    assert answer.status_code == 404
    assert "please add them again" in answer.json()["error"]["message"]


def test_only_the_api_takes_the_token_and_only_as_a_header(
    client: TestClient, session: Uploads
) -> None:
    with_token = client.get("/embed/map?id=own-1", headers={UPLOADS_HEADER: session.token})
    assert with_token.text == client.get("/embed/map?id=own-1").text
    for name in (UPLOADS_HEADER, "token"):
        assert client.get(f"/api/cells?{name}={session.token}").status_code == 400
    client.cookies.set(UPLOADS_HEADER, session.token)
    assert client.get("/api/incidents?id=own-1").json()["numberMatched"] == 0
    client.cookies.clear()


def test_no_other_page_may_send_a_token(client: TestClient, session: Uploads) -> None:
    asked = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": UPLOADS_HEADER,
    }
    answer = client.options("/api/cells", headers=asked)
    assert answer.status_code == 400
    assert UPLOADS_HEADER.lower() not in answer.headers.get("Access-Control-Allow-Headers", "")


def test_a_token_opens_no_rows_of_others_that_may_not_be_passed_on(
    tmp_path: Path,
) -> None:
    private = Origin(dataset="GTD", licence="GTD EULA", redistributable=False)
    current = atlas_of(write(tmp_path / "gtd.geojson", located("G", (1.0, 2.0), origin=private)))
    client, made = client_of(current), current.new_uploads()
    path = made.save("own.csv", b"id,date,latitude,longitude\n1,2024-01-02,33.3,44.4\n")
    made.add(path, Reading(source="table"))
    headers = {UPLOADS_HEADER: made.token}
    assert client.get("/api/cells", headers=headers).status_code == 403
    assert client.get("/api/cells?dataset=own", headers=headers).status_code == 200
    made.close()
