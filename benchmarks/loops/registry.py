"""The loops by name, with what each does in words."""

__all__ = ["LOOPS", "Loop"]

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from loops.disks import fill_export, fill_import, fill_upload
from loops.kills import KILLS, kill_repeatedly
from loops.outcome import Outcome
from loops.swaps import swap_repeatedly


class Loop(NamedTuple):
    """A loop: what it does, what must hold after each turn, and the function that runs it."""

    does: str
    holds: str
    run: Callable[[Path, int], Outcome]


_OLD_OR_NEW = "old or new content, exactly; the next run works; nothing is left"
_SENTENCE = "a sentence, and the old content; nothing is left; the next attempt works"
_SERVED = (
    "each answer is old or new data, never a mixture, or 503 with a sentence; once the file is "
    "whole it is read without a restart"
)
LOOPS: Mapping[str, Loop] = MappingProxyType(
    {
        "kill import": Loop(
            "`geo import` of 6,000 rows with `--rejects` into a store that exists",
            _OLD_OR_NEW,
            partial(kill_repeatedly, KILLS["import"]),
        ),
        "kill export": Loop(
            "`geo export` over old files, each format in turn",
            _OLD_OR_NEW,
            partial(kill_repeatedly, KILLS["export"]),
        ),
        "kill gazetteer": Loop(
            "`geo gazetteer build` over an old index",
            _OLD_OR_NEW,
            partial(kill_repeatedly, KILLS["gazetteer"]),
        ),
        "kill upload": Loop(
            "a process in which a reader adds a file of 6,000 rows",
            "the next process removes the reader's file and the store made of it",
            partial(kill_repeatedly, KILLS["upload"]),
        ),
        "full disk import": Loop(
            "the disk is full at a random byte of an import into a store that exists",
            _SENTENCE,
            fill_import,
        ),
        "full disk export": Loop(
            "the same of an export, each format in turn",
            _SENTENCE,
            fill_export,
        ),
        "full disk upload": Loop(
            "the same while a reader adds a file to those that are shown",
            _SENTENCE,
            fill_upload,
        ),
        "swap store": Loop(
            "a served store is overwritten, cut, emptied, deleted or replaced under two readers",
            _SERVED,
            partial(swap_repeatedly, ".duckdb"),
        ),
        "swap GeoJSON": Loop(
            "the same with a GeoJSON file",
            _SERVED,
            partial(swap_repeatedly, ".geojson"),
        ),
    }
)
