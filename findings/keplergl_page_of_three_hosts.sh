#!/bin/sh
# keplergl 0.4.0 writes a page that shows nothing without a network, though its wheel has all that
# it would need.
#
# save_to_html() is the way to pass a map on as one file. The page has the rows, and loads its
# program and its styles from public hosts, which thereby learn who opens it when. The same wheel
# has the program as widget.js, which Jupyter uses.
#
# Output seen (Python 3.11):
#   loads from d1a3f4spazzrp4.cloudfront.net
#   loads from ga.jspm.io
#   loads from unpkg.com
#   widget.js is in the wheel: True
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check keplergl==0.4.0 pandas==2.2.3
"$folder/venv/bin/python" - "$folder/map.html" <<'PY' >"$folder/output"
import re
import sys
from contextlib import redirect_stdout
from pathlib import Path

import keplergl
import pandas as pd

rows = pd.DataFrame({"lat": [30.28], "lon": [57.08], "killed": [95]})
with redirect_stdout(sys.stderr):
    keplergl.KeplerGl(data={"incidents": rows}).save_to_html(file_name=sys.argv[1])
page = Path(sys.argv[1]).read_text("utf-8")
loaded = set()
for tag in re.findall(r"<(?:script|link)\b[^>]*>", page):
    loaded |= set(re.findall(r"(?:src|href)=[\"']?https?://([^/\"']+)", tag))
for modules in re.findall(r"<script type=[\"']importmap[\"']>(.*?)</script>", page, re.DOTALL):
    loaded |= set(re.findall(r"https?://([^/\"']+)", modules))
for host in sorted(loaded):
    print("loads from", host)
print("widget.js is in the wheel:", any(Path(keplergl.__file__).parent.rglob("widget.js")))
PY
cat "$folder/output"
sed -n 's/^#   //p' "$0" | diff - "$folder/output" && echo "as described"
