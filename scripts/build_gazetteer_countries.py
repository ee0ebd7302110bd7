"""Build the countries of the gazetteer: centre, size, names in many languages, demonyms.

Run by hand when a source is new (``pip install -e ".[dev]"``; needs npm)::

    python scripts/build_gazetteer_countries.py

It makes ``src/geo/gazetteer/data/countries.tsv.gz`` with the columns
code, lon, lat, radius_km, names, demonyms (both separated by "|", the English name first).

Sources: names from Unicode CLDR through Babel (Unicode-3.0); centres, areas, spellings and demonyms
from the npm package world-countries 5.1.0 (ODbL 1.0, © Mohammed Le Doze): the table as a whole
stands under the ODbL.
"""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel import Locale
from gazetteer_sources import joined, npm, radius_km, write

PACKAGE = "world-countries@5.1.0"
HEADER = ("code", "lon", "lat", "radius_km", "names", "demonyms")
LANGUAGES = (  # noqa: SIM905, it reads as a line of words
    "en am ar az be bg bn ca cs da de el es et fa fi fr ha he hi hr hu hy id it ja ka kk km"
    " ko ku ky lo lt lv mn ms my nb ne nl pl ps pt ro ru sk sl so sq sr sv sw ta tg th ti tk"
    " tr ug uk ur uz vi zh zh_Hant"
).split()
# Names in daily use that neither source has.
MORE_NAMES = {
    "AE": "Emirates|U.A.E.",
    "BA": "Bosnia",
    "CD": "DR Congo|D.R. Congo|DRC|Congo Democratic Republic",
    "CG": "Congo-Brazzaville|Republic of Congo",
    "CI": "Ivory Coast",
    "CZ": "Czech Republic",
    "GB": "U.K.|Britain|Great Britain",
    "KR": "S. Korea|Korea",
    "MM": "Burma",
    "NL": "Holland",
    "PS": "Palestine|Palestinian territories|Occupied Palestinian Territory",
    "SY": "Syrian Arab Republic",
    "TL": "East Timor",
    "TR": "Turkey",
    "US": "U.S.|U.S.A.|USA|United States of America|America",
}
# Centre of the contiguous states (National Geodetic Survey); the package rounds to whole degrees.
CENTRES = {"US": (-98.58, 39.83)}
NO_MEMBERS = {"TW", "XK", "PS"}  # of the United Nations, whose people are spoken of all the same
MORE_DEMONYMS = {"GB": "British", "US": "American", "AF": "Afghan", "KR": "Korean|South Korean"}


def main() -> None:
    """Fetch the package and write the table."""
    with tempfile.TemporaryDirectory() as folder:
        text = (npm(PACKAGE, Path(folder)) / "countries.json").read_text("utf-8")
    names = cldr_names()
    write("countries.tsv.gz", HEADER, (row(country, names) for country in json.loads(text)))


def row(country: dict[str, Any], names: dict[str, list[str]]) -> tuple[object, ...]:
    """Return the row of one country."""
    code = country["cca2"]
    lat, lon = country["latlng"]
    lon, lat = CENTRES.get(code, (lon, lat))
    known = [*names.get(code, []), *more(MORE_NAMES, code), *spellings(country)]
    is_spoken_of = country["unMember"] or code in NO_MEMBERS  # "French" is of France, not of TF
    english = country["demonyms"].get("eng", {}).values() if is_spoken_of else ()
    demonyms = [*english, *more(MORE_DEMONYMS, code)]
    radius = radius_km(max(country["area"], 1))
    return code, round(lon, 3), round(lat, 3), radius, joined(known), joined(demonyms)


def more(table: dict[str, str], code: str) -> list[str]:
    return table.get(code, "").split("|")


def spellings(country: dict[str, Any]) -> Iterator[str]:
    """List the names of a country that are longer than a code."""
    yield country["name"]["common"]
    yield country["name"]["official"]
    yield from (name for name in country["altSpellings"] if len(name) > 3)


def cldr_names() -> dict[str, list[str]]:
    """List the names of each country in these languages."""
    found: dict[str, list[str]] = {}
    for locale in LANGUAGES:
        for code, name in Locale.parse(locale).territories.items():
            if len(code) == 2:
                found.setdefault(code, []).append(name)
    return found


if __name__ == "__main__":
    main()
