"""`geo build`, as it is typed."""

from pathlib import Path

import pytest

from command_line import run
from geo.mercator import WORLD
from geo.query.query import Query
from geo.store.store import Store
from samples import HOSTILE
from table_files import written_csv


def opened(path: Path) -> Store:
    store = Store()
    store.attach(path)
    return store


def row(id_: str, **more: str) -> dict[str, str]:
    position = {"latitude": "30.28", "longitude": "57.08"}
    return {"id": id_, "date": "2024-01-03", "place": "Kerman", **position} | more


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return written_csv(tmp_path / "watch.csv", *(row(str(n), killed=str(n)) for n in range(9)))


def test_it_shows_the_same_map_as_an_import(tmp_path: Path, table: Path) -> None:
    built = run("build", "table", table, "--out", tmp_path / "watch")
    imported = run("import", "table", table, "--store", tmp_path / "watch.duckdb")
    assert (built.exit_code, imported.exit_code) == (0, 0)
    assert built.stdout.replace("watch: 9", "watch.duckdb: 9") == imported.stdout
    one, other = opened(tmp_path / "watch"), opened(tmp_path / "watch.duckdb")
    assert one.marks(Query(), WORLD, 3) == other.marks(Query(), WORLD, 3)
    assert one.summary(Query()) == other.summary(Query())


def test_rejected_rows_of_all_files_are_one_table(tmp_path: Path, table: Path) -> None:
    other = written_csv(tmp_path / "=other.csv", row("x", date="someday"), row("y"))
    rejects = tmp_path / "rejects.csv"
    done = run("build", "table", table, other, "--out", tmp_path / "out", "--rejects", rejects)
    assert done.exit_code == 0
    assert "2 files: 11 rows read, 10 imported, 1 rejected" in done.stdout
    assert "out: 10 records" in done.stdout
    head, *lines = rejects.read_text().splitlines()
    assert head == "file,line,outcome,record,field,value,rule,remedy"
    assert (
        [line for line in lines if ",rejected," in line]
        == [line for line in lines if line.startswith("'=other.csv,2,")]
        != []
    )


@pytest.mark.parametrize("name", ["manifest.json", "rejects.csv", "build-1/incidents/part.csv"])
def test_no_table_of_rejects_is_written_into_the_directory(
    tmp_path: Path, table: Path, name: str
) -> None:
    out = tmp_path / "out"
    assert run("build", "table", table, "--out", out).exit_code == 0
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    done = run("build", "table", table, "--out", out, "--replace", "--rejects", out / name)
    assert done.exit_code == 1
    assert "is in the store directory: name another --rejects file" in done.stderr
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("command", [("build", "--out"), ("import", "--store")])
def test_rejects_of_a_file_that_is_not_read_again_stay(
    tmp_path: Path, command: tuple[str, str]
) -> None:
    name, option = command
    table, rejects = tmp_path / "own.csv", tmp_path / "rejects.csv"
    written_csv(table, row("x", date="someday"), row("y"))
    words = (name, "table", table, option, tmp_path / "made", "--rejects", rejects)
    assert run(*words).exit_code == 0
    before = rejects.read_text()
    done = run(*words)
    assert done.exit_code == 0
    assert "made is unchanged: it has this file already" in done.stdout
    assert "x" in before
    assert rejects.read_text() == before


def test_a_file_of_that_name_stays(tmp_path: Path, table: Path) -> None:
    done = run("build", "table", table, "--out", table)
    assert done.exit_code == 1
    assert "is a file, and a store directory is a folder" in done.stderr
    assert table.read_text().startswith("id,")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_title_comes_back_as_it_was(tmp_path: Path, text: str) -> None:
    path = written_csv(tmp_path / "watch.csv", row("1", title=text))
    if run("build", "table", path, "--out", tmp_path / "out").exit_code:
        pytest.skip("no title of this model")
    imported = tmp_path / "out.duckdb"
    run("import", "table", path, "--store", imported)
    (one,), (other,) = (
        list(opened(each).iter_incidents(Query())) for each in (tmp_path / "out", imported)
    )
    assert one.title == other.title
