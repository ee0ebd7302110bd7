"""The invented files of the benchmarks, and the document that a run writes."""

import csv
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

import document
import exports as measured_exports
import peers
import points
import synthetic
from brush import Handle
from document import Section
from geo.exports.carried.packed import packed
from geo.intake.finding_kinds import RowFinding
from geo.intake.listener import ImportListener
from geo.intake.run import import_file
from geo.query.query import Query
from imports import IMPORTED, with_bad_row
from invented.headers import header_of
from invented.table import CROWD_SHARE, FIRST_YEAR, LAST_YEAR
from node import NODE
from pages import NothingDrawn
from paths import ROOT
from peers import PeerMissing
from processes import ran
from results import Comparison, Line, in_ms, in_size, percentile, ratio, seconds
from samples import incident
from store_checks import opened
from tabs import opened_tab
from targets import TARGETS, Target, aim_of

ROWS = 400
DATASETS = ("ucdp", "gtd", "acled")
SHARE_OF_A_TOLL = "nkill: is a share of the toll of several events"


@pytest.fixture(scope="module", params=synthetic.SOURCES)
def source(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def file(source: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("benchmarks") / f"{source}.csv"
    synthetic.write_file(source, path, ROWS)
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    path = tmp_path_factory.mktemp("benchmarks") / "table.csv"
    synthetic.write_table(path, ROWS)
    return rows_of(path)


def test_the_same_rows_are_the_same_bytes(source: str, file: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.csv"
    synthetic.write_file(source, again, ROWS)
    assert again.read_bytes() == file.read_bytes()


def test_every_row_is_imported(source: str, file: Path, tmp_path: Path) -> None:
    refused: list[RowFinding] = []
    listener = ImportListener(reject=refused.append)
    report = import_file(source, file, tmp_path / "a.duckdb", geocode=False, listener=listener)
    assert refused == []
    assert report.imported == ROWS
    assert set(report.warnings.counts()) <= {SHARE_OF_A_TOLL}


def test_ids_are_unique(file: Path) -> None:
    rows = rows_of(file)
    assert len({next(iter(row.values())) for row in rows}) == len(rows) == ROWS


def test_a_part_of_a_file_does_not_need_the_rows_before_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(synthetic, "CHUNK", ROWS // 4)
    synthetic.write_file("gtd", tmp_path / "gtd.csv", ROWS)
    ids = [row["eventid"] for row in rows_of(tmp_path / "gtd.csv")]
    assert sorted(set(ids)) == ids


@pytest.mark.parametrize("dataset", DATASETS)
def test_a_dataset_has_its_real_header(dataset: str, tmp_path: Path) -> None:
    synthetic.write_file(dataset, tmp_path / "file.csv", 1)
    (row,) = rows_of(tmp_path / "file.csv")
    assert [*row] == header_of(dataset)


def test_no_row_of_ucdp_is_a_real_one(tmp_path: Path) -> None:
    synthetic.write_file("ucdp", tmp_path / "ucdp.csv", ROWS)
    real = rows_of(ROOT / "tests" / "data" / "ucdp_ged231_sample_500.csv")
    for column in ("id", "relid", "dyad_name", "where_description", "source_office"):
        invented = {row[column] for row in rows_of(tmp_path / "ucdp.csv")} - {""}
        assert invented.isdisjoint(row[column] for row in real), column


def test_sources_of_ucdp_are_lists_of_one_length(tmp_path: Path) -> None:
    synthetic.write_file("ucdp", tmp_path / "ucdp.csv", ROWS)
    counts = set()
    for row in rows_of(tmp_path / "ucdp.csv"):
        if row["number_of_sources"] != "-1":
            names, days = row["source_office"].split(";"), row["source_date"].split(";")
            assert len(names) == len(days) == int(row["number_of_sources"])
            counts.add(len(names))
    assert counts >= {1, 2}


def test_notes_of_acled_are_all_different(tmp_path: Path) -> None:
    synthetic.write_file("acled", tmp_path / "acled.csv", ROWS)
    notes = {row["notes"] for row in rows_of(tmp_path / "acled.csv")}
    assert len(notes) == ROWS
    assert all(200 <= len(note) <= 400 for note in notes)


def test_a_tenth_of_the_table_is_on_one_spot(table: list[dict[str, str]]) -> None:
    spots = Counter((row["latitude"], row["longitude"]) for row in table)
    assert spots.most_common(1)[0][1] == ROWS // CROWD_SHARE


def test_groups_follow_zipf_and_some_rows_lack_figures(table: list[dict[str, str]]) -> None:
    groups = Counter(row["group"] for row in table if row["group"])
    assert groups.most_common(1)[0][0] == "Group 001"
    assert 0 < sum(not row["killed"] for row in table) < ROWS // 4
    years = {str(year) for year in range(FIRST_YEAR, LAST_YEAR + 1)}
    assert {row["date"][:4] for row in table} <= years


@pytest.mark.parametrize(
    ("said", "records"),
    [
        ("a.csv: 5 rows read, 5 imported, 0 rejected\na.duckdb: 5 records\n", "5"),
        ("a.duckdb: 2,000,000 records, with 7 kept of other datasets\n", "2,000,000"),
    ],
)
def test_the_records_of_an_import_are_read_from_what_it_says(said: str, records: str) -> None:
    assert IMPORTED.findall(said)[-1] == records


def test_a_bad_row_is_one_row_more(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(synthetic, "BUILD", tmp_path)
    path = with_bad_row("table", ROWS)
    report = import_file("table", path, tmp_path / "a.duckdb", geocode=False)
    assert (report.read, report.imported) == (ROWS + 1, ROWS)


def test_memory_is_that_of_all_processes_together() -> None:
    kept = "kept = bytearray(30_000_000)"
    child = f"import time; {kept}; time.sleep(0.5)"
    both = f"import subprocess, sys; {kept}; subprocess.run([sys.executable, '-c', {child!r}])"
    done = ran([sys.executable, "-c", f"{both}; print('done')"])
    assert done.output == "done\n"
    assert done.processor > 0
    if Path("/proc/self/status").exists():
        assert 30e6 < done.largest < done.together
        assert done.together > 60e6


def test_a_command_that_fails_ends_the_run_with_what_it_said() -> None:
    with pytest.raises(SystemExit, match="no such"):
        ran([sys.executable, "-c", "raise SystemExit('no such file')"])


def test_figures_are_medians_in_words() -> None:
    assert seconds([1.0, 2.0, 9.0]) == "2.00 s"
    assert in_ms([0.0123]) == "12.3 ms"
    assert (in_size([450e6]), in_size([19_400.0]), in_size([])) == ("450.0 MB", "19 KB", "–")
    assert (ratio([9.0], [3.0]), ratio([1.0], [45.0])) == ("3.0", "0.022")
    assert [percentile(range(1, 101)), percentile([7.0])] == [95, 7.0]


def test_a_line_without_figures_has_no_ratio() -> None:
    assert Line("import", [], [2.0]).cells() == ("–", "2.00 s", "–")
    assert Line("import", [2.0]).cells() == ("2.00 s", "", "")


@pytest.mark.parametrize(
    ("taken", "reached"), [(4.0, "the aim"), (7.0, "not the aim"), (11.0, "**no**")]
)
def test_a_target_is_reached_by_the_ratio(taken: float, reached: str) -> None:
    target = Target(name="import", what="import ÷ scan", worst=10, aim=4)
    row = target.row(Line("whole command", [taken], [1.0]))
    assert row[1:3] == ("10", "4")
    assert row[-1] == reached


def test_a_target_without_a_ratio_is_reached_by_the_figure_itself() -> None:
    target = Target(name="memory", what="memory", worst=600e6, aim=450e6, unit=in_size)
    row = target.row(Line("peak", [601e6], [300e6], unit=in_size))
    assert row == ("memory", "600.0 MB", "450.0 MB", "601.0 MB", "", "", "**no**")


def test_targets_have_names_and_words_of_their_own() -> None:
    assert len({target.name for target in TARGETS}) == len(TARGETS)
    assert len({target.what for target in TARGETS}) == len(TARGETS)


@pytest.fixture
def path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(document, "PATH", tmp_path / "performance.md")
    return document.PATH


def measured(part: str, rows: int | None, target: Target, figure: float) -> Section:
    other = None if target.unit else [1.0]
    line = Line("whole", [figure], other, target=target.name)
    return Section(part=part, rows=rows, comparisons=(Comparison("it", "scan", (line,)),))


def test_a_run_replaces_its_sections_and_targets_and_keeps_the_others(path: Path) -> None:
    first, second, third = TARGETS[:3]
    document.write(measured("import", 2_000_000, first, 123.0), "A machine", 9)
    document.write(measured("importers", None, third, 2.5), "A machine", 9)
    document.write(measured("screens", 0, second, 0.01), "A machine", 9)
    document.write(measured("import", 200_000, first, 3.0), "Another machine", 9)
    text = path.read_text("utf-8")
    titles = [line for line in text.splitlines() if line.startswith("## ")]
    assert titles == [
        "## Targets",
        "## The bundled data: screens",
        "## 200,000 incidents: import",
        "## 2,000,000 incidents: import",
        "## Importers",
    ]
    targets = text.partition("## Targets")[2].partition("\n## ")[0]
    assert f"| {first.what} | 10 | 4 | 3.00 s | 1.00 s | 3.0 | the aim |" in targets
    assert f"| {third.what} | 3.00 s | 2.00 s | 2.50 s |  |  | not the aim |" in targets
    assert f"| {TARGETS[-1].what} | 400.0 MB | 400.0 MB | – | – | – | – |" in targets
    assert text.count("123.0") == 2


def test_a_section_that_no_part_writes_any_more_goes(path: Path) -> None:
    path.write_text(f"{document.HEAD}\n## 10,000 incidents\n\nOld.\n", "utf-8")
    document.write(measured("gazetteer", None, TARGETS[-1], 5.0), "A machine", 9)
    assert "Old." not in path.read_text("utf-8")


def test_the_docs_have_the_words_that_a_measurement_writes() -> None:
    written = ROOT / "docs" / "performance.md"
    assert written.read_text("utf-8").startswith(document.HEAD)
    assert measured_exports.REMARK in measured_exports.PATH.read_text("utf-8")


def test_what_could_not_be_compared_has_neither_a_ratio_nor_a_verdict() -> None:
    target = Target(name="brush", what="brush ÷ slider", worst=1, aim=1)
    assert target.row(Line("moved", [0.02], []))[-2:] == ("–", "–")
    assert target.row(Line("moved", [0.02], [0.04]))[-2:] == ("0.5", "the aim")


def test_the_aim_of_a_measurement_is_that_of_its_target() -> None:
    assert aim_of("sent 2000000") == "10.5 MB"
    assert aim_of("brush p95 200000") == "40.0 ms"
    assert aim_of("turns 10000") == "0"
    assert aim_of("sent 7") == ""


TABLE = """id,latitude,longitude,date
a,35.7,51.4,2001
b,,,2002-03-04
c,-33.9,151.2,2024-12
d,35.7,51.4,1990-01-31
"""
DAYS = [("51.4", "35.7", "2001-01-01"), ("151.2", "-33.9", "2024-12-01")]


@pytest.fixture
def invented(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    (tmp_path / "table.csv").write_text(TABLE, "utf-8")
    monkeypatch.setattr(points, "file_of", lambda source, rows: tmp_path / f"{source}.csv")
    return tmp_path


def test_peers_get_the_rows_with_a_position_and_the_first_day_of_each(invented: Path) -> None:
    points.write_csv(4, invented / "points.csv")
    found = [tuple(row.values()) for row in rows_of(invented / "points.csv")]
    assert found == [*DAYS, ("51.4", "35.7", "1990-01-31")]


def test_peers_get_months_counted_from_the_first_one(
    invented: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(points, "CHUNK", 2)
    points.write_geojson(4, invented / "points.json")
    features = json.loads((invented / "points.json").read_text("utf-8"))["features"]
    assert [each["properties"]["month"] for each in features] == [132, 419, 0]
    assert features[1]["geometry"] == {"type": "Point", "coordinates": [151.2, -33.9]}


def test_a_peer_that_cannot_be_installed_is_told_with_what_pip_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(peers, "BUILD", tmp_path)
    python = tmp_path / "peers" / "dash" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\necho 'no such package' && exit 1\n", "utf-8")
    python.chmod(0o755)
    monkeypatch.setattr(peers, "make_environment", lambda home: None)
    with pytest.raises(
        PeerMissing, match=r"dash-leaflet cannot be installed here.*no such package"
    ):
        peers.PEERS[0].serving(10)


# A page whose map answers 80 ms after the pointer, and its brush and its words with it.
FOLLOWING = """<button id="handle" style="margin-left: 400px">drag</button>
<p id="sentence">0</p><p role="slider" aria-valuetext="0"></p><script>
window.IncidentAtlas = { layer: { answer: {}, source: {} } };
addEventListener("pointermove", ({ clientX }) => {
  document.querySelector("[role=slider]").ariaValueText = clientX;
  setTimeout(() => (IncidentAtlas.layer.answer = {}), 80);
  if (!window.mute) document.getElementById("sentence").textContent = clientX;
});
</script>"""


@pytest.fixture
def following(browser: Browser) -> Iterator[Handle]:
    with opened_tab(browser, f"data:text/html,{quote(FOLLOWING)}") as tab:
        yield Handle("atlas", tab.page.locator("#handle"))


@pytest.mark.browser
def test_a_move_takes_until_the_last_of_what_follows(following: Handle) -> None:
    taken = following.drag(3, 60)
    assert len(taken) == 3
    assert all(0.08 <= seconds < 5 for seconds in taken)


@pytest.mark.browser
def test_a_move_that_not_all_follows_is_no_measurement(following: Handle) -> None:
    following.node.page.evaluate("() => { window.mute = true; window.benchBrush.patience = 300; }")
    with pytest.raises(NothingDrawn, match="did not change all"):
        following.drag(1, 60)


def test_a_collection_is_measured_outside_a_browser(tmp_path: Path) -> None:
    store = opened([incident("a"), incident("b")])
    (tmp_path / "columns").write_bytes(packed(store.site_rows(Query())).content)
    script = ROOT / "benchmarks" / "collection.js"
    command = [str(NODE), "--expose-gc", str(script), str(tmp_path / "columns")]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    found = json.loads(done.stdout)
    assert found["records"] == 2
    assert found["brush moved"]["least"] <= found["brush moved"]["median"]
