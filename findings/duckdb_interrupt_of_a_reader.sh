#!/bin/sh
# duckdb 2.0.1 raises another error for an interrupt while its Arrow reader is read than while a
# statement is fetched as rows.
#
# Who limits how long a statement may take calls interrupt() from another thread, and catches
# duckdb.InterruptException. Rows of an Arrow reader are made while they are read: there the
# interrupt comes out of pyarrow as an OSError, which is no error of duckdb's, and only its text
# tells it from a fault of a disk.
#
# Output seen (Python 3.11):
#   fetchall InterruptException, a duckdb.Error: True
#   reader OSError, a duckdb.Error: False, names the interrupt: True
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.1 pyarrow==26.0.1
"$folder/venv/bin/python" - <<'PY' >"$folder/output"
import threading

import duckdb

LONG = "select sum(a.range * b.range) from range(10000000) a, range(1000000) b"
MANY = "select range from range(1000000000000)"


def interrupted(run):
    connection = duckdb.connect()
    timer = threading.Timer(1, connection.interrupt)
    timer.start()
    try:
        run(connection)
    except Exception as error:
        return error
    finally:
        timer.cancel()


def read(connection):
    for _ in connection.sql(MANY).to_arrow_reader():
        pass


error = interrupted(lambda connection: connection.execute(LONG).fetchall())
print("fetchall", type(error).__name__ + ",", "a duckdb.Error:", isinstance(error, duckdb.Error))
error = interrupted(read)
is_duckdbs = isinstance(error, duckdb.Error)
print("reader", type(error).__name__ + ",", "a duckdb.Error:", str(is_duckdbs) + ",", end=" ")
print("names the interrupt:", "interrupt" in str(error).lower())
PY
cat "$folder/output"
sed -n 's/^#   //p' "$0" | diff - "$folder/output" && echo "as described"
