"""Citations: short, in full, and as BibTeX that another program reads."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string

from geo.words.captions import Caption
from geo.words.citations import FORMS, bibtex, bibtex_text, full, short
from samples import HOSTILE

ADDRESS = "https://atlas.example/?from=2017&at=35.7,51.4,6"
DAY = date(2026, 3, 12)
TEXTS = st.text() | st.sampled_from(HOSTILE)


def caption(sentence: str = "3 attacks, 2017–2024") -> Caption:
    return Caption(sentence=sentence, datasets=("UCDP",), base_map="")


def test_the_short_form_says_what_is_shown_where_and_when() -> None:
    said = f"Incident Atlas, 3 attacks, 2017–2024, {ADDRESS}, 12 March 2026."
    assert short(caption(), ADDRESS, DAY) == said


def test_the_full_form_names_the_data() -> None:
    said = f"Incident Atlas: 3 attacks, 2017–2024. Data: UCDP. {ADDRESS}, accessed 12 March 2026."
    assert full(caption(), ADDRESS, DAY) == said


def test_what_is_at_no_address_is_of_a_day() -> None:
    said = "Incident Atlas: 3 attacks, 2017–2024. Data: UCDP. 12 March 2026."
    assert full(caption(), None, DAY) == said


def test_bibtex_reads_the_entry() -> None:
    [(key, entry)] = parse_string(bibtex(caption(), ADDRESS, DAY), "bibtex").entries.items()
    assert key.startswith("incidentatlas-")
    assert entry.type == "misc"
    assert entry.fields["title"] == "{3 attacks, 2017–2024}"
    assert entry.fields["year"] == "2026"
    assert entry.fields["url"] == ADDRESS
    assert [str(person) for person in entry.persons["author"]] == ["{Incident Atlas}"]


@given(TEXTS)
def test_no_text_leaves_its_field(text: str) -> None:
    [entry] = parse_string(bibtex(caption(text), ADDRESS, DAY), "bibtex").entries.values()
    assert set(entry.fields) == {"title", "year", "url", "urldate", "note"}
    assert entry.fields["title"] == f"{{{bibtex_text(text)}}}"


@given(TEXTS)
def test_no_address_leaves_its_field(text: str) -> None:
    [entry] = parse_string(bibtex(caption(), f"{ADDRESS}{text}", DAY), "bibtex").entries.values()
    assert set(entry.fields) == {"title", "year", "url", "urldate", "note"}


@pytest.mark.parametrize("form", FORMS.values())
def test_two_days_are_two_citations(form: object) -> None:
    assert callable(form)
    assert form(caption(), ADDRESS, DAY) != form(caption(), ADDRESS, date(2026, 3, 13))
