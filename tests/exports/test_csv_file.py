"""CSV files: their dialect, their metadata, and what other readers make of them."""

import json
from datetime import datetime
from pathlib import Path

import csvw
import duckdb
import pandas as pd
import pytest

from exported_tables import NAMES, csv_rows, everything, row, selection
from geo.errors import BadValue
from geo.exports import export_bytes, export_file, export_files
from geo.formats.formulas import unescaped
from geo.intake.dataset import load
from samples import HOSTILE, incident


def test_csv_is_after_rfc_4180() -> None:
    content = export_bytes(selection(incident(title='a, "b"', summary="x\r\ny")), "csv")
    assert content.count(b"\r\n") == content.count(b"\n") == 2
    assert content.startswith(b"id,record_type,title,")
    assert b'A,incident,"a, ""b""",x y,2024-03-22,,day,' in content
    assert content.endswith(b",CC0-1.0,true,tests,1\r\n")


def test_a_mark_before_the_text_only_if_asked_for(tmp_path: Path) -> None:
    plain, marked = (export_bytes(everything(), "csv", bom=bom) for bom in (False, True))
    assert marked == b"\xef\xbb\xbf" + plain
    (tmp_path / "x.csv").write_bytes(marked)
    assert len(load(tmp_path / "x.csv")) == 11


def test_the_mark_is_yes_or_no() -> None:
    with pytest.raises(BadValue, match="bom='yes' is not allowed: true or false"):
        export_bytes(everything(), "csv", bom="yes")


@pytest.mark.parametrize(
    "text", [*HOSTILE, "=1+1", "+1", "-1", "@x", "\t=1", "'=1", "'tis", "#N/A"]
)
def test_other_readers_of_csv_find_no_formula(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(export_bytes(selection(incident(title=text)), "csv"))
    title = str(row(incident(title=text))["title"])
    (by_csv,) = csv_rows(path.read_bytes())
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    ((by_duckdb,),) = duckdb.read_csv(str(path), all_varchar=True).project("title").fetchall()
    cells = (by_csv["title"], frame["title"][0], by_duckdb)
    assert [unescaped(cell) for cell in cells] == [title] * 3
    assert not any(cell.startswith(tuple("=+-@\t\r")) for cell in cells)


def test_numbers_are_numbers_to_other_readers(tmp_path: Path) -> None:
    export_file(everything(), tmp_path / "x.csv")
    frame = pd.read_csv(tmp_path / "x.csv")
    assert frame["killed"].sum() == 276
    assert frame["contested"].sum() == 3
    found = duckdb.read_csv(str(tmp_path / "x.csv"))
    types = dict(zip(found.columns, map(str, found.dtypes), strict=True))
    assert (types["killed"], types["latitude"], types["contested"]) == (
        "BIGINT",
        "DOUBLE",
        "BOOLEAN",
    )


@pytest.mark.parametrize("bom", [False, True])
def test_the_metadata_are_valid_and_describe_every_column(tmp_path: Path, bom: bool) -> None:
    export_file(everything(), tmp_path / "x.csv", bom=bom)
    found = csvw.CSVW(str(tmp_path / "x.csv-metadata.json"), validate=True)
    assert (found.is_valid, found.warnings) == (True, [])
    rows = list(csvw.Table.from_file(tmp_path / "x.csv-metadata.json").iterdicts(strict=True))
    assert [list(each) for each in rows] == [NAMES] * 11
    for ours, theirs in zip(map(row, everything().incidents()), rows, strict=True):
        assert theirs == ours | {
            name: ours[name] and datetime.fromisoformat(str(ours[name]))
            for name in ("date_end", "status_as_of")
        }


def test_the_metadata_have_licences_and_citation() -> None:
    files = export_files(everything(), "Iran 2024.csv", "csv")
    assert list(files) == ["Iran 2024.csv", "Iran 2024.csv-metadata.json"]
    found = json.loads(files["Iran 2024.csv-metadata.json"])
    assert found["url"] == "Iran%202024.csv"
    assert found["dc:license"] == "Incident Atlas: CC BY 4.0."
    assert found["dc:bibliographicCitation"].startswith("Incident Atlas: 5 attacks and 6 context")
    assert [note["dc:title"] for note in found["notes"]] == ["Tolls", "Newest source", "Statuses"]


def test_an_id_that_looks_like_a_comment_is_a_row(tmp_path: Path) -> None:
    export_file(selection(incident("#1")), tmp_path / "x.csv")
    (found,) = csvw.Table.from_file(tmp_path / "x.csv-metadata.json").iterdicts(strict=True)
    assert found["id"] == "#1"
