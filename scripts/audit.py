#!/usr/bin/env python3
"""Ask whether vulnerabilities are known of what comes with the program.

    make audit

The packages are those that are installed here for the product, in their versions. pip-audit asks
the Python Package Index for each. It ends with 0 only if all were asked for and none is known of;
with 1 where one is; with 2 where packages could not be audited, which is not a pass.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from build_licences import PRODUCT, installed

VULNERABLE, NOT_AUDITED = 1, 2


def main() -> None:
    """Print what is known, and end with 0, 1 or 2."""
    found = installed(PRODUCT)
    output, said = asked(found)
    lines, status = report(output, said, len(found))
    print(*lines, sep="\n")
    sys.exit(status)


def asked(found: dict[str, Distribution]) -> tuple[str, str]:
    """Ask pip-audit for some packages, and return its JSON and what else it said."""
    options = ["--no-deps", "--disable-pip", "--format", "json", "--progress-spinner", "off"]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "requirements.txt"
        file.write_text("".join(f"{name}=={package.version}\n" for name, package in found.items()))
        places = ["--requirement", str(file), "--cache-dir", folder]  # asked afresh
        command = [sys.executable, "-m", "pip_audit", *places, *options]
        done = subprocess.run(command, capture_output=True, text=True)
    return done.stdout, done.stderr


def report(output: str, said: str, expected: int) -> tuple[list[str], int]:
    """Return what pip-audit found in lines, and with what this command ends."""
    try:
        rows = json.loads(output)["dependencies"]
    except ValueError:
        last = (said.strip().splitlines() or ["pip-audit said nothing"])[-1]
        return ["Nothing could be audited. Is there a network?", f"pip-audit: {last}"], NOT_AUDITED
    vulnerable, skipped = list(vulnerabilities(rows)), list(not_audited(rows))
    lost = expected - len(rows)
    if skipped or lost:
        count = f"{len(skipped) + lost} of {expected} packages could not be audited."
        return [*vulnerable, *skipped, f"{count} This is not a pass."], NOT_AUDITED
    if vulnerable:
        return [
            *vulnerable,
            "Raise the bound in pyproject.toml to a version with a fix.",
        ], VULNERABLE
    return [f"{expected} packages were audited; no vulnerability is known."], 0


def vulnerabilities(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Yield a line for each vulnerability: package, version, id, the versions that mend it."""
    for row in rows:
        for known in row.get("vulns", []):
            fixed = ", ".join(known["fix_versions"]) or "no version yet"
            yield f"{row['name']} {row['version']}: {known['id']}, mended in {fixed}"


def not_audited(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Yield a line for each package that was not audited, with the reason."""
    for row in rows:
        if reason := row.get("skip_reason"):
            yield f"{row['name']}: {reason}"


if __name__ == "__main__":
    main()
