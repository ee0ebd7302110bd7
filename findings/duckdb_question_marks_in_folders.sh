#!/bin/sh
# DuckDB 2.0.1 looks for the log of a database in another folder where a folder's name has a `?`.
#
# The suffix of the write-ahead log is put before the first question mark of the whole path, as in
# the address of a file on a server: /data/q?a/x.duckdb has its log at /data/q.wal?a/x.duckdb. That
# folder is not there, so a file can be created and opened, and no change of it can be committed.
# On Linux, where a backslash is a character like others, the path is read as if it were a slash.
#
# Output seen (Python 3.11, Linux):
#   q?a: cannot commit: Cannot open file "FOLDER/q.wal?a/x.duckdb"
#   b\a: cannot open: Cannot open file "FOLDER/b/a/x.duckdb"
#   s*a: [(1,)]
#   h#a: [(1,)]
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.1
"$folder/venv/bin/python" - "$folder" >"$folder/output" <<'PY'
import sys
from pathlib import Path

import duckdb


def tried(path):
    step = "open"
    try:
        connection = duckdb.connect(str(path))
        step = "commit"
        connection.execute("create table one as select 1 as a")
        connection.close()
        return duckdb.connect(str(path)).execute("from one").fetchall()
    except duckdb.Error as error:
        said = str(error)
        words = said[said.index("Cannot open") : said.rindex(": No such")]
        return f"cannot {step}: {words.replace(sys.argv[1], 'FOLDER')}"


for name in ("q?a", r"b\a", "s*a", "h#a"):
    inner = Path(sys.argv[1]) / name
    inner.mkdir()
    print(f"{name}: {tried(inner / 'x.duckdb')}")
PY
cat "$folder/output"
sed -n 's/^#   //p' "$0" | diff - "$folder/output" && echo "as described"
