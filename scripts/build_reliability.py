#!/usr/bin/env python3
"""Run the loops of kills and faults, and write docs/reliability.md of what they found.

    python scripts/build_reliability.py                    all loops, 200 turns each: some hours
    python scripts/build_reliability.py "kill import"      these only; the rows of others stay
    python scripts/build_reliability.py --turns 6 …        fewer turns
    python scripts/build_reliability.py --turns 0          only the page, of docs/reliability.json

docs/reliability.json keeps what was found, and what `make fuzz` found; the page is made of it.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "tests")]

from loops.registry import LOOPS  # noqa: E402, its folder is known from here on
from machine import machine_in_words  # noqa: E402

RECORD = ROOT / "docs" / "reliability.json"
PAGE = RECORD.with_suffix(".md")
FUZZED = RECORD.with_name("fuzzing.json")  # of `make fuzz`
INPUTS = ROOT / "tests" / "data" / "bad_inputs.json"
TURNS = 200


def main() -> None:
    """Run loops, note what they found, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("loops", nargs="*", metavar="LOOP", help=", ".join(LOOPS))
    parser.add_argument("--turns", type=int, default=TURNS)
    asked = parser.parse_args()
    for name in (asked.loops or list(LOOPS)) if asked.turns else ():
        found = run(name, asked.turns)
        print(name, found)
        record = json.loads(RECORD.read_text("utf-8")) if RECORD.exists() else {}
        RECORD.write_text(json.dumps(record | {name: found}, indent=1) + "\n", "utf-8")
    PAGE.write_text(page(), "utf-8")


def run(name: str, turns: int) -> dict[str, Any]:
    """Run a loop, and return what docs/reliability.json keeps of it."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="atlas-loop-") as folder:
        found = LOOPS[name].run(Path(folder), turns)
    return {
        "day": datetime.now(UTC).date().isoformat(),
        "machine": machine_in_words(),
        "turns": found.turns,
        "seconds": round(time.monotonic() - begun),
        "ends": dict(sorted(found.ends.items())),
        "wrong": found.wrong,
    }


def page() -> str:
    """Return the page that follows from the records."""
    record = json.loads(RECORD.read_text("utf-8"))
    return "\n".join((_HEAD, *_loops(record))) + "\n"


def _loops(record: Mapping[str, Any]) -> Iterator[str]:
    yield "| loop | turns | ended with | wrong | day |"
    yield "| --- | ---: | --- | ---: | --- |"
    for name, loop in LOOPS.items():
        if found := record.get(name):
            ends = "; ".join(f"{end}: {count:,}" for end, count in found["ends"].items())
            cells = (loop.does, f"{found['turns']:,}", ends, f"{len(found['wrong']):,}")
            yield f"| {' | '.join((*cells, found['day']))} |"


_HEAD = """# Reliability
"""

if __name__ == "__main__":
    main()
