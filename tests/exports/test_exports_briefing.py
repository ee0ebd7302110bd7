"""What a briefing says, before it is written in any format."""

import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from geo.exports.documents.briefing import DETAILED, LISTED, Briefing, briefing_of
from geo.exports.documents.key_facts import SITES
from geo.exports.documents.statements import NOT_SAID, Runs, linked
from geo.exports.selection import select
from geo.formats.one_line import one_line
from geo.model.attribution import CONTESTED
from geo.model.fields import MAX_COUNT
from geo.model.incident import Casualties, Incident, IncidentType, Place, Range, Review
from geo.query.query import Query
from geo.store.store import Store
from geo.viewpoint import Viewpoint
from geo.words.references import Reference
from geo.words.tolls.history import toll_histories_of
from samples import KERMAN, curated, incident, located, statement, with_ledger
from selections import DAY, curated_store, many, selection_of
from tolls import report, with_reports


def of(*incidents: Incident, **filters: Any) -> Briefing:
    store = Store(DAY)
    store.add(incidents)
    return briefing_of(select(store, Query(**filters)))


def in_words(runs: Runs) -> str:
    return " ".join(run.text for run in runs)


# --- key figures -----------------------------------------------------------------------------


def test_many_records_are_counted_apart_and_tolls_are_ranges() -> None:
    assert briefing_of(selection_of(country=("IR",))).facts == {
        "Records": "4 attacks and 2 context records; 2 without place",
        "Killed": "127–130 (best 127)",
        "Injured": "373–374 (best 373)",
        "Status": "Convictions: 1 · Claimed, and attributed to it: 3 · Context, not an attack: 2",
    }


def test_statuses_add_up_under_every_filter() -> None:
    query = {"status": ("convictions", "claimed_and_attributed"), "country": ("IR",)}
    facts = briefing_of(selection_of(**query)).facts
    assert facts["Records"].startswith("4 attacks")
    assert facts["Status"] == "Convictions: 1 · Claimed, and attributed to it: 3"


def test_unknown_is_not_zero() -> None:
    killed = [None, Range(best=0), Range(low=2, best=3, high=5)]
    unknown, none, some = (
        incident(f"A{n}", casualties=Casualties(killed=range_) if range_ else None)
        for n, range_ in enumerate(killed)
    )
    assert of(unknown, replace(unknown, id="B")).facts["Killed"] == "unknown"
    assert of(unknown, none).facts["Killed"] == "0; 1 attack without a figure"
    facts = of(unknown, none, some).facts
    assert facts["Killed"] == "2–5 (best 3); 1 attack without a figure"
    assert facts["Injured"] == "unknown"
    assert [row.killed for row in of(unknown, none).rows] == ["unknown", "0"]


def test_sums_may_be_larger_than_any_figure() -> None:
    most = Casualties(killed=Range(low=1, high=MAX_COUNT))
    facts = of(incident("A", casualties=most), incident("B", casualties=most)).facts
    assert facts["Killed"] == "2–2,000,000,000 (best 2)"


def test_context_is_never_counted_among_attacks_or_in_tolls() -> None:
    briefing = briefing_of(selection_of(country=("TJ",)))
    assert list(briefing.facts) == ["Date", "Place", "What", "Status", "Review"]
    assert (
        "the capital stands for its government; the place is not stated" in briefing.facts["Place"]
    )
    assert briefing.summary.startswith("A reported diplomatic contact, not an attack.")
    assert set(briefing_of(selection_of(record=("context",))).facts) == {"Records", "Status"}
    rows = {row.title: row for row in briefing_of(selection_of()).rows}
    row = rows["Reported security contact between Iran and Tajikistan"]
    assert (row.killed, row.injured, row.status) == ("–", "–", "Context, not an attack")


def test_a_single_record_is_said_in_full() -> None:
    briefing = briefing_of(selection_of(id=("IR-2024-01-03-kerman",)))
    assert briefing.title == "Kerman bombings"
    assert briefing.sentence == "1 attack, 2024: Kerman bombings."
    assert briefing.dated == "Statuses as of 23 November 2026. Newest source: February 2026."
    named = ["Claimed by", "Attributed to", "Suspected", "Accused", "Denied by"]
    assert list(briefing.facts)[:5] == named
    assert briefing.facts["Claimed by"] == "Islamic State"
    assert briefing.facts["Review"] == "Draft: not checked by a person."
    assert briefing.facts["Killed"] == "95–97 (best 95); attackers killed: 2"
    assert briefing.facts["Status"].startswith("Claimed, and attributed to it by ")
    assert briefing.facts["Status"].endswith(CONTESTED)
    assert briefing.rows == ()
    (record,) = briefing.records
    assert [len(record.ledger), len(record.tolls)] == [12, 3]
    killed = in_words(record.tolls[0])
    assert killed.startswith("Killed: 73 (Spokesman of Iran's emergency services, 3 January 2024;")
    assert "103 (Emergency services of Kerman, 3 January 2024; withdrawn, replaced by 95" in killed
    assert "not counted: an armed group’s own figure" in killed


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (None, ("5 attacks", "")),
        (" ", ("5 attacks", "")),
        ("Since 2017", ("Since 2017", "5 attacks")),
    ],
)
def test_the_sentence_is_the_heading_or_stands_below_it(
    title: str | None, expected: tuple[str, str]
) -> None:
    briefing = briefing_of(selection_of(), title=title)
    assert briefing.title.startswith(expected[0])
    assert briefing.sentence.startswith(expected[1])
    assert bool(briefing.sentence) == bool(expected[1])


# --- the table -------------------------------------------------------------------------------


def test_a_status_stands_with_who_claims_it_and_to_whom_it_is_attributed() -> None:
    named = {row.title: row.named for row in briefing_of(selection_of()).rows}
    assert named["Shah Cheragh shrine attack (2023)"] == "attributed to Islamic State"
    assert named["Shah Cheragh shrine attack (2022)"] == (
        "claimed by Islamic State; attributed to Islamic State; "
        "convicted: members of Islamic State (of supporting it)"
    )
    assert named["Tehran attacks"] == (
        "claimed by Islamic State; attributed to Islamic State; "
        "convicted: members of Islamic State (of supporting it); contested"
    )
    assert named["Crocus City Hall attack"] == (
        "claimed by Islamic State; attributed to Islamic State and ISIS-K (Islamic State – "
        "Khorasan Province); contested"
    )


def row_of(*statements: Any, **changes: Any) -> str:
    """Return whom the table names for an incident with these statements."""
    found = of(with_ledger(*statements, **changes), incident("B"))
    return next(row.named for row in found.rows if row.named)


@pytest.mark.parametrize(
    ("kind", "by", "changes", "named"),
    [
        ("claim", "armed_group", {}, "claimed for The Front"),
        ("attribution", "state", {"stance": "suspects"}, "suspected of it: The Front"),
        ("finding", "organisation", {}, "found responsible: The Front"),
        (
            "finding",
            "organisation",
            {"finds": "supported"},
            "found responsible: The Front (of supporting it)",
        ),
        ("finding", "court", {}, "convicted: members of The Front"),
        (
            "finding",
            "court",
            {"finds": "committed"},
            "convicted: members of The Front (of committing it)",
        ),
        ("dataset_coding", "dataset", {}, "coded as by The Front"),
        (
            "dataset_coding",
            "dataset",
            {"stance": "suspects"},
            "coded as suspected of it: The Front",
        ),
    ],
)
def test_each_kind_of_statement_has_its_words(kind: Any, by: Any, changes: Any, named: str) -> None:
    assert row_of(statement("1", kind, "front", by, **changes)) == named


@pytest.mark.parametrize(
    ("stance", "words"),
    [("asserts", "coded as a party"), ("suspects", "coded as a suspected party")],
)
def test_parties_to_a_clash_are_not_its_authors(stance: Any, words: str) -> None:
    clash = (IncidentType(scheme="atlas", code="clash", label="clash"),)
    coded = statement("1", "dataset_coding", "front ruritania", "dataset", stance=stance)
    assert row_of(coded, types=clash) == f"{words}: The Front and Ruritania"


def test_who_is_only_suspected_is_not_among_those_to_whom_it_is_attributed() -> None:
    first = statement("1", "attribution", "isis-k", "state")
    second = statement("2", "attribution", "front", "state", stance="suspects")
    assert row_of(first, second) == "attributed to ISIS-K; suspected of it: The Front"


def test_labels_accused_parties_and_withdrawn_claims_are_not_named() -> None:
    claim = statement("1", "claim", "front", "armed_group")
    back = statement("2", "retraction", "front", "armed_group", replies_to="1", date="2024-03-23")
    label = statement("3", "attribution", "extremists", "state")
    accused = statement("4", "accusation", "ruritania", "state")
    assert row_of(claim, back, label, accused) == "contested"


def test_a_place_that_is_its_only_site_is_named_once() -> None:
    town = located("A", (57, 30), precision="settlement", place=Place(name="Kerman", country="IR"))
    assert of(town).facts["Place"] == "Kerman, Iran: somewhere in the town, ± 5 km"


def test_a_record_of_many_sites_names_the_first() -> None:
    positions = [(50.0 + n, 30.0) for n in range(SITES + 2)]
    (row, _) = of(located("A", *positions), incident("0")).rows
    assert row.place.count("the site itself") == SITES
    assert row.place.endswith("; 2 more sites")


@pytest.mark.parametrize(
    ("number", "left_out"),
    [
        (DETAILED, ""),
        (
            DETAILED + 1,
            "Statements and sources are given for the newest 50 of 51 records. A ",
        ),
        (
            3_000,
            "The table shows the newest 100 of 3,000 records. Statements and sources are ",
        ),
    ],
)
def test_what_has_no_room_is_said_to_be_elsewhere(number: int, left_out: str) -> None:
    briefing = of(*many(number))
    assert len(briefing.rows) == min(number, LISTED)
    assert len(briefing.records) == min(number, DETAILED)
    assert briefing.left_out.startswith(left_out)
    assert bool(briefing.left_out) == bool(left_out)


def test_no_more_records_are_read_than_are_listed() -> None:
    store = Store(DAY)
    store.add(many(LISTED + 1))
    read: list[str] = []

    def incidents() -> Any:
        for each in store.iter_incidents(Query()):
            read.append(each.id)
            yield each

    briefing_of(replace(select(store), incidents=incidents))
    assert len(read) == LISTED


def test_where_the_rest_is_names_no_command_that_would_give_other_records() -> None:
    left_out = of(*many(DETAILED + 1)).left_out
    said = " A table, a GeoJSON file and a web page of the same query have all of them."
    assert left_out.endswith(said)


def test_the_address_is_where_the_rest_is() -> None:
    store = Store(DAY)
    store.add(many(DETAILED + 1))
    briefing = briefing_of(select(store, address="https://atlas.example/"))
    assert briefing.left_out.endswith("and at https://atlas.example/")
    assert briefing.notes["Address"].url == "https://atlas.example/"


# --- statements, sources ---------------------------------------------------------------------


def test_statements_stand_in_order_of_their_day_with_their_exact_verb() -> None:
    briefing = briefing_of(selection_of(id=("RU-2024-03-22-crocus",)))
    lines = list(map(in_words, briefing.records[0].ledger))
    assert len(lines) == 21
    assert lines[0].startswith("22 March 2024: Islamic State claimed. Says: ")
    assert lines[-2].startswith("12 March 2026: 2nd Western District Military Court, Russia conv")
    assert "22 March 2024: Mykhailo Podolyak, adviser to the President of Ukraine denied" in {
        line.split(" that")[0] for line in lines
    }


def test_an_answer_names_what_it_answers_and_a_ruling_how_it_came_about() -> None:
    accused = statement("a", "accusation", "ruritania", "state")
    denied = statement("b", "denial", "ruritania", replies_to="a", date="2024-03-23")
    found = statement("c", "finding", "front", "court", finds="committed", hearing="closed")
    lines = [in_words(line) for line in of(with_ledger(accused, denied, found)).records[0].ledger]
    assert "Answers a state speaker, 22 March 2024." in lines[1]
    assert "Ruling: closed hearing." in lines[2]


def test_a_briefing_of_many_counts_how_many_are_drafts() -> None:
    checked = incident("B", review=Review(status="reviewed"))
    briefing = of(incident("A"), checked, incident("C"))
    assert briefing.notes["Review"].label == (
        "Of the 3 records named here: 2 draft, not checked by a person; 1 checked by a person."
    )
    assert "Review" not in of(checked).notes
    assert of(checked).facts["Review"] == "Checked by a person."


def test_an_archived_copy_of_a_source_is_named() -> None:
    source = Reference(label="a", url=None, archived="https://archive.example/1")
    assert linked(source).label == "a, archived at https://archive.example/1"


def test_each_source_has_one_number_and_all_are_listed() -> None:
    briefing = briefing_of(selection_of(country=("IR",)))
    cited = [
        number
        for record in briefing.records
        for line in (*record.ledger, record.further)
        for run in line
        for number in run.cites
    ]
    assert set(cited) == set(range(1, len(briefing.sources) + 1))
    assert list(dict.fromkeys(cited)) == sorted(set(cited))
    assert len(set(briefing.sources)) == len(briefing.sources)


def test_an_attack_without_statements_says_so_and_context_is_told() -> None:
    alone, other = incident(summary="What happened."), incident("B", record_type="context")
    assert of(alone).records[0].ledger == (NOT_SAID,)
    assert of(alone).summary == "What happened."
    assert of(other).records[0].ledger == ()
    assert of(other).heading == ""
    assert "What happened." in [record.summary for record in of(alone, other).records]


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://example.org/a%20b", "https://example.org/a%20b"),
        ("https://example.org/[a]|é", "https://example.org/%5Ba%5D%7C%C3%A9"),
        ("http://[a", None),
        ("http://a:b/", None),
        ("http:///a", None),
        (None, None),
    ],
)
def test_an_address_is_one_that_every_program_reads(url: str | None, target: str | None) -> None:
    assert linked(Reference(label="a", url=url)).url == target


@example("0\xa00")  # a number of a language may have spaces that do not break: they stay
@given(st.text())
def test_a_line_holds_nothing_that_ends_it_or_that_no_file_holds(text: str) -> None:
    line = one_line(text)
    assert line == line.strip()
    assert not re.search(r"  |[^\S \u00a0\u202f]", line)
    assert line.splitlines() in ([], [line])
    line.encode()


# --- the map ---------------------------------------------------------------------------------


def test_the_map_carries_its_origin_and_repeats_nothing_else() -> None:
    picture = briefing_of(selection_of(country=("IR",))).picture
    assert picture
    image = Image.open(BytesIO(picture.content))
    assert image.info["Description"] == (
        "Data: Incident Atlas, version 2. Base map: Natural Earth, GeoNames (CC BY 4.0). "
        "Borders: who controls what, after Natural Earth; dashed where disputed or unsettled. "
        "Statuses as of 23 November 2026. Licences: Incident Atlas: CC BY 4.0."
    )
    assert picture.alt == (
        "Map: 4 attacks and 2 context records, 2017–2024, in Iran. Drawn by status: Convictions: "
        "1; Claimed, and attributed to it: 3. Not drawn: 2 records, known to a country "
        "only, or without a position."
    )


def test_few_records_need_a_small_map_and_many_a_wide_one() -> None:
    widths = [briefing_of(selection_of(**q)).picture for q in ({"country": ("IR",)}, {})]
    assert [picture and picture.width_cm for picture in widths] == [8, 17]


def test_a_map_that_would_be_empty_is_left_out() -> None:
    assert briefing_of(selection_of(id=("X-US-RU-2024-03-07",))).picture is None


def test_a_single_record_has_charts_of_its_tolls() -> None:
    charts = briefing_of(selection_of(id=(KERMAN,))).charts
    assert charts
    history = toll_histories_of(curated()[KERMAN])
    assert [each.sentence in charts.alt for each in history] == [True, True]
    assert Image.open(BytesIO(charts.content)).info["Description"].startswith(history[0].sentence)
    assert briefing_of(selection_of(country=("IR",))).charts is None


def test_without_several_figures_there_is_no_chart() -> None:
    assert of(with_reports(report(4, "2024-01-01"))).charts is None
    assert of(incident()).charts is None


def test_an_own_caption_and_viewpoint_are_taken() -> None:
    at = Viewpoint.parse("35.7,51.4,6")
    picture = briefing_of(select(curated_store(), at=at), caption="My words").picture
    assert picture
    assert picture.caption == "My words"
    assert picture.alt.endswith(" It shows a part of them.")


def test_nothing_found_is_said() -> None:
    briefing = of(incident(), country=("IR",))
    assert briefing.title == "No record matches: in Iran"
    assert (briefing.rows, briefing.records, briefing.picture) == ((), (), None)


def test_records_of_several_bins_have_a_timeline() -> None:
    assert briefing_of(selection_of()).timeline
    for filters in ({"id": (KERMAN,)}, {"record": ("context",), "country": ("TJ",)}):
        assert briefing_of(selection_of(**filters)).timeline is None
