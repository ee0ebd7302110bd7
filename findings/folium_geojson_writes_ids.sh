#!/bin/sh
# folium 0.20.0 writes ids into the collection that it is given, where a layer has a style.
#
# `folium.GeoJson(data, style_function=…)` looks for a member by which it can tell features apart:
# first `id`, then each property. If none is unique it adds `id: "0"`, `id: "1"` and so on to the
# caller's own dictionaries, at once and not when the map is drawn. What is written to a file, sent by an API
# or compared afterwards then has ids that nobody gave, and that change with the order of features.
# Without a style the same call leaves the data as they are.
#
# Output seen (Python 3.11):
#   plain: [None, None]
#   styled: ['0', '1']
#   styled, names differ: [None, None]
#   same object: True
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check folium==0.20.0
"$folder/venv/bin/python" - >"$folder/output" <<'PY'
import folium


def features(*names):
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"place": name},
                "geometry": {"type": "Point", "coordinates": [51.2 + step, 34.5]},
            }
            for step, name in enumerate(names)
        ],
    }


def ids(data):
    return [feature.get("id") for feature in data["features"]]


def style(feature):
    return {"color": "#0072b2"}


plain, styled, named = features("Qom", "Qom"), features("Qom", "Qom"), features("Qom", "Kashan")
folium.GeoJson(plain)
print("plain:", ids(plain))
layer = folium.GeoJson(styled, style_function=style)
print("styled:", ids(styled))
folium.GeoJson(named, style_function=style)
print("styled, names differ:", ids(named))
print("same object:", layer.data is styled)
PY
cat "$folder/output"
sed -n 's/^#   //p' "$0" | diff - "$folder/output" && echo "as described"
