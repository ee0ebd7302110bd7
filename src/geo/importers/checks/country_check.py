"""Positions against the country that a row states: swapped coordinates, and places far from it."""

__all__ = ["FAR_RULE", "FarPlace", "far_place", "looks_swapped_rule"]

from typing import NamedTuple

from geo.words.countries import country_name
from geo.words.country_fit import stray_from

FAR_RULE = "lies far outside the stated country"


class FarPlace(NamedTuple):
    """What a warning of a position far outside its country says of it."""

    value: str
    remedy: str


def looks_swapped_rule(country: str) -> str:
    """Say what is wrong with a position that `looks_swapped` has found."""
    return (
        f"lies outside {country_name(country)}, but inside it with latitude and longitude swapped"
    )


def far_place(lon: float, lat: float, country: str) -> FarPlace | None:
    """Say how far a position lies from its country, and what would fit; None if it is near it."""
    stray = stray_from(lon, lat, country)
    if stray is None:
        return None
    name = country_name(country)
    value = f"{lat:g}, {lon:g} is {_rounded(stray.km):,} km from {name}"
    fits = " or ".join(f"with {how}" for how in stray.fits)
    remedy = f"It would lie in it {fits}." if fits else "Correct the position or the country."
    return FarPlace(value, remedy)


def _rounded(km: float) -> int:
    """Return kilometres to two digits, as exact as boxes of countries are."""
    return int(round(km, -1 if km < 1000 else -2))
