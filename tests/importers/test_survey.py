"""What each column of a file is used for, and that none is left out without a word."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import load
from geo.importers import guess, read
from geo.importers.survey import Survey, SurveyedColumn
from geo.importers.tables.columns import FIELDS
from geo.importers.tables.likeness import likeness_of
from geo.intake.run import import_file
from geo.intake.unused import unused_in_words

ROWS = {
    "date": ("2024-03-22", "2024-03-23"),
    "place": ("Kerman", "Shiraz"),
    "survivors": ("3", "12+"),
    "point of the event": ("30.2839, 57.0834", "29.5918, 52.5837"),
    "entered in the log": ("2024-03-25", "2024-03-26"),
    "seen at": ("https://example.org/1", "https://example.org/2"),
    "said to be the actor": ("Front A", "Front B"),
    "quality": ("a", ""),
}
POSITIONS = "point of the event"  # which a table has no other column for
SEEN = {
    "survivors": "tolls",
    "point of the event": "positions",
    "entered in the log": "dates",
    "seen at": "links",
    "said to be the actor": "groups",
    "quality": "",
}


def written(folder: Path) -> Path:
    path = folder / "own.csv"
    rows = [list(ROWS), *map(list, zip(*ROWS.values(), strict=True))]
    path.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in rows), "utf-8")
    return path


def written_features(folder: Path) -> Path:
    path = folder / "own.geojson"
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [57, 30]},
            "properties": dict(zip(ROWS, row, strict=True)),
        }
        for row in zip(*ROWS.values(), strict=True)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


@pytest.mark.parametrize("source", ["table", "geojson"])
def test_each_column_is_used_or_named(source: str, tmp_path: Path) -> None:
    path = written(tmp_path) if source == "table" else written_features(tmp_path)
    surveys = [
        read(source, path).survey,
        guess(path).survey,
        import_file(source, path, tmp_path / "s.duckdb", geocode=False).survey,
    ]
    for survey in surveys:
        unused = {column.name: column.looks_like for column in survey.unused}
        used = {"date": "date", "place": "place"}
        if source == "table":
            assert unused | {POSITIONS: SEEN[POSITIONS]} == SEEN
            used[POSITIONS] = "position"
        else:
            assert unused == SEEN
        assert survey.mapping == used


def test_a_table_in_memory_has_its_survey(tmp_path: Path) -> None:
    survey = load(written(tmp_path)).survey
    seen = {name for name, looks_like in SEEN.items() if looks_like}
    assert {column.name for column in survey.conspicuous} == seen - {POSITIONS}


def test_the_conspicuous_ones_stand_first_with_a_value(tmp_path: Path) -> None:
    (noticed, lines), (others, names) = unused_in_words(load(written(tmp_path)).survey).items()
    assert (noticed, others) == ("Not used, although it may matter", "Columns not used")
    assert lines[0] == "survivors: looks like tolls, such as '3'"
    assert (len(lines), names) == (4, ("quality",))


def test_a_long_heading_is_not_repeated_whole() -> None:
    column = SurveyedColumn(name="x" * 5_000, field=None, samples=("1, 2" * 900,))
    several = (column, replace(column, looks_like="positions"))
    lists = unused_in_words(Survey(columns=several))
    assert all(len(line) < 300 for lines in lists.values() for line in lines)
    assert [len(lines) for lines in lists.values()] == [1, 1]


def test_a_mapped_column_is_used(tmp_path: Path) -> None:
    survey = read("table", written(tmp_path), mapping={"seen at": "source_url"}).survey
    assert "seen at" not in {column.name for column in survey.unused}
    assert survey.fields["source_url"] == "seen at"


def test_columns_of_a_dataset_are_named_and_not_conspicuous() -> None:
    path = Path(__file__).parents[1] / "data" / "ucdp_ged231_sample_500.csv"
    survey = read("ucdp", path).survey
    assert "priogrid_gid" in {column.name for column in survey.unused}
    assert not survey.conspicuous


def test_a_column_that_is_empty_so_far_is_named(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("date,place,later\n2024-03-22,Kerman,\n", "utf-8")
    assert [column.name for column in read("table", path).survey.unused] == ["later"]


@given(st.text(), st.lists(st.text(min_size=1), max_size=5))
def test_any_values_look_like_something_or_nothing(name: str, texts: list[str]) -> None:
    assert likeness_of(name, texts) in {"", *SEEN.values()}


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("phone", ["0937123", "0937124"]),
        ("floor", ["1", "2"]),
        (
            "remark",
            ["an armed group is said to have crossed the river in the night of 3 March"],
        ),
        ("code", ["IR-08", "IR-07"]),
        ("height", ["12.4", "110"]),
        ("killed by", []),
    ],
)
def test_other_values_are_not_conspicuous(name: str, texts: list[str]) -> None:
    assert likeness_of(name, texts) == ""


def test_every_field_is_read_by_a_part() -> None:
    from geo.importers.tables.table import PARTS

    assert set(FIELDS) <= PARTS.fields
