"""A disk that is full at a random byte: a sentence, the old content, and nothing left behind."""

__all__ = ["fill_export", "fill_import", "fill_upload"]

import random
from collections.abc import Callable
from pathlib import Path

import geo
from full_disk import full_disk
from geo.atlas.current import CurrentAtlas
from geo.atlas.options import ServeOptions
from geo.errors import GeoError
from geo.exports import FORMATS
from geo.intake.command import Reading
from geo.intake.run import import_file
from geo.query.query import Query
from loops.outcome import Outcome

ROWS = 300
HEAD = "id,date,title,latitude,longitude,killed,notes\n"
BEYOND = 1.2  # times the size of the file: some disks have room enough


def fill_import(folder: Path, turns: int, seed: int = 0) -> Outcome:
    """Fill the disk while a table is imported into a store."""
    table, store = _table(folder / "own.csv", "A"), folder / "all.duckdb"
    import_file("table", _table(folder / "old.csv", "B"), store, dataset="kept")
    old, whole = store.read_bytes(), folder / "whole.duckdb"
    whole.write_bytes(old)
    import_file("table", table, whole)
    size, new = whole.stat().st_size, _ids(whole)

    def turn() -> None:
        import_file("table", table, store)

    def is_whole() -> bool:
        is_one = store.read_bytes() == old or _ids(store) == new
        store.write_bytes(old)
        return is_one

    return _filled(folder, turns, seed, size, lambda _: turn, is_whole)


def fill_export(folder: Path, turns: int, seed: int = 0) -> Outcome:
    """Fill the disk while a file of each format in turn is written over an old one."""
    store = geo.Store()
    store.add(geo.load(geo.default_path()))
    selection = geo.select(store)
    formats = [name for name in FORMATS if name != "ipynb"]
    new = dict[str, bytes]()
    for name in formats:
        geo.export_file(selection, folder / f"all.{name}")
        new[name] = (folder / f"all.{name}").read_bytes()
        (folder / f"all.{name}").write_bytes(b"old")
    size = max(map(len, new.values()))

    def turn_of(number: int) -> Callable[[], object]:
        path = folder / f"all.{formats[number % len(formats)]}"
        return lambda: geo.export_file(selection, path)

    def is_whole() -> bool:
        found = {name: folder / f"all.{name}" for name in formats}
        good = all(path.read_bytes() in (b"old", new[name]) for name, path in found.items())
        for path in found.values():
            path.write_bytes(b"old")
        return good

    return _filled(folder, turns, seed, size // 8, turn_of, is_whole)


def fill_upload(folder: Path, turns: int, seed: int = 0) -> Outcome:
    """Fill the disk while a reader adds a file to those that are shown."""
    current = CurrentAtlas(ServeOptions())
    uploads = current.new_uploads()
    uploads.add(uploads.save("old.csv", (HEAD + _rows("B")).encode()), Reading(source="table"))
    shown = uploads.atlas().summary.matched
    data = (HEAD + _rows("A")).encode()

    def turn() -> None:
        uploads.add(uploads.save("own.csv", data), Reading(source="table", dataset="own"))
        uploads.close()

    def is_whole() -> bool:
        nonlocal uploads
        if uploads.is_open:
            return uploads.atlas().summary.matched == shown
        uploads = current.new_uploads()
        uploads.add(uploads.save("old.csv", (HEAD + _rows("B")).encode()), Reading(source="table"))
        return True

    try:
        return _filled(folder, turns, seed, 4_000_000, lambda _: turn, is_whole)
    finally:
        current.close()


def _filled(
    folder: Path,
    turns: int,
    seed: int,
    size: int,
    turn_of: Callable[[int], Callable[[], object]],
    is_whole: Callable[[], bool],
) -> Outcome:
    """Do something so often on a disk that has room for less than `size` bytes or a little more."""
    chance, outcome, clean = random.Random(seed), Outcome(), _listed(folder)
    for number in range(turns):
        turn, end = turn_of(number), "it had room enough"
        try:
            with full_disk(int(chance.random() ** 4 * size * BEYOND)):
                turn()
        except GeoError:
            end = "a sentence, and the old content"
        except Exception as error:
            end = ""
            outcome.blame(f"turn {number}: {type(error).__name__}: {error}")
        left = _listed(folder) ^ clean
        if end and is_whole() and not left:
            outcome.note(end)
        elif end:
            outcome.blame(f"turn {number}: half of it, or left behind: {', '.join(sorted(left))}")
    return outcome


def _rows(letter: str) -> str:
    return "".join(
        f"{letter}{n},2024-0{1 + n % 9}-11,Event {n},{n % 60}.5,{n % 150}.5,{n % 9},{n * 7919}\n"
        for n in range(ROWS)
    )


def _table(path: Path, letter: str) -> Path:
    path.write_text(HEAD + _rows(letter), "utf-8")
    return path


def _ids(path: Path) -> set[str]:
    store = geo.Store()
    store.attach(path)
    return {each.id for each in store.iter_incidents(Query())}


def _listed(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")} | {".all.duckdb.lock"}
