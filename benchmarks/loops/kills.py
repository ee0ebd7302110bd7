"""kill -9 at random moments of a command: then old or new state, and nothing left.

Each turn begins with what the turn before left, as the next start of the program does. After the
last one the command runs to its end, and nothing may be left but what a run that was never killed
leaves.
"""

__all__ = ["KILLS", "Kill", "kill_repeatedly"]

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from loops.outcome import Outcome

SECONDS = 300  # that a run may take
GEO = "from geo.cli import main; main(prog_name='geo')"
FORMATS = ("csv", "xlsx", "geojson", "html", "md", "docx", "svg", "png", "pdf", "parquet", "gpkg")
ADDING = """
import sys
from pathlib import Path
from geo.atlas.current import CurrentAtlas
from geo.atlas.options import ServeOptions
from geo.intake.command import Reading
current = CurrentAtlas(ServeOptions())
uploads = current.new_uploads()
path = uploads.save("own.csv", Path(sys.argv[1]).read_bytes())
assert uploads.add(path, Reading(source="table", dataset="own")).is_shown
current.close()
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """What is killed: a program in a folder, and the file that it writes there.

    `arguments` and `targets` are those of a turn; `state` tells what a target holds.
    """

    arguments: Callable[[int], tuple[str, ...]]
    targets: Callable[[int], tuple[str, ...]] = lambda _: ()
    program: str = GEO
    prepare: Callable[[Path], None] = lambda _: None
    state: Callable[[Path], str] = field(default=lambda path: _digest(path))
    environment: tuple[tuple[str, str], ...] = ()
    variants: int = 1  # of the arguments


def kill_repeatedly(kill: Kill, folder: Path, turns: int, seed: int = 0) -> Outcome:
    """Kill a command so often, and let it run to its end at last; `folder` is empty at first."""
    chance, outcome = random.Random(seed), Outcome()
    for name in ("home", "tmp"):
        (folder / name).mkdir()
    kill.prepare(folder)
    known = [_Known(kill, folder, variant) for variant in range(min(kill.variants, turns))]
    clean = _listed(folder)
    for turn in range(turns):
        _kill_once(known[turn % len(known)], chance, outcome)
    for each in known:
        each.put_back()
        each.run()
        if each.found() != each.new:
            outcome.wrong.append(f"the next run of {each.arguments} has another result")
    if left := sorted(_listed(folder) - clean):
        outcome.wrong.append(f"left after the next run: {', '.join(left)}")
    return outcome


class _Known:
    """A command whose files are known before and after a run that nobody kills."""

    def __init__(self, kill: Kill, folder: Path, variant: int) -> None:
        self._kill, self._folder = kill, folder
        self.arguments = kill.arguments(variant)
        self._targets = kill.targets(variant)
        self._contents = {name: self._content(name) for name in self._targets}
        self.old = self.found()
        self.seconds = self.run()
        self.new = self.found()

    def found(self) -> list[str]:
        """Return the states of the files as they are."""
        paths = [self._folder / name for name in self._targets]
        return [self._kill.state(path) if path.exists() else "missing" for path in paths]

    def put_back(self) -> None:
        """Let the files be as before the first run, as new files."""
        for name, content in self._contents.items():
            (self._folder / name).unlink(missing_ok=True)
            if content is not None:
                (self._folder / name).write_bytes(content)

    def run(self, killed_after: float | None = None) -> float:
        """Run the command."""
        return _run(self._kill, self._folder, self.arguments, killed_after)

    def _content(self, name: str) -> bytes | None:
        path = self._folder / name
        return path.read_bytes() if path.exists() else None


def _kill_once(known: _Known, chance: random.Random, outcome: Outcome) -> None:
    known.put_back()
    known.run(killed_after=chance.uniform(0, known.seconds))
    found = known.found()
    states = list(zip(found, known.old, known.new, strict=True))
    if any(state not in (old, new) for state, old, new in states):
        outcome.blame(f"neither old nor new: {known.arguments}")
    elif states:
        outcome.note("the old files" if found == known.old else "the new files")
    else:
        outcome.note("killed")


def _run(
    kill: Kill, folder: Path, arguments: tuple[str, ...], killed_after: float | None = None
) -> float:
    """Run a command to its end, or kill it after so many seconds; return how long it took."""
    home = {"HOME": str(folder / "home"), "TMPDIR": str(folder / "tmp")}
    cache = os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache"))
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-c", kill.program, *arguments],
        cwd=folder,
        env=os.environ | home | {"XDG_CACHE_HOME": cache} | dict(kill.environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    with process:
        try:
            _, said = process.communicate(timeout=killed_after or SECONDS)
            if process.returncode:
                raise RuntimeError(f"{arguments} failed: {said.decode()[-2000:]}")
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            if killed_after is None:
                raise
    return time.monotonic() - begun


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _listed(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


# What is killed.

ROWS = 6_000


def _write_table(folder: Path) -> None:
    """Write a table that takes an import a while, another small one, and a store of the latter."""
    head = "id,date,title,latitude,longitude,killed,notes\n"
    rows = (
        f"A{n},20{10 + n % 15}-0{1 + n % 9}-1{n % 9},Event {n},{n % 120 - 60}.25,{n % 300 - 150}.5,"
        f"{n % 30},{sha256(str(n).encode()).hexdigest()}\n"
        for n in range(ROWS)
    )
    (folder / "long.csv").write_text(head + "".join(rows), "utf-8")
    (folder / "short.csv").write_text(f"{head}B1,2024-03-22,Before,55.8,37.4,1,old\n", "utf-8")
    old = ("import", "table", "short.csv", "--store", "all.duckdb", "--dataset", "kept")
    _run(Kill(arguments=lambda _: old), folder, old)
    (folder / "rejects.csv").write_text("old", "utf-8")


def _records(path: Path) -> str:
    """Return the ids of a store's records, as a digest: its bytes differ from run to run."""
    from geo.query.query import Query
    from geo.store.store import Store

    if path.suffix != ".duckdb":
        return _digest(path)
    store = Store()
    store.attach(path)
    found = sorted(each.id for each in store.iter_incidents(Query()))
    return sha256("\n".join(found).encode()).hexdigest()


def _old_exports(folder: Path) -> None:
    for format_ in FORMATS:
        for name in _exported(FORMATS.index(format_)):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(b"old " + name.encode())


def _exported(variant: int) -> tuple[str, ...]:
    name = f"all.{FORMATS[variant]}"
    return {"csv": (name, f"{name}-metadata.json")}.get(FORMATS[variant], (name,))


def _index(path: Path) -> str:
    """Return how many names an index has, once it is whole."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        ((said,),) = connection.execute("PRAGMA quick_check(1)").fetchall()
        ((names,),) = connection.execute("SELECT count(*) FROM names").fetchall()
    return f"{said}, {names} names"


KILLS: Mapping[str, Kill] = MappingProxyType(
    {
        "import": Kill(
            arguments=lambda _: (
                *("import", "table", "long.csv", "--store", "all.duckdb"),
                *("--rejects", "rejects.csv"),
            ),
            targets=lambda _: ("all.duckdb", "rejects.csv"),
            prepare=_write_table,
            state=_records,
        ),
        "export": Kill(
            arguments=lambda variant: ("export", "-o", f"all.{FORMATS[variant]}"),
            targets=_exported,
            prepare=_old_exports,
            variants=len(FORMATS),
        ),
        "gazetteer": Kill(
            arguments=lambda _: ("gazetteer", "build"),
            targets=lambda _: ("index.sqlite",),
            state=_index,
            environment=(("GEO_GAZETTEER", "index.sqlite"),),
        ),
        "upload": Kill(
            program=ADDING,
            arguments=lambda _: ("long.csv",),
            prepare=_write_table,
        ),
    }
)
