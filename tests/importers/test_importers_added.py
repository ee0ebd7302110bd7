"""A dataset is one module: with it in the folder, everything that lists datasets has it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ADDED = Path(__file__).parents[1] / "added_datasets"  # raids.py
HEADER = "raid_no,raided_on,raider,town,nation,latitude,longitude\n"
ROW = "7,2024-03-22,The State of Islam,Kerman,Iran,30.28,57.07\n"
# A fresh interpreter, as the datasets are listed once. It says what each part of the program makes
# of a file, as one line of JSON.
SCRIPT = """
import json, sys
from pathlib import Path
from click.testing import CliRunner
from streamlit.testing.v1 import AppTest
from geo.importers import datasets
datasets.__path__.append(sys.argv[1])
import geo
from geo.cli import main
from geo.importers import SOURCES, guess, read
from geo.model.feature import feature_from_incident

folder = Path(sys.argv[2])
named, bare, store = folder / "raids.csv", folder / "bare.csv", folder / "raids.duckdb"

def run(*arguments):
    return CliRunner().invoke(main, [*map(str, arguments)]).output

dialog = f'''
from pathlib import Path
from geo.screen.own.chosen_file import ChosenFile
from geo.screen.own.upload import draw_file
path = Path({str(bare)!r})
draw_file(ChosenFile(file_id="1", path=path))
'''

rows = list(read("raids", named))
imported = run("import", "raids", named, "--store", store)
opened = geo.Store()
opened.attach(store)
summary = opened.summary(geo.Query())
print(json.dumps({
    "features": [feature_from_incident(row.incident) for row in rows],
    "guessed": [guess(named).source, guess(bare).source],
    "as table": run("import", "table", named, "--store", folder / "t.duckdb"),
    "unknown": run("import", "riots", named, "--store", folder / "t.duckdb"),
    "imported": imported,
    "exported": run("export", store, "-o", folder / "raids.geojson"),
    "help": run("import", "--help"),
    "caption": geo.caption_of(geo.Query(), summary, None).lines(),
    "dialog": AppTest.from_string(dialog).run().markdown[0].value,
}))
"""


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What the program says of a file of the added dataset."""
    folder = tmp_path_factory.mktemp("raids")
    (folder / "raids.csv").write_text(HEADER + ROW, "utf-8")
    (folder / "bare.csv").write_text(ROW, "utf-8")
    call = [sys.executable, "-c", SCRIPT, str(ADDED), str(folder)]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_its_rows_are_read(said: Any) -> None:
    (feature,) = said["features"]
    properties = feature["properties"]
    assert feature["id"] == "raids-7"
    assert properties["place"]["country"] == "IR"
    assert properties["assertions"][0]["by"] == {"name": "RAIDS", "kind": "dataset"}
    assert properties["origin"]["licence"] == "RAIDS licence"


def test_its_names_of_groups_are_known(said: Any) -> None:
    (actor,) = said["features"][0]["properties"]["actors"]
    assert (actor["id"], actor["name"]) == ("islamic-state", "The State of Islam")


def test_the_command_imports_it(said: Any) -> None:
    assert "1 row read, 1 imported, 0 rejected" in said["imported"]


def test_the_help_of_the_command_lists_it(said: Any) -> None:
    line = next(line for line in said["help"].splitlines() if line.split()[:1] == ["raids"])
    assert line.split(maxsplit=1)[1] == "Register of Armed Incidents (RAIDS)"


def test_the_refusal_of_another_name_lists_it(said: Any) -> None:
    assert "raids" in said["unknown"].partition("one of ")[2]


def test_it_is_recognised_by_its_columns_and_without_a_header(said: Any) -> None:
    assert said["guessed"] == ["raids", "raids"]


def test_it_is_not_imported_as_a_table(said: Any) -> None:
    assert "import it as raids" in said["as table"]


def test_the_dialog_of_the_dashboard_names_it(said: Any) -> None:
    assert said["dialog"] == "**bare\\.csv**: RAIDS"


def test_a_caption_cites_it_and_gives_its_licence(said: Any) -> None:
    text = "\n".join(said["caption"])
    assert "RAIDS (Institute of Raids, Register of Armed Incidents)" in text
    assert "RAIDS: RAIDS licence" in text


def test_the_guard_of_licences_says_who_may_allow_more(said: Any) -> None:
    refused = "the licence of RAIDS forbids passing its rows on (it asks for a letter first)"
    assert f"{refused}: ask the Institute of Raids" in said["exported"]
