"""Sources in words: the original publisher first, a link only where an address is plain."""

from dataclasses import replace

import pytest

from geo.words.detail import detail_of
from geo.words.references import Reference, reference_of, web_address
from samples import HOSTILE, SOURCE, incident


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "http://example.org/a?b=c&d=%20#e",
        "https://пример.рф/путь",
        "https://[::1]/",
    ],
)
def test_a_web_address_becomes_a_link(url: str) -> None:
    assert web_address(url) == url


@pytest.mark.parametrize(
    "url",
    [
        *HOSTILE,
        *(None, "", "example.org", "//example.org", "ftp://example.org", "file:///etc/passwd"),
        *("data:text/html,x", "https://", " https://a.example", "https://a.example\n"),
        *("https://a.example/ b", "https://a.example/\x00", "https://a.example/<b>", "https:a"),
        *("https://a.example/\u2028", "https://a.example/`", "https://a.example/{{1}}"),
    ],
)
def test_nothing_else_becomes_a_link(url: str | None) -> None:
    assert web_address(url) is None


def test_a_source_is_linked_only_where_its_address_is_plain() -> None:
    linked = replace(SOURCE, id="L", url="https://example.org/a", date=None)
    hostile = replace(SOURCE, id="H", url="javascript:alert(1)", date=None)
    assert detail_of(incident(sources=(linked, hostile))).sources == (
        Reference(label="A paper, A report", url="https://example.org/a", publisher="A paper"),
        Reference(label="A paper, A report", url=None, publisher="A paper"),
    )


def test_a_copy_is_shown_by_its_original_publisher() -> None:
    found = reference_of(replace(SOURCE, publisher="Swissinfo", mirror_of="Reuters"))
    assert found.publisher == "Reuters, via Swissinfo"
    assert found.label == "Reuters, via Swissinfo, A report, 23 March 2024"


def test_the_day_a_page_was_last_seen_and_its_archived_copy_are_given() -> None:
    archived = "https://archive.example/1"
    found = reference_of(replace(SOURCE, seen="2026-11-28", archived=archived))
    assert found.label == "A paper, A report, 23 March 2024, seen 28 November 2026"
    assert found.archived == archived


@pytest.mark.parametrize("url", HOSTILE)
def test_an_archived_address_is_plain_or_none(url: str) -> None:
    assert reference_of(replace(SOURCE, archived=url or None)).archived is None
