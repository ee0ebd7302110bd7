#!/bin/sh
# pyarrow 26.0.1: joining texts element by element with null_handling="skip" loses rows.
#
# `binary_join_element_wise` gives one text for each row of its columns. With "skip", nulls are
# documented to be left out of the text of their row. A row in which every column is null is left
# out of the result as a whole, so that it is shorter than its columns and all later rows move up:
# names of places put together that way stand next to the positions of other rows. The length that
# the result says it has is right, so nothing fails. With "emit_null" and "replace" the row stays.
#
# Output seen (Python 3.11):
#   emit_null: [None, None, 'Shiraz, Iran']
#   skip: ['Kerman', 'Shiraz, Iran']
#   replace: ['Kerman, ?', '?, ?', 'Shiraz, Iran']
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyarrow==26.0.1
"$folder/venv/bin/python" - >"$folder/output" <<'PY'
import pyarrow as pa
import pyarrow.compute as pc

TOWNS, COUNTRIES = pa.array(["Kerman", None, "Shiraz"]), pa.array([None, None, "Iran"])
for handling in ("emit_null", "skip", "replace"):
    options = {"null_handling": handling, "null_replacement": "?"}
    joined = pc.binary_join_element_wise(TOWNS, COUNTRIES, ", ", **options)
    print(f"{handling}: {joined.to_pylist()}")
PY
cat "$folder/output"
sed -n 's/^#   //p' "$0" | diff - "$folder/output" && echo "as described"
