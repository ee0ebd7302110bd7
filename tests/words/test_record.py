"""A record as others name it: no figure without "reported", no status without whose word it is."""

from dataclasses import replace
from datetime import date

from geo.model.incident import Review
from geo.words.captions import Caption
from geo.words.citations import full
from geo.words.detail import detail_of
from geo.words.record import cited, link_text
from samples import DUSHANBE, curated, incident, statement, with_ledger


def test_a_link_says_when_where_and_what_is_reported() -> None:
    claimed = with_ledger(statement("a", "claim", "isis-k"))
    detail = replace(detail_of(claimed), place="Kerman, Iran", killed="94–103 (best 94)")
    assert link_text(detail) == (
        "22 March 2024, Kerman, Iran. Reported killed: 94–103 (best 94); injured: unknown. "
        "Status: Claimed. "
        "1 statement, each with its speaker, day and source."
    )


def test_a_context_record_has_no_toll_and_no_status() -> None:
    said = link_text(detail_of(curated()[DUSHANBE]))
    assert said == "date unknown, reported 1 April 2024, Dushanbe, Tajikistan."


def test_a_link_and_a_citation_say_of_which_day_they_are() -> None:
    day, caption = date(2024, 3, 23), Caption(sentence="1 attack", base_map="")
    said = link_text(detail_of(curated()[DUSHANBE]), day)
    assert said.startswith("Record as known on 23 March 2024: date unknown, reported ")
    assert cited(caption, incident("A"), day).sentence == (
        "An attack, 22 March 2024 "
        "(record A, as known on 23 March 2024, draft: not checked by a person)"
    )


def test_a_citation_names_the_record_and_how_far_it_is_checked() -> None:
    caption = Caption(sentence="1 attack, with the id A", datasets=("tests",), base_map="")
    said = full(cited(caption, incident("A")), "https://atlas.example/record/A", date(2026, 3, 12))
    assert said == (
        "Incident Atlas: An attack, 22 March 2024 (record A, draft: not checked by a person). "
        "Data: tests. https://atlas.example/record/A, accessed 12 March 2026."
    )
    reviewed = replace(incident("A"), review=Review(status="reviewed"))
    assert "checked by a person)" in cited(caption, reviewed).sentence
    assert "not checked" not in cited(caption, reviewed).sentence
