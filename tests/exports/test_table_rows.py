"""What a row of a table says of an incident, and that its columns are documented."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from exported_tables import NAMES, TODAY, row, said
from geo.exports.column_dictionary import COLUMNS
from geo.importers.tables import columns as table_columns
from geo.model.assertion import Speaker
from geo.model.incident import (
    Casualties,
    IncidentDate,
    IncidentType,
    Range,
)
from samples import ROOT, curated, incident, located, statement, with_ledger

TOLLS = [column.name for column in COLUMNS if "killed" in column.name or "injured" in column.name]


def test_the_columns_are_those_that_an_import_reads_and_some_that_are_derived() -> None:
    positions = {"position", "position_lon_lat"}
    ways_to_write = {*table_columns.DATE_FIELDS, *positions, "year", "month", "day"} - {"date"}
    assert set(table_columns.FIELDS) - set(NAMES) == ways_to_write
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
        "review": "draft: not checked by a person",
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
            statement("9", "accusation", "isis-k", alleges="supported"),
            statement("4", "denial", "attack", by="state"),
            statement("5", "denial", says="The list is false."),
            statement("6", "finding", "isis-k", by="court", finds="supported"),
            statement("7", "finding", "front", by="court", stance="denies"),
            statement("8", "dataset_coding", "front", by="dataset"),
        )
    )
    assert {name: cells[name] for name in NAMES if name.endswith("_by")} == {
        "claimed_by": "a armed_group speaker: Islamic State",
        "attributed_by": "a media speaker: ISIS-K (suspected)",
        "found_by": (
            "a court speaker: ISIS-K (of supporting it); a court speaker: The Front (cleared)"
        ),
        "coded_by": "a dataset speaker: The Front",
        "accused_by": (
            "a state speaker: The Front, Ruritania; a media speaker: ISIS-K (of support)"
        ),
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
    assert (kerman["killed_low"], kerman["killed"], kerman["killed_high"]) == (95, 95, 97)
    assert kerman["group"] == "Islamic State; ISIS-K (Islamic State – Khorasan Province)"
    assert kerman["claimed_by"] == "Islamic State"
    assert str(kerman["accused_by"]).startswith(
        "Ebrahim Raisi, President of Iran: Israel; Mohammad "
    )
    assert kerman["denied_by"] == (
        "Matthew Miller, spokesman of the US Department of State: United States, Israel; "
        "John Kirby, White House spokesman for national security: Israel"
    )
    assert crocus["status"] == "convictions"
    assert "Ukraine" not in f"{crocus['group']}{crocus['claimed_by']}{crocus['attributed_by']}"
    assert rows["IR-2023-08-13-shiraz"]["claimed_by"] is None
    assert rows["IR-2017-06-07-tehran"]["sites"] == 2
    assert rows["X-US-IR-2024-01"]["date"] is None


def test_the_documented_columns_are_those_that_are_written() -> None:
    text = (ROOT / "docs" / "reports.md").read_text("utf-8")
    listed = text.split("### CSV and Excel")[1].split("\n#")[0]
    lines = [
        line.strip("| ").split(" | ") for line in listed.splitlines() if line.startswith("| `")
    ]
    documented = [(name.strip("`"), meaning, read) for name, meaning, read in lines]
    written = [(c.name, c.description, "yes" if c.is_read else "no") for c in COLUMNS]
    assert documented == written
