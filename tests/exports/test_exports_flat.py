"""CSV and Excel: what is written, that it comes back, and that no cell of it runs."""

import csv
import io
import json
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import csvw
import duckdb
import openpyxl
import pandas as pd
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

import strategies
from effort import amount
from geo.errors import BadValue
from geo.exports import excel, export_bytes, export_file, export_files
from geo.exports.column_dictionary import COLUMNS
from geo.exports.excel import xlsx_from_selection
from geo.exports.selection import Selection, select
from geo.exports.table_rows import TableCell, TableRow, table_row
from geo.formats.excel_text import decoded, encoded
from geo.formats.formulas import unescaped
from geo.importers import table_columns
from geo.intake.dataset import load
from geo.model.assertion import Speaker
from geo.model.incident import (
    Actor,
    Casualties,
    Incident,
    IncidentDate,
    IncidentType,
    Place,
    Range,
    Site,
    Source,
)
from geo.store.store import Store
from geo.words.countries import looks_swapped
from samples import HOSTILE, ORIGIN, ROOT, curated, incident, located, statement, with_ledger

TODAY = date.today()
NAMES = [column.name for column in COLUMNS]
READ = [column.name for column in COLUMNS if column.is_read]
TOLLS = [column.name for column in COLUMNS if "killed" in column.name or "injured" in column.name]
WEB = st.builds("https://{}.example/{}".format, st.sampled_from("ab"), strategies.texts())
# Texts that a writer of workbooks might take for codes of characters, or for XML of its own.
CODES = ("_x0041_", "_x0041_x0042_", "<r>a</r>", "<r></si><si></r>")
GROUPS = ("The Front; The Band", "unknown", "-", "Al Shabaab", "al-shabaab", "attack")


@cache
def everything() -> Selection:
    """Return the curated records as they are selected."""
    store = Store()
    store.add(curated().values())
    return select(store)


def selection(*incidents: Incident) -> Selection:
    """Return a selection of these incidents, in their order."""
    return replace(everything(), incidents=lambda: iter(incidents))


def row(one: Incident) -> TableRow:
    return table_row(one, TODAY)


def said(one: Incident) -> dict[str, TableCell]:
    """Return the cells of a row that say something."""
    return {name: cell for name, cell in row(one).items() if cell is not None}


def csv_rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def sheet_rows(content: bytes, sheet: str = "Incidents") -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return list(book[sheet].iter_rows(values_only=True))


def read_back(format_: str, *incidents: Incident) -> list[dict[str, str]]:
    """Return the cells of what is read from an exported file, for what an import reads."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"again.{format_}"
        path.write_bytes(export_bytes(selection(*incidents), format_))
        found = load(path)
    assert [str(finding) for finding in found.findings] == []
    return read_cells(found)


def read_cells(incidents: Iterable[Incident]) -> list[dict[str, str]]:
    """Return the cells as they are written, for what an import reads."""
    rows = csv_rows(export_bytes(selection(*incidents), "csv"))
    return [{name: cells[name] for name in READ} for cells in rows]


# What a row says


def test_the_columns_are_those_that_an_import_reads_and_some_that_are_derived() -> None:
    assert set(table_columns.FIELDS) - set(NAMES) == {"date_dmy", "date_mdy"}
    derived = {column.name for column in COLUMNS if not column.is_read}
    assert not derived & set(table_columns.SYNONYMS)
    assert len(NAMES) == len(set(NAMES)) == len(row(incident()))


def test_a_row_of_little_says_little() -> None:
    assert said(incident(title="  An\n attack ")) == {
        "id": "A",
        "record_type": "incident",
        "title": "An attack",
        "date": "2024-03-22",
        "date_precision": "day",
        "sites": 0,
        "status": "unattributed",
        "status_label": "Unattributed",
        "status_as_of": TODAY.isoformat(),
        "contested": False,
        "source": "A paper",
        "source_date": "2024-03-23",
        "licence": "CC0-1.0",
        "redistributable": True,
        "dataset": "tests",
        "dataset_version": "1",
    }


@pytest.mark.parametrize(
    ("when", "cells"),
    [
        ({"precision": "month"}, ("2024-03", None)),
        ({"precision": "year"}, ("2024", None)),
        ({"precision": "week"}, ("2024-03-22", None)),
        ({"precision": "day", "end": date(2024, 3, 22)}, ("2024-03-22", None)),
        ({"precision": "day", "end": date(2024, 3, 24)}, ("2024-03-22", "2024-03-24")),
        ({"precision": "unknown", "start": None, "reported": "2024-03"}, (None, None)),
    ],
)
def test_a_date_is_written_as_exactly_as_it_is_known(
    when: dict[str, Any], cells: tuple[str | None, str | None]
) -> None:
    dated = row(incident(date=IncidentDate(**({"start": date(2024, 3, 22)} | when))))
    assert (dated["date"], dated["date_end"]) == cells
    assert (dated["date_precision"], dated["reported"]) == (when["precision"], when.get("reported"))


def test_an_unknown_toll_is_empty_and_none_killed_is_0() -> None:
    tolls = Casualties(killed=Range(low=0, best=0), injured=Range(high=3))
    cells = said(incident(casualties=tolls))
    assert {name: cells[name] for name in TOLLS if name in cells} == {
        "killed_low": 0,
        "killed": 0,
        "injured_high": 3,
    }


@pytest.mark.parametrize("precision", ["country", "international", "unknown"])
def test_what_is_known_to_a_country_has_no_position(precision: Any) -> None:
    cells = row(located("A", (53.0, 32.0), precision=precision))
    assert (cells["latitude"], cells["longitude"], cells["radius_km"]) == (None, None, None)
    assert cells["precision"] == precision


def test_a_position_has_the_radius_within_which_it_lies() -> None:
    cells = row(located("A", (52.53113, 29.61031), (51.0, 30.0), precision="admin1"))
    assert (cells["latitude"], cells["longitude"], cells["radius_km"]) == (29.61031, 52.53113, 150)
    assert cells["sites"] == 2


def test_who_says_so_stands_before_whom_they_name() -> None:
    cells = row(
        with_ledger(
            statement("1", "claim", "islamic-state", by="armed_group"),
            statement("2", "attribution", "isis-k", stance="suspects"),
            statement("3", "accusation", "front ruritania", by="state"),
            statement("4", "denial", "attack", by="state"),
            statement("5", "denial", says="The list is false."),
            statement("6", "finding", "isis-k", by="court"),
            statement("7", "finding", "front", by="court", stance="denies"),
            statement("8", "dataset_coding", "front", by="dataset"),
        )
    )
    assert {name: cells[name] for name in NAMES if name.endswith("_by")} == {
        "claimed_by": "a armed_group speaker: Islamic State",
        "attributed_by": "a media speaker: ISIS-K (suspected)",
        "found_by": "a court speaker: ISIS-K; a court speaker: The Front (cleared)",
        "coded_by": "a dataset speaker: The Front",
        "accused_by": "a state speaker: The Front, Ruritania",
        "denied_by": (
            "a state speaker: that there was an attack; a media speaker: says: “The list is false.”"
        ),
    }
    assert cells["group"] == "Islamic State; ISIS-K; The Front"
    assert cells["contested"] is True


@pytest.mark.parametrize(
    ("about", "stance", "coded"),
    [
        ("front", "asserts", "The Front as a party to it"),
        ("front ruritania", "asserts", "The Front, Ruritania as parties to it"),
        ("front ruritania", "suspects", "The Front, Ruritania as suspected parties to it"),
    ],
)
def test_parties_to_a_clash_are_coded_as_no_more(about: str, stance: Any, coded: str) -> None:
    clash = (IncidentType(scheme="atlas", code="clash", label="clash"),)
    coding = statement("1", "dataset_coding", about, by="dataset", stance=stance)
    cells = row(with_ledger(coding, types=clash))
    assert cells["coded_by"] == f"a dataset speaker: {coded}"


@pytest.mark.parametrize(
    ("about", "found"),
    [
        ("attack", "that there was no attack"),
        ("attack front", "The Front (cleared), that there was no attack"),
    ],
)
def test_an_attack_that_did_not_happen_is_not_cleared(about: str, found: str) -> None:
    finding = statement("1", "finding", about, by="court", stance="denies")
    assert row(with_ledger(finding))["found_by"] == f"a court speaker: {found}"


def test_a_group_that_speaks_of_itself_is_named_once() -> None:
    speaker = Speaker(name="Islamic State", kind="armed_group")
    claim = statement("1", "claim", "islamic-state", by="armed_group")
    assert row(with_ledger(replace(claim, by=speaker)))["claimed_by"] == "Islamic State"


def test_what_is_withdrawn_is_not_said() -> None:
    claim = statement("1", "claim", "front", by="armed_group")
    back = statement("2", "retraction", "front", by="armed_group", replies_to="1")
    assert row(with_ledger(claim, back))["claimed_by"] is None


def test_a_party_that_is_only_accused_is_no_group() -> None:
    cells = row(with_ledger(statement("1", "accusation", "ruritania", by="state")))
    assert (cells["group"], cells["accused_by"]) == (None, "a state speaker: Ruritania")


def test_the_curated_records_say_what_is_known_of_them() -> None:
    rows = {id_: row(one) for id_, one in curated().items()}
    kerman, crocus = rows["IR-2024-01-03-kerman"], rows["RU-2024-03-22-crocus"]
    assert (kerman["killed_low"], kerman["killed"], kerman["killed_high"]) == (94, 94, 103)
    assert kerman["group"] == "Islamic State; ISIS-K (Islamic State – Khorasan Province)"
    assert kerman["claimed_by"] == "Islamic State"
    assert kerman["accused_by"] == "President of Iran and other officials: Israel, United States"
    assert kerman["denied_by"] == "Government of the United States: United States, Israel"
    assert crocus["status"] == "adjudicated"
    assert "Ukraine" not in f"{crocus['group']}{crocus['claimed_by']}{crocus['attributed_by']}"
    assert rows["IR-2023-08-13-shiraz"]["claimed_by"] is None
    assert rows["IR-2017-06-07-tehran"]["sites"] == 2
    assert rows["X-US-IR-2024-01"]["date"] is None


# There and back


@st.composite
def lists(draw: st.DrawFn) -> list[Incident]:
    """Return incidents with links among their sources and names that lists might break."""
    found = draw(st.lists(strategies.incidents(), max_size=2, unique_by=lambda one: one.id))
    return [draw(varied(one)) for one in found]


@st.composite
def varied(draw: st.DrawFn, one: Incident) -> Incident:
    names = strategies.texts() | st.sampled_from(GROUPS) | WEB
    sources = (
        replace(source, publisher=draw(names), url=draw(st.none() | WEB | strategies.texts()))
        for source in one.sources
    )
    actors = (replace(actor, name=draw(names)) for actor in one.actors)
    return replace(one, sources=tuple(sources), actors=tuple(actors))


def is_placeable(one: Incident) -> bool:
    """Tell what an import takes; it refuses a position that is right only the other way round."""
    cells = row(one)
    lon, lat, country = cells["longitude"], cells["latitude"], cells["country"]
    if not isinstance(lon, float) or not isinstance(lat, float) or not isinstance(country, str):
        return True
    return not looks_swapped(lon, lat, country)


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
@settings(deadline=None, max_examples=amount(quick=15, thorough=100))
@given(incidents=lists())
def test_what_is_exported_comes_back(format_: str, incidents: list[Incident]) -> None:
    assume(all(map(is_placeable, incidents)))
    assert read_back(format_, *incidents) == read_cells(incidents)


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_the_curated_records_come_back_without_a_warning(tmp_path: Path, format_: str) -> None:
    path = tmp_path / f"incidents.{format_}"
    export_file(everything(), path)
    found = load(path)
    assert (found.findings, found.warnings) == ((), ())
    assert read_cells(found) == read_cells(everything().incidents())


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
@pytest.mark.parametrize(("radius", "cell"), [(None, "5.0"), (7, "7.0"), (0.25, "0.25")])
def test_a_radius_is_written_the_same_after_it_came_back(
    format_: str, radius: float | None, cell: str
) -> None:
    site = Site(precision="settlement", radius_km=radius)
    town = replace(located("A", (57, 30)), place=Place(name="Kerman", sites=(site,)))
    assert read_cells([town])[0]["radius_km"] == cell
    assert read_back(format_, town) == read_cells([town])


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
@pytest.mark.parametrize("text", [*HOSTILE, *CODES, "#N/A", "\x01=1+1", "'s-Hertogenbosch", "1e5"])
def test_hostile_text_comes_back(format_: str, text: str) -> None:
    hostile = incident(
        title=text,
        summary=text,
        place=Place(name=text, admin1=text, sites=(Site(name=text, precision="site"),)),
        types=(IncidentType(scheme=text, code=text, label=text),),
        sources=(Source(id="S", publisher=text, title=text, url=text),),
        origin=replace(ORIGIN, licence=text),
    )
    assert read_back(format_, hostile) == read_cells([hostile])


def test_several_sources_keep_their_links_and_dates() -> None:
    sources = (
        Source(id="1", publisher="A", title="t", date="2024"),
        Source(id="2", publisher="B; C", title="t", url="https://b.example/?x=1;y=2;"),
        Source(id="3", publisher="https://d.example/x", title="t", date="2024-03-01"),
        Source(id="4", publisher="E", title="t", url="javascript:x()"),
    )
    cells = row(incident(sources=sources))
    assert cells["source"] == "A; B, C; d.example; E"
    assert cells["source_url"] == "; https://b.example/?x=1;y=2%3B; https://d.example/x;"
    assert cells["source_date"] == "2024; ; 2024-03-01;"
    assert read_back("csv", incident(sources=sources)) == read_cells([incident(sources=sources)])


def test_the_table_that_rows_were_read_from_is_no_source_of_theirs(tmp_path: Path) -> None:
    export_file(everything(), tmp_path / "first.csv")
    found = load(tmp_path / "first.csv")
    (tmp_path / "second.csv").write_bytes(export_bytes(selection(*found), "csv"))
    assert all(one.sources[0].publisher == "first.csv" for one in found)
    assert "first.csv" not in " ".join(str(cells["source"]) for cells in map(row, found))
    assert read_cells(load(tmp_path / "second.csv")) == read_cells(found)


def test_groups_that_an_import_takes_for_nobody_are_left_out() -> None:
    actors = tuple(
        Actor(id=f"g-{number}", name=name, kind="armed_group") for number, name in enumerate(GROUPS)
    )
    coding = statement("1", "dataset_coding", " ".join(actor.id for actor in actors), by="dataset")
    named = incident(actors=actors, assertions=(coding,))
    assert row(named)["group"] == "The Front, The Band; Al Shabaab; attack"
    assert read_back("csv", named) == read_cells([named])


# CSV


def test_csv_is_after_rfc_4180() -> None:
    content = export_bytes(selection(incident(title='a, "b"', summary="x\r\ny")), "csv")
    assert content.count(b"\r\n") == content.count(b"\n") == 2
    assert content.startswith(b"id,record_type,title,")
    assert b'A,incident,"a, ""b""",x y,2024-03-22,,day,' in content
    assert content.endswith(b",CC0-1.0,true,tests,1\r\n")


def test_a_mark_before_the_text_only_if_asked_for(tmp_path: Path) -> None:
    plain, marked = (export_bytes(everything(), "csv", bom=bom) for bom in (False, True))
    assert marked == b"\xef\xbb\xbf" + plain
    (tmp_path / "x.csv").write_bytes(marked)
    assert len(load(tmp_path / "x.csv")) == 11


def test_the_mark_is_yes_or_no() -> None:
    with pytest.raises(BadValue, match="bom='yes' is not allowed: true or false"):
        export_bytes(everything(), "csv", bom="yes")


@pytest.mark.parametrize(
    "text", [*HOSTILE, "=1+1", "+1", "-1", "@x", "\t=1", "'=1", "'tis", "#N/A"]
)
def test_other_readers_of_csv_find_no_formula(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(export_bytes(selection(incident(title=text)), "csv"))
    title = str(row(incident(title=text))["title"])
    (by_csv,) = csv_rows(path.read_bytes())
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    ((by_duckdb,),) = duckdb.read_csv(str(path), all_varchar=True).project("title").fetchall()
    cells = (by_csv["title"], frame["title"][0], by_duckdb)
    assert [unescaped(cell) for cell in cells] == [title] * 3
    assert not any(cell.startswith(tuple("=+-@\t\r")) for cell in cells)


def test_numbers_are_numbers_to_other_readers(tmp_path: Path) -> None:
    export_file(everything(), tmp_path / "x.csv")
    frame = pd.read_csv(tmp_path / "x.csv")
    assert frame["killed"].sum() == 275
    assert frame["contested"].sum() == 4
    found = duckdb.read_csv(str(tmp_path / "x.csv"))
    types = dict(zip(found.columns, map(str, found.dtypes), strict=True))
    assert (types["killed"], types["latitude"], types["contested"]) == (
        "BIGINT",
        "DOUBLE",
        "BOOLEAN",
    )


# CSVW


@pytest.mark.parametrize("bom", [False, True])
def test_the_metadata_are_valid_and_describe_every_column(tmp_path: Path, bom: bool) -> None:
    export_file(everything(), tmp_path / "x.csv", bom=bom)
    found = csvw.CSVW(str(tmp_path / "x.csv-metadata.json"), validate=True)
    assert (found.is_valid, found.warnings) == (True, [])
    rows = list(csvw.Table.from_file(tmp_path / "x.csv-metadata.json").iterdicts(strict=True))
    assert [list(each) for each in rows] == [NAMES] * 11
    for ours, theirs in zip(map(row, everything().incidents()), rows, strict=True):
        assert theirs == ours | {
            name: ours[name] and datetime.fromisoformat(str(ours[name]))
            for name in ("date_end", "status_as_of")
        }


def test_the_metadata_have_licences_and_citation() -> None:
    files = export_files(everything(), "Iran 2024.csv", "csv")
    assert list(files) == ["Iran 2024.csv", "Iran 2024.csv-metadata.json"]
    found = json.loads(files["Iran 2024.csv-metadata.json"])
    assert found["url"] == "Iran%202024.csv"
    assert found["dc:license"] == "Incident Atlas: CC BY 4.0."
    assert found["dc:bibliographicCitation"].startswith("Incident Atlas: 5 attacks and 6 context")
    assert [note["dc:title"] for note in found["notes"]] == ["Tolls", "Newest source", "Statuses"]


def test_an_id_that_looks_like_a_comment_is_a_row(tmp_path: Path) -> None:
    export_file(selection(incident("#1")), tmp_path / "x.csv")
    (found,) = csvw.Table.from_file(tmp_path / "x.csv-metadata.json").iterdicts(strict=True)
    assert found["id"] == "#1"


# Excel


@given(strategies.texts() | st.text(st.sampled_from("_x0041F\x01\r")))
@example("_x0041_")
def test_texts_of_cells_come_back(text: str) -> None:
    assert decoded(encoded(text)) == text
    assert openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.search(encoded(text)) is None


def test_the_sheets_of_a_workbook() -> None:
    content = export_bytes(everything(), "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Incidents", "Columns", "About"]
    sheet = book["Incidents"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:AR12")
    assert all(cell.font.b for cell in sheet[1])
    assert [name for name, *_ in sheet_rows(content, "Columns")[1:]] == NAMES
    lines = dict(sheet_rows(content, "About"))
    assert lines["Licences"] == "Incident Atlas: CC BY 4.0."
    assert lines["Texts"].startswith("A text that begins with =")
    assert book.properties.creator == "Incident Atlas"


def test_whole_days_are_dates_and_months_are_texts() -> None:
    dates = [
        IncidentDate(start=date(2024, 3, 22), precision="day"),
        IncidentDate(start=date(2024, 3, 1), precision="month"),
        IncidentDate(start=date(1900, 2, 28), precision="day"),
    ]
    found = [incident(str(number), date=when) for number, when in enumerate(dates)]
    rows = sheet_rows(export_bytes(selection(*found), "xlsx"))
    place = NAMES.index("date")
    assert [cells[place] for cells in rows[1:]] == [datetime(2024, 3, 22), "2024-03", "1900-02-28"]
    assert read_back("xlsx", *found) == read_cells(found)


@pytest.mark.parametrize(
    "text", [*HOSTILE, "=1+1", "+1", "-1", "@x", "#N/A", "'tis", "\x01=1", "1"]
)
def test_no_cell_of_excel_is_a_formula_or_an_error(text: str) -> None:
    content = export_bytes(selection(incident(title=text, summary=text)), "xlsx")
    title = str(row(incident(title=text))["title"])
    cells = list(openpyxl.load_workbook(io.BytesIO(content))["Incidents"])[1]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}
    assert all(cell.data_type == "s" for cell in cells[2:4] if cell.value is not None)
    frame = pd.read_excel(io.BytesIO(content), engine="calamine", dtype=str, keep_default_na=False)
    for cell in (str(cells[2].value), frame["title"][0]):
        assert unescaped(decoded(cell)) == title


def test_the_same_day_gives_the_same_workbook() -> None:
    first, again = (xlsx_from_selection(everything()) for _ in range(2))
    assert first == again
    book = openpyxl.load_workbook(io.BytesIO(first))
    day = everything().as_of
    assert {book.properties.created, book.properties.modified} == {
        datetime(day.year, day.month, day.day)
    }


def test_a_text_that_no_cell_holds_is_refused_in_words() -> None:
    assert len(sheet_rows(export_bytes(selection(incident(summary="x" * 32_767)), "xlsx"))) == 2
    for text in ("x" * 32_768, "𓀀" * 16_384):
        with pytest.raises(
            BadValue, match=r"an Excel cell holds 32,767.*leave out 'A', or use csv"
        ):
            export_bytes(selection(incident(summary=text)), "xlsx")


def test_more_rows_than_a_sheet_has_are_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "ROWS", 11)
    with pytest.raises(BadValue, match=r"records=11 is not allowed: an Excel sheet has 10 rows"):
        export_bytes(everything(), "xlsx")


# Documentation


def test_the_documented_columns_are_those_that_are_written() -> None:
    text = (ROOT / "docs" / "reports.md").read_text("utf-8")
    listed = text.split("### CSV and Excel")[1].split("\n#")[0]
    lines = [
        line.strip("| ").split(" | ") for line in listed.splitlines() if line.startswith("| `")
    ]
    documented = [(name.strip("`"), meaning, read) for name, meaning, read in lines]
    written = [(c.name, c.description, "yes" if c.is_read else "no") for c in COLUMNS]
    assert documented == written
