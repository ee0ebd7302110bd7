#!/bin/sh
# rcssmin 1.3.0 changes what a style sheet says inside @container.
#
# Inside @media it knows that a nested block has selectors, and keeps the space of `.a :is(b)`.
# Inside @container it takes them for declarations, and drops the space before the colon: the rule is
# then about `.a` itself instead of what lies in it.
#
# Output seen (Python 3.11):
#   @media (width < 9px){.a :is(b){top:0}}
#   @container (width < 9px){.a:is(b){top:0}}
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rcssmin==1.3.0
"$folder/venv/bin/python" - >"$folder/output" <<'PY'
from rcssmin import cssmin

for rule in ("@media", "@container"):
    print(cssmin(rule + " (width < 9px) { .a :is(b) { top: 0 } }"))
PY
cat "$folder/output"
sed -n 's/^#   //p' "$0" | diff - "$folder/output" && echo "as described"
