"""The package's types as a user's type checker sees them: real ones, and a wrong call is found."""

from pathlib import Path

import pytest
from mypy import api

from samples import ROOT

USE = """\
import geo

incidents = geo.load(geo.default_path())
query = geo.Query(group=("isis-k",))
status = geo.status_of(incidents[0])
reveal_type(incidents)
reveal_type(incidents[0])
reveal_type(query)
reveal_type(status.label)
reveal_type(geo.Store().summary(query))
"""
STARRED = USE.replace("import geo", "from geo import *").replace("geo.", "")
REVEALED = [
    "geo.intake.dataset.Dataset",
    "geo.model.incident.Incident",
    "geo.query.query.Query",
    "str",
    "geo.query.summary.Summary",
]


def checked(folder: Path, code: str) -> list[str]:
    """Return what mypy says of a user's file: each line without the file's name."""
    path = folder / "use.py"
    path.write_text(code, "utf-8")
    configuration = folder / "mypy.ini"
    configuration.write_text(f"[mypy]\nmypy_path = {ROOT / 'src'}\n", "utf-8")
    options = ["--strict", "--no-error-summary", "--follow-imports=silent"]
    cache = ["--cache-dir", str(ROOT / ".mypy_cache" / "user")]
    said, failed, _ = api.run([*options, *cache, "--config-file", str(configuration), str(path)])
    assert not failed, failed
    return [line.partition("use.py:")[2] for line in said.splitlines()]


@pytest.mark.parametrize("code", [USE, STARRED])
def test_a_user_sees_real_types(tmp_path: Path, code: str) -> None:
    notes = [line for line in checked(tmp_path, code) if "Revealed type" in line]
    assert [line.split('"')[1].removeprefix("builtins.") for line in notes] == REVEALED


@pytest.mark.parametrize(
    ("call", "fault"),
    [
        ("geo.load(7)", "arg-type"),
        ("geo.Query(group='isis-k')", "arg-type"),
        ("geo.Query(colour='red')", "call-arg"),
        ("geo.status_of('an id')", "arg-type"),
        ("geo.nothing", "attr-defined"),
    ],
)
def test_a_type_checker_finds_a_wrong_use(tmp_path: Path, call: str, fault: str) -> None:
    said, *notes = checked(tmp_path, f"import geo\n\n{call}\n")
    assert said.startswith("3: error: ")
    assert said.endswith(f"[{fault}]")
    assert not [note for note in notes if " error: " in note]
