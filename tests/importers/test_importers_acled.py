"""ACLED: the real header over rows that are made up, since real ones may not be passed on."""

from pathlib import Path

import pytest

from dataset_rows import ACLED, acled
from dataset_rows import acled_event as event
from geo.errors import UnreadableData
from geo.importers import guess
from geo.model.attribution import groups_of, status_of
from geo.words.detail import detail_of
from table_files import incidents_of, read_all, refused, warned, written_csv


def test_all_31_columns_survive(tmp_path: Path) -> None:
    assert len(ACLED) == 31
    assert event(tmp_path).origin.raw == ACLED


def test_the_licence_forbids_passing_rows_on(tmp_path: Path) -> None:
    origin = event(tmp_path).origin
    assert (origin.dataset, origin.redistributable, origin.record_id) == ("ACLED", False, "RUR123")


@pytest.mark.parametrize(
    ("code", "precision", "first", "last"),
    [
        ("1", "day", "2023-03-14", "2023-03-14"),
        ("2", "week", "2023-03-08", "2023-03-20"),
        ("3", "month", "2023-03-01", "2023-03-31"),
        ("7", "month", "2023-03-01", "2023-03-31"),
    ],
)
def test_the_precision_of_a_date(
    tmp_path: Path, code: str, precision: str, first: str, last: str
) -> None:
    when = event(tmp_path, time_precision=code).date
    assert when.precision == precision
    assert (str(when.first), str(when.last)) == (first, last)


@pytest.mark.parametrize("written", ["2023-03-14", "14 March 2023", "14-Mar-2023", "14.03.2023"])
def test_dates_as_exports_have_written_them(tmp_path: Path, written: str) -> None:
    assert str(event(tmp_path, event_date=written).date.first) == "2023-03-14"


@pytest.mark.parametrize(
    ("code", "precision"),
    [("1", "settlement"), ("2", "near_settlement"), ("3", "admin1"), ("4", "unknown")],
)
def test_the_precision_of_a_place(tmp_path: Path, code: str, precision: str) -> None:
    assert event(tmp_path, geo_precision=code).precision == precision


def test_a_code_that_nobody_knows_is_kept_with_a_warning(tmp_path: Path) -> None:
    rows = acled(tmp_path, geo_precision="4", time_precision="9")
    assert [field for field, _ in warned(rows)] == ["time_precision", "geo_precision"]
    assert incidents_of(rows)[0].origin.raw["geo_precision"] == "4"


def test_actors_have_no_direction(tmp_path: Path) -> None:
    found = event(tmp_path, assoc_actor_1="The Guard; The Watch", assoc_actor_2="Civilians (Syria)")
    assert [(actor.name, actor.kind, actor.role) for actor in found.actors] == [
        ("Military Forces of Ruritania (1990-)", "state", "actor 1"),
        ("The Guard", "armed_group", "with actor 1"),
        ("The Watch", "armed_group", "with actor 1"),
        ("The Black Hand", "armed_group", "actor 2"),
        ("Civilians (Syria)", "unspecified", "with actor 2"),
    ]
    (coding,) = found.assertions
    assert "Which side attacked is not coded" in (coding.says or "")
    assert len(coding.about) == 2
    assert [line.about for line in detail_of(found).ledger] == [
        "Military Forces of Ruritania (1990-) and The Black Hand as parties to it"
    ]
    assert [group.name for group in groups_of(found)] == [
        "Military Forces of Ruritania (1990-)",
        "The Black Hand",
    ]


def test_a_coding_is_dated_by_the_row(tmp_path: Path) -> None:
    assert event(tmp_path).assertions[0].date == "2023-03-22"
    assert event(tmp_path, timestamp="").assertions[0].date == "2023-03-14"
    assert status_of(event(tmp_path)).label == "Attributed, coded by ACLED"


@pytest.mark.parametrize("actor", ["", "The Black Hand"])
def test_a_timestamp_that_is_none_is_reported(tmp_path: Path, actor: str) -> None:
    rows = acled(tmp_path, actor1=actor, actor2="", timestamp="1e300")
    assert warned(rows) == [("timestamp", "is not a time")]


def test_violence_against_civilians_has_no_direction_either(tmp_path: Path) -> None:
    found = event(tmp_path, event_type="Violence against civilians", actor2="Civilians (Syria)")
    words = "Military Forces of Ruritania (1990-) as a party to it"
    assert [line.about for line in detail_of(found).ledger] == [words]


def test_civilians_are_no_group(tmp_path: Path) -> None:
    found = event(tmp_path, actor2="Civilians (Syria)", inter2="7")
    assert [group.name for group in groups_of(found)] == ["Military Forces of Ruritania (1990-)"]


def test_a_peaceful_protest_is_context_unless_somebody_was_killed(tmp_path: Path) -> None:
    protest = {"event_type": "Protests", "sub_event_type": "Peaceful protest"}
    found = event(tmp_path, **protest, fatalities="0")
    assert (found.record_type, found.casualties) == ("context", None)
    found = event(tmp_path, **protest, fatalities="2")
    assert found.record_type == "incident"
    assert found.casualties


def test_types_are_those_of_the_labels(tmp_path: Path) -> None:
    assert [type_.code for type_ in event(tmp_path).types] == [
        "clash",
        "acled-political-violence",
        "acled-battles",
        "acled-armed-clash",
    ]


def test_sources_are_split(tmp_path: Path) -> None:
    assert [source.publisher for source in event(tmp_path).sources[1:]] == [
        "The Paper",
        "The Wire",
    ]


def test_a_toll_is_one_figure_for_all_sides(tmp_path: Path) -> None:
    found = event(tmp_path)
    assert found.casualties
    assert found.casualties.killed
    assert (found.casualties.killed.low, found.casualties.killed.best) == (None, 4)
    assert event(tmp_path, fatalities="").casualties is None


def test_hdx_copies_have_a_second_header(tmp_path: Path) -> None:
    tags = dict.fromkeys(ACLED, "") | {"event_date": "#date", "country": "#country"}
    rows = read_all("acled", written_csv(tmp_path / "hdx.csv", tags, ACLED))
    assert [found.id for found in incidents_of(rows)] == ["acled-RUR123"]


def test_a_date_that_is_none_refuses_the_row(tmp_path: Path) -> None:
    assert refused(acled(tmp_path, event_date="soon")) == [
        ("event_date", "is not a date that can be read")
    ]


SUBSET = {
    "event_id_cnty": "RUR123",
    "event_date": "2023-03-14",
    "country": "Mali",
    "location": "Gao",
    "latitude": "16.27",
    "longitude": "-0.04",
}
MISSING = [
    ("geo_precision", "the column is missing: how exact positions are is unknown"),
    (
        "sub_event_type",
        "the column is missing: a protest without a death is taken as context, as most are "
        "peaceful",
    ),
    ("time_precision", "the column is missing: each date is taken as the day of its event"),
]


def test_a_subset_is_taken_with_what_it_has(tmp_path: Path) -> None:
    rows = read_all(
        "acled", written_csv(tmp_path / "s.csv", SUBSET, SUBSET | {"event_id_cnty": "B"})
    )
    found, _ = incidents_of(rows)
    assert (found.id, found.precision, found.date.precision) == ("acled-RUR123", "unknown", "day")
    assert not found.origin.redistributable
    assert sorted(warned(rows)) == MISSING


def test_rows_of_a_subset_without_ids_get_them(tmp_path: Path) -> None:
    rows = [
        SUBSET | {"event_type": "Battles", "sub_event_type": "Armed clash", "actor1": name}
        for name in "AB"
    ]
    for row in rows:
        del row["event_id_cnty"]
    path = written_csv(tmp_path / "s.csv", *rows)
    one, other = incidents_of(read_all("acled", path))
    assert one.id.startswith("acled-")
    assert one.id != other.id
    assert guess(path).source == "acled"


def test_an_empty_id_refuses_the_row(tmp_path: Path) -> None:
    rows = acled(tmp_path, event_id_cnty="")
    assert refused(rows) == [("event_id_cnty", "an event has an id")]


@pytest.mark.parametrize("column", ["event_id_cnty", "event_id_no_cnty", "ally_actor_1"])
def test_a_subset_is_no_table_of_ones_own(tmp_path: Path, column: str) -> None:
    path = written_csv(tmp_path / "s.csv", {"event_date": "2023-03-14", column: "7"})
    with pytest.raises(UnreadableData, match="import it as acled"):
        read_all("table", path)


def test_names_of_old_exports_are_known(tmp_path: Path) -> None:
    row = {"EVENT_ID_NO_CNTY": "7", "EVENT_DATE": "2010-03-14", "ALLY_ACTOR_1": "The Guard"}
    (found,) = incidents_of(read_all("acled", written_csv(tmp_path / "old.csv", row)))
    assert (found.id, [actor.name for actor in found.actors]) == ("acled-7", ["The Guard"])
