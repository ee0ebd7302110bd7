"""Build the gazetteer's table of ISO 3166-2 codes: what each one means, and what it meant before.

Run by hand when a source is new, after build_gazetteer_admin1.py (needs pip and apt-get)::

    python scripts/build_gazetteer_codes.py

It makes ``src/geo/gazetteer/data/iso3166_2.tsv.gz`` with the columns code, until (the day on which
ISO gave it up or gave it another meaning, empty for today's), name, country, admin1 (GeoNames: of
the province that it is, or lies in), is_province (1 or 0), lon, lat.

Sources: today's codes with their names and positions from iso3166-2 1.8.4 (MIT), other names from
Unicode CLDR through Debian's unicode-cldr-core (Unicode-DFS-2016); earlier codes from releases of
pycountry (LGPL 2.1), which are iso-codes' of the time; the days of changes, which are those of
ISO's Online Browsing Platform and newsletters, from iso3166-updates 1.8.8 (MIT). An earlier code
whose day none of these tells has that of the last release with it.

A code is a province of GeoNames if they share a name in any language; one of a region, department
or district without a province of its own lies in the province of the nearest town.
"""

import json
import re
import tarfile
import tempfile
import xml.etree.ElementTree as ElementTree
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import shapely
from gazetteer_sources import archive, cities, debian, distance_km, read, wheel, write
from rapidfuzz import fuzz

from geo.gazetteer.codes import Meaning
from geo.gazetteer.names import fold, latin
from geo.gazetteer.phrase import split_type

HEADER = ("code", "until", "name", "country", "admin1", "is_province", "lon", "lat")
EARLIER = ("0.16", "16.11.27", "18.12.8", "20.7.3", "22.3.5", "24.6.1")  # of pycountry
RELEASED = {"0.16": "2013-01-01", "16.11.27": "2016-11-27", "18.12.8": "2018-12-08"}
RELEASED |= {"20.7.3": "2020-07-03", "22.3.5": "2022-03-05", "24.6.1": "2024-06-01"}
ABROAD_KM = 300  # farther from the towns of its country, a code is of an overseas territory
ASTRAY_KM = 200  # farther from a province, a unit of its name is another
ALIKE = 90  # of 100: two names of one unit, where no other language tells

_LOCAL = re.compile(r"([^,(]+?) \([a-z]{3}")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_CLAUSE = re.compile(r";\s*|(?<=\.) (?=[A-Z][a-z]+(?: [a-z]+)*:)")
_REMOVED = re.compile(
    r"\W*(subdivisions? deleted|deletion|delete|codes? changed|change of (subdivision )?code)",
    re.IGNORECASE,
)
_RENUMBERED = re.compile(r"([A-Z]{2}-\w{1,3}) (?:to|->) ([A-Z]{2}-\w{1,3})")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Meaning):
    """A subdivision, what its code means at one time, with the `keys` of its names."""

    keys: frozenset[str]  # in all languages


def main() -> None:
    """Fetch the packages and write the table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        today = json.loads((wheel("iso3166-2", path) / "iso3166_2/iso3166-2.json").read_text())
        changes = wheel("iso3166-updates", path) / "iso3166_updates/iso3166-updates.json"
        updates = json.loads(changes.read_text("utf-8"))
        cldr = cldr_names(debian("unicode-cldr-core", path))
        releases = {name: earlier_codes(path, name) for name in EARLIER}
    units = [unit for country in today for unit in units_of(country, today[country], cldr)]
    former = list(former_units(units, releases, updates))
    rows = sorted([*units, *former], key=lambda unit: (unit.code, unit.until or "9999"))
    write("iso3166_2.tsv.gz", HEADER, map(row_of, rows))
    print(f"{len(units):,} codes, {len(former):,} earlier meanings")


def row_of(unit: Unit) -> tuple[object, ...]:
    return tuple(int(cell) if isinstance(cell := getattr(unit, n), bool) else cell for n in HEADER)


def cldr_names(root: Path) -> dict[str, list[str]]:
    """Read the names of subdivisions in all languages, by code."""
    names = defaultdict(list)
    for path in sorted((root / "usr/share/unicode/cldr/common/subdivisions").glob("*.xml")):
        for entry in ElementTree.parse(path).iter("subdivision"):
            code = str(entry.get("type"))
            names[f"{code[:2]}-{code[2:]}".upper()].append(entry.text or "")
    return names


def earlier_codes(folder: Path, version: str) -> dict[str, str]:
    """Read the codes of a release of pycountry, each with its name."""
    path = archive(f"pycountry=={version}", folder)
    if path.suffix == ".gz":
        with tarfile.open(path) as content:
            return codes_in(dict.fromkeys(content.getnames(), content.extractfile))
    with zipfile.ZipFile(path) as content:
        return codes_in(dict.fromkeys(content.namelist(), content.open))


def codes_in(files: dict[str, Any]) -> dict[str, str]:
    name = next(name for name in files if re.search(r"databases/iso3166[-_]2\.(json|xml)$", name))
    text = files[name](name).read()
    if name.endswith(".json"):
        return {entry["code"]: entry["name"] for entry in json.loads(text)["3166-2"]}
    entries = ElementTree.fromstring(text).iter("iso_3166_2_entry")
    return {str(entry.get("code")): str(entry.get("name")) for entry in entries}


def units_of(country: str, entries: dict[str, Row], cldr: dict[str, list[str]]) -> Iterator[Unit]:
    """Yield the units of a country of today."""
    provinces = {code: keys_of(row["names"].split("|")) for code, row in provinces_of(country)}
    keys = {code: keys_of(names_of(code, row, cldr)) for code, row in entries.items()}
    taken = owners(entries, keys, provinces)
    for code, row in entries.items():
        province = taken.get(code, "")
        at = place_of(row, province, taken.get(row["parentCode"] or "", ""), country)
        values: dict[str, Any] = dict(zip(HEADER, (code, "", clean(row["name"]), *at), strict=True))
        yield Unit(**values, keys=frozenset(keys[code] | provinces.get(province, set())))


def place_of(row: Row, province: str, parent: str, country: str) -> tuple[object, ...]:
    """Return the country, the province, whether the unit is that province, and the position."""
    lat, lon = (round(float(number), 4) for number in row["latLng"])
    if province or (parent and not is_near(parent, lon, lat)):  # some positions are astray
        at = provinces_by_code()[province or parent]
        code = (province or parent).split(".")[1]
        return country, code, bool(province), float(at["lon"]), float(at["lat"])
    return *within(country, lon, lat), False, lon, lat


def owners(
    entries: dict[str, Row], keys: dict[str, set[str]], provinces: dict[str, set[str]]
) -> dict[str, str]:
    """Give each province to one code: that with most of its names, not that of a part of it.

    A code whose best province is another's gets the next one only if its nearest town lies there.
    """
    pairs = []
    for code, row in entries.items():
        lat, lon = map(float, row["latLng"])
        shared = {other: len(keys[code] & names) for other, names in provinces.items()}
        near = [other for other in provinces if shared[other] and is_near(other, lon, lat)]
        is_top = not row["parentCode"]
        pairs += [(shared[other], is_top, -away(other, lon, lat), code, other) for other in near]
    best: dict[str, str] = {}
    tried = set()
    for *_, code, province in sorted(pairs, reverse=True):
        lat, lon = map(float, entries[code]["latLng"])
        is_first = code not in tried
        tried.add(code)
        if code in best or province in best.values():
            continue
        if is_first or ".".join(within(code[:2], lon, lat)) == province:
            best[code] = province
    return best


def is_near(province: str, lon: float, lat: float) -> bool:
    radius = float(provinces_by_code()[province]["radius_km"])
    return away(province, lon, lat) <= ASTRAY_KM + radius


def away(province: str, lon: float, lat: float) -> float:
    row = provinces_by_code()[province]
    return distance_km(lon, lat, float(row["lon"]), float(row["lat"]))


def within(country: str, lon: float, lat: float) -> tuple[str, str]:
    """Return the country and the province of the nearest town, in the country if that is near."""
    town = nearest(country, lon, lat) or nearest("", lon, lat)
    if distance_km(lon, lat, town["longitude"], town["latitude"]) > ABROAD_KM:
        town = nearest("", lon, lat)
    return town["countrycode"], town["admin1code"]


def former_units(
    units: list[Unit], releases: dict[str, dict[str, str]], updates: dict[str, list[Row]]
) -> Iterator[Unit]:
    """Yield what codes meant before: another unit, or one that has no code any more."""
    today = {unit.code: unit for unit in units}
    of_country = defaultdict(list)
    for unit in units:
        of_country[unit.code[:2]].append(unit)
    last: dict[tuple[str, str], Unit] = {}  # by code and ISO's day, if it is known
    for release, codes in releases.items():
        for code, name in codes.items():
            now, same = today.get(code), same_unit(code, name, of_country[code[:2]])
            day = day_of_change(code, updates.get(code[:2], ()))
            if now and (not day if same is None else is_same(now, same)):
                continue  # it is the same unit, perhaps by another name
            known = last.get((code, day))
            is_placed = known is not None and known.lon is not None
            unit = same or (known if known and is_placed else lost_unit(code, clean(name)))
            last[code, day] = replace(unit, code=code, until=day or RELEASED[release])
    for code, meant, day in renumbered(updates):
        now, then = today.get(code), today.get(meant)
        if then and not (now and is_same(now, then)):
            last[code, day] = replace(then, code=code, until=day)  # as ISO itself says
    yield from last.values()


def renumbered(updates: dict[str, list[Row]]) -> Iterator[tuple[str, str, str]]:
    """Yield the codes that ISO changed, each with the unit's later code and the day."""
    for changes in updates.values():
        for day, clause in removals(changes):
            for code, meant in _RENUMBERED.findall(clause):
                yield code, meant, day


def lost_unit(code: str, name: str) -> Unit:
    """Return a unit that is there no more: only its name is known."""
    values: tuple[Any, ...] = (code, "", name, code[:2], "", False, None, None)
    return Unit(**dict(zip(HEADER, values, strict=True)), keys=frozenset())


def is_same(one: Unit, other: Unit) -> bool:
    """Tell whether two units are one, or a part of the other with its name."""
    if one.name == other.name:
        return True
    return one.is_province and other.is_province and one.admin1 == other.admin1


def same_unit(code: str, name: str, units: list[Unit]) -> Unit | None:
    """Find today's unit that an earlier name means: that of the code itself if it has the name."""
    keys = keys_of([name])
    shared = [unit for unit in units if keys & unit.keys]
    own = [unit for unit in shared if unit.code == code]
    if shared:
        return max(own or shared, key=lambda u: (bool(keys & keys_of([u.name])), u.is_province))
    like = [(best_ratio(keys, unit.keys), unit.code, unit) for unit in units]
    score, _, unit = max(like, default=(0.0, "", None), key=lambda each: each[:2])
    return unit if score >= ALIKE else None


def best_ratio(keys: Iterable[str], others: Iterable[str]) -> float:
    plain = [latin(other) for other in others if other.isascii()]
    return max((fuzz.ratio(latin(k), other) for k in keys for other in plain), default=0.0)


def day_of_change(code: str, changes: Iterable[Row]) -> str:
    """Return the day on which ISO gave up a code, empty if none is told."""
    days = [day for day, clause in removals(changes) if is_named(code, clause)]
    return max((day for day in days if day >= "2007"), default="")


def removals(changes: Iterable[Row]) -> Iterator[tuple[str, str]]:
    """Yield the clauses of ISO's changes that take a code from a unit, with their day."""
    for change in changes:
        for text in (change["Change"], change["Description of Change"] or ""):
            for clause in _CLAUSE.split(text):
                if _REMOVED.match(clause):
                    yield change["Date Issued"][:10], clause


def is_named(code: str, text: str) -> bool:
    """Tell whether a text names a code, or a range that holds it: MA-01 - MA-16."""
    if re.search(rf"\b{code}\b", text):
        return True
    country, _, part = code.partition("-")
    ranges = re.findall(rf"{country}-(\d+) (?:-|to) {country}-(\d+)", text)
    return part.isdigit() and any(int(a) <= int(part) <= int(b) for a, b in ranges)


def names_of(code: str, row: Row, cldr: dict[str, list[str]]) -> list[str]:
    """List a unit's names; CLDR's only if one is the same: it may have the earlier unit's."""
    names = [row["name"], *_LOCAL.findall(row["localOtherName"] or "")]
    keys, others = keys_of(names), keys_of(cldr[code])
    is_same_unit = keys & others or best_ratio(keys, others) >= ALIKE
    return [*names, *cldr[code]] if is_same_unit else names


def clean(name: str) -> str:
    """Return a name without its other forms and its note: "Fès-Meknès (EH-partial)"."""
    return " ".join(_BRACKETS.sub("", re.split("[/;]", name)[0]).replace("*", "").split()) or name


def keys_of(names: Iterable[str]) -> set[str]:
    """Return the keys of names, with and without the words for a kind of area."""
    found = set()
    for name in names:
        folded = fold(re.split("[,،;/]", _BRACKETS.sub("", name))[0])
        found |= {folded, split_type(folded, but=("site", "landform"))[0]}
        if not folded.isascii():
            continue
        found.add(latin(folded))
    return {key.replace(" ", "") for key in found if len(key) > 1}


@cache
def provinces_by_code() -> dict[str, Row]:
    rows = read("admin1.tsv.gz")
    return {row["code"]: row for row in rows if row["lon"] and not is_former(row)}


def is_former(row: Row) -> bool:
    """Tell whether a province has become several since, and so has no code."""
    return str(row["code"]).endswith(".")


def provinces_of(country: str) -> list[tuple[str, Row]]:
    return [pair for pair in provinces_by_code().items() if pair[0].startswith(f"{country}.")]


@cache
def towns(country: str) -> tuple[list[Row], shapely.STRtree]:
    """Return the towns of a country, or of all the world, with a tree of their positions."""
    rows = [city for city in cities() if city["countrycode"] == country or not country]
    points = [shapely.Point(city["longitude"], city["latitude"]) for city in rows]
    return rows, shapely.STRtree(points)


def nearest(country: str, lon: float, lat: float) -> Row:
    rows, tree = towns(country)
    return rows[tree.nearest(shapely.Point(lon, lat))] if rows else {}


if __name__ == "__main__":
    main()
