"""UCDP GED: 500 real rows, and the traps of its releases."""

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from dataset_rows import GED_ROWS, GED_SAMPLE
from geo.errors import BadValue, UnreadableData
from geo.importers import SOURCES, ImportedRow, read
from geo.model.attribution import groups_of, status_of
from geo.model.incident import Incident
from geo.words.detail import detail_of
from table_files import incidents_of, read_all, refused, warned, written_csv

ROW = {
    "id": "1",
    "type_of_violence": "1",
    "side_a": "Government of Syria",
    "side_b": "IS",
    "where_prec": "1",
    "where_coordinates": "Homs town",
    "latitude": "34.73",
    "longitude": "36.72",
    "country": "Syria",
    "date_prec": "1",
    "date_start": "2014-05-01",
    "date_end": "2014-05-01",
    "best": "5",
    "low": "4",
    "high": "9",
}


def ged(folder: Path, **changes: Any) -> list[ImportedRow]:
    """Read a file of one row; a column that is None is left out."""
    row = {name: value for name, value in (ROW | changes).items() if value is not None}
    return read_all("ucdp", written_csv(folder / "GEDEvent_v24_0_1.csv", row))


def event(folder: Path, **changes: Any) -> Incident:
    (incident,) = incidents_of(ged(folder, **changes))
    return incident


def test_every_row_of_the_sample_is_taken_with_all_its_values() -> None:
    incidents = incidents_of(read_all("ucdp", GED_SAMPLE))
    assert len(incidents) == 500
    assert [incident.origin.raw for incident in incidents] == GED_ROWS
    assert [incident.origin.record_id for incident in incidents] == [row["id"] for row in GED_ROWS]


def test_written_back_the_sample_gives_the_same_file(tmp_path: Path) -> None:
    raws = [incident.origin.raw for incident in incidents_of(read_all("ucdp", GED_SAMPLE))]
    again = written_csv(tmp_path / "again.csv", *raws)
    with again.open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == GED_ROWS


def test_the_precision_of_the_sample_is_that_of_its_codes() -> None:
    incidents = incidents_of(read_all("ucdp", GED_SAMPLE))
    assert Counter(incident.precision for incident in incidents) == {
        "settlement": 251,
        "near_settlement": 112,
        "admin2": 77,
        "admin1": 38,
        "fuzzy": 15,
        "country": 7,
    }


def test_every_country_of_the_sample_is_known() -> None:
    rows = read_all("ucdp", GED_SAMPLE)
    assert all(incident.place.country for incident in incidents_of(rows))
    assert {field for field, _ in warned(rows)} == {"best"}


def test_the_order_of_the_rows_and_their_lines_are_kept() -> None:
    rows = read_all("ucdp", GED_SAMPLE)
    lines = [row.line for row in rows]
    assert lines[0] == 2
    assert lines == sorted(lines)
    assert lines[-1] > 501  # fields hold line breaks


@pytest.mark.parametrize(
    ("code", "precision"),
    [
        ("1", "settlement"),
        ("2", "near_settlement"),
        ("3", "admin2"),
        ("4", "admin1"),
        ("5", "fuzzy"),
        ("6", "country"),
        ("7", "international"),
    ],
)
def test_the_precision_of_a_place(tmp_path: Path, code: str, precision: str) -> None:
    assert event(tmp_path, where_prec=code).precision == precision


@pytest.mark.parametrize("code", ["8", "0", "", "x"])
def test_a_precision_that_nobody_knows_is_unknown_and_kept(tmp_path: Path, code: str) -> None:
    (row,) = ged(tmp_path, where_prec=code)
    assert row.incident
    assert row.incident.precision == "unknown"
    assert row.incident.origin.raw["where_prec"] == code
    assert ("where_prec", "is not a known precision (1 to 7)") in warned([row])


@pytest.mark.parametrize(
    ("code", "start", "end", "precision", "first", "last"),
    [
        ("1", "2014-05-01", "2014-05-01", "day", "2014-05-01", "2014-05-01"),
        ("1", "2014-05-01", "2014-05-03", "days", "2014-05-01", "2014-05-03"),
        ("2", "2014-05-01", "2014-05-04", "days", "2014-05-01", "2014-05-04"),
        ("3", "2014-05-05", "2014-05-11", "week", "2014-05-05", "2014-05-11"),
        ("4", "2014-05-05", "2014-05-20", "month", "2014-05-01", "2014-05-31"),
        ("4", "2014-05-25", "2014-06-03", "months", "2014-05-25", "2014-06-03"),
        ("5", "2014-05-05", "2014-08-09", "months", "2014-05-05", "2014-08-09"),
        ("9", "2014-05-05", "2014-05-09", "months", "2014-05-05", "2014-05-09"),
    ],
)
def test_the_precision_of_a_date(
    tmp_path: Path, code: str, start: str, end: str, precision: str, first: str, last: str
) -> None:
    when = event(tmp_path, date_prec=code, date_start=start, date_end=end).date
    assert when.precision == precision
    assert (str(when.first), str(when.last)) == (first, last)


def test_dates_with_a_time_of_day_as_candidate_files_have_them(tmp_path: Path) -> None:
    stamp = "2014-05-01 00:00:00.000"
    assert str(event(tmp_path, date_start=stamp, date_end=stamp).date.last) == "2014-05-01"


def test_dates_before_1970(tmp_path: Path) -> None:
    found = event(tmp_path, date_start="1948-12-31", date_end="1948-12-31")
    assert str(found.date.first) == "1948-12-31"


def test_an_event_that_ends_before_it_starts_is_refused(tmp_path: Path) -> None:
    rows = ged(tmp_path, date_prec="2", date_end="2014-04-01")
    assert len(refused(rows)) == 1


def test_only_in_one_sided_violence_is_side_a_the_attacker(tmp_path: Path) -> None:
    found = event(tmp_path, type_of_violence="3", side_a="IS", side_b="Civilians", deaths_a="1")
    assert [(actor.id, actor.kind, actor.role) for actor in found.actors] == [
        ("islamic-state", "armed_group", "perpetrator"),
        ("civilians", "unspecified", "target"),
    ]
    assert found.assertions[0].about == ("islamic-state",)
    assert [line.about for line in detail_of(found).ledger] == ["it as by IS"]
    assert found.casualties
    assert found.casualties.perpetrators_killed == 1


@pytest.mark.parametrize("kind", ["1", "2"])
def test_fighting_has_no_attacker(tmp_path: Path, kind: str) -> None:
    found = event(tmp_path, type_of_violence=kind, deaths_a="1")
    (coding,) = found.assertions
    assert {actor.role for actor in found.actors} == {None}
    assert coding.about == ("government-of-syria", "islamic-state")
    assert "Which side attacked is not coded" in (coding.says or "")
    assert [line.about for line in detail_of(found).ledger] == [
        "Government of Syria and IS as parties to it"
    ]
    assert found.casualties
    assert found.casualties.perpetrators_killed is None


def test_a_coding_is_the_datasets_and_never_a_claim(tmp_path: Path) -> None:
    found = event(tmp_path)
    (coding,) = found.assertions
    assert (coding.kind, coding.by.kind, coding.by.name) == (
        "dataset_coding",
        "dataset",
        "UCDP GED",
    )
    assert (coding.date, coding.dated_by) == ("2024", "report")
    assert status_of(found).label == "Attributed, coded by UCDP GED"
    assert [group.id for group in groups_of(found)] == ["government-of-syria", "islamic-state"]


def test_a_government_is_a_state_and_so_is_who_has_a_state_number(tmp_path: Path) -> None:
    found = event(tmp_path, side_a="The Emirate", side_b="IS", gwnoa="2;200;900")
    assert [actor.kind for actor in found.actors] == ["state", "armed_group"]
    assert found.origin.raw["gwnoa"] == "2;200;900"


def test_an_unknown_type_of_violence_is_kept_with_a_warning(tmp_path: Path) -> None:
    rows = ged(tmp_path, type_of_violence="4")
    assert [type_.code for type_ in incidents_of(rows)[0].types] == ["other", "ucdp-unknown"]
    assert warned(rows) == [("type_of_violence", "is not a known type of violence (1 to 3)")]


def test_a_summary_event_is_an_aggregate(tmp_path: Path) -> None:
    assert event(tmp_path, event_clarity="2").record_type == "aggregate"
    assert event(tmp_path, event_clarity="1").record_type == "incident"


@pytest.mark.parametrize(("low", "best", "high"), [("3", "2", "3"), ("12", "12", "11")])
def test_an_order_that_does_not_hold_is_no_interval(
    tmp_path: Path, low: str, best: str, high: str
) -> None:
    rows = ged(tmp_path, low=low, best=best, high=high)
    (found,) = incidents_of(rows)
    assert found.casualties
    assert found.casualties.killed
    assert (found.casualties.killed.low, found.casualties.killed.high) == (None, None)
    assert found.casualties.killed.best == int(best)
    assert warned(rows) == [("best", "low ≤ best ≤ high does not hold")]
    assert [found.origin.raw[name] for name in ("low", "best", "high")] == [low, best, high]


def test_the_toll_says_that_it_counts_both_sides(tmp_path: Path) -> None:
    found = event(tmp_path, deaths_a="2", deaths_b="3")
    assert found.casualties
    assert found.casualties.reports[0].note == (
        "Best estimate. It counts those killed on both sides, attackers too."
        " Of them: side A 2, side B 3."
    )


def test_a_toll_that_is_no_number_is_unknown_and_never_zero(tmp_path: Path) -> None:
    rows = ged(tmp_path, low="", best="many", high="")
    assert incidents_of(rows)[0].casualties is None
    assert [field for field, _ in warned(rows)] == ["best"]


def test_null_island_is_no_position(tmp_path: Path) -> None:
    rows = ged(tmp_path, latitude="0", longitude="0.0")
    (found,) = incidents_of(rows)
    assert (found.positions, found.place.sites) == ((), ())
    assert (found.place.name, found.place.country) == ("Homs town", "SY")
    assert [field for field, _ in warned(rows)] == ["latitude"]


def test_a_row_without_a_position_keeps_its_names(tmp_path: Path) -> None:
    found = event(tmp_path, latitude="", longitude="", adm_1="Homs", adm_2="Centre")
    assert found.positions == ()
    assert (found.place.name, found.place.admin1, found.place.admin2) == (
        "Homs town",
        "Homs",
        "Centre",
    )


def test_841_events_on_one_coordinate_stay_841(tmp_path: Path) -> None:
    rows = [ROW | {"id": str(number)} for number in range(841)]
    found = incidents_of(read_all("ucdp", written_csv(tmp_path / "many.csv", *rows)))
    assert len({incident.id for incident in found}) == 841
    assert {incident.positions for incident in found} == {((36.72, 34.73),)}


def test_rows_that_share_an_id_are_all_refused(tmp_path: Path) -> None:
    path = written_csv(tmp_path / "x.csv", ROW, ROW | {"id": "2"}, ROW | {"best": "6"})
    rows = read_all("ucdp", path)
    assert [row.incident and row.incident.id for row in rows] == [None, "ucdp-2", None]
    assert refused(rows) == [("id", "several rows share it, and all of them are rejected")] * 2


def test_columns_stand_in_any_order_and_of_any_case(tmp_path: Path) -> None:
    row = {name.upper(): value for name, value in reversed(ROW.items())}
    (found,) = incidents_of(read_all("ucdp", written_csv(tmp_path / "x.csv", row)))
    assert (found.id, found.positions) == ("ucdp-1", ((36.72, 34.73),))


def test_missing_columns_are_named_with_those_that_come_close(tmp_path: Path) -> None:
    row = {("date_start_utc" if name == "date_start" else name): cell for name, cell in ROW.items()}
    path = written_csv(tmp_path / "x.csv", row)
    with pytest.raises(UnreadableData) as error:
        read("ucdp", path)
    text = str(error.value)
    assert text.startswith("x.csv has no column date_start. Map what they are called here")
    assert "date_start_utc=date_start" in text
    assert "Its columns are: id, type_of_violence, side_a" in text


def test_names_that_are_only_short_do_not_come_close(tmp_path: Path) -> None:
    row = {("start" if name == "date_start" else name): value for name, value in ROW.items()}
    with pytest.raises(UnreadableData) as error:
        read("ucdp", written_csv(tmp_path / "x.csv", row))
    text = str(error.value)
    assert text.startswith("x.csv has no column date_start. Add them, or map what they are called")


def test_a_table_of_few_of_its_columns_is_taken_for_another_kind(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("id,date,lat,lon,killed\n1,2024,1.5,2.5,3\n")
    with pytest.raises(UnreadableData) as error:
        read("ucdp", path)
    assert "another kind of table: import it as table. Its columns are: id, date" in str(
        error.value
    )
    assert "=" not in str(error.value)


def test_a_column_under_another_name_is_mapped(tmp_path: Path) -> None:
    row = {("best_est" if name == "best" else name): value for name, value in ROW.items()}
    path = written_csv(tmp_path / "x.csv", row)
    (found,) = incidents_of(read_all("ucdp", path, mapping={"best_est": "best"}))
    assert found.casualties
    assert found.casualties.killed
    assert found.casualties.killed.best == 5


def test_a_candidate_file_without_a_header_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "GEDEvent_v24_0_1.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(list(row.values()) for row in GED_ROWS[:3])
    rows = read_all("ucdp", path)
    assert [found.origin.raw for found in incidents_of(rows)] == GED_ROWS[:3]
    assert rows[0].line == 1
    assert warned(rows) == [
        ("", "has no header: the columns are read in the order of the published one")
    ]


def test_a_second_header_row_of_hxl_tags_is_no_event(tmp_path: Path) -> None:
    tags = {name: f"#{name}" if name != "best" else "" for name in ROW}
    rows = read_all("ucdp", written_csv(tmp_path / "hdx.csv", tags, ROW))
    assert [found.id for found in incidents_of(rows)] == ["ucdp-1"]


def test_quoted_line_breaks_stay_within_a_cell(tmp_path: Path) -> None:
    rows = ged(tmp_path, where_description="first\nsecond\r\nthird")
    assert incidents_of(rows)[0].origin.raw["where_description"] == "first\nsecond\r\nthird"


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("GEDEvent_v23_1.csv", "23.1"),
        ("ged231.csv", "23.1"),
        ("GEDEvent_v25_0_3.csv", "25.0.3"),
        ("ucdp_ged231_sample_500.csv", "23.1"),
        ("events.csv", None),
    ],
)
def test_the_version_is_that_of_the_files_name(
    tmp_path: Path, name: str, version: str | None
) -> None:
    (found,) = incidents_of(read_all("ucdp", written_csv(tmp_path / name, ROW)))
    assert found.origin.version == version


def test_a_version_that_is_told_comes_first(tmp_path: Path) -> None:
    path = written_csv(tmp_path / "GEDEvent_v23_1.csv", ROW)
    (found,) = incidents_of(read_all("ucdp", path, version="23.1 (corrected)"))
    assert found.origin.version == "23.1 (corrected)"


def test_a_source_has_no_day_of_another_release(tmp_path: Path) -> None:
    path = written_csv(tmp_path / "GEDEvent_v24_1.csv", ROW)
    named, told = (
        incidents_of(read_all("ucdp", path, version=v))[0].sources[0] for v in (None, "23.1")
    )
    assert (named.title[-4:], named.date) == ("24.1", "2024")
    assert (told.title[-4:], told.date) == ("23.1", None)


def test_without_a_version_a_coding_is_dated_by_the_event(tmp_path: Path) -> None:
    (found,) = incidents_of(read_all("ucdp", written_csv(tmp_path / "events.csv", ROW)))
    assert found.assertions[0].date == "2014-05-01"


def test_the_licence_lets_the_rows_be_passed_on(tmp_path: Path) -> None:
    origin = event(tmp_path).origin
    assert (origin.dataset, origin.licence, origin.redistributable) == (
        "UCDP GED",
        "CC BY 4.0",
        True,
    )


def test_headlines_stay_in_the_raw_row(tmp_path: Path) -> None:
    found = event(
        tmp_path,
        source_office="Reuters;AFP",
        source_date="2014-05-02;2014-05-03",
        source_headline="A headline;Another",
    )
    assert [(source.publisher, source.date) for source in found.sources[1:]] == [
        ("Reuters", "2014-05-02"),
        ("AFP", "2014-05-03"),
    ]
    assert not any("headline" in source.title for source in found.sources)


def test_lists_of_unequal_length_are_not_paired(tmp_path: Path) -> None:
    found = event(tmp_path, source_office="Reuters;AFP", source_date="2014-05-02")
    assert [(source.publisher, source.date) for source in found.sources[1:]] == [
        ("Reuters", None),
        ("AFP", None),
    ]


def test_a_source_that_nobody_knows(tmp_path: Path) -> None:
    assert {"ucdp", "gtd", "acled", "geojson", "table"} <= set(SOURCES)
    with pytest.raises(BadValue, match=f"one of {', '.join(SOURCES)}"):
        read("gdelt", tmp_path / "x.csv")


def test_an_actor_named_on_both_sides_is_one(tmp_path: Path) -> None:
    found = event(tmp_path, type_of_violence="2", side_a="IS", side_b="IS")
    assert [actor.id for actor in found.actors] == ["islamic-state"]
