"""What a page carries: records with their words, or columns, or cells, by how many there are."""

import gzip
import html
import re
from base64 import b64decode

import pytest

from columns_file import read, said
from geo.exports.carried import content
from geo.exports.carried.content import content_of
from geo.exports.carried.packed import packed
from geo.exports.selection import select
from geo.exports.standalone.one_file import html_from_selection
from geo.model.incident import Casualties, Range
from geo.query.query import Query
from samples import located, statement, with_ledger
from selections import curated_store, selection_of
from store_checks import opened

RECORDS = 11
WITHOUT_WORDS = (
    "Titles, names of places, statements and sources of each record are not in this file, which "
    "holds them for up to 10 records."
)


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Let ten records be in a page with their titles, and eleven as columns."""
    monkeypatch.setattr(content, "SINGLE", RECORDS - 1)
    monkeypatch.setenv("GEO_LIMIT_COLUMNS", str(RECORDS))
    return monkeypatch


@pytest.mark.parametrize(
    ("single", "columns", "kind"),
    [(11, 0, "records"), (11, 11, "records"), (10, 11, "columns"), (10, 10, "cells")],
)
def test_more_records_are_carried_with_less_of_each(
    monkeypatch: pytest.MonkeyPatch, single: int, columns: int, kind: str
) -> None:
    monkeypatch.setattr(content, "SINGLE", single)
    monkeypatch.setenv("GEO_LIMIT_COLUMNS", str(columns))
    found = content_of(selection_of())
    assert found.kind == kind
    assert bool(found.columns) == (kind == "columns")
    assert ("cells" in found.data) == (kind == "cells")


@pytest.mark.usefixtures("limits")
def test_columns_are_those_of_all_records() -> None:
    found = content_of(selection_of())
    answer = read(gzip.decompress(b64decode(found.columns)))
    whole = packed(curated_store().site_rows(Query()))
    assert list(map(said, answer.records)) == list(map(said, read(whole.content).records))
    assert found.notes[1:] == [WITHOUT_WORDS]


def test_columns_that_are_too_large_give_way_to_cells(limits: pytest.MonkeyPatch) -> None:
    limits.setattr(content, "COLLECTION_BYTES", 1_000)
    found = content_of(selection_of())
    assert (found.kind, found.columns) == ("cells", "")
    assert f"it holds up to {RECORDS} single records" in found.notes[1]


def test_groups_are_those_of_the_records_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "SINGLE", 0)
    store = opened(
        [
            with_ledger(statement("c", "claim", "isis-k"), id_="A"),
            with_ledger(statement("c", "claim", "front"), id_="B"),
            located("C", (1.0, 2.0)),
        ]
    )
    found = content_of(select(store, Query(group=("front",))))
    assert [group for group, _, _ in found.data["groups"]] == ["front"]


@pytest.mark.parametrize("kind", ["records", "columns", "cells"])
def test_every_page_has_the_key_of_the_whole_collection(
    monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(content, "SINGLE", 1000 if kind == "records" else 0)
    if kind == "cells":
        monkeypatch.setattr(content, "COLLECTION_BYTES", 0)
    store = opened(
        [
            with_ledger(statement("c", "claim", "isis-k"), id_="A"),
            with_ledger(statement("c", "claim", "front"), id_="B"),
            located("C", (1.0, 2.0), casualties=Casualties(killed=Range(best=587))),
        ]
    )
    found = content_of(select(store, Query(group=("front",)), color="group"))
    assert found.kind == kind
    key = found.data["key"]
    assert (key["largest"], key["colorBy"]) == (587, "group")
    order = [group.value for group in store.summary(Query()).facets["group"]]
    named = [] if kind == "cells" else ["front"]
    assert [group["value"] for group in key["groups"]] == named
    assert [group["color"] for group in key["groups"]] == [order.index(slug) for slug in named]


@pytest.mark.usefixtures("limits")
def test_a_page_has_the_columns_as_text() -> None:
    selection = selection_of()
    page = html_from_selection(selection).decode()
    [text] = re.findall(r'<script type="text/plain" id="atlas-columns">([^<]*)</script>', page)
    assert text == content_of(selection).columns
    assert re.fullmatch(r"[A-Za-z0-9+/]+=*", text)


def policy(page: str) -> str:
    [text] = re.findall(r'"Content-Security-Policy" content="([^"]*)"', page)
    return html.unescape(str(text))


def test_a_page_of_records_has_neither_columns_nor_the_code_for_them() -> None:
    page = html_from_selection(selection_of()).decode()
    assert 'id="atlas-columns"' not in page
    assert "DecompressionStream" not in page
    assert policy(page).startswith("default-src 'none'; ")
    assert "worker-src" not in policy(page)


@pytest.mark.usefixtures("limits")
def test_a_page_of_columns_has_the_code_for_them() -> None:
    page = html_from_selection(selection_of()).decode()
    assert "DecompressionStream" in page
    assert "; worker-src blob:; " in policy(page)
