"""Build the countries of the gazetteer: centre, size, names in many languages, demonyms.

Run by hand when a source is new (``pip install -e ".[dev]"``; needs npm, apt-get, dpkg-deb)::

    python scripts/build_gazetteer_countries.py

It makes ``src/geo/gazetteer/data/countries.tsv.gz`` with the columns
code, lon, lat, radius_km, names, demonyms (both separated by "|", the English name first).

Sources: names from Unicode CLDR through Babel (Unicode-3.0), and from Debian's iso-codes 4.15 (LGPL
2.1+); centres, areas, spellings, translations and demonyms from the npm package world-countries
5.1.0 (ODbL 1.0, © Mohammed Le Doze): the table as a whole stands under the ODbL.
"""

import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel import Locale
from gazetteer_sources import debian, joined, npm, radius_km, translations, write

from geo.gazetteer.names import key

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
        others = iso_names(debian("iso-codes", Path(folder)))
    names, countries = cldr_names(), json.loads(text)
    known = {c["cca2"]: names_of(c, names) for c in countries}
    for country in countries:
        translated = [name for both in country["translations"].values() for name in both.values()]
        others.setdefault(country["cca2"], []).extend(translated)
    more = only_own(others, known)
    write(
        "countries.tsv.gz",
        HEADER,
        (row(c, [*known[c["cca2"]], *more[c["cca2"]]]) for c in countries),
    )


def only_own(others: dict[str, list[str]], known: dict[str, list[str]]) -> dict[str, list[str]]:
    """Leave out names that another country has: translations of two are mixed up now and then."""
    owners: dict[str, Counter[str]] = defaultdict(Counter)
    for table, votes in ((others, 1), (known, 1000)):
        for code, names in table.items():
            for name in names:
                owners[key(name)][code] += votes
    return {
        code: [n for n in names if is_of(code, owners[key(n)])] for code, names in others.items()
    }


def is_of(code: str, votes: Counter[str]) -> bool:
    """Tell whether more sources give a name to a country than to any other."""
    return all(votes[code] > votes[other] for other in votes if other != code)


def names_of(country: dict[str, Any], names: dict[str, list[str]]) -> list[str]:
    """List the names of a country that are beyond doubt, the English one first."""
    code = country["cca2"]
    return [*names.get(code, []), *more_of(MORE_NAMES, code), *spellings(country)]


def row(country: dict[str, Any], known: list[str]) -> tuple[object, ...]:
    """Return the row of one country."""
    code = country["cca2"]
    lat, lon = country["latlng"]
    lon, lat = CENTRES.get(code, (lon, lat))
    is_spoken_of = country["unMember"] or code in NO_MEMBERS  # "French" is of France, not of TF
    english = country["demonyms"].get("eng", {}).values() if is_spoken_of else ()
    demonyms = [*english, *more_of(MORE_DEMONYMS, code)]
    radius = radius_km(max(country["area"], 1))
    return code, round(lon, 3), round(lat, 3), radius, joined(known), joined(demonyms)


def more_of(table: dict[str, str], code: str) -> list[str]:
    return table.get(code, "").split("|")


def spellings(country: dict[str, Any]) -> Iterator[str]:
    """List the names of a country that are longer than a code."""
    yield country["name"]["common"]
    yield country["name"]["official"]
    yield from (name for name in country["altSpellings"] if len(name) > 3)


def iso_names(root: Path) -> dict[str, list[str]]:
    """List the names and full names of each country in ISO 3166-1, in these languages."""
    text = (root / "usr/share/iso-codes/json/iso_3166-1.json").read_text("utf-8")
    others = translations(root, "iso_3166-1", [*LANGUAGES, "zh_CN", "zh_TW"])
    return {
        entry["alpha_2"]: [
            text
            for field in ("name", "common_name", "official_name")
            if field in entry
            for text in (entry[field], *others.get(entry[field], ()))
        ]
        for entry in json.loads(text)["3166-1"]
    }


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
