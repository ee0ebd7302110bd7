#!/bin/sh
# matplotlib 3.11 names another font in an SVG than the one that it was given as a file.
#
# A text that is set with `FontProperties(fname=…)` is measured in that file's font. With
# svg.fonttype "none" the <text> element has the family of the settings instead, and neither its
# weight nor its style: the program that opens the SVG draws other letters in the room of those.
#
# Output seen (Python 3.11):
#   PNG: the file's letters are wider than those of the settings
#   SVG: first family 'DejaVu Sans', weight None
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check matplotlib==3.11.2
"$folder/venv/bin/python" - <<'PY' >"$folder/output"
import io
import re
from pathlib import Path

import matplotlib
from matplotlib.font_manager import FontProperties
from matplotlib.figure import Figure

matplotlib.rcParams["svg.fonttype"] = "none"
bold_serif = Path(matplotlib.get_data_path(), "fonts/ttf/DejaVuSerif-Bold.ttf")
figure = Figure()
plain = figure.text(0.1, 0.2, "Letters", size=20)
given = figure.text(0.1, 0.7, "Letters", font=FontProperties(fname=bold_serif, size=20))
figure.canvas.draw()
if given.get_window_extent().width > plain.get_window_extent().width:
    print("PNG: the file's letters are wider than those of the settings")
plain.remove()
file = io.StringIO()
figure.savefig(file, format="svg")
style = re.search(r'style="(font[^"]*)"', file.getvalue())[1]
family = re.search("font-family: ([^,;]*)", style)[1]
print(f"SVG: first family {family}, weight {re.search('font-weight', style) and 'given'}")
PY
cat "$folder/output"
sed -n 's/^#   //p' "$0" | diff - "$folder/output" && echo "as described"
