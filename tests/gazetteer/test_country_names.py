"""Countries as the UN, OCHA, ISO, UCDP, ACLED, GTD and others write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.gazetteer.building.place_rows import TABLES
from geo.gazetteer.country_names import coded_names, country_of_name, rows_of_countries
from geo.gazetteer.geocoder import geocode
from geo.words.world_regions import is_world_region


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("BO", "Bolivia (Plurinational State of)|Bolivia, Plurinational State of|BOLIVIA"),
        (
            "CD",
            "Congo, The Democratic Republic of the|Congo, Dem. Rep.|DR Congo (Zaire)|D.R. Congo",
        ),
        ("CG", "Congo|Congo (the)|Congo, Rep.|Congo (Brazzaville)|Republic of the Congo"),
        ("CI", "Côte d’Ivoire|Cote d'Ivoire|Ivory Coast|COTE D'IVOIRE"),
        ("DE", "West Germany (FRG)|German Democratic Republic|Deutschland"),
        ("GM", "Gambia, The|The Gambia|Gambia (the)"),
        ("IR", "Iran, Islamic Rep.|Iran (Islamic Republic of)|Islamic Republic of Iran|ایران"),
        ("KH", "Cambodia (Kampuchea)|Kampuchea|Камбоджа"),
        ("KP", "Korea, Dem. People's Rep.|Korea (the Democratic People's Republic of)|DPRK"),
        ("KR", "Korea, Republic of|Korea, Rep.|Korea (the Republic of)|South Korea"),
        ("LA", "Lao PDR|Lao People's Democratic Republic (the)"),
        ("MM", "Burma|Myanmar (Burma)"),
        ("PS", "occupied Palestinian territory|Palestine, State of|West Bank & Gaza|oPt"),
        ("RS", "Serbia (Yugoslavia)"),
        ("SZ", "Kingdom of eSwatini (Swaziland)|Swaziland"),
        ("TW", "Taiwan, Province of China|China (Taiwan)|Taiwan"),
        ("US", "the United States|U.S.A.|United States of America (the)"),
        ("VC", "St. Vincent & the Grenadines|Saint Vincent and the Grenadines"),
        ("VI", "Virgin Islands, U.S.|United States Virgin Islands"),
        ("XK", "Kosovo (under UNSCR 1244)|XKX"),
        ("YE", "Yemen, Rep.|Yemen (North Yemen)"),
    ],
)
def test_a_country_has_all_its_names(code: str, names: str) -> None:
    assert {name: country_of_name(name) for name in names.split("|")} == dict.fromkeys(
        names.split("|"), code
    )


@pytest.mark.parametrize(
    "text",
    [
        "Korea",  # there are two …
        "Korea (peninsula)",
        "Virgin Islands",
        "Virgin Islands (unspecified)",
        "Yugoslavia",  # … and several of today
        "Soviet Union",
        "Czechoslovakia",
        "International",
        *("Middle East", "Republic", "The", "", "()", "N/A"),
    ],
)
def test_a_name_of_no_country_or_of_several_has_no_code(text: str) -> None:
    assert country_of_name(text) is None


@given(st.sampled_from([row["code"] for row in rows_of_countries()]))
def test_each_english_name_means_its_country(code: str) -> None:
    names = next(row["names"] for row in rows_of_countries() if row["code"] == code)
    assert country_of_name(names.split("|")[0]) == code


def test_no_name_is_written_for_two_countries() -> None:
    names = [name for some in coded_names().values() for name in some]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("State of Palestine", "PS"),
        ("DPRK", "KP"),
        ("Lao PDR", "LA"),
        ("Republic of Moldova", "MD"),
    ],
)
def test_the_gazetteer_knows_them_too(text: str, code: str) -> None:
    found = geocode(text)
    assert found is not None
    assert (found.country, found.precision) == (code, "country")


def test_no_province_has_the_name_of_a_region_of_the_world() -> None:
    names = [row.name for row in TABLES["provinces"].rows()]
    assert len(names) > 3000
    assert [name for name in names if is_world_region(name)] == []


def test_a_part_of_a_country_is_not_the_country_there() -> None:
    gaza, scotland = geocode("Gaza"), geocode("Scotland")
    assert gaza is not None
    assert scotland is not None
    assert "country" not in (gaza.precision, scotland.precision)


def test_every_area_is_of_a_country() -> None:
    countries = {row.country for row in TABLES["countries"].rows()}
    areas = (
        row
        for name in ("provinces", "districts", "venues and regions")
        for row in TABLES[name].rows()
    )
    assert {row.country for row in areas} <= countries | {""}
    north = geocode("Northern Cyprus")
    assert north is not None
    assert (north.country, north.precision) == ("CY", "fuzzy")


def test_a_country_that_is_spelt_like_an_armed_group_is_found() -> None:
    iran = geocode("Irã")
    assert iran is not None
    assert (iran.country, iran.precision) == ("IR", "country")
    assert geocode("IRA") is None
