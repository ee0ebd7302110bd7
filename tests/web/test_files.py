"""Scripts, styles and outlines: their types, versions and how long they are kept."""

from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from starlette.testclient import TestClient

from geo.maps import static
from geo.maps.modules import joined
from geo.maps.templates import ASSETS
from geo.web.headers import UPLOADS_HEADER


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/assets/leaflet/leaflet.js", "text/javascript"),
        ("/assets/leaflet/images/layers.png", "image/png"),
        ("/assets/map/incident_map.js", "text/javascript"),
        ("/assets/atlas.js", "text/javascript"),
        ("/assets/frames.js", "text/javascript"),
        ("/assets/style.css", "text/css"),
        ("/assets/basemap/110m.json", "application/json"),
        ("/assets/symbols.json", "application/json"),
    ],
)
def test_assets_have_their_media_type(client: TestClient, path: str, media_type: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == media_type


def test_assets_are_not_sent_twice(client: TestClient) -> None:
    first = client.get("/assets/basemap/110m.json")
    again = client.get(
        "/assets/basemap/110m.json", headers={"If-None-Match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_a_file_is_kept_for_good_where_its_address_changes_with_it(client: TestClient) -> None:
    for name in ("atlas.js", "style.css", "symbols.json", "leaflet/leaflet.css"):
        ours, others, plain = (
            client.get(f"{base}/{name}") for base in (static.base(""), "/assets/v-0", "/assets")
        )
        assert ours.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert others.headers["cache-control"] == plain.headers["cache-control"] == "no-cache"
        assert ours.content == others.content == plain.content
        policy = "default-src 'none'; frame-ancestors 'none'"
        assert ours.headers["content-security-policy"] == policy


def test_what_is_not_there_or_asked_for_with_a_token_is_not_kept(client: TestClient) -> None:
    missing = client.get(f"{static.base('')}/nothing.js")
    assert (missing.status_code, missing.headers["cache-control"]) == (404, "no-store")
    with_token = client.get(f"{static.base('')}/atlas.js", headers={UPLOADS_HEADER: "0" * 32})
    assert with_token.headers["cache-control"] == "no-store"


def test_the_script_of_other_pages_is_small_and_kept_for_a_day(client: TestClient) -> None:
    answer = client.get("/assets/frames.js")
    assert answer.headers["cache-control"] == "public, max-age=86400"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert len(answer.content) < 4_000
    assert "max-age=31536000" in client.get(f"{static.base('')}/frames.js").headers["cache-control"]


def test_the_version_changes_with_any_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.css").write_text("a")
    monkeypatch.setattr(static, "FOLDERS", {"": tmp_path})
    versions = {static.version.__wrapped__()}
    (tmp_path / "a.css").write_text("b")
    versions.add(static.version.__wrapped__())
    (tmp_path / "a.css").rename(tmp_path / "b.css")
    versions.add(static.version.__wrapped__())
    monkeypatch.setattr(static, "script", lambda _: b"other")
    versions.add(static.version.__wrapped__())
    assert len(versions) == 4


@pytest.mark.parametrize("name", static.PAGES)
def test_a_page_s_script_is_all_that_its_module_needs(client: TestClient, name: str) -> None:
    script = client.get(f"/assets/{name}").text
    page = joined(static.PAGES[name])
    libraries = {
        "card.js": "",
        "connection.js": "",
        "frames.js": "",
        "print.js": "",
        "streets.js": f"{static.STREETS.read_text('utf-8')}\n",
    }
    assert script == libraries.get(name, f"{static.library()}\n") + page


def test_a_part_of_a_file_is_sent_as_it_is(server_url: str) -> None:
    whole = (ASSETS / "basemap" / "110m.json").read_bytes()
    headers = {"Accept-Encoding": "gzip", "Range": "bytes=100-199"}
    with urlopen(Request(f"{server_url}/assets/basemap/110m.json", headers=headers)) as answer:
        assert (answer.status, answer.headers["content-encoding"]) == (206, None)
        assert answer.read() == whole[100:200]
