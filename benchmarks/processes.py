"""A command in a process of its own: how long it takes, and how much memory at most."""

__all__ = ["Ran", "geo_command", "ran"]

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from paths import ROOT

GLANCE = 0.04  # s between two looks, each of which takes 0.7 ms of a core
GEO = (sys.executable, "-c", "from geo.cli import main; main()")
_MEMORY = re.compile(r"(VmHWM|RssAnon|RssFile):\s*(\d+) kB")


class Ran(NamedTuple):
    """What a command took; memory in bytes, 0 where the system does not tell (other than Linux)."""

    seconds: float
    processor: float  # seconds of all cores
    together: float  # the most that it and its processes had resident at once
    largest: float  # the most that one of them had
    output: str


def geo_command(*words: str, checkout: Path = ROOT, **environment: str) -> Ran:
    """Run `geo`, with the code of this checkout of the program or of another."""
    return ran([*GEO, *words], PYTHONPATH=str(checkout / "src"), **environment)


def ran(command: Sequence[str], **environment: str) -> Ran:
    """Run a command to its end, with more variables of the environment; stop where it fails."""
    with tempfile.TemporaryFile("w+") as output:
        begin, before = time.perf_counter(), _processor_seconds()
        process = subprocess.Popen(
            command, env=os.environ | environment, stdout=output, stderr=subprocess.STDOUT
        )
        together, largest = _watched(process)
        taken, used = time.perf_counter() - begin, _processor_seconds() - before
        output.seek(0)
        said = output.read()
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}\n{said}")
    return Ran(taken, used, together, largest, said)


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watched(process: subprocess.Popen[bytes]) -> tuple[float, float]:
    """Wait for the end; return the most memory of all processes together, and of the largest."""
    together = largest = 0.0
    while process.poll() is None:
        found = [_memory(pid) for pid in _family(process.pid)]
        together = max(together, _together(found))
        largest = max(largest, *(each.get("VmHWM", 0) for each in found))
        time.sleep(GLANCE)
    return together, largest


def _together(found: list[dict[str, float]]) -> float:
    """Add up what each process has of its own; programs and libraries are there once."""
    libraries = max(each.get("RssFile", 0) for each in found)
    return libraries + sum(each.get("RssAnon", 0) for each in found)


def _family(pid: int) -> Iterator[int]:
    """Yield a process and those below it."""
    yield pid
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # it has ended
            for child in path.read_text().split():
                yield from _family(int(child))


def _memory(pid: int) -> dict[str, float]:
    """Return the bytes that are resident now, by kind, and the most that ever were."""
    with suppress(OSError):
        found = _MEMORY.findall(Path(f"/proc/{pid}/status").read_text())
        return {name: float(kilobytes) * 1024 for name, kilobytes in found}
    return {}
