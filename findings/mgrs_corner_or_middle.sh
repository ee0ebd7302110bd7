#!/bin/sh
# mgrs 1.6.0 turns a square of the grid into its middle; 1.5.4 and older, into its corner.
#
# A code with few digits means a square of up to 100 km. `toLatLon` returned its south-western
# corner, and since 1.6.0 returns its middle: the same call, with no parameter that says which. A
# program that adds half a square itself is wrong by half a square now: by up to 70 km.
#
# Output seen (Python 3.11), latitude and longitude:
#   1.5.4 39SWV 35.243 51.000
#   1.5.4 39SWV34 35.603 51.331
#   1.5.4 39SWV3549 35.684 51.387
#   1.6.0 39SWV 35.693 51.553
#   1.6.0 39SWV34 35.648 51.387
#   1.6.0 39SWV3549 35.689 51.392
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for version in 1.5.4 1.6.0; do
    python3 -m venv "$folder/$version"
    "$folder/$version/bin/pip" install --quiet --disable-pip-version-check \
        "mgrs==$version" packaging
    "$folder/$version/bin/python" - "$version" <<'PY' >>"$folder/output"
import sys

import mgrs

for code in ("39SWV", "39SWV34", "39SWV3549"):
    lat, lon = mgrs.MGRS().toLatLon(code)
    print(f"{sys.argv[1]} {code} {lat:.3f} {lon:.3f}")
PY
done
cat "$folder/output"
sed -n 's/^#   //p' "$0" | diff - "$folder/output" && echo "as described"
