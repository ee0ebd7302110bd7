#!/bin/sh
# ijson 3.6.0: the option for floats refuses large integers, in the C backend only.
#
# `use_float=True` is documented as the form of non-integer numbers. With the backend yajl2_c, the
# default where it is installed, it also limits integers to 64 bits: a GeoJSON Feature whose id has
# 30 digits ends the reading of the file. The Python backend reads the same file with the same
# option, and yajl2_c reads it without the option.
#
# Output seen (Python 3.11):
#   yajl2_c, use_float=False: 123456789012345678901234567890
#   yajl2_c, use_float=True: IncompleteJSONError
#   python, use_float=False: 123456789012345678901234567890
#   python, use_float=True: 123456789012345678901234567890
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ijson==3.6.0
"$folder/venv/bin/python" - >"$folder/output" <<'PY'
import io

import ijson

FILE = b"""{"type": "FeatureCollection", "features": [{"type": "Feature",
"id": 123456789012345678901234567890, "properties": {},
"geometry": {"type": "Point", "coordinates": [51.4, 35.7]}}]}"""
for name in ("yajl2_c", "python"):
    backend = ijson.get_backend(name)
    for use_float in (False, True):
        try:
            features = backend.items(io.BytesIO(FILE), "features.item", use_float=use_float)
            result = [feature["id"] for feature in features][0]
        except ijson.IncompleteJSONError as error:
            result = type(error).__name__
        print(f"{name}, use_float={use_float}: {result}")
PY
cat "$folder/output"
sed -n 's/^#   //p' "$0" | diff - "$folder/output" && echo "as described"
