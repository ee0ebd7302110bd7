#!/bin/sh
# Babel 2.19.0 writes a million in Swiss locales without any separator, and a thousand with one.
#
# The group sign of de_CH, fr_CH, it_CH, en_CH and gsw is an apostrophe, which is also the quote of
# number patterns. `format_decimal` takes quotes out of its result, so two apostrophes and what they
# stand for vanish: the first pair is lost. A table then has 1'234 next to 1000000, and a thousand
# millions are 1000000'000.
#
# CLDR's minimum of grouping digits is not used either: Spanish, Polish and Portuguese (pt_PT) write
# 1234 and 12.345, as `Intl.NumberFormat` does in browsers; Babel writes 1.234.
#
# Output seen (Python 3.11):
#   de_CH: 1'234 123'456 1000000 1000000'000
#   fr_CH: 1'234 123'456 1000000 1000000'000
#   gsw: 1'234 123'456 1000000 1000000'000
#   de: 1.234 123.456 1.000.000 1.000.000.000
#   es: 1.234 123.456 1.000.000 1.000.000.000
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check babel==2.19.0
"$folder/venv/bin/python" - >"$folder/output" <<'PY'
from babel.numbers import format_decimal

for name in ("de_CH", "fr_CH", "gsw", "de", "es"):
    numbers = (1_234, 123_456, 1_000_000, 1_000_000_000)
    print(f"{name}:", *(format_decimal(number, locale=name) for number in numbers))
PY
cat "$folder/output"
sed -n 's/^#   //p' "$0" | diff - "$folder/output" && echo "as described"
