#!/bin/sh
# GDAL 3.12.4 (pyogrio 0.13.0) writes an unknown number to a MapInfo .tab file as 0, without a word.
#
# The format has no mark for "not known", so a toll that nobody knows comes back as "nobody was
# hurt", and an unknown text comes back empty. The same frame keeps its gaps in a shapefile, whose
# table (.dbf) leaves the field blank. No warning is given when it is written or read. MapInfo's text
# form (.mif) does the same.
#
# Output seen (Python 3.11):
#   tab: killed [12.0, 0.0] place ['Kerman', '']
#   mif: killed [12.0, 0.0] place ['Kerman', '']
#   shp: killed [12.0, nan] place ['Kerman', nan]
#   gpkg: killed [12.0, nan] place ['Kerman', nan]
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyogrio==0.13.0 geopandas==1.2.0 shapely==2.2.0 pandas==3.1.1
"$folder/venv/bin/python" -W error - "$folder" >"$folder/output" <<'PY'
import sys

import geopandas
import shapely

points = [shapely.Point(57.05, 30.27), shapely.Point(51.2, 34.5)]
values = {"killed": [12.0, None], "place": ["Kerman", None]}
frame = geopandas.GeoDataFrame(values, geometry=points, crs=4326)
drivers = {
    "tab": "MapInfo File",
    "mif": "MapInfo File",
    "shp": "ESRI Shapefile",
    "gpkg": "GPKG",
}
for suffix, driver in drivers.items():
    path = f"{sys.argv[1]}/incidents.{suffix}"
    options = {"FORMAT": "MIF"} if suffix == "mif" else {}
    frame.to_file(path, driver=driver, engine="pyogrio", **options)
    again = geopandas.read_file(path)
    print(f"{suffix}: killed {again['killed'].tolist()} place {again['place'].tolist()}")
PY
cat "$folder/output"
sed -n 's/^#   //p' "$0" | diff - "$folder/output" && echo "as described"
