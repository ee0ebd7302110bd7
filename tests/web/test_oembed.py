"""The oEmbed answer: for which addresses, in which size, and safe to paste."""

from urllib.parse import urlencode

import httpx2
import pytest
from starlette.testclient import TestClient

from samples import HOSTILE
from serving import Reader


def asked_about(client: TestClient, url: str, **more: str) -> httpx2.Response:
    return client.get(f"/oembed?{urlencode({'url': url, **more})}")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://atlas.example/embed/map?from=2024&theme=dark", "from=2024&theme=dark"),
        ("https://ATLAS.example/?from=2024&select=x&sort=oldest", "from=2024"),
        ("https://atlas.example?from=2024&at=35.7,51.4,6", "from=2024&at=35.7,51.4,6"),
    ],
)
def test_oembed_gives_what_the_specification_asks_of_rich(
    client: TestClient, url: str, shown: str
) -> None:
    answer = asked_about(client, url)
    found = answer.json()
    assert (found["version"], found["type"]) == ("1.0", "rich")
    assert (found["width"], found["height"]) == (800, 560)
    assert found["provider_url"] == "https://atlas.example/"
    [(tag, attributes)] = Reader(found["html"]).tags
    assert tag == "iframe"
    assert attributes["src"] == f"https://atlas.example/embed/map?{shown}"
    assert attributes["title"] == found["title"] == "1 attack, since 2024"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_oembed_keeps_to_the_size_that_the_page_allows(client: TestClient) -> None:
    url = "https://atlas.example/embed/map"
    found = asked_about(client, url, maxwidth="320", maxheight="9999").json()
    assert (found["width"], found["height"]) == (320, 560)
    assert 'width="320"' in found["html"]


def test_an_embed_leads_to_its_oembed(client: TestClient) -> None:
    page = Reader(client.get("/embed/map?from=2024").text)
    [link] = [a for tag, a in page.tags if a.get("type") == "application/json+oembed"]
    assert link["rel"] == "alternate"
    path = str(link["href"]).removeprefix("https://atlas.example")
    assert client.get(path).json()["html"].count("/embed/map?from=2024") == 1


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("https://other.example/embed/map", 404),
        ("http://atlas.example/embed/map", 404),
        ("https://atlas.example:8443/embed/map", 404),
        ("https://atlas.example@other.example/embed/map", 404),
        ("https://atlas.example/api/incidents", 404),
        ("https://atlas.example/embed/map?from=20x4", 400),
        ("javascript:alert(1)", 404),
        ("https://[", 404),
        ("", 400),
    ],
)
def test_oembed_answers_for_maps_of_this_server_only(
    client: TestClient, url: str, status: int
) -> None:
    assert asked_about(client, url).status_code == status


def test_oembed_speaks_json_only(client: TestClient) -> None:
    answer = asked_about(client, "https://atlas.example/embed/map", format="xml")
    assert answer.status_code == 501


def test_oembed_gives_out_no_rows_that_may_not_be_passed_on(private: TestClient) -> None:
    assert asked_about(private, "http://localhost:8501/embed/map").status_code == 401


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_addresses_stay_inside_their_attribute(client: TestClient, text: str) -> None:
    url = f"https://atlas.example/embed/map?{urlencode({'q': text.strip()})}"
    [(tag, attributes)] = Reader(asked_about(client, url).json()["html"]).tags
    assert tag == "iframe"
    assert attributes["src"] == url
