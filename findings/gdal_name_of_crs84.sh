#!/bin/sh
# pyogrio 0.13.0 (GDAL) writes the coordinate system of GeoJSON under a URN without a version.
#
# A frame in OGC:CRS84 becomes a file with the member `crs`, which RFC 7946 does not have any more.
# Its name is "urn:ogc:def:crs:OGC::CRS84": the version is empty. GeoJSON of 2008 and GDAL itself,
# for a frame in EPSG:4326, write "urn:ogc:def:crs:OGC:1.3:CRS84" for the same system. A reader that
# compares the name with the known one refuses the file, although it is in plain degrees of WGS 84.
#
# Output seen (Python 3.11, geopandas 1.2.0, GDAL of the wheel):
#   OGC:CRS84 urn:ogc:def:crs:OGC::CRS84
#   EPSG:4326 urn:ogc:def:crs:OGC:1.3:CRS84
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    geopandas==1.2.0 pyogrio==0.13.0
(cd "$folder" && "$folder/venv/bin/python" -) 2>/dev/null >"$folder/output" <<'PY'
import json

import geopandas
import shapely

for crs in ("OGC:CRS84", "EPSG:4326"):
    frame = geopandas.GeoDataFrame({"id": [1]}, geometry=[shapely.Point(1, 2)], crs=crs)
    frame.to_file("a.geojson", driver="GeoJSON")
    found = json.load(open("a.geojson")).get("crs")
    print(crs, found and found["properties"]["name"])
PY
cat "$folder/output"
sed -n 's/^#   //p' "$0" | diff - "$folder/output" && echo "as described"
