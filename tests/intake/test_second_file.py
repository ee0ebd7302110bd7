"""A second file of a dataset: what it changes is said before, and somebody decides."""

import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from command_line import run
from geo.errors import BadValue
from geo.intake.listener import ImportListener
from geo.intake.report import Report
from geo.intake.run import import_file
from geo.store.changes import Changes, Choice
from table_files import written_csv

JAN = {"1": "Kerman", "2": "Aleppo"}
FEB = {"2": "Mosul", "3": "Basra", "4": "Kirkuk"}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "watch.duckdb"


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes places by their ids as a table."""

    def write(name: str, places: dict[str, str], **more: str) -> Path:
        rows = [{"id": id_, "date": "2024", "place": place} for id_, place in places.items()]
        return written_csv(tmp_path / name, *(row | more for row in rows))

    return write


def added(
    path: Path, store: Path, choice: Choice | None = None, dataset: str | None = "watch"
) -> tuple[Report, list[Changes]]:
    """Import a table; return the report, and what was asked."""
    asked: list[Changes] = []

    def confirm(changes: Changes) -> Choice | None:
        asked.append(changes)
        return choice

    listener = ImportListener(confirm=confirm)
    report = import_file("table", path, store, dataset=dataset, geocode=False, listener=listener)
    return report, asked


def places(store: Path) -> dict[str, str]:
    with duckdb.connect(store, read_only=True) as connection:
        rows = connection.execute("select id, place_name from incidents").fetchall()
        counted = connection.execute("select count(*) from rows_0").fetchone()
    assert counted
    return {id_.removeprefix("watch-"): name for id_, name in rows}


def test_the_first_file_of_a_dataset_asks_nothing(store: Path, table: Callable[..., Path]) -> None:
    assert added(table("own.csv", FEB), store, dataset=None)[1] == []
    assert added(table("jan.csv", JAN), store)[1] == []
    assert places(store) == {**JAN, **{f"own-{id_}": place for id_, place in FEB.items()}}


CHANGES = Changes(datasets=("watch",), replaced=1, added=2, rest=1)
CHOICES: dict[Choice, dict[str, str]] = {"replace": FEB, "add": JAN | FEB}


@pytest.mark.parametrize("choice", CHOICES)
def test_a_second_file_replaces_or_adds_as_is_decided(
    store: Path, table: Callable[..., Path], choice: Choice
) -> None:
    added(table("other.csv", {"9": "Homs"}), store, dataset="other")
    added(table("jan.csv", JAN), store)
    report, asked = added(table("feb.csv", FEB), store, choice)
    assert (asked, report.changes, report.choice, report.end) == (
        *([CHANGES], CHANGES),
        *(choice, "written"),
    )
    assert (report.imported, report.kept) == (3, 1)
    assert places(store) == CHOICES[choice] | {"other-9": "Homs"}


def test_nothing_is_written_where_nobody_decides(store: Path, table: Callable[..., Path]) -> None:
    added(table("jan.csv", JAN), store)
    before = store.read_bytes()
    report, asked = added(table("feb.csv", FEB), store)
    assert (report.end, len(asked)) == ("stopped", 1)
    with pytest.raises(BadValue, match=r"has 2 records of watch already.*adds 2.*give a function"):
        import_file("table", table("feb.csv", FEB), store, dataset="watch", geocode=False)
    assert store.read_bytes() == before


def test_a_row_that_is_refused_replaces_nothing(store: Path, table: Callable[..., Path]) -> None:
    added(table("jan.csv", JAN), store)
    path = table("feb.csv", FEB)
    path.write_text(path.read_text().replace("2,2024,Mosul", "2,never,Mosul"))
    report, asked = added(path, store, "add")
    assert (report.imported, asked[0].replaced, asked[0].rest) == (2, 0, 2)
    assert places(store) == FEB | JAN


def test_the_same_file_changes_nothing(store: Path, table: Callable[..., Path]) -> None:
    path = table("jan.csv", JAN)
    added(path, store)
    added(table("more.csv", FEB), store, dataset=None)
    before = store.read_bytes()
    report, asked = added(path, store)
    assert (report.end, report.imported, asked) == ("same file", 0, [])
    assert store.read_bytes() == before


def another_column(path: Path, store: Path) -> Report:
    listener = ImportListener(confirm=lambda _: "replace")
    mapping = {"place": "admin1"}
    return import_file("table", path, store, dataset="watch", mapping=mapping, listener=listener)


def without_places(path: Path, store: Path) -> Report:
    listener = ImportListener(confirm=lambda _: "replace")
    return import_file("table", path, store, dataset="watch", version="2", listener=listener)


def other_content(path: Path, store: Path) -> Report:
    path.write_text(path.read_text().replace("Aleppo", "Homs"))
    return added(path, store, "replace")[0]


def replaced_since(path: Path, store: Path) -> Report:
    """Replace one of its records by that of another file, so that it has not all of them."""
    more = written_csv(path.with_name("feb.csv"), {"id": "2", "date": "2024", "place": "Mosul"})
    assert added(more, store, "add")[0].end == "written"
    return added(path, store, "replace")[0]


@pytest.mark.parametrize("change", [another_column, without_places, other_content, replaced_since])
def test_a_file_is_not_the_same_where_its_records_would_be_others(
    store: Path, table: Callable[..., Path], change: Callable[[Path, Path], Report]
) -> None:
    path = table("jan.csv", JAN)
    added(path, store)
    report = change(path, store)
    assert (report.end, report.imported) == ("written", 2)


def test_the_command_says_what_changes_and_names_the_options(
    store: Path, table: Callable[..., Path]
) -> None:
    jan, feb = table("jan.csv", JAN), table("feb.csv", FEB)
    base = ("--store", store, "--dataset", "watch", "--no-geocode")
    assert run("import", "table", jan, *base).exit_code == 0
    before = store.read_bytes()
    stopped = run("import", "table", feb, *base)
    said = "watch.duckdb has 2 records of watch already. The file replaces 1 of them, adds 2, and"
    assert (stopped.exit_code, store.read_bytes() == before) == (1, True)
    assert said in stopped.stderr
    assert "is unchanged: --replace removes" in stopped.stdout
    assert "--add keeps" in stopped.stdout
    done = run("import", "table", feb, *base, "--add")
    assert done.exit_code == 0
    assert said in done.stderr
    assert "watch.duckdb: 3 records, with 1 kept of watch\n" in done.stdout
    again = run("import", "table", feb, *base)
    assert (again.exit_code, again.stdout) == (
        0,
        "watch.duckdb is unchanged: it has this file already, read in the same way. "
        "--replace reads it again\n",
    )
    assert run("import", "table", feb, *base, "--replace").exit_code == 0
    assert places(store) == FEB


def test_the_options_exclude_each_other(store: Path, table: Callable[..., Path]) -> None:
    result = run("import", "table", table("a.csv", JAN), "--store", store, "--add", "--replace")
    assert (result.exit_code, "exclude each other" in result.output) == (2, True)


@pytest.mark.parametrize(
    ("answer", "code", "found"), [("add", 0, JAN | FEB), ("replace", 0, FEB), ("stop", 1, JAN)]
)
def test_a_terminal_asks(
    store: Path,
    table: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    code: int,
    found: dict[str, str],
) -> None:
    monkeypatch.setattr(sys.modules["geo.cli.importing"], "_is_terminal", lambda: True)
    base = ("--store", store, "--dataset", "watch", "--no-geocode")
    assert run("import", "table", table("jan.csv", JAN), *base).exit_code == 0
    result = run("import", "table", table("feb.csv", FEB), *base, input=f"{answer}\n")
    assert result.exit_code == code
    assert "replace all (removes 1), add (keeps 1), or stop?" in result.stderr
    assert places(store) == found
