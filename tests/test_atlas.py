"""What a process has open: files, what was refused of them, the store of the rest."""

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geo import atlas
from geo.atlas import current, open_atlas
from geo.errors import NotPublishable
from geo.query import Query
from samples import DATA, feature

ALL = Query()


@pytest.fixture(autouse=True)
def _nothing_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start without an open atlas, and leave the one of other tests as it was."""
    monkeypatch.setattr(atlas, "_current", None)
    for name in ("GEO_DATA", "GEO_PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)


def file(path: Path, *ids: str, **properties: Any) -> Path:
    features = [feature(id=id_, **properties) | {"id": id_} for id_ in ids]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def ids(opened: atlas.Atlas) -> list[str]:
    return [row.id for row in opened.store.rows(ALL)[1]]


def test_without_a_file_the_curated_one_is_open() -> None:
    opened = open_atlas()
    assert [dataset.name for dataset in opened.datasets] == ["incidents.geojson"]
    assert (len(ids(opened)), opened.findings, opened.refused) == (11, (), 0)


def test_several_files_are_one_atlas(tmp_path: Path) -> None:
    paths = [file(tmp_path / "a.geojson", "A", "B"), file(tmp_path / "b.geojson", "C")]
    opened = open_atlas(paths)
    assert ids(opened) == ["A", "B", "C"]
    assert [dataset.name for dataset in opened.datasets] == ["a.geojson", "b.geojson"]


def test_a_file_that_cannot_be_read_is_told_and_the_rest_opened(tmp_path: Path) -> None:
    empty = tmp_path / "empty.geojson"
    empty.touch()
    opened = open_atlas([tmp_path / "none.geojson", empty, file(tmp_path / "a.geojson", "A")])
    assert ids(opened) == ["A"]
    assert opened.refused == 2
    assert [(name, str(finding)) for name, finding in opened.findings] == [
        ("none.geojson", "none.geojson: does not exist: check the path."),
        ("empty.geojson", "empty.geojson: is empty: it must hold a FeatureCollection."),
    ]


def test_nothing_readable_is_an_empty_atlas(tmp_path: Path) -> None:
    opened = open_atlas([tmp_path / "none.geojson"])
    assert (opened.datasets, opened.dated, ids(opened)) == ((), None, [])
    assert opened.caption(ALL).lines() == ["No records"]


def test_what_is_refused_of_a_file_is_told_with_its_name(tmp_path: Path) -> None:
    path = file(tmp_path / "a.geojson", "A", "B", title="", record_type="attack")
    opened = open_atlas([path])
    assert [(name, finding.record) for name, finding in opened.findings] == [
        ("a.geojson", "A"),
        ("a.geojson", "A"),
        ("a.geojson", "B"),
        ("a.geojson", "B"),
    ]
    assert opened.refused == 2


def test_an_id_of_two_files_is_refused_in_both(tmp_path: Path) -> None:
    paths = [file(tmp_path / "a.geojson", "A", "B"), file(tmp_path / "b.geojson", "B", "C")]
    opened = open_atlas(paths)
    assert ids(opened) == ["A", "C"]
    assert [(name, finding.record, finding.field) for name, finding in opened.findings] == [
        ("a.geojson", "B", "id"),
        ("b.geojson", "B", "id"),
    ]
    assert opened.refused == 2


def test_opening_the_same_file_twice_refuses_its_records(tmp_path: Path) -> None:
    path = file(tmp_path / "a.geojson", "A")
    opened = open_atlas([path, path])
    assert ids(opened) == []
    assert {finding.rule for _, finding in opened.findings} == {
        "another open file has it too, and all are refused"
    }


def test_the_newest_source_of_all_files_dates_it(tmp_path: Path) -> None:
    source = {"id": "S", "publisher": "x", "title": "x"}
    old = file(tmp_path / "old.geojson", "A", sources=[source | {"date": "2020"}])
    new = file(tmp_path / "new.geojson", "B", sources=[source | {"date": "2026-03-12"}])
    assert open_atlas([old, new]).dated == date(2026, 3, 12)


def test_a_caption_names_each_dataset_once(tmp_path: Path) -> None:
    path = file(tmp_path / "a.geojson", "A", "B")
    caption = open_atlas([path]).caption(ALL)
    assert caption.lines() == [
        "2 attacks, 2024",
        "2 attacks without a figure · 2 records without place",
        "Data: tests, version 1. Base map: Natural Earth, GeoNames (CC BY 4.0).",
        "Newest source: 23 March 2024.",
        "Licences: tests: CC0-1.0.",
    ]


def test_a_caption_takes_the_summary_that_is_known(tmp_path: Path) -> None:
    opened = open_atlas([file(tmp_path / "a.geojson", "A")])
    query = Query(q="nothing")
    summary = opened.store.summary(query)
    assert opened.caption(query, summary) == opened.caption(query)


def test_what_is_private_is_not_publishable_and_the_rest_is(tmp_path: Path) -> None:
    secret = {"dataset": "secret rows", "licence": "none", "redistributable": False}
    paths = [file(tmp_path / "a.geojson", "A"), file(tmp_path / "p.geojson", "P", origin=secret)]
    opened = open_atlas(paths)
    assert [credit.redistributable for credit in opened.summary.credits].count(False) == 1
    opened.check_publishable(Query(id=("A",)))
    opened.check_publishable(Query(q="nothing like this"))
    for query in (ALL, Query(id=("P",)), Query(id=("A", "P"))):
        with pytest.raises(NotPublishable, match="the licence of secret rows forbids"):
            opened.check_publishable(query)


def test_an_atlas_knows_the_summary_of_all(tmp_path: Path) -> None:
    opened = open_atlas([file(tmp_path / "a.geojson", "A", "B")])
    assert opened.summary == opened.store.summary(ALL)
    assert opened.summary.attacks == 2


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (None, None),
        ("", None),
        ("https://atlas.example", "https://atlas.example"),
        ("https://atlas.example/", "https://atlas.example"),
        ("https://atlas.example/map/", "https://atlas.example/map"),
    ],
)
def test_the_public_address_has_no_slash_at_its_end(given: str | None, kept: str | None) -> None:
    assert open_atlas([DATA], given).public_url == kept


def test_the_one_that_was_opened_is_current(tmp_path: Path) -> None:
    opened = open_atlas([file(tmp_path / "a.geojson", "A")])
    assert current() is opened
    assert open_atlas([DATA]) is current()


def test_current_opens_what_the_environment_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [file(tmp_path / "a.geojson", "A"), file(tmp_path / "b.geojson", "B")]
    monkeypatch.setenv("GEO_DATA", os.pathsep.join(["", *map(str, paths)]))
    monkeypatch.setenv("GEO_PUBLIC_URL", "https://atlas.example/")
    opened = current()
    assert ids(opened) == ["A", "B"]
    assert opened.public_url == "https://atlas.example"
    assert current() is opened


def test_current_opens_the_curated_file_by_default() -> None:
    assert len(ids(current())) == 11
