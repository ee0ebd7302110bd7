"""The machine that was measured on, in words; and its first two cores as the only ones."""

__all__ = ["keep_to_cores", "machine_in_words", "one_core"]

import os
import platform
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

CORES = 2
PACKAGES = ("duckdb", "pyarrow", "streamlit", "streamlit-folium", "folium")


def keep_to_cores() -> None:
    """Keep this process, and all that it starts, to two cores, where the system can (Linux)."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])


@contextmanager
def one_core() -> Iterator[None]:
    """Keep what is started in the block to one core."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def machine_in_words() -> str:
    """Return processor, cores, memory and versions."""
    packages = [f"{name} {version(name)}" for name in PACKAGES]
    parts = [
        _processor(),
        f"{_cores()} cores",
        _memory(),
        f"{platform.system()} {platform.machine()}",
        f"Python {platform.python_version()}",
        *packages,
    ]
    return ", ".join(filter(None, parts))


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*:\s*(.+)", cpuinfo.read_text()) if cpuinfo.exists() else None
    return found[1] if found else platform.processor()


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _memory() -> str:
    meminfo = Path("/proc/meminfo")
    found = re.search(r"MemTotal:\s*(\d+) kB", meminfo.read_text()) if meminfo.exists() else None
    return f"{int(found[1]) / 1e6:.0f} GB of memory" if found else ""
