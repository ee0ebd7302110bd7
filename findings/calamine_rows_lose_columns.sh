#!/bin/sh
# python-calamine 0.9.1: iter_rows() keeps the empty rows above a table and leaves out the empty
# columns before it; to_python() leaves out both.
#
# Who counts cells to say where a value stands ("C4") is right by row and wrong by column with one of
# them, and wrong by both with the other. `sheet.start` has what is left out.
#
# Output seen (Python 3.11), for one cell in D3 and one in E4:
#   start (2, 3)
#   iter_rows [['', ''], ['', ''], ['place', ''], ['', 'Gao']]
#   to_python [['place', ''], ['', 'Gao']]
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    python-calamine==0.9.1 openpyxl==3.1.5
"$folder/venv/bin/python" - "$folder/own.xlsx" <<'PY' >"$folder/output"
import sys

import openpyxl
from python_calamine import CalamineWorkbook

book = openpyxl.Workbook()
book.active["D3"], book.active["E4"] = "place", "Gao"
book.save(sys.argv[1])

sheet = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0)
print("start", sheet.start)
print("iter_rows", list(sheet.iter_rows()))
print("to_python", sheet.to_python())
PY
cat "$folder/output"
sed -n 's/^#   //p' "$0" | diff - "$folder/output" && echo "as described"
