"""What a file is taken for before it is read."""

import json
from pathlib import Path

import pytest

from geo.errors import UnreadableData
from geo.importers import guess, read
from samples import DATA

HERE = Path(__file__).parents[1] / "data"
UCDP = HERE / "ucdp_ged231_sample_500.csv"


def written(folder: Path, text: str, name: str = "rows.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_datasets_of_the_field_go_by_their_columns(tmp_path: Path) -> None:
    headers = {
        "gtd": (HERE / "gtd_0718_header.txt").read_text().strip(),
        "acled": (HERE / "acled_header.txt").read_text().strip(),
        "ucdp": UCDP.read_text("utf-8").splitlines()[0],
    }
    for source, header in headers.items():
        found = guess(written(tmp_path, f"{header}\n{',' * header.count(',')}\n"))
        assert (found.source, found.is_fixed, found.missing) == (source, True, ())


def test_ucdp_goes_without_a_header_too(tmp_path: Path) -> None:
    lines = UCDP.read_text("utf-8").splitlines(keepends=True)
    assert guess(written(tmp_path, "".join(lines[1:20]))).source == "ucdp"


def test_our_own_features_have_no_columns_to_choose() -> None:
    found = guess(DATA)
    assert (found.source, found.is_fixed) == ("geojson", True)


def test_foreign_features_have_their_place_already(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [1, 2]}
    feature = {"type": "Feature", "geometry": point, "properties": {"moment": "2024"}}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    found = guess(written(tmp_path, text, "x.json"))
    assert (found.source, found.columns, found.missing) == ("geojson", ("moment",), ("date",))
    assert found.missing_with({"moment": "date"}) == ()


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        ("date,lat,lon", ()),
        ("event date,city", ()),
        ("date,lat", ("place",)),
        ("lat,lon", ("date",)),
        ("a,b", ("date", "place")),
        ("reported,country", ()),
    ],
)
def test_a_table_says_what_every_record_needs(
    tmp_path: Path, header: str, missing: tuple[str, ...]
) -> None:
    found = guess(written(tmp_path, f"{header}\n1,2.5,3\n"))
    assert (found.source, found.missing) == ("table", missing)
    assert found.columns == tuple(header.split(","))


@pytest.mark.parametrize("text", ["", "{", "[1]", "\n"])
def test_what_cannot_be_read_says_so(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnreadableData, match=r"rows\.csv"):
        guess(written(tmp_path, text))


@pytest.mark.parametrize("source", ["ucdp", "geojson"])
def test_the_first_rows_are_those_of_the_whole(source: str) -> None:
    path = UCDP if source == "ucdp" else DATA
    assert list(read(source, path, first=3)) == list(read(source, path))[:3]


def test_the_first_rows_come_after_a_second_header(tmp_path: Path) -> None:
    path = written(tmp_path, "date,city\n#date,#loc\n2024,A\n2023,B\n2022,C\n")
    assert [row.line for row in read("table", path, first=2)] == [3, 4]
