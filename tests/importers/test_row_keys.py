"""Keys of rows: the same for a row of a batch and for its line."""

from collections import Counter
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.importers.opening import open_sheet
from geo.importers.sheets.row_keys import are_repeated, key_of_line, keys_of_batch
from geo.importers.sheets.sheet import Sheet

CELLS = st.sampled_from(["A", " A", "B", "", " ", "\u3000", "None", "\x1fi1", "\0A"])
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=8)


def assert_same_keys(sheet: Sheet, id_place: int | None) -> None:
    lines = [key_of_line(line, id_place, len(sheet.header)) for line in sheet.data()]
    batches = [keys_of_batch(batch, id_place) for batch in sheet.batches(3)]
    assert [int(key) for keys in batches for key in keys] == lines


@given(ROWS, st.sampled_from([None, 0, 1]))
def test_a_row_of_a_text_has_one_key(rows: list[list[str]], id_place: int | None) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "own.csv"
        text = "".join(",".join(cells) + "\n" for cells in [["id", "date"], *rows])
        path.write_text(text, "utf-8", newline="")
        assert_same_keys(open_sheet(path), id_place)


@pytest.mark.parametrize("id_place", [None, 0, 1, 2])
def test_a_row_of_a_typed_file_has_one_key(tmp_path: Path, id_place: int | None) -> None:
    columns = {
        "id": [1, None, 1, 2],
        "date": [date(2024, 1, 3), None, date(2024, 1, 3), None],
        "note": ["1", None, "None", "\x1fi1"],
    }
    pq.write_table(pa.table(columns), tmp_path / "own.parquet")
    assert_same_keys(open_sheet(tmp_path / "own.parquet"), id_place)


def keys_of(folder: Path, text: str, id_place: int | None = 0) -> list[int]:
    (folder / "own.csv").write_text(text, "utf-8")
    (batch,) = open_sheet(folder / "own.csv").batches(100)
    return [int(key) for key in keys_of_batch(batch, id_place)]


def test_ids_that_differ_in_white_space_around_them_are_one(tmp_path: Path) -> None:
    first, second, third = keys_of(tmp_path, "id,date\nA,2024\n A ,2025\nB,2024\n")
    assert first == second != third


def test_rows_without_an_id_are_told_apart_by_all_cells(tmp_path: Path) -> None:
    first, second, third = keys_of(tmp_path, "id,date,note\n,2024,x\n,2024,y\n,2024,x\n")
    assert first == third != second


def test_empty_cells_behind_a_row_do_not_tell_it_apart(tmp_path: Path) -> None:
    first, second = keys_of(tmp_path, "id,date\n,2024\n,2024,,\n")
    assert first == second


@given(st.lists(st.integers(-3, 3)))
def test_a_key_is_repeated_if_it_occurs_twice(keys: list[int]) -> None:
    counts = Counter(keys)
    expected = [counts[key] > 1 for key in keys]
    assert are_repeated(np.array(keys, np.int64)).tolist() == expected
