#!/bin/sh
# pyogrio 0.13 can read an empty list of texts as an array of floating-point numbers, so a GeoJSON file
# that geopandas reads cannot be written as Parquet if its first feature has texts in that list.
#
# Where the first list is the empty one, the same features are written. With use_arrow=True both are.
#
# Output seen (Python 3.11):
#   texts first: <U1 float64 -> ArrowNotImplementedError
#   empty first: list list -> written
#   texts first, use_arrow=True: object object -> written
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check geopandas==1.2.0 pyarrow==26.0.1 pyogrio==0.13.0
"$folder/venv/bin/python" - "$folder" <<'PY' >"$folder/output"
import json
import sys
from pathlib import Path

import geopandas

folder = Path(sys.argv[1])


def tried(name, lists, **how):
    features = [
        {"type": "Feature", "properties": {"groups": each}, "geometry": {"type": "Point", "coordinates": [1, 2]}}
        for each in lists
    ]
    (folder / "x.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    frame = geopandas.read_file(folder / "x.geojson", **how)
    try:
        frame.to_parquet(folder / "x.parquet")
        end = "written"
    except Exception as error:
        end = type(error).__name__
    print(f"{name}: {' '.join(str(getattr(each, 'dtype', 'list')) for each in frame['groups'])} -> {end}")


tried("texts first", [["a"], []])
tried("empty first", [[], ["a"]])
tried("texts first, use_arrow=True", [["a"], []], use_arrow=True)
PY
cat "$folder/output"
sed -n 's/^#   //p' "$0" | diff - "$folder/output" && echo "as described"
