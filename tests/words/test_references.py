"""Sources in words: the original publisher first, a link only where an address is plain."""

from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
        "https://[::1]:8501/a",
        "https://a.example:65535",
        "https://a.example:80/a@b?c=d@e#f@g",
        "https://a_b.example/",
        "https://xn--e1afmkfd.example",
        "https://مثال.example/نام‌ه",
        "https://例え.テスト/",
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
        *("https://bbc.example@evil.example/", "http://user:pw@a.example", "https://@a.example"),
        *("https://a.example%40b.example/", "https://a.example\\@b.example", "https://a\\.example"),
        *("https://a.example:65536", "https://a.example:99999", "https://a.example:8x/"),
        *("https://a.example:/", "https://a.example:+80", "https://a.example:٨٠", "https://[::1"),
        *(
            "https:///a",
            "https://.a.example",
            "https://-a",
            "https://?a",
            "https://#",
            "https://:80",
        ),
        *("https://a。example", "https://a．example", "https://a／b.example", "https://ａ.example"),
        *("https://a⁄b.example", "https://a\u200b.example", "https://a\u202eelpmaxe.example"),
        *(
            "https://a.example/\u202egpj.exe",
            "https://a.example/\u0085",
            "https://a.example/\u00a0",
        ),
        *(
            "https://a.example/\ufeff",
            "https://a.example/\ud800",
            "https://a b.example",
            "HTTPS://a",
        ),
    ],
)
def test_nothing_else_becomes_a_link(url: str | None) -> None:
    assert web_address(url) is None


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://bbc.example@evil.example/news", "https://evil.example/news"),
        ("http://user:s3cret@a.example:8080?b@c", "http://a.example:8080?b@c"),
        ("https://a@b@c.example", "https://c.example"),
        ("https://@a.example", "https://a.example"),
    ],
)
def test_an_address_with_a_user_name_is_shown_in_letters_without_it(url: str, shown: str) -> None:
    found = reference_of(replace(SOURCE, url=url, date=None))
    assert found.url is None
    said = f"A paper, A report, not linked, as its address has a user name: {shown}"
    assert found.label == said


@pytest.mark.parametrize(
    "url", ["https://a.example/a@b", "https://u@", "https://u@javascript:x", "x@y"]
)
def test_nothing_is_shown_for_other_addresses(url: str) -> None:
    assert reference_of(replace(SOURCE, url=url, date=None)).label == "A paper, A report"


AUTHORITY = st.text(st.sampled_from("ab.@:8[]%\\/?#\u00e4\uff0e\u3002\u202e\t "), max_size=12)


@given(st.sampled_from(["https://", "http://", "https:", "//"]), AUTHORITY, st.text(max_size=8))
def test_a_link_leads_to_the_host_that_it_names(scheme: str, authority: str, rest: str) -> None:
    url = scheme + authority + rest
    if web_address(url) is not None:
        parts = urlsplit(url)
        assert parts.username is None
        assert parts.password is None
        assert parts.scheme in ("http", "https")
        assert parts.hostname
        assert parts.port is None or parts.port <= 65535
        assert url.isprintable() or "\u200c" in url or "\u200d" in url or not url.isascii()
        assert not set(url) & set("\\\"'<>`{} ")


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
