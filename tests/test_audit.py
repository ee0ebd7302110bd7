"""scripts/audit.py: what could not be audited is not a pass."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from samples import ROOT
from server_process import OFFLINE

SCRIPTS = ROOT / "scripts"


@pytest.fixture
def audit(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return the script."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    import audit

    return audit


def answer(*rows: dict[str, Any]) -> str:
    """Return what pip-audit prints."""
    return json.dumps({"dependencies": rows, "fixes": []})


GOOD = {"name": "a", "version": "1", "vulns": []}
BAD = {"name": "b", "version": "2", "vulns": [{"id": "CVE-1", "fix_versions": ["3", "2.1"]}]}
UNMENDED = {"name": "c", "version": "4", "vulns": [{"id": "CVE-2", "fix_versions": []}]}
SKIPPED = {"name": "d", "skip_reason": "not on PyPI"}


@pytest.mark.parametrize(
    ("rows", "expected", "lines", "status"),
    [
        ([GOOD], 1, ["1 packages were audited; no vulnerability is known."], 0),
        ([GOOD, BAD], 2, ["b 2: CVE-1, mended in 3, 2.1"], 1),
        ([UNMENDED], 1, ["c 4: CVE-2, mended in no version yet"], 1),
        ([GOOD, SKIPPED], 2, ["d: not on PyPI", "1 of 2 packages could not be audited."], 2),
        ([BAD, SKIPPED], 2, ["b 2: CVE-1, mended in 3, 2.1", "d: not on PyPI"], 2),
        ([GOOD], 3, ["2 of 3 packages could not be audited. This is not a pass."], 2),
        ([], 1, ["1 of 1 packages could not be audited. This is not a pass."], 2),
    ],
)
def test_it_ends_with_what_it_found(
    audit: Any, rows: list[dict[str, Any]], expected: int, lines: list[str], status: int
) -> None:
    said, ended = audit.report(answer(*rows), "", expected)
    assert ended == status
    for line, found in zip(lines, said[: len(lines)], strict=True):
        assert found.startswith(line)


@pytest.mark.parametrize(("said", "shown"), [("a\nERROR: x\n", "ERROR: x"), ("", "said nothing")])
def test_what_is_not_an_answer_is_not_a_pass(audit: Any, said: str, shown: str) -> None:
    lines, status = audit.report("", said, 3)
    assert status == 2
    assert lines[0] == "Nothing could be audited. Is there a network?"
    assert shown in lines[1]


def test_without_a_network_it_says_so_and_fails() -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPTS / "audit.py")],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(OFFLINE), str(ROOT / "src")])},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert done.stdout.startswith("Nothing could be audited. Is there a network?")
