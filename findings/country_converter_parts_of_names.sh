#!/bin/sh
# country_converter 1.3.2 finds a country in names of places that lie in none, or in another one.
#
# `convert` searches for a country's pattern anywhere in the text. So the Niger Delta, which is in
# Nigeria, becomes Niger; Jersey City becomes Jersey; gulfs and seas become the country that they
# are named after. A text with two countries becomes a list. "Indian Ocean" and "New Mexico" are not
# found, as one would expect of all of them. The result does not say how much of the text matched.
#
# Output seen (Python 3.11, pandas 2.3.3):
#   Niger Delta: NE
#   Jersey City: JE
#   Gulf of Guinea: GN
#   Sea of Japan: JP
#   Turkey-Syria border: ['SY', 'TR']
#   Indian Ocean: not found
#   New Mexico: not found
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    country_converter==1.3.2 pandas==2.3.3
"$folder/venv/bin/python" - 2>/dev/null >"$folder/output" <<'PY'
import country_converter

for name in (
    "Niger Delta",
    "Jersey City",
    "Gulf of Guinea",
    "Sea of Japan",
    "Turkey-Syria border",
    "Indian Ocean",
    "New Mexico",
):
    print(f"{name}: {country_converter.convert(name, to='ISO2')}")
PY
cat "$folder/output"
sed -n 's/^#   //p' "$0" | diff - "$folder/output" && echo "as described"
