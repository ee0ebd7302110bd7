"""The oEmbed answer: for which addresses, in which size, and safe to paste."""

from io import BytesIO
from urllib.parse import urlencode

import httpx2
import pytest
from PIL import Image
from starlette.requests import Request
from starlette.testclient import TestClient

from geo.web.request_params import OEmbedParams
from samples import HOSTILE
from serving import Reader


def asked_about(client: TestClient, url: str, **more: str) -> httpx2.Response:
    return client.get(f"/oembed?{urlencode({'url': url, **more})}")


def source_of(answer: httpx2.Response) -> object:
    """Return the address that the frame of an answer shows."""
    [(_, attributes)] = Reader(answer.json()["html"]).tags
    return attributes["src"]


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://atlas.example/embed/map?from=2024&theme=dark", "from=2024&theme=dark"),
        ("https://ATLAS.example/?from=2024&select=B/1&sort=oldest", "from=2024&select=B%2F1"),
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


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://atlas.example/?from=2020&utm_campaign=spring&group=isis-k", "group=isis-k"),
        ("https://atlas.example/embed/map?from=2020&amp;group=isis-k", "group=isis-k"),
        ("https://atlas.example/embed/map?from=2020&#038;group=isis-k", "group=isis-k"),
        ("https://atlas.example/embed/map?from=2020&amp;#38;theme=dark", "theme=dark"),
        ("https://atlas.example/?from=2020&select=A&view=world", "select=A"),
    ],
)
def test_oembed_reads_addresses_that_were_passed_on(
    client: TestClient, url: str, shown: str
) -> None:
    expected = "&".join(filter(None, ("https://atlas.example/embed/map?from=2020", shown)))
    assert source_of(asked_about(client, url)) == expected


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("url={map}?from=2020&group=isis-k&format=json", "from=2020&group=isis-k"),
        ("format=json&url={map}?from=2020&group=isis-k&group=islamic-state",
         "from=2020&group=isis-k&group=islamic-state"),
        ("url={map}?from=2020&amp;to=2023&amp;format=json", "from=2020&to=2023"),
        ("url={map}?utm_source=x&q=shah+cheragh&theme=dark&dnt=1", "q=shah+cheragh&theme=dark"),
        ("url={map}?q=a&at=35.7,51.4,6&legend=0", "q=a&legend=0&at=35.7,51.4,6"),
        # Not of the address, which was encoded or has no query: consumers add their own.
        ("url={map}%3Ffrom%3D2020&theme=dark&group=isis-k", "from=2020"),
        ("url={map}&theme=dark", ""),
    ],
)  # fmt: skip
def test_an_address_that_was_not_encoded_keeps_its_parameters(
    client: TestClient, asked: str, shown: str
) -> None:
    address = "https://atlas.example/embed/map"
    answer = client.get(f"/oembed?{asked.format(map=address)}")
    assert source_of(answer) == f"{address}{'?' if shown else ''}{shown}"


def test_an_address_that_was_not_encoded_leaves_the_size_to_oembed(client: TestClient) -> None:
    address = "https://atlas.example/embed/map?from=2020"
    found = client.get(f"/oembed?url={address}&group=isis-k&maxwidth=320").json()
    assert found["width"] == 320
    assert client.get(f"/oembed?url={address}&group=isis-k&format=xml").status_code == 501
    refused = client.get(f"/oembed?url={address}&to=20x4&format=json")
    assert refused.status_code == 400
    assert refused.json()["error"]["parameter"] == "to"


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        ({}, (800, 420)),
        ({"maxwidth": "320"}, (320, 168)),
        ({"maxheight": "100"}, (190, 100)),
        ({"maxwidth": "60"}, None),
    ],
)
def test_oembed_gives_a_thumbnail_of_exactly_that_size_within_the_frame(
    client: TestClient, asked: dict[str, str], size: tuple[int, int] | None
) -> None:
    url = "https://atlas.example/embed/map?from=2024&title=Attacks&theme=dark"
    found = asked_about(client, url, **asked).json()
    assert ("thumbnail_url" in found) == (size is not None)
    if size:
        assert (found["thumbnail_width"], found["thumbnail_height"]) == size
        shown = client.get(found["thumbnail_url"].removeprefix("https://atlas.example"))
        assert Image.open(BytesIO(shown.content)).size == size


def test_a_record_has_the_title_and_no_thumbnail(client: TestClient) -> None:
    found = asked_about(client, "https://atlas.example/record/B%2F1").json()
    assert "thumbnail_url" not in found


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
    url = f"https://atlas.example/embed/map?{urlencode({'q': text.strip()}, safe=',')}"
    [(tag, attributes)] = Reader(asked_about(client, url).json()["html"]).tags
    assert tag == "iframe"
    assert attributes["src"] == url


def test_an_address_with_bytes_of_another_encoding_is_read() -> None:
    scope = {"type": "http", "query_string": b"url=http://a.example/\xe9&maxwidth=500"}
    params = OEmbedParams.parse(Request(scope))
    assert (params.url, params.width) == ("http://a.example/\xe9", 500)
