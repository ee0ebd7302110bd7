#!/bin/sh
# python-calamine 0.9.1 gives a cell that shows an error (#N/A, #DIV/0!) as an empty text.
#
# An empty cell of a toll means that nothing is said; #N/A means that a formula failed, often since a
# row was not found in another sheet. The library does not let its callers tell one from the other:
# every way of reading rows gives '' for both. openpyxl gives the text of the error.
#
# Output seen (Python 3.11), the same three cells by each library:
#   openpyxl ['#N/A', '#DIV/0!', None]
#   calamine ['', '', '']
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
book.active.append(["killed", "injured", "missing"])
for column, text in (("A", "#N/A"), ("B", "#DIV/0!")):
    book.active[f"{column}2"] = text
    book.active[f"{column}2"].data_type = "e"
book.save(sys.argv[1])

row = list(openpyxl.load_workbook(sys.argv[1]).active.iter_rows(values_only=True))[1]
print("openpyxl", list(row))
print("calamine", CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()[1])
PY
cat "$folder/output"
sed -n 's/^#   //p' "$0" | diff - "$folder/output" && echo "as described"
