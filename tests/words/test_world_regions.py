"""Regions of the world are told from provinces."""

import pytest

from geo.words.world_regions import is_world_region


@pytest.mark.parametrize(
    "text",
    [
        "Middle East & North Africa",
        "MIDDLE EAST AND NORTH AFRICA",
        "North Africa and the Middle East",
        "Sub-Saharan Africa",
        "Western Europe",
        "South-Eastern Asia",
        "South-East Asia Region",
        "Latin America and the Caribbean",
        "Europe & Central Asia",
        "Asia",
        "Afrique occidentale",
        "Южная Азия",
    ],
)
def test_a_region_of_the_world_is_known(text: str) -> None:
    assert is_world_region(text)


@pytest.mark.parametrize(
    "text",
    ["", "region", "Kirkuk", "Central", "Eastern Region", "Northern", "North East", "Southwest",
     "South Africa", "Iran", "Western Province", "North Central Province", "Africa Street"],
)  # fmt: skip
def test_a_province_is_none(text: str) -> None:
    assert not is_world_region(text)
