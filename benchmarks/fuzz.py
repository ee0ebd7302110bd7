"""Try random inputs on all readers with atheris, each for a time, guided by coverage.

    python benchmarks/fuzz.py --seconds 60 [--only NAME …] [--record docs/fuzzing.json]

The record has for each target the day, the machine, the seconds, how many inputs were tried in all
runs, and what was found: the error, and the input in hexadecimal. It exits with 1 if anything was.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from machine import machine_in_words

ROOT = Path(__file__).parents[1]
RECORD = ROOT / "docs" / "fuzzing.json"
LONGEST = 4096  # bytes of an input
MEMORY = 2048  # MB
SLOWEST = 20  # seconds that one input may take


def main() -> None:
    """Fuzz each target in a process of its own, and write the record."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=int, default=60, help="of each target")
    parser.add_argument("--only", nargs="*", metavar="NAME", help="targets, by their names")
    parser.add_argument("--record", type=Path, default=RECORD)
    parser.add_argument("--one", help=argparse.SUPPRESS)  # the process of one target
    parser.add_argument("rest", nargs="*", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        fuzz(asked.one, asked.rest)
        return
    sys.path[:0] = [str(ROOT / "tests")]
    from fuzz_targets import TARGETS

    is_faulty = False
    for name in asked.only or TARGETS:
        found = run(name, asked.seconds)
        note(asked.record, name, found)
        is_faulty |= bool(found["findings"])
    sys.exit(is_faulty)


def note(record: Path, name: str, found: dict[str, Any]) -> None:
    """Add what was found of a target now to what a record has."""
    known = json.loads(record.read_text("utf-8")) if record.exists() else {}
    before = known.get(name, {"inputs": 0, "seconds": 0})
    sums = {key: found[key] + before[key] for key in ("inputs", "seconds")}
    known[name] = found | sums
    record.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n", "utf-8")


def run(name: str, seconds: int) -> dict[str, Any]:
    """Fuzz one target, and return what came of it."""
    with tempfile.TemporaryDirectory(prefix="atlas-fuzz-") as folder:
        options = [
            f"-max_total_time={seconds}",
            f"-max_len={LONGEST}",
            f"-rss_limit_mb={MEMORY}",
            f"-timeout={SLOWEST}",
            f"-artifact_prefix={folder}/found-",
            "-print_final_stats=1",
        ]
        command = [sys.executable, __file__, "--one", name, "--", *options, f"{folder}/corpus"]
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", check=False
        )
        inputs = [path.read_bytes().hex() for path in Path(folder).glob("found-*")]
    tried = re.search(r"number_of_executed_units:\s*(\d+)", done.stderr)
    if done.returncode and not inputs:
        inputs = [""]  # it ended for another reason than an input
    findings = [{"error": _error(done.stdout + done.stderr), "input": each} for each in inputs]
    print(name, tried and tried[1], findings, flush=True)
    return {
        "day": datetime.now(UTC).date().isoformat(),
        "machine": machine_in_words(),
        "seconds": seconds,
        "inputs": int(tried[1]) if tried else 0,
        "findings": findings,
    }


def _error(said: str) -> str:
    """Return the exception that a process names, or the last of what it says."""
    raised = re.findall(r"Uncaught Python exception: ===\s*(.+)", said)
    return raised[-1] if raised else said.strip()[-500:]


def fuzz(name: str, options: list[str]) -> None:
    """Fuzz one target in this process, until its time is over or something is found."""
    import atheris

    sys.path[:0] = [str(ROOT / "tests")]
    with atheris.instrument_imports(include=["geo"]):
        from fuzz_targets import TARGETS, seeds_of
    corpus = Path(options[-1])
    corpus.mkdir()
    for number, seed in enumerate(seeds_of(name)):
        (corpus / f"seed-{number}").write_bytes(seed)
    atheris.Setup([sys.argv[0], *options], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
