"""Tables of no fixed form: CSV, Excel and Parquet with our columns or common names."""

import csv
import io
import random
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import amount
from geo.errors import BadValue, UnreadableData
from geo.importers import ImportedRow, read
from geo.importers.actors import actor_id
from geo.importers.cells.country_codes import country_code
from geo.importers.headings.words import words_of
from geo.importers.tables.columns import FIELDS, NAMES, SYNONYMS
from geo.importers.tables.languages import LANGUAGES
from geo.importers.tables.sources import is_link
from geo.model.incident import Incident, Range
from samples import HOSTILE
from table_files import incidents_of, read_all, refused, warned, written_csv

ROW = {"id": "E1", "date": "2024-03-22", "place": "Kerman", "country": "Iran"}


def table(
    folder: Path, *, mapping: dict[str, str] | None = None, **changes: Any
) -> list[ImportedRow]:
    """Read a CSV file of one row."""
    return read_all("table", written_csv(folder / "own.csv", ROW | changes), mapping=mapping or {})


def event(folder: Path, **changes: Any) -> Incident:
    (incident,) = incidents_of(table(folder, **changes))
    return incident


def workbook(path: Path, *rows: list[Any]) -> Path:
    book = openpyxl.Workbook()
    assert book.active
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def text_file(folder: Path, content: str | bytes) -> Path:
    path = folder / "own.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_row_that_is_refused_has_no_warnings(tmp_path: Path) -> None:
    kept, left_out = read_all(
        "table", text_file(tmp_path, "id,date,lat,lon\nA,2024,1.5,2.52\nB,03/04/2024,1.5,2.52")
    )
    assert [warning.field for warning in kept.warnings] == ["precision"]
    assert ([finding.field for finding in left_out.findings], left_out.warnings) == (["date"], ())


def test_no_synonym_stands_for_two_fields() -> None:
    said = [(name, field) for field, names in NAMES.items() for name in names.split()]
    for fields in LANGUAGES.values():
        said += [(name, field) for field, names in fields.items() for name in names.split(", ")]
    found: dict[tuple[str, ...], set[str]] = {}
    for name, field in said:
        found.setdefault(words_of(name), set()).add(field)
    assert [(words, fields) for words, fields in found.items() if len(fields) > 1] == []
    assert set(SYNONYMS.values()) == set(FIELDS)


@pytest.mark.parametrize(
    ("lat", "lon"), [("latitude", "longitude"), ("lat", "lon"), ("Lat", "LNG"), ("y", "x")]
)
def test_positions_under_common_names(tmp_path: Path, lat: str, lon: str) -> None:
    assert event(tmp_path, **{lat: "30.283", lon: "57.083"}).positions == ((57.083, 30.283),)


@pytest.mark.parametrize("name", ["date", "event_date", "Event Date", "event-date"])
def test_dates_under_common_names(tmp_path: Path, name: str) -> None:
    path = written_csv(tmp_path / "own.csv", {name: "2024-03-22"})
    (found,) = incidents_of(read_all("table", path))
    assert str(found.date.first) == "2024-03-22"


@pytest.mark.parametrize("name", ["group", "actor", "perpetrator"])
def test_groups_under_common_names(tmp_path: Path, name: str) -> None:
    found = event(tmp_path, **{name: "The Front; The Band"})
    assert [actor.name for actor in found.actors] == ["The Front", "The Band"]
    assert [(coding.kind, coding.by.name) for coding in found.assertions] == [
        ("dataset_coding", "own")
    ]


@pytest.mark.parametrize("name", ["place", "city", "location"])
def test_places_under_common_names(tmp_path: Path, name: str) -> None:
    path = written_csv(tmp_path / "own.csv", {"date": "2024", name: "Kerman", "country": "IRN"})
    (found,) = incidents_of(read_all("table", path))
    assert (found.place.name, found.place.country) == ("Kerman", "IR")


def test_tolls_under_common_names(tmp_path: Path) -> None:
    found = event(tmp_path, killed_best="94", killed_low="90", killed_high="103", injured="280")
    assert found.casualties
    assert found.casualties.killed
    assert found.casualties.injured
    killed = found.casualties.killed
    assert (killed.low, killed.best, killed.high) == (90, 94, 103)
    assert found.casualties.injured.best == 280


@pytest.mark.parametrize("name", ["fatalities", "killed"])
def test_an_empty_toll_is_unknown_and_0_is_none(tmp_path: Path, name: str) -> None:
    assert event(tmp_path, **{name: ""}).casualties is None
    casualties = event(tmp_path, **{name: "0"}).casualties
    assert casualties
    assert casualties.killed
    assert casualties.killed.best == 0


@pytest.mark.parametrize("name", ["type", "event_type"])
def test_types_under_common_names(tmp_path: Path, name: str) -> None:
    found = event(tmp_path, **{name: "Car bomb"})
    assert [(type_.code, type_.label) for type_ in found.types] == [("car-bomb", "Car bomb")]
    assert found.title == "Car bomb: Kerman"


def test_other_names_are_mapped(tmp_path: Path) -> None:
    (found,) = incidents_of(table(tmp_path, mapping={"Tote": "killed"}, Tote="7"))
    assert found.casualties
    assert found.casualties.killed
    assert found.casualties.killed.best == 7


def test_a_mapping_to_a_field_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(BadValue, match="known fields are id, record_type, title"):
        table(tmp_path, mapping={"place": "town"})


def test_a_mapping_of_a_column_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(UnreadableData, match=r"own.csv has no column plcae\. Perhaps place is"):
        table(tmp_path, mapping={"plcae": "place"})


def test_everything_survives_in_the_raw_row(tmp_path: Path) -> None:
    rows = table(tmp_path, unheard_of=" as it is ", place="")
    assert incidents_of(rows)[0].origin.raw == ROW | {"unheard_of": " as it is ", "place": ""}


def test_a_country_that_is_none_is_kept_as_text(tmp_path: Path) -> None:
    rows = table(tmp_path, country="Freedonia")
    (found,) = incidents_of(rows)
    assert (found.place.name, found.place.country) == ("Kerman, Freedonia", None)
    assert warned(rows) == [("country", "is not a current country name or ISO code")]


@pytest.mark.parametrize("text", ["South Asia", "EAST AND HORN OF AFRICA", "Western Asia"])
def test_a_region_of_the_world_is_not_a_province(tmp_path: Path, text: str) -> None:
    rows = table(tmp_path, admin1=text)
    (found,) = incidents_of(rows)
    assert found.place.admin1 is None
    assert warned(rows) == [("admin1", "is a region of the world, and not a province")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Iran", "IR"),
        ("ir", "IR"),
        ("IRN", "IR"),
        ("364", "IR"),
        ("4", "AF"),
        ("Côte d'Ivoire", "CI"),
        ("Ivory Coast", "CI"),
        ("Bosnia-Herzegovina", "BA"),
        ("Democratic Republic of Congo", "CD"),
        ("Trinidad and Tobago", "TT"),
        ("Russia (Soviet Union)", "RU"),
        ("Turkey", "TR"),
        ("Palestine", "PS"),
        ("Soviet Union", None),
        ("SUN", None),
        ("EU", None),
        ("ZZ", None),
        ("", None),
    ],
)
def test_countries_by_name_and_code(text: str, code: str | None) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize(
    ("text", "first", "precision"),
    [
        ("2024-03-22", "2024-03-22", "day"),
        ("2024-3-2", "2024-03-02", "day"),
        ("2024-03", "2024-03-01", "month"),
        ("2024", "2024-01-01", "year"),
        ("20240322", "2024-03-22", "day"),
        ("2024/03/22", "2024-03-22", "day"),
        ("2024-03-22 21:05", "2024-03-22", "day"),
        ("22/03/2024", "2024-03-22", "day"),
        ("03/22/2024", "2024-03-22", "day"),
        ("3/22/2024 12:00:00 AM", "2024-03-22", "day"),
        ("05/05/2024", "2024-05-05", "day"),
        ("03.04.2024", "2024-04-03", "day"),
        ("22 March 2024", "2024-03-22", "day"),
        ("22-Mar-2024", "2024-03-22", "day"),
        ("March 22nd, 2024", "2024-03-22", "day"),
        ("Sept 2024", "2024-09-01", "month"),
        ("1916-04-24", "1916-04-24", "day"),
    ],
)
def test_dates_as_people_write_them(tmp_path: Path, text: str, first: str, precision: str) -> None:
    when = event(tmp_path, date=text).date
    assert (str(when.first), when.precision) == (first, precision)


@pytest.mark.parametrize(
    "text", ["24-03-22", "yesterday", "Mers 2024", "32.01.2024", "2024-13", "2023-02-29", "0"]
)
def test_what_is_no_date(tmp_path: Path, text: str) -> None:
    assert [field for field, _ in refused(table(tmp_path, date=text))] == ["date"]


def test_a_date_with_two_readings_is_refused_with_both(tmp_path: Path) -> None:
    (row,) = table(tmp_path, date="03/04/2024")
    (finding,) = row.findings
    assert finding.rule == "can be read in two ways"
    assert "2024-04-03 or 2024-03-04" in finding.remedy


@pytest.mark.parametrize(
    ("field", "first"), [("date_dmy", "2024-04-03"), ("date_mdy", "2024-03-04")]
)
def test_a_mapping_says_how_to_read_it(tmp_path: Path, field: str, first: str) -> None:
    (found,) = incidents_of(table(tmp_path, mapping={"date": field}, date="03/04/2024"))
    assert str(found.date.first) == first


def test_an_end_makes_a_span(tmp_path: Path) -> None:
    when = event(tmp_path, date_end="2024-03-24").date
    assert (when.precision, str(when.last)) == ("days", "2024-03-24")
    when = event(tmp_path, date="2024-03", date_end="2024-05").date
    assert (when.precision, str(when.last)) == ("months", "2024-05-31")


@pytest.mark.parametrize(
    ("end", "precision", "last"),
    [
        ("2024-03-24", "day", "2024-03-24"),
        ("2024-03-22", "day", "2024-03-22"),
        ("2024-03-22", "week", "2024-03-22"),
        ("2024-03-24", "month", "2024-03-31"),
        ("", "days", "2024-03-22"),
    ],
)
def test_a_precision_that_is_stated_holds_beside_an_end(
    tmp_path: Path, end: str, precision: str, last: str
) -> None:
    when = event(tmp_path, date_end=end, date_precision=precision).date
    assert (when.precision, str(when.last)) == (precision, last)


def test_a_table_names_nobody_in_the_future(tmp_path: Path) -> None:
    (coding,) = event(tmp_path, date="2999-01-01", group="The Front").assertions
    assert coding.date == date.today().isoformat()
    (coding,) = event(tmp_path, date="2024", date_end="2024-05", group="The Front").assertions
    assert coding.date == "2024-05-31"


def test_a_table_without_a_column_for_the_date_is_told_so(tmp_path: Path) -> None:
    path = written_csv(tmp_path / "own.csv", {"id": "A", "moment": "2024-03-22"})
    assert refused(read_all("table", path)) == [("date", "no column is used as the date")]
    assert len(incidents_of(read_all("table", path, mapping={"moment": "date"}))) == 1


def test_a_title_above_the_header_is_told(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", ["Incidents"], ["id", "date"], ["A", "2024"])
    (row,) = read_all("table", path)
    assert row.incident
    rule = "row 2 names the columns; rows above are not read"
    assert rule in [warning.rule for warning in row.warnings]


def test_a_row_without_a_date_has_the_day_of_its_report(tmp_path: Path) -> None:
    when = event(tmp_path, date="", reported="2024-03").date
    assert (when.precision, when.reported) == ("unknown", "2024-03")


def test_a_formula_sign_is_read_as_it_was_before_it_was_made_safe(tmp_path: Path) -> None:
    for text in ("=1+1", "+1", "-2+3", "@x", "=cmd|'/c calc'!A1"):
        assert event(tmp_path, title=f"'{text}").title == text
    assert event(tmp_path, title="''tis").title == event(tmp_path, title="'tis").title == "'tis"


def test_a_comma_in_a_degree_stands_before_decimals(tmp_path: Path) -> None:
    assert event(tmp_path, lat="48,8566", lon="-2,3522").positions == ((-2.3522, 48.8566),)


@pytest.mark.parametrize("text", ["1.000", "1.234"])
def test_a_thousand_people_never_become_one(tmp_path: Path, text: str) -> None:
    (row,) = table(tmp_path, killed=text)
    assert row.incident
    assert row.incident.casualties is None
    whole = text.replace(".", "")
    remedy = f"Write {whole}, or 1 if decimals are meant."
    assert [finding.remedy for finding in row.warnings if finding.field == "killed"] == [remedy]


@pytest.mark.parametrize(("text", "killed"), [("3.0", 3), ("145.00", 145), ("1000", 1000)])
def test_a_number_of_people_is_whole(tmp_path: Path, text: str, killed: int) -> None:
    casualties = event(tmp_path, killed=text).casualties
    assert casualties
    assert casualties.killed
    assert casualties.killed.best == killed


def test_words_around_a_toll_become_a_range_and_a_note(tmp_path: Path) -> None:
    casualties = event(tmp_path, killed="at least 12", injured="20–30 (some badly)").casualties
    assert casualties
    assert casualties.killed == Range(low=12)
    assert casualties.injured == Range(low=20, high=30)
    assert [(r.measure, r.qualifier, r.value, r.note) for r in casualties.reports] == [
        ("killed", "at_least", 12, "at least 12"),
        ("injured", "at_least", 20, "20–30 (some badly)"),
        ("injured", "at_most", 30, "20–30 (some badly)"),
    ]


def test_a_column_of_a_bound_comes_before_the_words_of_another(tmp_path: Path) -> None:
    casualties = event(tmp_path, killed="3-5", killed_high="7", killed_low="~2").casualties
    assert casualties
    assert casualties.killed == Range(low=2, high=7)


def test_a_bound_of_the_other_side_is_named(tmp_path: Path) -> None:
    assert warned(table(tmp_path, killed_low="< 5")) == [
        ("killed_low", "says no such figure of a range")
    ]


def test_each_toll_that_is_left_out_is_warned_of(tmp_path: Path) -> None:
    (row,) = table(tmp_path, killed="3+2", injured="dozens", attackers_killed="-99")
    assert row.incident
    assert row.incident.casualties is None
    assert [(each.field, each.value) for each in row.warnings] == [
        ("killed", "'3+2'"),
        ("injured", "'dozens'"),
        ("attackers_killed", "'-99'"),
    ]


def test_attackers_who_died_are_counted_or_kept_as_a_report(tmp_path: Path) -> None:
    one = event(tmp_path, attackers_killed="2").casualties
    more = event(tmp_path, attackers_killed="2+").casualties
    assert one
    assert more
    assert (one.perpetrators_killed, one.reports) == (2, ())
    (report,) = more.reports
    assert (more.perpetrators_killed, report.value, report.note) == (None, 2, "2+")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("coordinates", "30.283, 57.083"),
        ("lonlat", "57.083 30.283"),
        ("geometry", "POINT (57.083 30.283)"),
        ("GPS", "30.283 57.083 1755 4.5"),
    ],
)
def test_positions_stand_in_one_column(tmp_path: Path, name: str, text: str) -> None:
    cells: dict[str, Any] = {name: text}
    found = event(tmp_path, **cells)
    assert (found.positions, found.precision) == (((57.083, 30.283),), "settlement")


def test_a_position_is_as_exact_as_its_minutes(tmp_path: Path) -> None:
    assert event(tmp_path, position="30°17'N 57°5'E").precision == "near_settlement"
    assert event(tmp_path, lat="30°17'N", lon="57°5'E").precision == "near_settlement"
    assert event(tmp_path, position="30°17'00\"N 57°5'00\"E").precision == "settlement"


def test_a_row_may_have_several_positions(tmp_path: Path) -> None:
    found = event(tmp_path, geometry="MULTIPOINT ((57.08 30.28), (57.1 30.3))")
    assert found.positions == ((57.08, 30.28), (57.1, 30.3))


def test_latitude_and_longitude_come_before_one_column(tmp_path: Path) -> None:
    given: dict[str, Any] = {"lat": "30.28", "lon": "57.08", "precision": "site"}
    (row,) = table(tmp_path, **given, coordinates="31.5, 57.08")
    assert row.incident
    assert row.incident.positions == ((57.08, 30.28),)
    assert [(each.rule, each.value) for each in row.warnings] == [
        ("is another position than latitude and longitude say", "30.28, 57.08; 31.5, 57.08")
    ]
    assert warned(table(tmp_path, **given, coordinates="30.29, 57.08")) == []
    ((field, rule),) = warned(table(tmp_path, **given, geometry="POLYGON EMPTY"))
    assert (field, rule) == ("geometry", "is a geometry that is not a point")


def test_swapped_coordinates_are_found_by_the_country(tmp_path: Path) -> None:
    assert refused(table(tmp_path, lat="57.083", lon="30.283")) == [
        ("lat", "lies outside Iran, but inside it with latitude and longitude swapped")
    ]


@pytest.mark.parametrize(
    ("lat", "lon", "precision"),
    [
        ("30.28", "57.1", "settlement"),
        ("30.2", "57.1", "near_settlement"),
        ("30", "57", "admin1"),
    ],
)
def test_a_precision_that_is_not_stated_is_no_finer_than_its_digits(
    tmp_path: Path, lat: str, lon: str, precision: str
) -> None:
    rows = table(tmp_path, lat=lat, lon=lon)
    assert incidents_of(rows)[0].precision == precision
    assert warned(rows) == [("precision", f"is not stated: {precision} is assumed")]


@pytest.mark.parametrize(
    ("said", "precision"), [("admin1", "admin1"), ("Village", "settlement"), ("2", "unknown")]
)
def test_a_precision_that_is_stated(tmp_path: Path, said: str, precision: str) -> None:
    assert event(tmp_path, lat="30.28", lon="57.08", precision=said).precision == precision


def test_only_web_addresses_are_links(tmp_path: Path) -> None:
    found = event(tmp_path, source="The Paper; javascript:x()", source_url="https://a.example/1")
    assert [(source.publisher, source.url) for source in found.sources[1:]] == [
        ("The Paper", None),
        ("javascript:x()", None),
        ("a.example", "https://a.example/1"),
    ]


def reference_of_links(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in text


@given(
    st.builds(
        "{}://{}{}".format,
        st.sampled_from(["http", "https", "HTTP", "ftp", ""]),
        st.text(st.sampled_from("a.1-:@[]_é "), max_size=6),
        st.text(st.sampled_from("/?#a:[]@ é\n%"), max_size=6),
    )
)
@settings(max_examples=amount(quick=300, thorough=5000), deadline=None)
def test_a_link_is_what_the_standard_library_reads_as_one(text: str) -> None:
    assert is_link(text) == reference_of_links(text)


def test_each_source_has_its_own_link_and_date(tmp_path: Path) -> None:
    cells = {
        "source": "A; B; C",
        "source_url": "https://a.example/?x=1;y=2; ; https://c.example/",
        "source_date": "2024; 2024-03-22;",
    }
    assert [(s.publisher, s.url, s.date) for s in event(tmp_path, **cells).sources[1:]] == [
        ("A", "https://a.example/?x=1;y=2", "2024"),
        ("B", None, "2024-03-22"),
        ("C", "https://c.example/", None),
    ]


def test_links_and_dates_that_are_not_as_many_as_the_sources(tmp_path: Path) -> None:
    links = "https://a.example/1; https://b.example/2"
    found = event(tmp_path, source="A", source_url=links, source_date="2024")
    assert [(source.publisher, source.url, source.date) for source in found.sources[1:]] == [
        ("A", "https://a.example/1", "2024"),
        ("b.example", "https://b.example/2", "2024"),
    ]
    rows = table(tmp_path, source="A; B; C", source_date="2024; 2025")
    assert [source.date for source in incidents_of(rows)[0].sources] == [None] * 4
    assert warned(rows) == [
        ("source_date", "has a different number of dates than there are sources"),
    ]
    assert len(event(tmp_path, source_date="2024").sources) == 1


def test_several_types_are_parted_by_semicolons(tmp_path: Path) -> None:
    found = event(tmp_path, type="Car bomb; Shooting;")
    assert [type_.code for type_ in found.types] == ["car-bomb", "shooting"]


def test_a_site_without_a_position_is_kept(tmp_path: Path) -> None:
    found = event(tmp_path, site="Central station", precision="site")
    assert (found.positions, found.precision) == ((), "none")
    assert [(site.name, site.precision) for site in found.place.sites] == [
        ("Central station", "site")
    ]
    assert event(tmp_path, site="Central station").place.sites[0].precision == "unknown"
    assert event(tmp_path).place.sites == ()


def test_a_row_says_whether_it_may_be_passed_on(tmp_path: Path) -> None:
    assert event(tmp_path).origin.redistributable is True
    assert event(tmp_path, redistributable="no").origin.redistributable is False
    assert event(tmp_path, redistributable="perhaps").origin.redistributable is False
    assert event(tmp_path, licence="CC0-1.0").origin.licence == "CC0-1.0"


def test_rows_without_ids_get_ones_that_stay(tmp_path: Path) -> None:
    rows = [{"date": "2024", "place": name} for name in ("A", "B", "A")]
    first = [
        found.id
        for found in incidents_of(read_all("table", written_csv(tmp_path / "x.csv", *rows)))
    ]
    assert len(set(first)) == 3
    more = [{"date": "2023", "place": "C"}, *rows[:2]]
    again = read_all("table", written_csv(tmp_path / "x.csv", *more))
    assert incidents_of(again)[2].id == first[1]


def test_rows_that_say_the_same_all_count_with_a_warning(tmp_path: Path) -> None:
    rows = read_all("table", written_csv(tmp_path / "x.csv", *[{"date": "2024"}] * 2))
    assert len(incidents_of(rows)) == 2
    assert warned(rows) == [("id", "several rows are the same, and each of them counts")] * 2


@pytest.mark.parametrize(
    ("columns", "source"),
    [
        ("eventid,iyear,gname", "gtd"),
        ("event_id_cnty,event_type", "acled"),
        ("type_of_violence,where_prec", "ucdp"),
    ],
)
def test_a_dataset_of_the_field_is_not_taken_for_somebodys_own(
    tmp_path: Path, columns: str, source: str
) -> None:
    with pytest.raises(UnreadableData, match=f"import it as {source}"):
        read("table", text_file(tmp_path, f"{columns}\n1,2,3\n"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_delimiter(tmp_path: Path, delimiter: str) -> None:
    path = written_csv(tmp_path / "own.csv", ROW | {"title": "a, b; c"}, delimiter=delimiter)
    assert incidents_of(read_all("table", path))[0].title == "a, b; c"


def test_the_line_by_which_excel_tells_the_delimiter(tmp_path: Path) -> None:
    rows = read_all("table", text_file(tmp_path, "sep=;\r\nid;date\r\nE1;2024\r\n"))
    assert [(row.line, row.incident and row.incident.id) for row in rows] == [(3, "own-E1")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_encodings_with_a_mark(tmp_path: Path, encoding: str) -> None:
    text = "id,date,title\nE1,2024,Bogotá — Душанбе\n"
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    rows = read_all("table", text_file(tmp_path, mark + text.encode(encoding)))
    assert [found.title for found in incidents_of(rows)] == ["Bogotá — Душанбе"]
    assert warned(rows) == []


def test_one_broken_character_does_not_make_a_file_latin_1(tmp_path: Path) -> None:
    content = "id,date,title\nE1,2024,Душанбе \n".encode().replace(b" \n", b"\xff\n")
    rows = read_all("table", text_file(tmp_path, content))
    assert incidents_of(rows)[0].title == "Душанбе\ufffd"
    assert "is not UTF-8: broken characters are shown as" in warned(rows)[0][1]


def test_a_file_of_no_encoding_at_all(tmp_path: Path) -> None:
    with pytest.raises(UnreadableData, match=r"is not text that can be read: byte 11 \(0x81\)"):
        read("table", text_file(tmp_path, b"id,date\nE1\0\x81,2024\n"))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableData, match=r"^x.csv does not exist: check the path$"):
        read("table", tmp_path / "x.csv")


def test_a_folder_is_no_file_and_its_path_is_not_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableData) as error:
        read("table", tmp_path)
    assert str(tmp_path.parent) not in str(error.value)


def test_a_header_with_a_name_twice_loses_nothing(tmp_path: Path) -> None:
    rows = read_all("table", text_file(tmp_path, "date,note,note,\n2024,a,b,c\n"))
    assert incidents_of(rows)[0].origin.raw == {
        "date": "2024",
        "note": "a",
        "note (3)": "b",
        "column 4": "c",
    }


def test_commas_at_the_end_of_a_row_are_nothing(tmp_path: Path) -> None:
    rows = read_all("table", text_file(tmp_path, "id,date\nE1,2024,,,\n\n,\nE2,2024\n"))
    assert [found.id for found in incidents_of(rows)] == ["own-E1", "own-E2"]


def test_a_quotation_mark_left_open_is_found(tmp_path: Path) -> None:
    long = "".join(f"E{number},2024,x\n" for number in range(20_000))
    rows = read_all("table", text_file(tmp_path, f'id,date,title\nA,2024,"open\n{long}'))
    assert len(rows) == 20_001
    assert [row.findings[0].rule for row in rows if row.findings] == [
        "has a quotation mark that is left open"
    ]
    assert rows[0].incident is None


def test_excel_date_cells_are_dates_and_numbers_are_none(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "own.xlsx",
        ["id", "Date", "lat", "lon", "killed"],
        ["A", datetime(2024, 3, 22, 20, 0), 55.82, 37.39, 145],
        ["B", date(1916, 4, 24), None, None, None],
        [3, 45373, None, None, None],
        [4, 2024, None, None, 2.0],
        ["E", "'2024", True, False, None],
    )
    rows = read_all("table", path)
    incidents = [row.incident for row in rows]
    assert incidents[0]
    assert incidents[0].date.first == date(2024, 3, 22)
    assert incidents[0].positions == ((37.39, 55.82),)
    assert incidents[0].origin.raw == {
        "id": "A",
        "Date": "2024-03-22T20:00:00",
        "lat": 55.82,
        "lon": 37.39,
        "killed": 145,
    }
    assert incidents[1]
    assert incidents[1].date.first == date(1916, 4, 24)
    assert incidents[3]
    assert (incidents[3].id, incidents[3].date.precision) == ("own-4", "year")
    assert refused(rows[2:3]) == [("Date", "looks like the number of a day in Excel")]
    assert {field for field, _ in refused(rows[4:])} == {"Date", "lat", "lon"}
    assert [row.line for row in rows] == [2, 3, 4, 5, 6]


def test_codes_of_characters_in_texts_of_excel_are_these_characters(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "own.xlsx",
        ["id", "date", "title", "summary"],
        ["A", "2024", "two_x000D_\nlines", "_x005F_x0041_ _x0000__xD83D_"],
    )
    (found,) = incidents_of(read_all("table", path))
    assert (found.title, found.summary) == ("two lines", "_x0041_ \ufffd")


def test_excel_rows_without_anything_are_no_rows(tmp_path: Path) -> None:
    path = workbook(tmp_path / "own.xlsx", [], ["id", "date"], [], ["A", "2024"], [None, None])
    assert [row.line for row in read_all("table", path)] == [4]


def test_parquet_keeps_types_and_nested_values(tmp_path: Path) -> None:
    path = tmp_path / "own.parquet"
    columns = {
        "id": ["A", "B"],
        "date": pa.array([date(2024, 3, 22), None], pa.date32()),
        "reported": ["", "2024-05"],
        "lat": [55.82, None],
        "lon": [37.39, None],
        "tags": [["x", "y"], []],
        "shape": [b"\x01\x02", None],
    }
    pq.write_table(pa.table(columns), path)
    found = incidents_of(read_all("table", path))
    assert [incident.id for incident in found] == ["own-A", "own-B"]
    assert found[0].date.first == date(2024, 3, 22)
    assert found[0].origin.raw["tags"] == '["x", "y"]'
    assert found[0].origin.raw["shape"] == "0102"
    assert found[1].date.reported == "2024-05"


@pytest.mark.parametrize("content", [b"PAR1" + b"x" * 100, b"PK\x03\x04" + b"x" * 100])
def test_a_broken_container(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnreadableData, match=r"is not an? (Parquet file|Excel workbook)"):
        read("table", text_file(tmp_path, content))


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "own.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(UnreadableData, match="is a ZIP archive: unpack it"):
        read("table", path)


def test_texts_too_large_to_hold_in_memory_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        texts = random.Random(1).randbytes(1_000_000) + bytes(1 << 26)  # of no bomb's ratio
        archive.writestr("xl/sharedStrings.xml", texts)
    with pytest.raises(UnreadableData, match="too much to hold in memory"):
        read("table", path)


def test_a_workbook_with_a_broken_directory_is_named(tmp_path: Path) -> None:
    path = tmp_path / "own.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "x")
    path.write_bytes(path.read_bytes().replace(b"PK\x01\x02", b"PK\x01\x03"))
    with pytest.raises(UnreadableData, match="is not an Excel workbook"):
        read("table", path)


def test_a_broken_old_workbook_is_named(tmp_path: Path) -> None:
    path = text_file(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100))
    with pytest.raises(UnreadableData, match=r"from before 2007 \(.xls\), and is broken"):
        read("table", path)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_kept_as_it_is(tmp_path: Path, text: str) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([["id", "date", "title", "group"], ["A", "2024", text, text]])
    (row,) = read_all("table", text_file(tmp_path, buffer.getvalue().encode()))
    assert row.incident
    assert row.incident.origin.raw["title"] == text.replace("\0", "")


def test_ids_of_actors_are_told_apart() -> None:
    names = ["IS", "I.S.", "I S", "is", "Al-Shabaab", "Al Shabaab", "Ḥamās", "Hamas", "حماس", "!?"]
    ids = [actor_id(name) for name in names]
    assert ids[0] == ids[3] == "is"
    assert ids[4] == ids[5] == "al-shabaab"
    assert len(set(ids)) == len(names) - 2
    assert actor_id("attack") != "attack"
    assert actor_id("x" * 500) != actor_id("x" * 501)


HXL = """Moment;Spot;Toll;Others;Who
#date+occurred;#loc+name;#affected+killed;#affected+killed+f;#org+actor
2024-03-22;Gao;4;1;The Front
"""


@pytest.mark.parametrize("text", [HXL, HXL.partition("\n")[2]], ids=["under a header", "first"])
def test_tags_of_hxl_say_what_the_columns_are(text: str, tmp_path: Path) -> None:
    rows = read("table", text_file(tmp_path, text))
    unused = [column.name for column in rows.survey.unused]
    (found,) = incidents_of([*rows])
    assert (found.place.name, found.date.first, found.actors[0].name) == (
        "Gao",
        date(2024, 3, 22),
        "The Front",
    )
    assert found.casualties
    assert found.casualties.killed
    assert found.casualties.killed.best == 4
    assert unused == ["Others" if text is HXL else "#affected+killed+f"]
