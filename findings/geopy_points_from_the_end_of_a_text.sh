#!/bin/sh
# geopy 2.5.0 reads a point from the end of a text, and drops what stands before it without a word.
#
# `Point("…")` matches its pattern after anything at all, from the last numbers backwards. Two
# numbers with decimal commas, as German or Persian spreadsheets write them, become 51° N 2° E from
# "34,5 51,2": a place in Iran is off the coast of France. Degrees and minutes without their signs
# lose the latitude. A height that follows without a comma is cut to a longitude: "34.5, 51.2 1200"
# is 51.2° N 120° E, in East Asia.
#
# None of these raises or warns, so a column of such texts gives points that all lie on the map.
#
# Output seen (Python 3.11):
#   34.5, 51.2 -> 34.5 51.2
#   34,5 51,2 -> 51.0 2.0
#   34 30 51 12 -> 51.0 12.0
#   34.5, 51.2 1200 -> 51.2 120.0
#   33.5 34.25 35.75 -> 34.25 35.75
#   about 34.5 51.2 -> 34.5 51.2
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check geopy==2.5.0
"$folder/venv/bin/python" -W error - >"$folder/output" <<'PY'
from geopy.point import Point

TEXTS = (
    "34.5, 51.2",
    "34,5 51,2",
    "34 30 51 12",
    "34.5, 51.2 1200",
    "33.5 34.25 35.75",
    "about 34.5 51.2",
)
for text in TEXTS:
    point = Point(text)
    print(text, "->", point.latitude, point.longitude)
PY
cat "$folder/output"
sed -n 's/^#   //p' "$0" | diff - "$folder/output" && echo "as described"
