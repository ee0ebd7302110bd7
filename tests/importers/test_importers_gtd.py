"""GTD: the real header over rows that are made up, since real ones may not be passed on."""

from pathlib import Path
from typing import Any

import pytest

from dataset_rows import GTD, gtd
from dataset_rows import gtd_attack as attack
from geo.errors import UnreadableData
from geo.importers import guess
from geo.model.attribution import status_of
from table_files import incidents_of, read_all, refused, warned, written_csv


def test_all_135_columns_survive(tmp_path: Path) -> None:
    assert len(GTD) == 135
    assert attack(tmp_path).origin.raw == GTD


def test_the_licence_forbids_passing_rows_on(tmp_path: Path) -> None:
    origin = attack(tmp_path).origin
    assert (origin.dataset, origin.redistributable, origin.version) == ("GTD", False, "0718")
    assert "no publication or redistribution" in origin.licence


@pytest.mark.parametrize(
    ("month", "day", "precision", "first", "last"),
    [
        ("1", "2", "day", "2014-01-02", "2014-01-02"),
        ("2", "0", "month", "2014-02-01", "2014-02-28"),
        ("0", "0", "year", "2014-01-01", "2014-12-31"),
        ("-9", "-99", "year", "2014-01-01", "2014-12-31"),
        ("0", "7", "year", "2014-01-01", "2014-12-31"),
    ],
)
def test_day_0_and_month_0_are_no_date(
    tmp_path: Path, month: str, day: str, precision: str, first: str, last: str
) -> None:
    when = attack(tmp_path, imonth=month, iday=day).date
    assert when.precision == precision
    assert (str(when.first), str(when.last)) == (first, last)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"iyear": "0"}, "iyear"),
        ({"iyear": ""}, "iyear"),
        ({"iyear": "20140"}, "iyear"),
        ({"imonth": "13"}, "imonth"),
        ({"imonth": "2", "iday": "30"}, "iday"),
    ],
)
def test_a_date_that_is_none_refuses_the_row(
    tmp_path: Path, changes: dict[str, str], field: str
) -> None:
    assert [where for where, _ in refused(gtd(tmp_path, **changes))] == [field]


@pytest.mark.parametrize("resolution", ["2014-01-05", "1/5/2014", "2014-01-05 00:00:00"])
def test_an_attack_that_lasted_ends_with_its_resolution(tmp_path: Path, resolution: str) -> None:
    when = attack(tmp_path, extended="1", resolution=resolution).date
    assert (when.precision, str(when.last)) == ("days", "2014-01-05")


def test_a_resolution_before_the_attack_is_left_raw(tmp_path: Path) -> None:
    rows = gtd(tmp_path, extended="1", resolution="2013-01-05")
    assert incidents_of(rows)[0].date.precision == "day"
    assert ("resolution", "is before the attack") in warned(rows)


@pytest.mark.parametrize(
    ("specificity", "vicinity", "precision"),
    [
        ("1", "0", "settlement"),
        ("1", "1", "near_settlement"),
        ("1", "-9", "settlement"),
        ("2", "1", "admin2"),
        ("3", "0", "admin2"),
        ("4.0", "0", "admin1"),
        ("5", "0", "unknown"),
        ("-9", "0", "unknown"),
    ],
)
def test_the_precision_of_a_place(
    tmp_path: Path, specificity: str, vicinity: str, precision: str
) -> None:
    found = attack(tmp_path, specificity=specificity, vicinity=vicinity)
    assert found.precision == precision


def test_a_row_without_coordinates_keeps_its_names(tmp_path: Path) -> None:
    found = attack(tmp_path, latitude="", longitude="", specificity="5", country_txt="Iraq")
    assert found.positions == ()
    assert (found.place.name, found.place.admin1, found.place.country) == (
        "Zenda",
        "Strelsau",
        "IQ",
    )


def test_a_country_that_is_no_more_stays_as_text(tmp_path: Path) -> None:
    rows = gtd(tmp_path, country_txt="Czechoslovakia")
    (found,) = incidents_of(rows)
    assert (found.place.country, found.place.name) == (None, "Zenda, Czechoslovakia")
    assert [field for field, _ in warned(rows)] == ["country_txt"]


@pytest.mark.parametrize("unknown", ["-9", "-99", "-99.0", ""])
def test_an_unknown_toll_is_no_number(tmp_path: Path, unknown: str) -> None:
    found = attack(tmp_path, nkill=unknown, nwound=unknown, nkillter=unknown)
    assert found.casualties is None


def test_none_killed_is_known(tmp_path: Path) -> None:
    found = attack(tmp_path, nkill="0", nwound="", nkillter="")
    assert found.casualties
    assert found.casualties.killed
    assert found.casualties.killed.best == 0
    assert found.casualties.injured is None


def test_a_shared_out_toll_lies_between_whole_numbers(tmp_path: Path) -> None:
    rows = gtd(tmp_path, nkill="2.5")
    (found,) = incidents_of(rows)
    assert found.casualties
    assert found.casualties.killed
    killed = found.casualties.killed
    assert (killed.low, killed.best, killed.high) == (2, None, 3)
    assert ("nkill", "is a share of the toll of several events") in warned(rows)


def test_the_toll_says_that_it_counts_attackers(tmp_path: Path) -> None:
    found = attack(tmp_path, nkill="3.0")
    assert found.casualties
    assert found.casualties.perpetrators_killed == 1
    assert {report.note for report in found.casualties.reports} == {"It counts attackers too."}


@pytest.mark.parametrize(("uncertain", "stance"), [("0", "asserts"), ("1", "suspects")])
def test_a_group_is_coded_and_perhaps_only_suspected(
    tmp_path: Path, uncertain: str, stance: str
) -> None:
    found = attack(tmp_path, guncertain1=uncertain)
    (coding,) = found.assertions
    assert (coding.kind, coding.stance, coding.about) == (
        "dataset_coding",
        stance,
        ("the-black-hand",),
    )
    assert coding.date == "2018-07"


def test_a_claim_that_gtd_codes_is_no_claim(tmp_path: Path) -> None:
    found = attack(tmp_path, claimed="1", claimmode_txt="Posted to website", compclaim="1")
    (coding,) = found.assertions
    assert coding.kind == "dataset_coding"
    assert coding.basis == (
        "GTD codes that responsibility was claimed (Posted to website); claims compete"
    )
    assert status_of(found).code == "attributed"


def test_an_attack_by_nobody_known_is_unattributed(tmp_path: Path) -> None:
    found = attack(tmp_path, gname="Unknown", guncertain1="-9")
    assert (found.actors, found.assertions) == ((), ())
    assert status_of(found).code == "unattributed"


def test_three_groups_and_their_parts(tmp_path: Path) -> None:
    found = attack(tmp_path, gsubname="Northern Cell", gname2="The Red Hand", guncertain2="1")
    assert [(actor.id, actor.part_of) for actor in found.actors] == [
        ("the-black-hand", None),
        ("northern-cell", "the-black-hand"),
        ("the-red-hand", None),
    ]
    assert [coding.about for coding in found.assertions] == [("northern-cell",), ("the-red-hand",)]
    assert [coding.stance for coding in found.assertions] == ["asserts", "suspects"]


def test_single_attackers_are_no_group(tmp_path: Path) -> None:
    found = attack(tmp_path, gname="Unaffiliated Individual(s)", individual="1")
    assert found.actors[0].kind == "unspecified"
    assert status_of(found).code == "unattributed"


def test_types_are_those_of_the_labels(tmp_path: Path) -> None:
    found = attack(
        tmp_path,
        suicide="1",
        success="0",
        doubtterr="1",
        attacktype2_txt="-9",
        weaptype1_txt="Fake",
    )
    assert [type_.code for type_ in found.types] == [
        "attack",
        "gtd-attacktype-bombing-explosion",
        "gtd-weaptype-fake",
        "gtd-suicide",
        "gtd-unsuccessful",
        "gtd-doubt",
    ]


def test_latin_1_is_read_with_a_warning_that_tells_where(tmp_path: Path) -> None:
    path = written_csv(tmp_path / "gtd.csv", GTD | {"city": "Zenda"})
    path.write_bytes(path.read_bytes().replace(b"Zenda", "Bogotá".encode("latin-1")))
    rows = read_all("gtd", path)
    assert incidents_of(rows)[0].place.name == "Bogotá, Ruritania"
    (about_file,) = [warning for warning in rows[0].warnings if warning.record == "gtd.csv"]
    offset = path.read_bytes().index(b"\xe1")
    read_as = "the file is read as Western European, Latin-1 (Windows-1252)"
    assert about_file.rule == f"byte {offset} (0xE1) is not UTF-8: {read_as}"


def test_sources_are_those_cited(tmp_path: Path) -> None:
    found = attack(tmp_path, scite1='"A report," The Paper, 3 January 2014.', scite2="-9")
    assert [source.publisher for source in found.sources[1:]] == [
        'A report," The Paper, 3 January 2014.'
    ]


def test_a_citation_of_quotation_marks_only_is_none(tmp_path: Path) -> None:
    assert len(attack(tmp_path, scite1='""').sources) == 1


def test_a_file_without_a_column_that_is_needed(tmp_path: Path) -> None:
    row: dict[str, Any] = {name: value for name, value in GTD.items() if name != "iyear"}
    with pytest.raises(OSError, match="has no column iyear"):
        read_all("gtd", written_csv(tmp_path / "gtd.csv", row))


@pytest.mark.parametrize("missing", ["gname", "nkill", "specificity", "provstate"])
def test_a_subset_is_taken_with_what_it_has(tmp_path: Path, missing: str) -> None:
    row: dict[str, Any] = {name: value for name, value in GTD.items() if name != missing}
    (found,) = incidents_of(read_all("gtd", written_csv(tmp_path / "gtd.csv", row)))
    assert found.id == attack(tmp_path).id


def test_a_column_without_a_name_is_no_field(tmp_path: Path) -> None:
    path = written_csv(tmp_path / "gtd.csv", {"": "17"} | GTD)
    (incident,) = incidents_of(read_all("gtd", path))
    assert incident.place.admin2 is None


NOTEBOOK = {
    "Year": "2016",
    "Month": "3",
    "Day": "0",
    "Country": "Iraq",
    "Region": "Middle East & North Africa",
    "city": "Mosul",
    "latitude": "36.34",
    "longitude": "43.13",
    "AttackType": "Bombing/Explosion",
    "Killed": "2",
    "Group": "The Band",
    "Target_type": "Business",
    "Weapon_type": "Explosives",
}


def test_the_names_of_notebooks_are_known(tmp_path: Path) -> None:
    path = written_csv(tmp_path / "terror.csv", NOTEBOOK)
    (found,) = incidents_of(read_all("gtd", path))
    assert (str(found.date.first), found.date.precision) == ("2016-03-01", "month")
    assert (found.place.name, found.place.country, found.place.admin1) == ("Mosul", "IQ", None)
    assert [actor.name for actor in found.actors] == ["The Band"]
    assert (found.origin.dataset, found.origin.redistributable) == ("GTD", False)
    assert (found.precision, guess(path).source) == ("unknown", "gtd")
    with pytest.raises(UnreadableData, match="import it as gtd"):
        read_all("table", path)


def test_the_number_of_a_country_is_no_name(tmp_path: Path) -> None:
    row = {"eventid": "1", "iyear": "2016", "country": "95", "city": "Mosul"}
    (found,) = incidents_of(read_all("gtd", written_csv(tmp_path / "s.csv", row)))
    assert (found.place.name, found.place.country) == ("Mosul", None)
