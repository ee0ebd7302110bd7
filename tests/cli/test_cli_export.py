"""`geo export`: its options, what it prints, and what it refuses."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import Result
from PIL import Image

from command_line import run
from geo.atlas.opening import open_atlas
from geo.atlas.options import ServeOptions
from geo.exports import FORMATS, export_bytes
from geo.exports.carried.columns import dictionary
from geo.exports.selection import select
from geo.intake.dataset import load
from geo.model.feature import feature_from_incident
from geo.query.filters import FILTERS
from geo.query.query import Query
from geo.words.borders import BORDERS
from samples import CROCUS, ORIGIN, curated, feature, located


def export(folder: Path, *args: str | Path) -> Result:
    return run("export", *args, "-o", folder / "map.html")


def collection(path: Path, *features: object) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


@pytest.mark.parametrize(("patience", "is_shown"), [(-1.0, True), (60.0, False)])
def test_a_bar_counts_the_records_of_what_takes_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, patience: float, is_shown: bool
) -> None:
    told: list[tuple[float, int]] = []

    @contextmanager
    def bar(label: str, *_: object) -> Iterator[Callable[[float, int], None]]:
        yield lambda share, done: told.append((share, done)) if label == "Write" else None

    monkeypatch.setattr("geo.cli.export.bar", bar)
    monkeypatch.setattr("geo.cli.export.PATIENCE", patience)
    monkeypatch.setattr("geo.cli.export._is_watched", lambda: True)
    assert run("export", "-o", tmp_path / "all.csv").exit_code == 0
    assert told == ([(n / 11, n) for n in range(1, 12)] if is_shown else [])


def test_it_says_what_it_wrote(tmp_path: Path) -> None:
    result = export(tmp_path)
    path = tmp_path / "map.html"
    assert result.output == f"{path}: 11 records, {path.stat().st_size:,} bytes\n"
    assert path.read_text("utf-8").startswith("<!doctype html>")


def test_every_parameter_of_a_query_is_an_option() -> None:
    said = run("export", "--help").output
    assert [f.name for f in FILTERS if f"--{f.name.replace('_', '-')} VALUE" not in said] == []
    assert "may be repeated" in said


def test_the_options_choose_the_records_and_the_title_heads_them(tmp_path: Path) -> None:
    options = ["--from", "2022", "--country", "IR", "--country", "TJ", "--record", "incident"]
    result = export(tmp_path, *options, "--title", "Iran & <others>")
    assert ": 3 records, " in result.output
    text = (tmp_path / "map.html").read_text("utf-8")
    assert "<title>Iran &amp; &lt;others&gt;</title>" in text
    assert "3 attacks, since 2022, only incidents, in Iran or Tajikistan" in text


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--from", "20x4"], "from='20x4' is not allowed: a year, month or day"),
        (["--from", "2024", "--from", "2025"], "from='2025' is not allowed: one value only"),
        (["--status", "guilty"], "status='guilty' is not allowed: one of "),
        (["--format", "odt"], "format='odt' is not allowed: one of html"),
    ],
)
def test_what_is_not_allowed_is_explained(tmp_path: Path, options: list[str], words: str) -> None:
    result = export(tmp_path, *options)
    assert result.exit_code == 1
    assert words in result.output
    assert list(tmp_path.iterdir()) == []


def test_rows_that_may_not_be_passed_on_are_left_out_or_refused(tmp_path: Path) -> None:
    private = {"origin": {"dataset": "GTD", "licence": "EULA", "redistributable": False}}
    rows = feature(**private), feature_from_incident(located("Q", (3, 4), origin=ORIGIN))
    data = collection(tmp_path / "some.geojson", *rows)
    refused = export(tmp_path, data)
    assert refused.exit_code == 1
    assert "the licence of GTD forbids passing its rows on" in refused.output
    assert not (tmp_path / "map.html").exists()
    assert ": 1 record, " in export(tmp_path, data, "--dataset", "tests").output


def test_refused_records_are_named_and_data_that_cannot_be_read_write_nothing(
    tmp_path: Path,
) -> None:
    data = collection(tmp_path / "some.geojson", feature(), feature(title=""))
    result = export(tmp_path, data)
    assert "Left out: " in result.output
    (tmp_path / "map.html").unlink(missing_ok=True)
    nothing = export(tmp_path, tmp_path / "missing.geojson")
    assert nothing.exit_code == 1
    assert "missing.geojson: does not exist: check the path. Nothing is written." in nothing.output
    assert not (tmp_path / "map.html").exists()


def test_the_file_links_to_the_dashboard_that_readers_reach() -> None:
    opened = open_atlas(ServeOptions(public_url="https://atlas.example.org/"))
    page = export_bytes(opened.selection(Query(from_="2022", country=("IR",)))).decode()
    assert 'href="https://atlas.example.org/?from=2022&amp;country=IR"' in page
    without_address = export_bytes(select(opened.store)).decode()
    assert "Open in the dashboard" not in without_address


def test_the_most_frequent_value_has_the_shortest_code() -> None:
    assert dictionary("abcbb") == {"values": ["b", "a", "c"], "codes": [1, 0, 2, 0, 0]}


def test_a_selection_without_records_is_said_and_nothing_is_written(tmp_path: Path) -> None:
    result = export(tmp_path, "--group", "islamic-sate")
    assert result.exit_code == 1
    assert "No record matches: claimed by or attributed to islamic-sate" in result.output
    assert not (tmp_path / "map.html").exists()


@pytest.mark.parametrize("format_", FORMATS)
def test_one_record_is_exported_in_each_format(tmp_path: Path, format_: str) -> None:
    path = tmp_path / f"{CROCUS}.{format_}"
    result = run("export", "--id", CROCUS, "-o", path)
    assert result.exit_code == 0
    assert f"{path}: 1 record, {path.stat().st_size:,} bytes\n" in result.output
    assert all(each.name.startswith(CROCUS) for each in tmp_path.iterdir())


@pytest.mark.parametrize("format_", ["geojson", "parquet", "gpkg"])
def test_one_record_is_read_again_as_it_was(tmp_path: Path, format_: str) -> None:
    path = tmp_path / f"one.{format_}"
    run("export", "--id", CROCUS, "-o", path)
    assert load(path).incidents == (curated()[CROCUS],)


def test_a_device_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "map.html"
    os.mkfifo(pipe)
    result = export(tmp_path)
    assert "it is not a regular file" in result.output
    assert pipe.is_fifo()


def test_a_file_and_its_companion_are_written_together_or_neither(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("before")
    (tmp_path / "b.files").write_text("no folder")
    result = run("export", "-o", tmp_path / "b.md")
    assert f"{tmp_path / 'b.files'} cannot be made: File exists" in result.output
    assert (tmp_path / "b.md").read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.files", "b.md"]


def test_rows_of_sources_go_along_where_nothing_is_lost_and_that_is_said(tmp_path: Path) -> None:
    origin = {**feature()["properties"]["origin"], "raw": {"notes": "of the desk"}}
    data = collection(tmp_path / "d.geojson", feature(origin=origin))
    whole, public = tmp_path / "whole.geojson", tmp_path / "public.geojson"
    assert "--no-raw leaves them out" in run("export", data, "-o", whole).output
    assert load(whole).incidents == load(data).incidents
    assert "--no-raw" not in run("export", data, "--no-raw", "-o", public).output
    assert "of the desk" not in public.read_text("utf-8")
    assert "--no-raw" not in run("export", "-o", tmp_path / "curated.geojson").output


def test_a_file_is_not_written_over_itself(tmp_path: Path) -> None:
    data = collection(tmp_path / "d.geojson", feature())
    before = data.read_bytes()
    result = run("export", data, "--format", "csv", "-o", data)
    assert "d.geojson is one of the inputs: write another file" in result.output
    assert data.read_bytes() == before


def test_a_folder_is_not_made_by_a_slip_of_the_pen(tmp_path: Path) -> None:
    result = run("export", "-o", tmp_path / "nwe" / "x.csv")
    assert "x.csv cannot be written: No such file or directory" in result.output
    assert not (tmp_path / "nwe").exists()


def test_a_file_without_an_ending_needs_a_format(tmp_path: Path) -> None:
    result = run("export", "-o", tmp_path / "map")
    assert f"one of {', '.join(FORMATS)}: name it, or give the file such an" in result.output


def test_a_figure_has_its_own_options_and_a_page_refuses_them(tmp_path: Path) -> None:
    path = tmp_path / "map.png"
    size = ["--width", "8 cm", "--dpi", "96", "--at", "32,53,5", "--caption", "A note."]
    assert ": 11 records, " in run("export", "-o", path, *size).output
    with Image.open(path) as picture:
        assert picture.width == round(8 / 2.54 * 96)
    refused = export(tmp_path, "--width", "8cm")
    assert "width_cm=8.0 is not allowed: only with the formats png, svg, pdf" in refused.output
    assert (
        "'wide' is not a width in centimetres, such as 16cm"
        in export(tmp_path, "--width", "wide").output
    )
    assert "latitude,longitude,zoom" in export(tmp_path, "--at", "here").output


def test_a_figure_has_a_timeline_or_is_one(tmp_path: Path) -> None:
    heights = []
    for place in ("only", "below"):
        path = tmp_path / f"{place}.png"
        options = ["--timeline", place, "--by", "group", "--measure", "killed", "--dpi", "96"]
        assert run("export", "-o", path, *options).exit_code == 0
        with Image.open(path) as picture:
            heights.append(picture.height)
            assert picture.width == round(16 / 2.54 * 96)
    assert heights[0] < 300 < heights[1]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--timeline", "above"], "timeline='above' is not allowed: one of below, only"),
        (["--by", "group"], "by='group' is not allowed: only with a timeline: below or only"),
        (["--timeline", "only", "--by", "type"], "by='type' is not allowed: one of status, group"),
        (["--timeline", "only", "--measure", "injured"], "one of records, killed"),
        (
            ["--timeline", "only", "--by", "group", "--record", "context", "--country", "TJ"],
            "by='group' is not allowed: no record of the query has a group: count by status",
        ),
    ],
)
def test_a_timeline_that_cannot_be_drawn_is_refused(
    tmp_path: Path, options: list[str], words: str
) -> None:
    path = tmp_path / "figure.svg"
    result = run("export", "-o", path, *options)
    assert words in result.output
    assert not path.exists()


OF_ALL_FORMATS = """
import datetime, hashlib, geo
from geo.exports import FORMATS
store = geo.Store(as_of=datetime.date(2026, 4, 1))
store.add(geo.load(geo.default_path()))
selection = geo.select(store)
for name in FORMATS:
    for path, content in geo.export_files(selection, f"incidents.{name}", name).items():
        print(path, hashlib.sha256(content).hexdigest())
"""


def test_the_same_records_and_day_are_the_same_bytes_in_another_process() -> None:
    once, again = (
        subprocess.run(
            [sys.executable, "-c", OF_ALL_FORMATS],
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tehran"))
    )
    assert once == again
    assert len(once.splitlines()) == len(FORMATS) + 3  # columns of csv; map and timeline of md


def test_an_export_as_of_a_day_holds_and_says_what_was_known_then(tmp_path: Path) -> None:
    path = tmp_path / "then.geojson"
    run("export", "--as-of", "2024-03-23", "-o", path)
    written = json.loads(path.read_text("utf-8"))
    records = {each["id"]: each["properties"] for each in written["features"]}
    assert len(records) == 9
    assert {each["status"]["as_of"] for each in records.values()} == {"2024-03-23"}
    assert records[CROCUS]["casualties"]["killed"] == {"low": 133, "best": 133, "high": 133}
    assert "summary" not in records[CROCUS]
    about = written["about"]
    assert "as known on 23 March 2024, 2 records not known yet on that day" in about["Contents"]
    assert about["Statuses"].startswith("Statuses as of 23 March 2024.")
    assert about["Contents"] in about["Cite as"]
    assert not about["Cite as"].endswith(" 23 March 2024.")  # nobody opened it on that day


@pytest.mark.parametrize("view", list(BORDERS))
def test_a_figure_has_the_borders_that_are_asked_for(tmp_path: Path, view: str) -> None:
    options = ("--at", "46,34,6", "--dpi", "96", "--borders", view)
    assert run("export", "-o", tmp_path / "map.png", *options).exit_code == 0
    with Image.open(tmp_path / "map.png") as picture:
        assert BORDERS[view].note in picture.info["Description"]


def test_an_unknown_view_of_the_borders_is_explained(tmp_path: Path) -> None:
    result = export(tmp_path, "--borders", "us")
    assert result.exit_code == 1
    assert "borders='us' is not allowed: one of control, un" in result.output
