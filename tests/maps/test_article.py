"""The article of a record as HTML, for the panel and for a page of its own."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.maps.symbols import STATUS_SYMBOLS
from geo.maps.templates import render
from geo.model.incident import Incident, Review, Source
from geo.words.detail import detail_of
from geo.words.ledger import LEAST, UNFOLDED
from samples import ACTORS, SOURCE, incident, statement, with_ledger

LINK = re.compile(r'href="#(said-\d+)"')


def article(record: Incident, **values: Any) -> str:
    detail = detail_of(record, date(2026, 11, 23))
    return render("detail.html", detail=detail, symbols=STATUS_SYMBOLS, **values)


def test_a_name_of_the_head_leads_to_its_statement() -> None:
    html = article(with_ledger(statement("a", "claim", "front"), statement("b", "denial", "front")))
    targets = LINK.findall(html)
    assert targets == ["said-1", "said-2"]
    assert [f'<li id="{target}" tabindex="-1"' in html for target in targets] == [True, True]


def test_a_publisher_of_several_sources_is_named_once_and_an_archived_copy_is_linked() -> None:
    archived = "https://archive.example/1"
    sources = tuple(
        replace(SOURCE, id=id_, mirror_of="Reuters", url="https://a.example/", archived=archived)
        for id_ in "ST"
    )
    claim = statement("a", "claim", "front", sources=("S", "T"))
    html = article(with_ledger(claim, sources=sources))
    assert "<summary>Sources: Reuters, via A paper</summary>" in html
    assert re.search(rf'\(<a href="{archived}" [^>]*rel="noopener [^>]*>archived</a>\)', html)


def test_a_long_ledger_is_folded_without_a_script() -> None:
    long = [statement(str(n), "claim", "front") for n in range(UNFOLDED + LEAST)]
    html = article(with_ledger(*long))
    assert f"<summary>{LEAST} more statements</summary>" in html
    assert html.count('<li id="said-') == len(long)
    assert "more statement" not in article(with_ledger(*long[:-1]))


def test_an_answer_and_a_draft_say_so() -> None:
    first = statement("a", "accusation", "ruritania", "state")
    html = article(with_ledger(first, statement("b", "denial", "ruritania", replies_to="a")))
    assert '<li id="said-2" tabindex="-1" class="atlas-answer">' in html
    assert "answering a state speaker, 22 March 2024" in html
    assert "Record: draft: not checked by a person." in html


@pytest.mark.parametrize("level", [1, 2])
def test_headings_have_the_level_of_their_page(level: int) -> None:
    html = article(with_ledger(statement("a", "claim", "front")), level=level)
    assert f"<h{level}><bdi>An attack</bdi></h{level}>" in html
    assert f"<h{level + 1}>Who says what</h{level + 1}>" in html


def with_text(text: str) -> Incident:
    """Return a record that has a text wherever its article shows one."""
    said = statement("a", "attribution", "front", says=text, basis=text, channel=text)
    ruled = {"finds": "committed", "court": text, "instance": text, "appeal": text}
    source = Source(
        id="S", publisher=text, title=text, mirror_of=text, archived="https://a.example"
    )
    return with_ledger(
        replace(said, by=replace(said.by, name=text)),
        statement("f", "finding", "front", "court", replies_to="a", **ruled),
        actors=tuple(replace(actor, name=text) for actor in ACTORS),
        sources=(source,),
        summary_sources=("S",),
        title=text,
        summary=text,
        review=Review(status="reviewed", by=text, scope=text),
    )


@given(st.text(alphabet="<>&\"'{}%a/", min_size=1))
@settings(max_examples=50)
def test_no_text_becomes_markup(text: str) -> None:
    html, plain = (article(with_text(each)) for each in (f"x{text}x", "x"))
    tags = re.compile(r"<[a-z/][^>]*>")
    assert tags.findall(html) == tags.findall(plain)
    assert "Ruling: x" in plain
    assert "answering x" in plain
    assert "checked by a person (x, x)" in plain


def test_a_record_without_statements_says_so() -> None:
    assert "<b>Who did it</b> No statement is recorded" in article(incident())
    assert "No statement" not in article(incident(record_type="context"))
