"""A store that is overwritten, cut or deleted while it is open: never wrong, never mute."""

import os
from datetime import date
from pathlib import Path

import duckdb
import pytest

from damage import DAMAGES, Damage
from full_disk import full_disk
from geo.errors import UnreadableData, Unwritable
from geo.query.query import Query
from geo.store.file import replacing
from geo.store.store import Store
from samples import incident

DAY = date(2026, 1, 1)
ALL = Query()


def write(path: Path, *ids: str) -> Path:
    with replacing(path, DAY) as fresh:
        fresh.add([incident(id_) for id_ in ids])
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write(tmp_path / "open.duckdb", "A", "B")


@pytest.fixture
def store(path: Path) -> Store:
    store = Store()
    store.attach(path)
    return store


def another(path: Path) -> None:
    """Copy another whole store over it, as cp does: no checksum could tell."""
    other = write(path.with_name("other.duckdb"), "C")
    path.write_bytes(other.read_bytes())


@pytest.mark.parametrize("damage", [*DAMAGES, another])
def test_a_file_that_changes_in_its_place_is_not_read_any_more(
    path: Path, store: Store, damage: Damage
) -> None:
    assert store.fault is None
    whole = path.read_bytes()
    damage(path)
    for ask in (
        lambda: store.rows(ALL),
        lambda: store.incident("A"),
        lambda: store.site_rows(ALL),
        lambda: store.timeline(ALL),
        lambda: list(store.iter_incidents(ALL)),
    ):
        with pytest.raises(
            UnreadableData, match=r"open\.duckdb was changed in its place while it was open: import"
        ):
            ask()
    assert str(store.fault).startswith("open.duckdb was changed")
    path.write_bytes(whole)
    fresh = Store()
    fresh.attach(path)
    assert {row.id for row in fresh.rows(ALL)[1]} == {"A", "B"}
    assert fresh.fault is None


def test_a_file_that_is_deleted_or_replaced_is_read_on(path: Path, store: Store) -> None:
    write(path, "C")
    path.unlink()
    assert {row.id for row in store.rows(ALL)[1]} == {"A", "B"}
    assert store.fault is None


def attach_and_ask(store: Store, path: Path) -> None:
    store.attach(path)
    store.rows(ALL)


@pytest.mark.parametrize("share", [0.2, 0.4, 0.6, 0.8, 1.0])
def test_a_damaged_file_is_refused_when_it_is_opened_or_asked(path: Path, share: float) -> None:
    """Whatever part is damaged, the answer is a sentence, and the store goes on with the rest."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(3 * 4096)  # after the heads
        file.write(os.urandom(int(share * (size - 3 * 4096))))
    store = Store()
    store.add([incident("Z")])
    with pytest.raises(UnreadableData, match=r"^open\.duckdb (cannot be|is damaged)"):
        attach_and_ask(store, path)
    if not store.files:
        assert [row.id for row in store.rows(ALL)[1]] == ["Z"]
        assert store.fault is None


def test_an_error_of_a_statement_is_not_taken_for_damage(store: Store) -> None:
    with pytest.raises(duckdb.BinderException):
        store._rows("select nothing from incidents", {})
    assert store.fault is None


def test_a_disk_that_takes_no_more_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEO_LIMIT_MEGABYTES", "20")
    store = Store()
    sql = "select count(*) from (select distinct hash(i), i from range(4000000) as t(i))"
    with full_disk(1 << 16), pytest.raises(Unwritable, match="the disk takes no more of it"):
        store._rows(sql, {})
    assert store.fault is None
    assert Store().summary(ALL).matched == 0
