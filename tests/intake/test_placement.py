"""Records get their positions from the names of their places, in any of their languages."""

import json
import shutil
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from geo.intake.placement import RecordOutcome, place_feature, place_file
from geo.model.feature import incident_from_feature
from samples import DATA, feature

TEXT = DATA.read_text("utf-8")
FEATURES: dict[str, dict[str, Any]] = {f["id"]: f for f in json.loads(TEXT)["features"]}
PLACED = (
    "IR-2017-06-07-tehran",
    "IR-2022-10-26-shiraz",
    "IR-2023-08-13-shiraz",
    "IR-2024-01-03-kerman",
    "RU-2024-03-22-crocus",
    "X-IR-TJ-dushanbe",
)
# Names that the records lack, as GeoNames has them.
MORE_NAMES = {
    "Shiraz": {"id": "Shiraz"},
    "Krasnogorsk": {"id": "Krasnogorsk", "tg": "Красногорск"},
}
TOWNS = {  # the positions of towns whose records stand at the site itself
    "RU-2024-03-22-crocus": [37.32984, 55.81904],
    "IR-2022-10-26-shiraz": [52.53113, 29.61031],
    "IR-2023-08-13-shiraz": [52.53113, 29.61031],
}
STATES = {
    **dict.fromkeys(PLACED, "placed"),
    **dict.fromkeys(TOWNS, "kept"),
    "IR-2024-01-arrests-35": "not found",
    "IR-2024-01-19-commander": "country only",
    **dict.fromkeys(("X-US-IR-2024-01", "X-US-RU-2024-03-07", "X-IR-RU-2024-03"), "nameless"),
}


def place(**properties: Any) -> dict[str, Any]:
    return feature(place=properties)


def outcome(state: str, text: str = "") -> RecordOutcome:
    return RecordOutcome(record="A", state=state, text=text)  # type: ignore[arg-type]  # as it is printed


def stripped(feature: dict[str, Any], languages: list[str] | None = None) -> dict[str, Any]:
    """Take from a record what was found by its name, and all names but those in some languages."""
    new = deepcopy(feature)
    place = new["properties"]["place"]
    if languages:
        names = place["names"] | MORE_NAMES.get(place["name"], {})
        place["names"] = {tag: names[tag] for tag in languages}
        del place["name"]
    for site in place["sites"]:
        for name in ("method", "gazetteer_id"):
            site.pop(name, None)
    if len(place["sites"]) == 1 and place["sites"][0]["precision"] != "site":
        new["geometry"] = None
    elif len(place["sites"]) == 2:
        new["geometry"]["coordinates"][0] = [0.0, 0.0]
    return new


def test_the_curated_file_is_what_the_names_give() -> None:
    placed = place_file(DATA, every=True)
    assert placed.text == TEXT
    assert not placed.is_changed
    assert {found.record: found.state for found in placed.outcomes} == STATES


@pytest.mark.parametrize("language", ["en", "id", "ru", "fa", "tg"])
@pytest.mark.parametrize("id_", PLACED)
def test_a_record_is_placed_from_its_name_alone(id_: str, language: str) -> None:
    old = FEATURES[id_]
    new, found = place_feature(stripped(old, [language]), every=True)
    assert new["geometry"] == old["geometry"]
    assert new["properties"]["place"]["sites"] == old["properties"]["place"]["sites"]
    assert found.state == STATES[id_]


@pytest.mark.parametrize("language", ["en", "id", "ru", "fa", "tg"])
@pytest.mark.parametrize("id_", TOWNS)
def test_a_town_is_found_without_its_site(id_: str, language: str) -> None:
    bare = stripped(FEATURES[id_], [language])
    bare["geometry"], bare["properties"]["place"]["sites"] = None, []
    new, _ = place_feature(bare)
    assert new["geometry"]["coordinates"] == TOWNS[id_]


def test_what_was_placed_at_the_site_itself_with_a_source_stands() -> None:
    tehran = FEATURES["IR-2017-06-07-tehran"]
    new, _ = place_feature(stripped(tehran), every=True)
    assert new["geometry"]["coordinates"][1] == [51.3665, 35.5492]
    assert new["properties"]["place"]["sites"][1] == tehran["properties"]["place"]["sites"][1]


def test_a_record_gets_a_point_a_precision_a_method_and_an_id() -> None:
    new, found = place_feature(place(name="Kirkuk", country="IQ"))
    assert found == outcome("placed", "Kirkuk")
    assert new["geometry"] == {"type": "Point", "coordinates": [44.39222, 35.46806]}
    assert new["properties"]["place"]["sites"] == [
        {"precision": "settlement", "gazetteer_id": "geonames:94787", "method": "name"}
    ]
    assert incident_from_feature(new).precision == "settlement"


def test_a_province_keeps_its_radius() -> None:
    new, _ = place_feature(place(name="Idlib province", country="SY"))
    (site,) = new["properties"]["place"]["sites"]
    assert site["precision"] == "admin1"
    assert 20 < site["radius_km"] < 100


def test_near_a_town_is_not_in_it() -> None:
    new, _ = place_feature(place(name="near Kirkuk", country="IQ"))
    assert new["properties"]["place"]["sites"][0]["precision"] == "near_settlement"


def test_what_the_record_says_of_its_precision_is_not_sharpened() -> None:
    sites = [{"name": "A farm", "precision": "near_settlement", "radius_km": 12.0}]
    new, _ = place_feature(place(name="Kirkuk", country="IQ", sites=sites))
    (site,) = new["properties"]["place"]["sites"]
    assert list(site) == ["name", "precision", "radius_km", "gazetteer_id", "method"]
    assert (site["precision"], site["radius_km"]) == ("near_settlement", 12.0)


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({}, outcome("nameless")),
        ({"name": "Iran", "country": "IR"}, outcome("country only", "Iran")),
        (
            {"name": "Several provinces", "country": "IR"},
            outcome("not found", "Several provinces"),
        ),
        ({"name": "=1+1\x1b[31m"}, outcome("not found", "=1+1\x1b[31m")),
    ],
)
def test_a_record_is_not_placed_by_a_guess(
    properties: dict[str, Any], expected: RecordOutcome
) -> None:
    old = place(**properties)
    new, found = place_feature(old)
    assert new is old
    assert found == expected


def test_a_name_of_many_towns_is_not_sure_enough() -> None:
    new, found = place_feature(place(name="Springfield"))
    assert new["geometry"] is None
    assert found.state == "unsure"
    assert "Springfield may be Springfield, MO (US), or Springfield, MA (US)" in found.text


def test_a_country_that_does_not_exist_is_refused() -> None:
    new, found = place_feature(place(name="Kirkuk", country="XX"))
    assert new["geometry"] is None
    assert found.state == "refused"
    assert "country='XX' is not allowed" in found.text


def test_a_record_that_breaks_a_rule_is_left_as_it_is() -> None:
    old = place(name="Kirkuk", country="Iraq")
    new, found = place_feature(old)
    assert (new, found.state) == (old, "refused")


def test_several_sites_of_one_hand_are_left_to_it() -> None:
    sites = [{"name": "A", "precision": "settlement"}, {"name": "B", "precision": "settlement"}]
    geometry = {"type": "MultiPoint", "coordinates": [[44.0, 35.0], [43.0, 36.0]]}
    old = place(name="Kirkuk", country="IQ", sites=sites) | {"geometry": geometry}
    new, found = place_feature(old, every=True)
    assert (new, found.state) == (old, "kept")
    everywhere, found = place_feature(old | {"geometry": None})
    assert everywhere["geometry"]["coordinates"] == [[44.39222, 35.46806]] * 2
    again, found = place_feature(everywhere, every=True)
    assert (again, found.state) == (everywhere, "placed")


def test_only_all_places_what_has_a_position() -> None:
    sites = [{"precision": "settlement"}]
    geometry = {"type": "Point", "coordinates": [44.0, 35.0]}
    old = place(name="Kirkuk", country="IQ", sites=sites) | {"geometry": geometry}
    assert place_feature(old) == (old, outcome("kept"))
    assert place_feature(old, every=True)[0]["geometry"]["coordinates"] == [44.39222, 35.46806]


def test_nothing_else_in_a_file_changes(tmp_path: Path) -> None:
    odd = (
        '{"type":"FeatureCollection", "odd": 1.50,\n"features": [\n'
        '{"type":"Feature","geometry":null, "properties":'
        + json.dumps(place(name="Kirkuk", country="IQ")["properties"])
        + "}\n]}  \n"
    )
    path = tmp_path / "odd.geojson"
    path.write_bytes(b"\xef\xbb\xbf" + odd.encode())
    new = place_file(path).text
    start, end = odd.index("null"), odd.index("null") + 4
    assert new.startswith("\ufeff" + odd[:start] + '{"type": "Point", "coordinates": [44.39222')
    assert new.endswith("}\n]}  \n")
    assert json.loads(new[1:])["features"][0]["geometry"]["coordinates"] == [44.39222, 35.46806]
    assert odd[end:].startswith(', "properties":')


@pytest.fixture
def copied(tmp_path: Path) -> Callable[[str], Path]:
    def copy(name: str) -> Path:
        return Path(shutil.copy(DATA, tmp_path / name))

    return copy


def test_a_file_without_positions_becomes_the_curated_one(copied: Callable[[str], Path]) -> None:
    path = copied("bare.geojson")
    document = json.loads(TEXT)
    document["features"] = [stripped(f) if f["geometry"] else f for f in document["features"]]
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert place_file(path, every=True).text == TEXT
