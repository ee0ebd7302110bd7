"""The corrections to the curated file, one row each: what the second version has to say.

The letters are those of the list of corrections: A contradicted values, B tolls, C missing
statements, D facts that stood nowhere, E positions, F the rule.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

import geo
from geo.model.incident import Incident, Speaker
from samples import CROCUS, KERMAN, ROOT, TEHRAN
from test_data import FEATURES, INCIDENTS, SHIRAZ_2022, SHIRAZ_2023

RECORDS: dict[str, dict[str, Any]] = {feature["id"]: feature for feature in FEATURES}
US_IR, IR_RU, US_RU = "X-US-IR-2024-01", "X-IR-RU-2024-03", "X-US-RU-2024-03-07"
COMMANDER = "IR-2024-01-19-commander"
PART = re.compile(r"([^.\[\]]+)|\[([^\]]+)\]")
SHRINE = [52.5433, 29.60961]  # lon, lat


class Value(NamedTuple):
    """One field with its right value: `assertions[id].stance` is of the statement with that id."""

    section: str
    record: str
    path: str
    right: object


VALUES = (
    Value("A", SHIRAZ_2023, "assertions[shiraz-2023-finding-1].finds", "committed"),
    Value("A", US_IR, "date.reported", "2024-01-25"),
    Value("A", US_IR, "assertions[x-us-ir-denial-1].date", "2024-01-26"),
    Value("A", US_IR, "assertions[x-us-ir-denial-1].by.kind", "anonymous"),
    Value("A", TEHRAN, "assertions[tehran-accusation-1].stance", "suspects"),
    Value(
        "A",
        TEHRAN,
        "assertions[tehran-accusation-1].about",
        ["saudi-arabia", "united-states"],
    ),
    Value("A", TEHRAN, "assertions[tehran-accusation-3].date", "2017-06-13"),
    Value("A", TEHRAN, "assertions[tehran-accusation-3].about", ["saudi-arabia"]),
    Value("A", TEHRAN, "assertions[tehran-accusation-3].stance", "asserts"),
    Value("A", SHIRAZ_2022, "assertions[shiraz-2022-accusation-1].date", "2022-10-26"),
    Value("A", SHIRAZ_2022, "assertions[shiraz-2022-accusation-2].date", "2022-10-27"),
    Value("B", KERMAN, "casualties.killed", {"low": 95, "best": 95, "high": 97}),
    Value("B", CROCUS, "casualties.killed", {"low": 147, "best": 149, "high": 149}),
    Value("B", CROCUS, "casualties.injured", {"low": 609, "best": 609, "high": 609}),
    Value("B", SHIRAZ_2022, "casualties.killed", {"low": 13, "best": 13, "high": 13}),
    Value("B", SHIRAZ_2022, "casualties.injured", {"low": 30, "best": 30, "high": 30}),
    Value("B", SHIRAZ_2023, "casualties.injured", {"low": 7, "best": 7, "high": 8}),
    Value("B", TEHRAN, "casualties.killed", {"low": 17, "best": 17, "high": 18}),
    Value("B", TEHRAN, "casualties.reports[tehran-killed-5].said_by.name", "Associated Press"),
    Value("B", TEHRAN, "casualties.reports[tehran-killed-5].as_of", "2018-07-07"),
    Value("C", KERMAN, "assertions[kerman-denial-1].replies_to", "kerman-accusation-2"),
    Value("C", CROCUS, "assertions[crocus-finding-1].about", None),
    Value("C", CROCUS, "assertions[crocus-finding-1].hearing", "closed"),
    Value("C", CROCUS, "assertions[crocus-finding-1].instance", "first instance"),
    Value("C", CROCUS, "assertions[crocus-accusation-4]", None),
    Value("C", CROCUS, "assertions[crocus-denial-6]", None),
    Value("D", CROCUS, "assertions[crocus-attribution-1].basis", "intelligence"),
    Value("E", SHIRAZ_2022, "place.sites[0].precision", "site"),
    Value("E", SHIRAZ_2023, "place.sites[0].precision", "site"),
    Value("E", TEHRAN, "place.sites[0].precision", "settlement"),
    Value("E", TEHRAN, "place.sites[1].precision", "site"),
    Value("E", KERMAN, "place.sites[0].precision", "settlement"),
    Value("E", CROCUS, "place.sites[0].precision", "site"),
    Value("F", SHIRAZ_2022, "assertions[shiraz-2022-accusation-1].alleges", "enabled"),
    Value("F", SHIRAZ_2022, "assertions[shiraz-2022-accusation-2].alleges", "enabled"),
    *(Value("F", id_, "review", {"status": "draft"}) for id_ in RECORDS),
    *(Value("F", id_, "origin.version", "2") for id_ in RECORDS),
)


class Phrase(NamedTuple):
    """Words that a text has to have."""

    section: str
    record: str
    path: str
    words: str


PHRASES = (
    Phrase("A", COMMANDER, "summary", "were killed in an exchange of fire"),
    Phrase("A", SHIRAZ_2023, "summary", "one man was sentenced to death on two counts"),
    Phrase("A", SHIRAZ_2023, "summary", "two others to five years"),
    Phrase("A", IR_RU, "summary", "The same day the Kremlin's spokesman"),
    Phrase("A", IR_RU, "summary", "the special envoy of the Russian foreign ministry"),
    Phrase("A", KERMAN, "summary", "at about 15:00 (accounts run from 14:45 to 15:04)"),
    Phrase("A", KERMAN, "summary", "only Wikipedia has about 16:00"),
    Phrase("B", SHIRAZ_2022, "summary", "some outlets still print 15"),
    Phrase("C", CROCUS, "summary", "UN experts"),
    Phrase("C", CROCUS, "summary", "after a closed trial"),
    Phrase("C", CROCUS, "assertions[crocus-finding-1].appeal", "outcome not found"),
    Phrase("C", TEHRAN, "summary", "their execution was announced on 7 July 2018"),
    Phrase("C", SHIRAZ_2023, "summary", "no text of a claim was found"),
    Phrase("D", IR_RU, "summary", "some members of the group had already gone to Russia"),
    Phrase("D", IR_RU, "summary", "Iran had met its duty to warn"),
    Phrase("D", IR_RU, "summary", "the White House had no comment"),
    Phrase("D", US_RU, "summary", "intercepted “chatter”"),
    Phrase(
        "D", CROCUS, "assertions[crocus-attribution-6].says", "this attack and the one in Kerman"
    ),
    Phrase("D", KERMAN, "assertions[kerman-attribution-2].says", "a citizen of Tajikistan"),
    Phrase("D", SHIRAZ_2022, "assertions[shiraz-2022-attribution-2].says", "citizen of Tajikistan"),
)


class Said(NamedTuple):
    """A statement that was missing, wrong or unclear: who said what about which party, and when."""

    record: str
    id: str
    speaker: str
    of: str | None
    day: str
    about: tuple[str, ...]
    stance: str = "asserts"
    answers: str | None = None
    meaning: str | None = None  # what a finding finds, or an accusation alleges


STATEMENTS = (
    Said(
        KERMAN,
        "kerman-accusation-2",
        "President of Iran",
        "iran",
        "2024-01-03",
        ("israel",),
        meaning="ordered",
    ),
    Said(
        KERMAN,
        "kerman-accusation-3",
        "deputy chief of staff of the President of Iran",
        "iran",
        "2024-01-03",
        ("united-states", "israel"),
        answers="kerman-denial-1",
        meaning="ordered",
    ),
    Said(
        KERMAN,
        "kerman-accusation-4",
        "commander of the Quds Force",
        "iran",
        "2024-01-03",
        ("israel", "united-states"),
        "suspects",
        meaning="ordered",
    ),
    Said(
        KERMAN,
        "kerman-denial-1",
        "spokesman of the US Department of State",
        "united-states",
        "2024-01-03",
        ("united-states", "israel"),
        "denies",
        "kerman-accusation-2",
    ),
    Said(
        KERMAN,
        "kerman-attribution-3",
        "US official (senior, unnamed)",
        None,
        "2024-01-03",
        ("islamic-state",),
        "suspects",
    ),
    Said(
        CROCUS,
        "crocus-attribution-2",
        "US National Security Council",
        "united-states",
        "2024-03-23",
        ("islamic-state",),
    ),
    Said(
        CROCUS,
        "crocus-denial-7",
        "US National Security Council",
        "united-states",
        "2024-03-23",
        ("ukraine",),
        "denies",
        "crocus-accusation-1",
    ),
    Said(
        CROCUS,
        "crocus-attribution-3",
        "President of Russia",
        "russia",
        "2024-03-25",
        ("radical-islamists",),
    ),
    Said(
        CROCUS,
        "crocus-accusation-6",
        "President of Russia",
        "russia",
        "2024-03-25",
        ("ukraine",),
        "suspects",
        meaning="ordered",
    ),
    Said(
        CROCUS,
        "crocus-attribution-4",
        "President of France",
        "france",
        "2024-03-25",
        ("islamic-state",),
    ),
    Said(
        CROCUS,
        "crocus-accusation-7",
        "Investigative Committee of Russia",
        "russia",
        "2026-03-12",
        ("ukraine",),
        meaning="ordered",
    ),
    Said(
        CROCUS,
        "crocus-finding-1",
        "2nd Western District Military Court",
        "russia",
        "2026-03-12",
        (),
        meaning="committed",
    ),
    Said(
        TEHRAN,
        "tehran-accusation-1",
        "Islamic Revolutionary Guard Corps",
        "iran",
        "2017-06-07",
        ("saudi-arabia", "united-states"),
        "suspects",
        meaning="supported",
    ),
    Said(
        TEHRAN,
        "tehran-denial-1",
        "Foreign Minister of Saudi Arabia",
        "saudi-arabia",
        "2017-06-07",
        ("saudi-arabia",),
        "denies",
        "tehran-accusation-1",
    ),
    Said(
        TEHRAN,
        "tehran-accusation-2",
        "Hossein Salami, deputy commander",
        "iran",
        "2017-06-08",
        ("saudi-arabia", "united-states", "israel"),
        meaning="ordered",
    ),
    Said(
        TEHRAN,
        "tehran-accusation-3",
        "commander of Iran's Islamic Revolutionary Guard Corps",
        "iran",
        "2017-06-13",
        ("saudi-arabia",),
        meaning="ordered",
    ),
    Said(
        TEHRAN,
        "tehran-finding-1",
        "Islamic Revolutionary Court of Tehran",
        "iran",
        "2018-05-13",
        ("islamic-state",),
        meaning="supported",
    ),
    Said(
        TEHRAN,
        "tehran-finding-2",
        "Supreme Court of Iran",
        "iran",
        "2018-06-11",
        ("islamic-state",),
        meaning="supported",
    ),
    Said(
        TEHRAN,
        "tehran-accusation-5",
        "Branch 55 of the Tehran court of justice",
        "iran",
        "2023-04-26",
        ("united-states",),
        meaning="ordered",
    ),
    Said(
        SHIRAZ_2022,
        "shiraz-2022-accusation-1",
        "Minister of the Interior of Iran",
        "iran",
        "2022-10-26",
        ("protest-movement-iran-2022",),
        meaning="enabled",
    ),
    Said(
        SHIRAZ_2022,
        "shiraz-2022-accusation-2",
        "President of Iran",
        "iran",
        "2022-10-27",
        ("protest-movement-iran-2022",),
        meaning="enabled",
    ),
    Said(
        SHIRAZ_2022,
        "shiraz-2022-attribution-2",
        "Ministry of Intelligence of Iran",
        "iran",
        "2022-11-07",
        ("islamic-state",),
    ),
    Said(
        SHIRAZ_2022,
        "shiraz-2022-finding-1",
        "Court in Fars province",
        "iran",
        "2023-03-18",
        ("islamic-state",),
        meaning="supported",
    ),
    Said(
        SHIRAZ_2022,
        "shiraz-2022-finding-2",
        "Revolutionary Court of Shiraz",
        "iran",
        "2025-05-18",
        (),
        meaning="supported",
    ),
    Said(
        SHIRAZ_2023,
        "shiraz-2023-attribution-1",
        "Governor of Fars province",
        "iran",
        "2023-08-14",
        ("islamic-state",),
    ),
    Said(
        SHIRAZ_2023,
        "shiraz-2023-attribution-2",
        "Ministry of Intelligence of Iran",
        "iran",
        "2023-08-18",
        ("islamic-state",),
    ),
    Said(
        SHIRAZ_2023,
        "shiraz-2023-finding-1",
        "Revolutionary Court of Shiraz",
        "iran",
        "2023-09-21",
        (),
        meaning="committed",
    ),
    Said(
        SHIRAZ_2023,
        "shiraz-2023-finding-2",
        "Revolutionary Court of Shiraz",
        "iran",
        "2025-05-18",
        (),
        meaning="supported",
    ),
)
# The figures in the order of the file: value, day, status, and the value of the successor.
HISTORIES: dict[tuple[str, str], tuple[tuple[int, str | None, str, int | None], ...]] = {
    (KERMAN, "killed"): (
        (73, "2024-01-03", "superseded", 103),
        (103, "2024-01-03", "withdrawn", 95),
        (95, "2024-01-03", "superseded", 84),
        (84, "2024-01-04", "superseded", 89),
        (89, "2024-01-05", "superseded", 91),
        (91, "2024-01-06", "superseded", 92),
        (92, "2024-01-06", "superseded", 94),
        (94, "2024-01-11", "superseded", 95),
        (95, "2024-01-26", "standing", None),
        (97, "2026-02", "standing", None),
        (100, "2024-04-01", "not_comparable", None),
        (95, None, "not_comparable", None),
        (103, None, "not_comparable", None),
        (300, "2024-01-04", "standing", None),  # the group's boast
    ),
    (CROCUS, "killed"): (
        (60, "2024-03-22", "superseded", 133),
        (133, "2024-03-23", "superseded", 137),
        (137, "2024-03-24", "superseded", 139),
        (139, "2024-03-25", "superseded", 140),
        (140, "2024-03-27", "superseded", 144),
        (144, "2024-03-30", "superseded", 145),
        (145, "2024-05-19", "superseded", 147),
        (147, "2025-05-20", "superseded", 149),
        (149, "2025-06-23", "standing", None),
        (147, "2026-03-12", "standing", None),
    ),
    (CROCUS, "injured"): (
        (360, "2024-03-27", "superseded", 551),
        (551, "2024-03-30", "superseded", 609),
        (609, "2025-06-23", "standing", None),
        (336, "2026-03-12", "not_comparable", None),
    ),
    (SHIRAZ_2022, "killed"): (
        (15, "2022-10-26", "superseded", 13),
        (13, "2022-11-07", "standing", None),
        (13, "2023-03-18", "standing", None),
        (13, "2024-04", "standing", None),
        (20, "2022-10-26", "standing", None),  # the group's boast
    ),
    (SHIRAZ_2022, "injured"): (
        (40, "2022-10-26", "superseded", 30),
        (30, "2023-03-18", "standing", None),
        (30, "2023-08-13", "standing", None),
    ),
    (SHIRAZ_2023, "killed"): (
        (4, "2023-08-13", "withdrawn", 1),
        (1, "2023-08-14", "superseded", 2),
        (2, "2023-08-14", "standing", None),
    ),
    (SHIRAZ_2023, "injured"): (
        (8, "2023-08-14", "standing", None),
        (7, "2023-08-18", "standing", None),
        (7, "2023-09", "standing", None),
    ),
    (TEHRAN, "killed"): (
        (12, "2017-06-07", "superseded", 16),
        (13, "2017-06-07", "superseded", 16),
        (7, "2017-06-07", "not_comparable", None),
        (1, "2017-06-07", "not_comparable", None),
        (16, "2017-06-08", "superseded", 17),
        (17, "2017-06-08", "standing", None),
        (18, "2018-07-07", "standing", None),
    ),
}
# Who says each of these figures: an official (state), or a medium.
TELLERS = (
    (KERMAN, "kerman-killed-9", "state"),
    (KERMAN, "kerman-killed-10", "media"),
    (CROCUS, "crocus-killed-9", "state"),
    (CROCUS, "crocus-killed-10", "media"),
    (SHIRAZ_2022, "shiraz-2022-killed-3", "state"),
    (TEHRAN, "tehran-killed-5", "media"),
)
# Pages on which the corrections rest, by record.
PAGES = (
    (COMMANDER, "rferl.org/amp/iran-arrests-kerman-bombings/32783948.html"),
    (COMMANDER, "french.presstv.ir/Detail/2024/01/19/718515"),
    (SHIRAZ_2023, "fr.irna.ir/amp/85235041"),
    (SHIRAZ_2023, "asia.businessupturn.com"),
    (US_IR, "iranintl.com/en/202401260157"),
    (US_IR, "ifpnews.com/irna-sources-reject-wsj-claim"),
    (TEHRAN, "en.radiofarda.com/a/28534217.html"),
    (TEHRAN, "middleeastmonitor.com/20170613-iran-has-proof"),
    (TEHRAN, "abcnews.go.com/International/wireStory/iran-executes-2017"),
    (SHIRAZ_2022, "timesofisrael.com/irans-raisi-blames-recent-protests"),
    (SHIRAZ_2022, "thenews.com.pk/print/1051560"),
    (SHIRAZ_2022, "en.mehrnews.com/amp/193372"),
    (SHIRAZ_2022, "piglix.com"),
    (SHIRAZ_2023, "piglix.com"),
    (SHIRAZ_2023, "iranpress.com/statement-shiraz-attack-main-agent-arrested"),
    (IR_RU, "ntv.ru/novosti/amp/2820309"),
    (IR_RU, "m.lenta.ru/news/2024/04/01/mid-rossii"),
    (KERMAN, "rouz.news"),
    (KERMAN, "iranintl.com/en/202401260157"),
    (KERMAN, "ar.mehrnews.com/news/1967787"),
    (CROCUS, "ria.ru/20260312/krokus-2080162389.html"),
)
NATIONALITY = re.compile(r"\b(?:citizens?|nationals?) of\b|\bnationalit|\bTajik\b|\bAfghan\b")


def named(section: str) -> Iterator[Any]:
    """Yield the values of a section, each as a case with a name of its own."""
    for row in VALUES:
        if row.section == section:
            yield pytest.param(row, id=f"{row.record}-{row.path}")


def found(record: str, path: str) -> Any:
    """Return what stands at a path of a record; None if nothing does."""
    node: Any = RECORDS[record]["properties"]
    for field, key in PART.findall(path):
        if field:
            node = node.get(field)
        elif key.isdigit():
            node = node[int(key)]
        else:
            node = next((each for each in node if each.get("id") == key), None)
        if node is None:
            return None
    return node


@pytest.mark.parametrize("section", "ABCDEF")
def test_each_section_has_rows(section: str) -> None:
    assert list(named(section))


@pytest.mark.parametrize("row", [case for section in "ABCDEF" for case in named(section)])
def test_a_corrected_value_is_right(row: Value) -> None:
    assert found(row.record, row.path) == row.right


@pytest.mark.parametrize("row", PHRASES, ids=lambda row: f"{row.section}-{row.words}")
def test_a_corrected_text_says_it(row: Phrase) -> None:
    assert row.words in found(row.record, row.path)


@pytest.mark.parametrize("said", STATEMENTS, ids=lambda said: said.id)
def test_a_missing_statement_is_there(said: Said) -> None:
    made = found(said.record, f"assertions[{said.id}]")
    assert said.speaker in made["by"]["name"]
    assert made["by"].get("of") == said.of
    assert (made["date"], made["stance"]) == (said.day, said.stance)
    assert tuple(made.get("about", ())) == said.about
    assert made.get("replies_to") == said.answers
    assert (made.get("finds") or made.get("alleges")) == said.meaning
    assert made["says"]


@pytest.mark.parametrize(("record", "measure"), HISTORIES, ids="-".join)
def test_a_toll_has_its_history(record: str, measure: str) -> None:
    reports = found(record, "casualties.reports")
    values = {report["id"]: report["value"] for report in reports if "id" in report}
    history = tuple(
        (
            report["value"],
            report.get("as_of"),
            report["status"],
            values.get(report.get("superseded_by")),
        )
        for report in reports
        if report["measure"] == measure
    )
    assert history == HISTORIES[record, measure]


@pytest.mark.parametrize(("record", "report", "kind"), TELLERS, ids=lambda value: str(value))
def test_a_figure_has_the_right_speaker(record: str, report: str, kind: str) -> None:
    assert found(record, f"casualties.reports[{report}].said_by.kind") == kind


@pytest.mark.parametrize(("record", "page"), PAGES, ids=lambda value: str(value))
def test_a_correction_cites_its_page(record: str, page: str) -> None:
    assert any(page in source.get("url", "") for source in found(record, "sources"))


@pytest.mark.parametrize("record", [SHIRAZ_2022, SHIRAZ_2023])
def test_the_shrine_stands_at_its_place(record: str) -> None:
    assert RECORDS[record]["geometry"] == {"type": "Point", "coordinates": SHRINE}


@pytest.mark.parametrize("incident", INCIDENTS.values(), ids=INCIDENTS)
def test_each_speaker_names_its_party(incident: Incident) -> None:
    actors = {actor.id for actor in incident.actors}
    for speaker in speakers(incident):
        assert "Leaders of" not in speaker.name
        if speaker.kind in ("state", "court", "armed_group"):
            assert speaker.of in actors
        else:
            assert speaker.of is None


@pytest.mark.parametrize("incident", INCIDENTS.values(), ids=INCIDENTS)
def test_each_ruling_says_what_it_finds(incident: Incident) -> None:
    for ruling in incident.assertions:
        if ruling.by.kind == "court":
            assert ruling.kind in ("finding", "accusation")  # a civil ruling is an accusation
            assert ruling.court
            assert ruling.court in ruling.by.name
            assert ruling.basis
            assert (ruling.finds or ruling.alleges) is not None
            assert ruling.kind == "accusation" or ruling.instance
        else:
            assert ruling.kind != "finding"


@pytest.mark.parametrize("incident", INCIDENTS.values(), ids=INCIDENTS)
def test_a_reply_comes_after_what_it_answers(incident: Incident) -> None:
    days = {statement.id: statement.date for statement in incident.assertions}
    for statement in incident.assertions:
        assert statement.replies_to is None or days[statement.replies_to] <= statement.date


def test_denials_answer_an_accusation_where_one_came_before() -> None:
    open_ones = [
        statement.id
        for incident in INCIDENTS.values()
        for statement in incident.assertions
        if statement.kind == "denial" and not statement.replies_to
    ]
    # Made before anybody in the record had accused the party, or about something else.
    assert open_ones == [
        "crocus-denial-1",
        "crocus-denial-2",
        "crocus-denial-4",
        "x-us-ir-denial-1",
    ]


@pytest.mark.parametrize("incident", INCIDENTS.values(), ids=INCIDENTS)
def test_nationality_stands_only_in_the_statement_of_an_official(incident: Incident) -> None:
    official = {a.id for a in incident.assertions if a.by.kind == "state"}
    for statement in incident.assertions:
        assert statement.id in official or not NATIONALITY.search(statement.says or "")
    # The subject of the contact, as the report gives it, and no person's nationality.
    summary = (incident.summary or "").replace("ethnic Tajiks", "")
    notes = [report.note or "" for report in reports_of(incident)]
    assert not any(map(NATIONALITY.search, [incident.title, summary, *notes]))


@pytest.mark.parametrize("incident", INCIDENTS.values(), ids=INCIDENTS)
def test_a_summary_has_its_sources(incident: Incident) -> None:
    assert incident.summary
    assert incident.summary_sources


def test_a_report_that_was_merged_is_a_source_of_what_it_repeats() -> None:
    for id_ in ("crocus-accusation-1", "crocus-denial-1"):
        assert "seed" in found(CROCUS, f"assertions[{id_}].sources")


def test_a_copy_names_the_publisher_that_it_repeats() -> None:
    publishers = [source.publisher for i in INCIDENTS.values() for source in i.sources]
    assert not [
        name for name in publishers if re.search(r"\((?:AFP|dpa|NTB|RIA|Lusa|copy)\)", name)
    ]


def test_the_first_version_is_kept_and_still_loads() -> None:
    first = geo.load(ROOT / "data" / "history" / "incidents-1.geojson")
    assert first.findings == ()
    assert [incident.id for incident in first] == list(INCIDENTS)
    assert {incident.origin.version for incident in first} == {"1"}
    (shiraz,) = (incident for incident in first if incident.id == SHIRAZ_2022)
    assert shiraz.positions == ((52.53113, 29.61031),)


def speakers(incident: Incident) -> Iterator[Speaker]:
    yield from (statement.by for statement in incident.assertions)
    yield from (report.said_by for report in reports_of(incident) if report.said_by)


def reports_of(incident: Incident) -> tuple[Any, ...]:
    return incident.casualties.reports if incident.casualties else ()
