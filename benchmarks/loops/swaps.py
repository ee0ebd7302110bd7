"""A file that is replaced, cut, overwritten, emptied or deleted under two readers of the API."""

__all__ = ["swap_repeatedly"]

import json
import os
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Event
from time import monotonic, sleep

from starlette.testclient import TestClient

from geo.atlas import current as current_module
from geo.store.file import replacing
from loops.outcome import Outcome
from samples import incident
from serving import atlas_of, client_of, write

READERS = 2
PATIENCE = 20.0  # seconds until what was put back must be read
PATHS = ("/api/incidents?limit=50", "/api/rows", "/api/cells?zoom=3&bbox=-180,-80,180,80", "/ready")
OLD, NEW = ("A1", "A2", "A3"), ("B1", "B2")


def swap_repeatedly(ending: str, folder: Path, turns: int, seed: int = 0) -> Outcome:
    """Do something to a file of an ending (.duckdb or .geojson) while two readers ask."""
    chance, outcome = random.Random(seed), Outcome()
    path, contents = folder / f"open{ending}", list[bytes]()
    for ids in (OLD, NEW):
        _write(path, ids)
        contents.append(path.read_bytes())
    before, current_module.CHECK_SECONDS = current_module.CHECK_SECONDS, 0.0
    over = Event()
    try:
        client = client_of(atlas_of(path))
        with ThreadPoolExecutor(READERS) as pool:
            readers = [pool.submit(_read, client, over, outcome) for _ in range(READERS)]
            for turn in range(turns):
                name = chance.choice(list(_FAULTS))
                _FAULTS[name](path, chance)
                _heal(path, contents[turn % 2])
                _check(client, (OLD, NEW)[turn % 2], name, outcome)
            over.set()
            asked = sum(reader.result() for reader in readers)
    finally:
        over.set()
        current_module.CHECK_SECONDS = before
    outcome.ends["requests of the two readers meanwhile"] = asked
    return outcome


def _write(path: Path, ids: tuple[str, ...]) -> None:
    if path.suffix == ".duckdb":
        with replacing(path, date(2026, 1, 1)) as fresh:
            fresh.add([incident(id_) for id_ in ids])
    else:
        write(path, *map(incident, ids))


def _heal(path: Path, content: bytes) -> None:
    """Put a whole file in its place, as an import does."""
    if path.is_dir():
        path.rmdir()
    fresh = path.with_suffix(".fresh")
    fresh.write_bytes(content)
    fresh.replace(path)


def _check(client: TestClient, ids: tuple[str, ...], fault: str, outcome: Outcome) -> None:
    """Look whether the new content is there without a restart."""
    deadline = monotonic() + PATIENCE
    while monotonic() < deadline:
        ready, found = client.get("/ready"), client.get(PATHS[0])
        if ready.status_code == 200 and _ids(found.json()) == set(ids):
            outcome.note(f"{fault}, then read again")
            return
        sleep(0.01)
    outcome.blame(f"{fault}: not read again, {ready.text[:300]} {found.text[:100]}")


def _read(client: TestClient, over: Event, outcome: Outcome) -> int:
    """Ask until it is over: each answer is old or new data, or a sentence."""
    asked = 0
    while not over.is_set():
        for path in PATHS:
            answer = client.get(path)
            asked += 1
            if fault := _fault(path, answer.status_code, answer.text):
                outcome.wrong.append(f"{path}: {fault}")
    return asked


def _fault(path: str, status: int, text: str) -> str | None:
    """Return what is wrong with an answer."""
    body = json.loads(text)
    if status == 503:
        return None if "files" in body or body["error"]["code"] == "unreadable" else text[:200]
    if status != 200:
        return f"{status} {text[:200]}"
    if path == PATHS[0] and _ids(body) not in (set(OLD), set(NEW)):
        return f"a mixture: {_ids(body)}"
    return None


def _ids(body: dict[str, list[dict[str, str]]]) -> set[str]:
    return {feature["id"] for feature in body.get("features", [])}


# What happens to the file.


def _overwrite(path: Path, chance: random.Random) -> None:
    size = path.stat().st_size
    first = chance.randrange(size)
    with path.open("r+b") as file:
        file.seek(first)
        file.write(chance.randbytes(chance.randrange(1, size - first + 1)))


def _cut(path: Path, chance: random.Random) -> None:
    os.truncate(path, chance.randrange(path.stat().st_size))


def _garbage(path: Path, chance: random.Random) -> None:
    path.write_bytes(chance.randbytes(5_000))


def _delete(path: Path, _: random.Random) -> None:
    path.unlink()


def _folder(path: Path, _: random.Random) -> None:
    path.unlink()
    path.mkdir()


def _pipe(path: Path, _: random.Random) -> None:
    path.unlink()
    os.mkfifo(path)


_FAULTS: dict[str, Callable[[Path, random.Random], None]] = {
    "overwritten in part": _overwrite,
    "cut": _cut,
    "filled with noise": _garbage,
    "deleted": _delete,
    "made a folder": _folder,
    "made a pipe": _pipe,
    "replaced": lambda *_: None,
}
