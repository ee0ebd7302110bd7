"""The towns of the base map: large cities and capitals show, sections of cities do not.

`tests/data/large_cities.tsv` has the 300 largest cities and the capitals: people and positions are
GeoNames' (CC BY 4.0), of the places that Natural Earth's populated places 1:10m name as well.
Capitals in dispute are not in it.
"""

import csv
import math
from dataclasses import dataclass
from functools import cache
from itertools import chain

import pytest
from anyascii import anyascii

from geo.figures.boxes import Occupied
from geo.figures.lettering import Name
from geo.figures.place_names import letter_places
from geo.figures.view import View
from geo.maps.labels import LabelRow, towns_in
from geo.mercator import EARTH_KM, TILE_PX, WORLD, unit_square
from samples import DATA

TABLE = DATA.parents[1] / "tests" / "data" / "large_cities.tsv"
WIDTH, HEIGHT = 460, 260  # px, of a view around one city
ALL = 99  # a zoom at which every town is due
ROOM = 70  # px to the next city of the list at which both must show
ZOOMS = range(5, 14)
NEAR, SUBURBAN = 35, 65  # km from a city's centre in which its sections, and those towns, lie

# Sections, each with its city; as its authorities list them.
SECTIONS = {
    "Mariupol": "Pravyi Bereh, Tsentralnyi, Kalmiuskyi, Livoberezhnyi, Prymorskyi",
    "Kyiv": "Obolon, Darnytsya, Svyatoshyn, Dniprovskyi, Desna, Podil, Pechersk, Borshchahivka",
    "Kharkiv": "Saltivka, Oleksiyivka, Pivnichna Saltivka",
    "Dnipro": "Nyzhnodniprovsk",
    "Donetsk": "Rutchenkivskyi",
    "Lviv": "Sykhiv",
    "Moscow": "Mar'ino, Lefortovo, Kuntsevo, Cherëmushki, Zhulebino, Tsaritsyno, Izmaylovo, LMS",
    "Saint Petersburg": "Kalininskiy, Petrogradka, Admiralteisky, Krasnogvargeisky",
    "Tokyo": "Shinjuku, Shibuya, Setagaya, Edogawe, Adachi, Toshima, Meguro, Itabashi, Kita",
    "Shanghai": "Puxi, Pudong, Minhang, Xuhui, Changning, Hongkou, Yangpu, Putuo, Jing’an",
    "New York City": "Manhattan, Brooklyn, Queens, The Bronx, Staten Island, Harlem, Astoria",
    "London": "Islington, Camden Town, City of Westminster, Brent, Fulham, Archway",
    "Paris": "Paris 15 Vaugirard, Paris 18 Buttes-Montmartre, Paris 20 Ménilmontant",
    "Berlin": "Neukölln, Kreuzberg, Mitte, Charlottenburg, Prenzlauer Berg, Friedrichshain",
    "Madrid": "Latina, Carabanchel, Puente de Vallecas, Chamberí, Retiro, Salamanca",
    "Vienna": "Favoriten, Donaustadt, Floridsdorf, Ottakring, Simmering",
    "Budapest": "Buda, Pest, Zugló, Újpest, Budapest XI. kerület",
    "Bucharest": "Sector 1, Sector 2, Sector 3, Sector 4, Sector 5, Sector 6",
    "Istanbul": "Fatih, Bağcılar, Üsküdar, Esenler, Zeytinburnu, Umraniye",
    "Ankara": "Çankaya, Batikent",
    "Cairo": "Madīnat an Naşr, Ḩadā’iq al Qubbah",
    "Baghdad": "Sadr City",
    "Mosul": "Al Mawşil al Jadīdah",
    "Beirut": "Ra’s Bayrūt",
    "Lagos": "Lekki, Surulere, Mushin, Agege, Ajegunle, Obalende, Shomolu",
    "Nairobi": "Lang'ata",
    "Delhi": "Rohini, Karol Bāgh, Karāwalnagar, Burāri",
    "Mumbai": "Dhārāvi",
    "Dhaka": "Pallabi, Kafrul, Paltan, Bhatara",
    "Hanoi": "Ba Dinh, Hoàn Kiếm, Đống Đa, Cầu Giấy, Tây Hồ",
    "Bangkok": "Thon Buri, Dusit, Chatuchak, Watthana, Din Daeng",
    "Singapore": "Tampines New Town, Jurong West, Yishun New Town, Hougang New Town",
    "Mexico City": "Iztapalapa, Coyoacán, Cuauhtémoc, Azcapotzalco, Miguel Hidalgo",
    "São Paulo": "Grajaú, Sapopemba, Itaim Paulista, Capao Redondo, Santana",
    "Bogotá": "Kennedy",
    "Conakry": "Camayenne",
}
CENTRES = {
    "Mariupol": (37.54, 47.1),
    "Dnipro": (35.04, 48.46),
    "Donetsk": (37.8, 48.02),
    "Lviv": (24.02, 49.84),
    "Kharkiv": (36.25, 49.98),
}
TOWNS = {  # next to a larger city, and no sections of it
    "Moscow": "Khimki, Mytishchi, Krasnogorsk, Reutov, Lyubertsy, Balashikha, Zelenograd, Podolsk",
    "Kyiv": "Brovary, Irpin, Bucha, Boryspil, Vyshneve",
    "Tokyo": "Yokohama, Kawasaki, Saitama, Chiba",
    "New York City": "Newark, Jersey City",
    "Cairo": "Giza",
    "Mumbai": "Thane",
    "Delhi": "Noida, Ghaziabad, Gurugram, Faridabad",
    "Jakarta": "Depok, Tangerang, Bekasi",
    "Khartoum": "Omdurman, Khartoum North",
    "Kinshasa": "Brazzaville",
    "Dhaka": "Gazipur",
    "Donetsk": "Makiyivka, Horlivka, Yasynuvata",
    "Mariupol": "Sartana",
}
ASKED = [  # name, where, and the zoom at which it must show, where no list of the largest has it
    ("Mariupol", 37.541, 47.095, 6),
    ("Mariupol", 37.541, 47.095, 8),
    ("Mariupol", 37.541, 47.095, 10),
    ("Zaporizhzhia", 35.117, 47.852, 6),
    ("Kherson", 32.615, 46.637, 6),
    ("Simferopol", 34.111, 44.957, 6),
    ("Tel Aviv", 34.781, 32.081, 7),
    ("Tokyo", 139.692, 35.69, 4),
    ("Lagos", 3.395, 6.454, 4),
    ("Lagos", 3.395, 6.454, 5),
    ("Nairobi", 36.817, -1.283, 4),
    ("Guangzhou", 113.25, 23.117, 5),
    ("Yokohama", 139.65, 35.433, 7),
    ("Giza", 31.209, 30.009, 9),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """A row of the table."""

    kind: str
    name: str
    lon: float
    lat: float


@cache
def listed() -> list[City]:
    with TABLE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [
        City(kind=row["kind"], name=row["name"], lon=float(row["lon"]), lat=float(row["lat"]))
        for row in rows
    ]


@cache
def rows() -> list[LabelRow]:
    return list(towns_in(WORLD, ALL))


def view_around(lon: float, lat: float, zoom: float) -> View:
    x, y = unit_square(lon, lat)
    scale = TILE_PX * 2**zoom
    return View(
        left=x - WIDTH / 2 / scale,
        top=y - HEIGHT / 2 / scale,
        scale=scale,
        width=WIDTH,
        height=HEIGHT,
    )


def named_at(lon: float, lat: float, zoom: float) -> str | None:
    """Return what an empty map writes next to the town of a point."""
    view = view_around(lon, lat, zoom)
    x, y = view.project(lon, lat)
    for name in letter_places(view, Occupied(), [], []):
        if name.sign and math.dist(middle(name), (x, y)) < 0.5:
            return name.lines[0]
    return None


def middle(name: Name) -> tuple[float, float]:
    assert name.sign
    left, top, right, bottom = name.sign
    return (left + right) / 2, (top + bottom) / 2


def px_between(one: City, two: City, zoom: float) -> float:
    (x, y), (u, v) = unit_square(one.lon, one.lat), unit_square(two.lon, two.lat)
    return math.hypot((x - u + 0.5) % 1 - 0.5, y - v) * TILE_PX * 2**zoom


def km_between(lon: float, lat: float, row: LabelRow) -> float:
    east = (row[2] - lon) * math.cos(math.radians(lat))
    return math.radians(math.hypot(east, row[3] - lat)) * EARTH_KM


@cache
def zoom_of(city: City) -> int:
    """Return the first zoom at which no other city of the list is near."""
    others = [other for other in listed() if (other.lon, other.lat) != (city.lon, city.lat)]
    return next(z for z in ZOOMS if all(px_between(city, o, z) >= ROOM for o in others))


def centre(name: str) -> tuple[float, float]:
    found = [(city.lon, city.lat) for city in listed() if city.name == name]
    return CENTRES.get(name) or found[0]


def around(city: str, km: float) -> set[str]:
    lon, lat = centre(city)
    return {row[0].casefold() for row in rows() if km_between(lon, lat, row) < km}


def spellings(name: str) -> set[str]:
    """Return a name as GeoNames writes it, and without its marks, as the map has it."""
    plain = anyascii(name)
    return {each.casefold() for each in (name, plain, plain.replace("'", ""))}


def test_the_list_has_300_cities_and_the_capitals() -> None:
    kinds = [city.kind for city in listed()]
    assert kinds.count("city") == 300
    assert kinds.count("capital") > 190


def test_each_large_city_and_capital_is_a_row_once() -> None:
    places = [(row[2], row[3]) for row in rows()]
    counts = {city.name: places.count((city.lon, city.lat)) for city in set(listed())}
    assert {name: count for name, count in counts.items() if count != 1} == {}


def test_capitals_are_marked() -> None:
    marked = {(row[2], row[3]) for row in rows() if row[5]}
    assert marked == {(city.lon, city.lat) for city in listed() if city.kind == "capital"}


def test_each_large_city_and_capital_shows_as_soon_as_it_has_room() -> None:
    late = [
        (city.name, zoom_of(city))
        for city in set(listed())
        if named_at(city.lon, city.lat, zoom_of(city)) is None
    ]
    assert late == []


def test_most_of_the_largest_show_at_zoom_5() -> None:
    largest = [city for city in listed() if city.kind == "city"]
    assert sum(named_at(city.lon, city.lat, 5) is not None for city in largest) >= 240


@pytest.mark.parametrize(("name", "lon", "lat", "zoom"), ASKED)
def test_a_town_shows_by_its_name(name: str, lon: float, lat: float, zoom: int) -> None:
    assert named_at(lon, lat, zoom) == name


@pytest.mark.parametrize("city", SECTIONS)
def test_no_section_of_a_city_is_a_row(city: str) -> None:
    sections = set(chain.from_iterable(map(spellings, SECTIONS[city].split(", "))))
    assert not sections & around(city, NEAR)


@pytest.mark.parametrize("city", TOWNS)
def test_towns_next_to_a_city_are_rows(city: str) -> None:
    assert {name.casefold() for name in TOWNS[city].split(", ")} <= around(city, SUBURBAN)


def test_no_area_is_a_row() -> None:
    assert not {"Bayan Nur", "Daxing'anling"} & {row[0] for row in rows()}


def test_no_two_rows_near_each_other_have_one_name() -> None:
    seen: dict[str, list[LabelRow]] = {}
    for row in rows():
        seen.setdefault(row[0], []).append(row)
    doubles = [
        one[0]
        for same in seen.values()
        for at, one in enumerate(same)
        for other in same[at + 1 :]
        if km_between(one[2], one[3], other) < 5
    ]
    assert len(doubles) < 20
