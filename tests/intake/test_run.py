"""`geo import`: rows become records of a store, and whatever happens the store is whole."""

import csv
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner, Result

from effort import amount
from geo import importers
from geo.cli import main
from geo.cli.importing import _progress_in_words
from geo.errors import Finding
from geo.gazetteer.geocoder import Location
from geo.importers import ImportedRow
from geo.intake import placement
from geo.intake.listener import ImportListener, Progress
from geo.intake.run import import_file
from geo.model.incident import Incident, Origin, Place, Site
from geo.query.query import Query
from geo.store.file import FreshStore, replacing
from geo.store.store import Store
from given_rows import given_row as row
from given_rows import given_rows
from samples import found_place, incident, located

ALL = Query()
ORIGIN = Origin(dataset="a", licence="CC0-1.0", redistributable=True)


def fault(field: str, rule: str, value: str = "") -> Finding:
    return Finding(record="row", field=field, value=value, rule=rule, remedy="Correct it.")


Source = Callable[[Sequence[ImportedRow]], None]


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> Source:
    """Let every source have these rows."""

    def give(rows: Sequence[ImportedRow]) -> None:
        monkeypatch.setattr(importers, "read", lambda *_, **__: given_rows(rows))

    return give


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "rows.csv"
    path.write_text("a\nb\n")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["import", *map(str, arguments)])


def records(store: Path) -> list[Incident]:
    opened = Store()
    opened.attach(store)
    return opened.incidents(ALL, limit=1_000)[1]


def test_the_report_counts_what_became_of_every_row(source: Source, file: Path) -> None:
    odd = fault("best", "low ≤ best ≤ high does not hold")
    source(
        [
            row(2, located("A", (1.0, 2.0)), warnings=(odd, odd)),
            row(3, findings=(fault("date", "is not a date"), fault("lat", "is no latitude"))),
            row(4, located("B", (1.0, 2.0))),
            row(5, located("B", (1.0, 2.0))),
        ]
    )
    rejected: list[tuple[int | None, str]] = []
    reached: list[Progress] = []
    report = import_file(
        "any",
        file,
        file.with_suffix(".duckdb"),
        listener=ImportListener(
            progress=reached.append,
            reject=lambda r: rejected.append((r.line, r.finding.field)),
        ),
    )
    assert (report.read, report.imported, report.kept) == (4, 1, 0)
    assert report.warnings.counts() == {"best: low ≤ best ≤ high does not hold": 1}
    rejected_by_kind = report.rejected.counts()
    assert rejected_by_kind["date: is not a date"] == 1
    assert sum(rejected_by_kind.values()) == 3
    assert rejected == [(3, "date"), (3, "lat"), (4, "id"), (5, "id")]
    assert [progress.rows for progress in reached] == [4]
    assert [found.id for found in records(file.with_suffix(".duckdb"))] == ["A"]


def test_the_command_says_it_in_words(source: Source, file: Path, tmp_path: Path) -> None:
    store, rejects = tmp_path / "x.duckdb", tmp_path / "rejects.csv"
    odd = fault("best", "is no number", "@x")
    source(
        [
            row(2, located("A", (1.0, 2.0)), warnings=(odd,)),
            row(3, findings=(fault("date", "no", "=1+1"),)),
        ]
    )
    result = run("table", file, "--store", store, "--rejects", rejects)
    assert result.exit_code == 0, result.output
    assert "rows.csv: 2 rows read, 1 imported, 1 rejected" in result.stdout
    assert "1 × date: no (feature 3: =1+1). Correct it." in result.stdout
    assert "1 × best: is no number (feature 2: @x). Correct it." in result.stdout
    assert "x.duckdb: 1 record" in result.stdout
    with rejects.open(newline="", encoding="utf-8") as opened:
        assert list(csv.reader(opened)) == [
            ["line", "outcome", "record", "field", "value", "rule", "remedy"],
            ["2", "kept", "row", "best", "'@x", "is no number", "Correct it."],
            ["3", "rejected", "row", "date", "'=1+1", "no", "Correct it."],
        ]


def test_where_no_row_can_be_taken_the_store_stays(source: Source, file: Path) -> None:
    store = file.with_suffix(".duckdb")
    source([row(2, located("A", (1.0, 2.0)))])
    assert run("table", file, "--store", store).exit_code == 0
    source([row(2, findings=(fault("date", "no"),))])
    file.write_text("a\nc\n")
    result = run("table", file, "--store", store)
    assert result.exit_code == 1
    assert "rows.duckdb is unchanged: no row could be imported" in result.stdout
    assert [found.id for found in records(store)] == ["A"]


@pytest.mark.parametrize("options", [(), ("--version", "v2")])
def test_the_release_can_be_named(tmp_path: Path, options: tuple[str, ...]) -> None:
    table, store = tmp_path / "rows.csv", tmp_path / "x.duckdb"
    table.write_text("id,date,lat,lon,precision\nA,2024,1.5,2.5,city\n")
    result = run("table", table, "--store", store, *options)
    assert result.exit_code == 0, result.output
    (found,) = records(store)
    assert found.origin.version == (options[1] if options else None)


@pytest.mark.parametrize("text", ["x", "=x", "x="])
def test_a_mapping_has_two_sides(file: Path, text: str) -> None:
    result = run("table", file, "--store", "x.duckdb", "--map", text)
    assert result.exit_code == 2
    assert "is not of the form theirs=ours" in result.output


def test_a_missing_file_is_told_in_a_sentence(tmp_path: Path) -> None:
    result = run("ucdp", tmp_path / "none.csv", "--store", tmp_path / "x.duckdb")
    assert result.exit_code == 1
    assert "Error: none.csv " in result.stderr


def test_an_unknown_source_is_refused_in_a_sentence(file: Path, tmp_path: Path) -> None:
    result = run("nobody", file, "--store", tmp_path / "x.duckdb")
    assert result.exit_code == 1
    assert "source='nobody' is not allowed" in result.output
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_is_no_store_is_not_written_over(source: Source, file: Path) -> None:
    source([row(2, located("A", (1.0, 2.0)))])
    result = run("table", file, "--store", file)
    assert result.exit_code == 1
    assert "rows.csv cannot be opened by this version" in result.output
    assert file.read_text() == "a\nb\n"


def ids(store: Path) -> set[str]:
    with duckdb.connect(store, read_only=True) as connection:
        counted = connection.execute("select count(*) from sites").fetchone()
        found = {id_ for (id_,) in connection.execute("select id from incidents").fetchall()}
    assert counted == (len(found),)
    return found


# --- rows without a position -------------------------------------------------------------------


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Know Kerman for sure and Springfield not; return what was asked."""
    texts: list[str] = []

    def geocode(text: str, **_: Any) -> Location | None:
        texts.append(text)
        if text == "nowhere":
            return None
        return found_place(text, confidence=0.9 if text == "Kerman" else 0.1)

    monkeypatch.setattr(placement, "geocode", geocode)
    return texts


def named(id_: str, name: str | None) -> Incident:
    return incident(id_, place=Place(name=name))


def test_rows_without_a_position_are_placed_by_name_and_marked(
    source: Source, file: Path, asked: list[str]
) -> None:
    store = file.with_suffix(".duckdb")
    names = {"K": "Kerman", "L": "Kerman", "S": "Springfield", "N": "nowhere", "O": None}
    rows = [row(n, named(id_, name)) for n, (id_, name) in enumerate(names.items())]
    source([*rows, row(9, located("P", (1.0, 2.0)))])
    prepared: list[int] = []
    listener = ImportListener(prepare=lambda: prepared.append(1))
    report = import_file("any", file, store, listener=listener)
    assert report.placed == {"placed": 2, "unsure": 1, "not found": 1, "nameless": 1}
    assert (asked, prepared) == (["Kerman", "Springfield", "nowhere"], [1])
    found = {each.id: each for each in records(store)}
    site = Site(precision="settlement", method="exact", gazetteer_id="geonames:128234")
    assert (found["K"].positions, found["K"].place.sites) == (((57.08, 30.28),), (site,))
    assert sorted(id_ for id_, each in found.items() if not each.positions) == ["N", "O", "S"]
    assert found["P"].place.sites[0].method is None


def test_no_name_is_looked_up_where_that_is_not_wanted(
    source: Source, file: Path, asked: list[str]
) -> None:
    source([row(2, named("K", "Kerman"))])
    result = run("table", file, "--store", file.with_suffix(".duckdb"), "--no-geocode")
    assert (result.exit_code, asked) == (0, [])
    assert records(file.with_suffix(".duckdb"))[0].positions == ()


# --- an import that is killed ------------------------------------------------------------------

KILLS, ROWS = amount(quick=10, thorough=50), 10
# Forks from one warm process, so that fifty imports do not load the library fifty times.
FORKED = """
import os, sys, time
from datetime import date
from pathlib import Path
from geo import importers
from geo.intake.listener import ImportListener
from geo.intake.run import import_file
from geo.store.tables import tables_from_incidents
sys.path.insert(0, sys.argv[2])
from given_rows import given_row, given_rows
from samples import located

store, size = Path(sys.argv[1]), int(sys.argv[3])
FILE = Path(sys.argv[2]) / "given_rows.py"  # any: its rows are given
tables_from_incidents([located("A", (1.0, 2.0))], as_of=date.today())  # warm
for line in sys.stdin:
    letter, delay = line.split()
    child = os.fork()
    if not child:
        places = [located(f"{letter}{n}", (1.0, 2.0)) for n in range(size)]
        rows = [given_row(n, each) for n, each in enumerate(places)]
        importers.read = lambda *_, **__: given_rows(rows)
        listener = ImportListener(confirm=lambda _: "replace")
        import_file("any", FILE, store, again=True, geocode=False, listener=listener)
        os._exit(0)
    if float(delay):
        time.sleep(float(delay))
        os.kill(child, 9)
    print(os.waitpid(child, 0)[1], flush=True)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_kill_at_any_moment_leaves_the_old_or_the_new_store_whole(tmp_path: Path) -> None:
    store = tmp_path / "x.duckdb"
    command = [sys.executable, "-c", FORKED, str(store), str(Path(__file__).parents[1]), str(ROWS)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout

        def imported(letter: str, delay: float) -> int:
            assert process.stdin
            assert process.stdout
            process.stdin.write(f"{letter} {delay}\n")
            process.stdin.flush()
            return int(process.stdout.readline())

        assert imported("A", 0) == 0
        begin = time.monotonic()
        assert imported("B", 0) == 0
        whole = time.monotonic() - begin
        ended, last = [], "B"
        for turn in range(KILLS):
            letter = "CD"[turn % 2]
            ended.append(imported(letter, random.uniform(0.001, whole)))
            found = ids(store)
            assert found in ({f"{mark}{n}" for n in range(ROWS)} for mark in (last, letter))
            last = next(iter(found))[0]
        assert ended.count(9) > KILLS // 5  # most were in the middle of it
        assert imported("E", 0) == 0
    assert {path.name for path in tmp_path.iterdir()} == {store.name, f".{store.name}.lock"}


def test_a_place_in_a_country_of_the_past_is_not_looked_for_in_all_the_world(
    tmp_path: Path,
) -> None:
    table, store = tmp_path / "own.csv", tmp_path / "own.duckdb"
    table.write_text(
        "id,date,place,country\nA,1985,Springfield,Yugoslavia\nB,1985,Prague,Czechia\n"
    )
    report = import_file("table", table, store)
    assert dict(report.placed) == {"unsure": 1, "placed": 1}
    opened = Store()
    opened.attach(store)
    assert opened.incident("own-A").positions == ()
    assert opened.incident("own-A").place.name == "Springfield, Yugoslavia"


def test_what_tags_of_hxl_say_of_the_columns_is_kept(tmp_path: Path) -> None:
    table, store = tmp_path / "own.csv", tmp_path / "own.duckdb"
    table.write_text("Moment,Spot,Toll\n#date+occurred,#loc+name,#affected+killed\n2024,Gao,4\n")
    import_file("table", table, store, geocode=False)
    (found,) = records(store)
    assert found.casualties
    assert found.casualties.killed
    assert (found.place.name, found.casualties.killed.best) == ("Gao", 4)
    assert found.origin.raw == {"Moment": "2024", "Spot": "Gao", "Toll": "4"}


@pytest.mark.parametrize("name", ["rows.csv", "store.duckdb"])
def test_rejected_rows_are_written_neither_over_the_input_nor_over_the_store(
    tmp_path: Path, name: str
) -> None:
    file, store = tmp_path / "rows.csv", tmp_path / "store.duckdb"
    file.write_text("id,title,date,lat,lon\n1,One,2024-03-22,1.5,2.5\n")
    assert run("table", file, "--store", store).exit_code == 0
    before = file.read_bytes(), store.read_bytes()
    result = run("table", file, "--store", store, "--rejects", tmp_path / name)
    assert (result.exit_code, "name another --rejects file" in result.output) == (1, True)
    assert (file.read_bytes(), store.read_bytes()) == before


# --- an import that is stopped -----------------------------------------------------------------


def test_control_c_says_that_the_store_is_as_it_was(
    source: Source, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = file.with_suffix(".duckdb")

    def stopped(*_: Any) -> None:
        raise KeyboardInterrupt

    rows = [row(2, located("A", (1.0, 2.0)))]
    for became in ("is not written", "is unchanged"):
        source(rows)
        with monkeypatch.context() as patch:
            patch.setattr(FreshStore, "add_rows", stopped)
            result = run("table", file, "--store", store, "--replace")
        assert result.exit_code == 1
        assert f"Error: the import was stopped: rows.duckdb {became}\n" in result.stderr
        assert "Aborted" not in result.output
        source(rows)
        assert run("table", file, "--store", store, "--replace").exit_code == 0


def test_control_c_after_the_store_is_in_place_says_so(
    source: Source, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*args: Any, **options: Any) -> None:
        import_file(*args, **options)
        raise KeyboardInterrupt

    source([row(2, located("A", (1.0, 2.0)))])
    monkeypatch.setattr("geo.intake.run.import_file", stopped)
    result = run("table", file, "--store", file.with_suffix(".duckdb"))
    assert "the import was stopped: rows.duckdb was complete already" in result.stderr


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let Control-C end what runs, also where the tests were started in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_control_c_while_the_database_works_is_no_other_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def finish(fresh: FreshStore) -> None:
        threading.Timer(0.2, signal.raise_signal, [signal.SIGINT]).start()
        while True:  # one long statement may be over before it looks at signals
            fresh._connection.execute("select sum(range) from range(10000000)")

    monkeypatch.setattr(FreshStore, "finish", finish)
    path = tmp_path / "x.duckdb"
    with pytest.raises(KeyboardInterrupt), replacing(path, date(2026, 1, 1)) as fresh:
        fresh.add([located("A", (1.0, 2.0))])
    assert not path.exists()


def test_the_bar_shows_the_rows_that_are_looked_at_and_then_those_that_are_made() -> None:
    assert _progress_in_words(None) is None
    assert _progress_in_words(Progress(0, 0.05, looked_at=1_200)) == "1,200 rows looked at"
    assert _progress_in_words(Progress(300, 0.2)) == "300 rows"


def test_a_table_of_thousands_of_columns_becomes_a_store(tmp_path: Path) -> None:
    names = [f"c{number}" for number in range(4_000)]
    rows = [[*names, "date"], [*names, "2024-03-05"], [*names, "2024-03-06"]]
    (tmp_path / "own.csv").write_text("\n".join(map(",".join, rows)), "utf-8")
    report = import_file("table", tmp_path / "own.csv", tmp_path / "own.duckdb", geocode=False)
    assert report.imported == 2
    store = Store()
    store.attach(tmp_path / "own.duckdb")
    newest, _ = store.iter_incidents(Query())
    assert newest.origin.raw
    assert newest.origin.raw["c3999"] == "c3999"
