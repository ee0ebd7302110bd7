"""A data file that was read: its incidents, its findings, the day of its newest source."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from geo.errors import UnreadableData
from geo.intake.dataset import Dataset, default_path, load
from samples import DATA, SOURCE, feature, incident


def dataset(*days: str | None) -> Dataset:
    sources = tuple(replace(SOURCE, id=str(n), date=day) for n, day in enumerate(days))
    return Dataset(name="x", incidents=(incident("A"), incident("B", sources=sources)))


def test_the_default_is_the_curated_file() -> None:
    assert default_path() == DATA


@pytest.mark.parametrize("path", [DATA, str(DATA)])
def test_a_file_is_loaded(path: Path | str) -> None:
    loaded = load(path)
    assert (loaded.name, loaded.findings) == ("incidents.geojson", ())
    assert len(loaded) == len(list(loaded)) == len(loaded.incidents) == 11
    assert loaded[0] is loaded.incidents[0]
    assert loaded[-1] is loaded.incidents[-1]


def test_findings_stand_beside_what_is_valid(tmp_path: Path) -> None:
    features = [feature(), feature(id="B", title="") | {"id": "B"}]
    path = tmp_path / "two.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    loaded = load(path)
    assert [found.id for found in loaded] == ["A"]
    assert [finding.field for finding in loaded.findings] == ["properties.title"]


def test_what_is_kept_with_a_note_is_counted_by_kind(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    rows = ["A,2024,30.5,52.52,Freedonia", "B,2024,30.5,52.52,Iran", "C,soon,30.5,52.52,Freedonia"]
    path.write_text("\n".join(["id,date,lat,lon,country", *rows]))
    loaded = load(path)
    assert ([found.id for found in loaded], len(loaded.findings)) == (["own-A", "own-B"], 1)
    assert [(each.kind, each.count, each.line) for each in loaded.warnings] == [
        ("precision: is not stated: settlement is assumed", 2, 2),
        ("country: is not a current country name or ISO code", 1, 2),
    ]
    example = loaded.warnings[1].example
    assert (example.record, example.value) == ("A (line 2)", "'Freedonia'")


def test_a_note_about_the_file_is_kept_if_its_first_row_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes("id,date,place\nA,soon,Malmö\nB,2024,Malmö".encode("latin-1"))
    loaded = load(path)
    assert ([found.id for found in loaded], len(loaded.findings)) == (["own-B"], 1)
    (told,) = loaded.warnings
    assert ("is not UTF-8" in told.kind, told.count, told.line) == (True, 1, None)


def test_what_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableData, match=r"none\.geojson does not exist"):
        load(tmp_path / "none.geojson")


@pytest.mark.parametrize(
    ("days", "dated"),
    [
        ((), date(2024, 3, 23)),
        ((None,), date(2024, 3, 23)),
        (("2024-03-22",), date(2024, 3, 23)),
        (("2026-03-12", "2025"), date(2026, 3, 12)),
        (("2026", "2025-12-31"), date(2026, 1, 1)),
    ],
)
def test_it_is_dated_by_its_newest_source(days: tuple[str | None, ...], dated: date) -> None:
    assert dataset(*days).dated == dated


def test_without_a_dated_source_it_has_no_day() -> None:
    assert Dataset(name="x", incidents=()).dated is None
    assert Dataset(name="x", incidents=(incident(sources=()),)).dated is None


def test_it_becomes_a_frame() -> None:
    frame = load(DATA).to_geodataframe()
    assert list(frame["id"]) == [found.id for found in load(DATA)]


def test_a_store_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "incidents.duckdb"
    duckdb.connect(path).close()
    with pytest.raises(UnreadableData, match="is a store of geo import"):
        load(path)
