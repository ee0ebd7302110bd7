#!/bin/sh
# matplotlib 3.11 writes letters of an SVG as outlines where a text has any path effect, also where
# the text itself was asked for.
#
# With svg.fonttype "none" a text is a <text> element. A path effect makes outlines of it, without a
# warning, and so does `Normal()`, which is documented to draw "the original Artist's path". A label
# with a halo can then not be searched, copied or edited.
#
# Output seen (Python 3.11):
#   no effect: <text> 1, outlines 0
#   Normal(): <text> 0, outlines 1
#   withStroke(): <text> 0, outlines 3
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check matplotlib==3.11.2
"$folder/venv/bin/python" - <<'PY' >"$folder/output"
import io

import matplotlib
from matplotlib.figure import Figure
from matplotlib.patheffects import Normal, withStroke

matplotlib.rcParams["svg.fonttype"] = "none"
effects = {"no effect": [], "Normal()": [Normal()], "withStroke()": [withStroke(linewidth=3), Normal()]}
for name, given in effects.items():
    figure = Figure()
    figure.patch.set_visible(False)
    figure.text(0.5, 0.5, "Letter", path_effects=given)
    file = io.StringIO()
    figure.savefig(file, format="svg")
    svg = file.getvalue()
    print(f"{name}: <text> {svg.count('<text')}, outlines {svg.count('<path ')}")
PY
cat "$folder/output"
sed -n 's/^#   //p' "$0" | diff - "$folder/output" && echo "as described"
