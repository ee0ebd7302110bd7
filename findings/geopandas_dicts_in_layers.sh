#!/bin/sh
# geopandas 1.2.0 writes dicts and lists of a column as Python prints them, not as JSON.
#
# A GeoDataFrame keeps nested values as objects, and GeoParquet brings them back. `to_file` with
# pyogrio turns each into `str(value)`: single quotes and None, which no reader of JSON takes. After
# a way through GeoParquet, lists are arrays of numpy: they are printed without commas, so that not
# even Python reads them again. In GeoJSON, whose properties can be objects, a dict is such a text
# too. Nothing is raised or warned of. A list of texts in a fresh frame stays a list in GeoJSON.
#
# Output seen (Python 3.11, pyogrio 0.13.0, pandas 3.1.1):
#   GPKG fresh date {'start': '2024-03-22', 'end': None}
#   GPKG fresh tags ['a', 'b']
#   GeoJSON fresh date "{'start': '2024-03-22', 'end': None}"
#   GeoJSON fresh tags ["a", "b"]
#   GeoJSON after Parquet date "{'start': '2024-03-22', 'end': None}"
#   GeoJSON after Parquet tags "['a' 'b']"
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    geopandas==1.2.0 pyogrio==0.13.0 pandas==3.1.1 pyarrow
(cd "$folder" && "$folder/venv/bin/python" -) 2>/dev/null >"$folder/output" <<'PY'
import json
import sqlite3

import geopandas
import shapely

frame = geopandas.GeoDataFrame(
    {"date": [{"start": "2024-03-22", "end": None}], "tags": [["a", "b"]]},
    geometry=[shapely.Point(1, 2)],
    crs="OGC:CRS84",
)
frame.to_file("a.gpkg", driver="GPKG", layer="a")
date, tags = sqlite3.connect("a.gpkg").execute("select date, tags from a").fetchone()
print("GPKG fresh date", date)
print("GPKG fresh tags", tags)
frame.to_parquet("a.parquet")
for way, each in (("fresh", frame), ("after Parquet", geopandas.read_parquet("a.parquet"))):
    each.to_file("a.geojson", driver="GeoJSON")
    (feature,) = json.load(open("a.geojson"))["features"]
    for name, value in feature["properties"].items():
        print(f"GeoJSON {way} {name}", json.dumps(value))
PY
cat "$folder/output"
sed -n 's/^#   //p' "$0" | diff - "$folder/output" && echo "as described"
