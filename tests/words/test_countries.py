"""Countries: their names, their boxes, and coordinates that were swapped."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model.incident import Place
from geo.words.countries import LocalName, country_name, local_name, looks_swapped
from samples import DATA, curated

FILE = Path(__file__).parents[2] / "src" / "geo" / "assets" / "basemap" / "country_boxes.json"
BOXES: dict[str, list[list[float]]] = json.loads(FILE.read_text("utf-8"))

INSIDE = [
    ("IR", 57.08, 30.28),  # Kerman
    ("IR", 51.42, 35.69),  # Tehran
    ("RU", 37.33, 55.82),  # Krasnogorsk
    ("RU", 20.51, 54.71),  # Kaliningrad
    ("RU", 177.51, 64.73),  # Anadyr, Chukotka
    ("RU", -173.23, 64.42),  # Provideniya, Chukotka, beyond the antimeridian
    ("US", -157.86, 21.31),  # Honolulu
    ("US", -149.9, 61.22),  # Anchorage
    ("US", -77.04, 38.9),  # Washington
    ("US", 173.18, 52.9),  # Attu, beyond the antimeridian
    ("FJ", 178.44, -18.14),  # Suva
    ("FJ", -179.9, -16.7),  # Taveuni's far side
    ("TJ", 68.78, 38.54),  # Dushanbe
    ("XK", 21.17, 42.67),  # Pristina
]
OUTSIDE = [
    ("IR", 30.28, 57.08),
    ("IR", 69.17, 34.53),  # Kabul
    ("RU", 55.82, 37.33),
    ("RU", -149.9, 61.22),
    ("US", 21.31, -157.86),
    ("US", -99.13, 19.43),  # Mexico City
]
CURATED = [
    (feature["id"], feature["properties"]["place"].get("country"), *position)
    for feature in json.loads(DATA.read_text("utf-8"))["features"]
    if (geometry := feature["geometry"])
    for position in (
        geometry["coordinates"] if geometry["type"] == "MultiPoint" else [geometry["coordinates"]]
    )
]
KNOWN = st.sampled_from(sorted(BOXES))


def is_in(country: str, lon: float, lat: float) -> bool:
    return any(w <= lon <= e and s <= lat <= n for w, s, e, n in BOXES[country])


def test_every_code_is_alpha_2() -> None:
    assert len(BOXES) > 230
    assert all(len(code) == 2 and code.isupper() for code in BOXES)


def test_codes_are_sorted_and_boxes_few() -> None:
    assert list(BOXES) == sorted(BOXES)
    assert all(1 <= len(boxes) <= 8 for boxes in BOXES.values())


def test_boxes_are_in_range_and_cross_no_antimeridian() -> None:
    for west, south, east, north in (box for boxes in BOXES.values() for box in boxes):
        assert -180 <= west < east <= 180
        assert -90 <= south < north <= 90


def test_sides_are_rounded() -> None:
    sides = [side for boxes in BOXES.values() for box in boxes for side in box]
    assert sides == [round(side, 2) for side in sides]


def test_no_box_is_as_wide_as_the_world_but_of_antarctica() -> None:
    wide = {code for code, boxes in BOXES.items() for w, _, e, _ in boxes if e - w > 180}
    assert wide == {"AQ"}


@pytest.mark.parametrize(("country", "lon", "lat"), INSIDE)
def test_is_inside(country: str, lon: float, lat: float) -> None:
    assert is_in(country, lon, lat)


@pytest.mark.parametrize(("country", "lon", "lat"), OUTSIDE)
def test_is_outside(country: str, lon: float, lat: float) -> None:
    assert not is_in(country, lon, lat)


@pytest.mark.parametrize(("id_", "country", "lon", "lat"), CURATED)
def test_curated_positions_are_right_as_they_stand(
    id_: str, country: str, lon: float, lat: float
) -> None:
    assert country in {"IR", "RU", "TJ"}
    assert not looks_swapped(lon, lat, country)


@pytest.mark.parametrize(("id_", "country", "lon", "lat"), CURATED)
def test_curated_positions_are_found_when_swapped(
    id_: str, country: str, lon: float, lat: float
) -> None:
    assert looks_swapped(lat, lon, country)


@pytest.mark.parametrize("country", ["ZZ", "", "ir", "IRN", "YU"])
def test_an_unknown_country_is_never_swapped(country: str) -> None:
    assert not looks_swapped(30.28, 57.08, country)


def test_far_from_its_country_either_way_is_not_swapped() -> None:
    assert not looks_swapped(0.0, 0.0, "IR")


def test_in_its_country_either_way_is_not_swapped() -> None:
    assert not looks_swapped(47.5, 42.98, "RU")  # Makhachkala; 42.98, 47.5 is in the steppe


def test_a_coast_just_outside_the_outline_is_not_swapped() -> None:
    assert not looks_swapped(52.5, 24.5, "IR")


def test_a_longitude_that_is_no_latitude_is_not_swapped() -> None:
    assert not looks_swapped(177.51, 64.73, "IR")


@given(lon=st.floats(-90, 90), lat=st.floats(-90, 90), country=KNOWN)
def test_never_both_orders_are_swapped(lon: float, lat: float, country: str) -> None:
    assert not (looks_swapped(lon, lat, country) and looks_swapped(lat, lon, country))


@given(data=st.data(), country=KNOWN)
def test_a_position_in_a_box_is_never_swapped(data: st.DataObject, country: str) -> None:
    west, south, east, north = data.draw(st.sampled_from(BOXES[country]))
    lon, lat = data.draw(st.floats(west, east)), data.draw(st.floats(south, north))
    assert not looks_swapped(lon, lat, country)


@pytest.mark.parametrize(
    ("code", "name"), [("IR", "Iran"), ("TJ", "Tajikistan"), ("XK", "Kosovo"), ("QX", "QX")]
)
def test_country_name(code: str, name: str) -> None:
    assert country_name(code) == name


def test_every_country_with_boxes_has_a_name() -> None:
    assert not [code for code in BOXES if country_name(code) == code]


NAMES = {
    "en": "Place",
    "fr": "Place",
    "fa": "مکان",
    "ar": "مكان",
    "he": "מקום",
    "dv": "ތަން",
    "ru": "Место",
    "uk": "Місце",
    "tg": "Макон",
    "sr": "Место",
    "zh-Hant": "地點",
    "to": "Feituʻu",
}


def local(country: str | None, names: dict[str, str], name: str | None = "Place") -> str | None:
    """Return the language of a place's local name."""
    found = local_name(Place(name=name, country=country, names=names))
    return found.language if found else None


@pytest.mark.parametrize(
    ("country", "language"),
    [
        *(("IR", "fa"), ("RU", "ru"), ("TJ", "tg"), ("UA", "uk"), ("IL", "he"), ("EG", "ar")),
        ("AF", "fa"),
        ("TW", "zh-Hant"),
        ("RS", "sr"),
        ("FR", None),  # as in English
        ("US", None),
        ("XX", None),
        (None, None),
    ],
)
def test_a_local_name_is_in_an_official_language(country: str | None, language: str | None) -> None:
    assert local(country, NAMES) == language


def test_the_next_official_language_is_asked_for_a_name() -> None:
    assert local("IL", {"en": "Place", "ar": "مكان"}) == "ar"
    assert local("IL", {"he": "Place", "ar": "مكان"}) == "ar"


def test_a_language_that_is_spoken_but_not_official_is_not_local() -> None:
    assert local("UA", {"ru": "Место"}) is None
    assert local("IR", {"az-Arab": "یئر", "ar": "مكان"}) is None


def test_without_a_language_by_law_the_customary_one_counts() -> None:
    assert local("US", {"en": "New Place"}, name=None) is None
    assert local("MX", {"es": "Lugar"}) == "es"


@pytest.mark.parametrize(
    ("country", "tag"),
    [
        *(("IR", "fa-IR"), ("IR", "FA"), ("IR", "fa-Arab"), ("RS", "sr-Latn"), ("TW", "zh")),
        *(("TW", "zh-TW"), ("CN", "zh-Hans"), ("BR", "pt-BR")),
    ],
)
def test_a_script_or_region_may_stand_in_the_code(country: str, tag: str) -> None:
    assert local(country, {tag: "another name"}) == tag


@pytest.mark.parametrize(
    ("country", "tag"),
    [("IR", "fa-Latn"), ("TW", "zh-Hans"), ("TW", "zh-CN"), ("IR", "farsi"), ("IR", 'fa"><b>')],
)
def test_another_script_and_what_is_no_code_are_not_local(country: str, tag: str) -> None:
    assert local(country, {tag: "another name"}) is None


@pytest.mark.parametrize(
    ("country", "direction"),
    [("IR", "rtl"), ("IL", "rtl"), ("RU", "ltr"), ("MV", "rtl"), ("TO", "ltr")],
)
def test_a_local_name_says_which_way_it_runs(country: str, direction: str) -> None:
    found = local_name(Place(country=country, names=NAMES))
    assert found
    assert found.direction == direction


def test_a_language_that_babel_does_not_know_runs_as_its_text_does() -> None:
    name = LocalName(language="tet", text="Dili Laran", direction="auto")
    assert local_name(Place(country="TL", names={"tet": "Dili Laran"})) == name


def test_stray_controls_are_left_out_of_a_local_name() -> None:
    found = local_name(Place(country="IR", names={"fa": "\u202eکرمان"}))
    assert found == LocalName(language="fa", text="کرمان", direction="rtl")


def test_the_curated_places_have_their_local_names() -> None:
    found = {id_: local_name(record.place) for id_, record in curated().items()}
    names = {id_: name.text for id_, name in found.items() if name}
    assert names == {
        "IR-2017-06-07-tehran": "تهران",
        "IR-2022-10-26-shiraz": "شیراز",
        "IR-2023-08-13-shiraz": "شیراز",
        "IR-2024-01-03-kerman": "کرمان",
        "RU-2024-03-22-crocus": "Красногорск",
        "X-IR-TJ-dushanbe": "Душанбе",
    }
