"""What the server sends arrives as it is, by each route; what nginx changes is listed here."""

import pytest

from nginx import Site, unchanged
from route_addresses import route_addresses

BY_HAND = [
    "/",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/metrics",
    "/api/columns",
    "/api/incidents?from=2024&limit=3",
    "/api/nope",
    "/api/summary?from=20x4",
    "/assets/atlas.js",
    "/component/streamlit_folium.st_folium/index.html",
    "/embed/map?from=2024&title=A%20%26%20B",
    "/embed/map.png?size=120x80",
    "/nope",
    "/oembed?url=https%3A%2F%2Flocalhost%2Fembed%2Fmap",
    "/record/nope",
    "/static/js/",
]
ENCODINGS = {"gzip": "gzip, deflate, br, zstd", "plain": "identity"}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("path", sorted({*BY_HAND, *route_addresses()}))
def test_headers_and_bodies_are_those_of_the_server(site: Site, path: str, encoding: str) -> None:
    asked = {"Accept-Encoding": ENCODINGS[encoding]}
    with site.client() as client, site.direct() as direct:
        expected, *found = [each.get(path, headers=asked) for each in (direct, client, client)]
    for answer in found:
        assert answer.status_code == expected.status_code
        assert unchanged(answer) == unchanged(expected)
        if "incident-atlas-error" not in expected.headers:
            assert answer.content == expected.content


def test_cookies_are_for_encrypted_connections_only(site: Site) -> None:
    with site.client() as client, site.direct() as direct:
        plain, secure = (each.get("/_stcore/health") for each in (direct, client))
    assert "Secure" not in plain.headers["set-cookie"]
    assert secure.headers["set-cookie"].endswith("; Path=/; SameSite=Lax; Secure")
