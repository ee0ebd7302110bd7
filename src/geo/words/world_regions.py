"""Names of regions of the world, which hold many countries and are never a province of one."""

__all__ = ["is_world_region"]

import re
from functools import cache

from geo.query.folding import fold_text

# What datasets write, by who does; those of the UN (M49) are Unicode CLDR's, in these languages.
LANGUAGES = ("en", "ar", "de", "es", "fa", "fr", "id", "pt", "ru", "tr", "zh")
_WRITTEN = {
    "UN": (
        "South-eastern Asia|Eastern Asia|Southern Asia|Northern Europe|Southern Europe|"
        "Latin America and the Caribbean|Australia and New Zealand|Afrique de l'Ouest|"
        "Afrique de l'Est|Afrique du Nord|Afrique centrale|Moyen-Orient|Proche-Orient|"
        "Oriente Medio|Oriente Próximo|África Occidental|Naher Osten|Timur Tengah|Ближний Восток|"
        "الشرق الأوسط|شمال أفريقيا|خاورمیانه|Orta Doğu"
    ),
    "GTD": (
        "North America|Central America & Caribbean|South America|East Asia|Southeast Asia|"
        "South Asia|Central Asia|Western Europe|Eastern Europe|Middle East & North Africa|"
        "Sub-Saharan Africa|Australasia & Oceania|Russia & the Newly Independent States|"
        "USSR & the Newly Independent States"
    ),
    "ACLED": (
        "Africa|Western Africa|Middle Africa|Eastern Africa|Southern Africa|Northern Africa|"
        "West Africa|East Africa|North Africa|Middle East|Europe|Asia-Pacific|Asia Pacific|"
        "Caucasus and Central Asia|Latin America|Latin America & the Caribbean|Caribbean|"
        "Central America|US and Canada|United States and Canada|Oceania|Antarctica"
    ),
    "UCDP": "Africa|Americas|Asia|Europe|Middle East|Asia and Oceania",
    "World Bank": (
        "East Asia & Pacific|Europe & Central Asia|Latin America & Caribbean|"
        "Middle East, North Africa, Afghanistan & Pakistan|MENA|Sub-Saharan Africa|SSA"
    ),
    "WHO": (
        "African Region|Region of the Americas|South-East Asia Region|European Region|"
        "Eastern Mediterranean Region|Western Pacific Region|AFRO|AMRO|EMRO|EURO|SEARO|WPRO"
    ),
    "UNHCR and OCHA": (
        "East and Horn of Africa|East and Horn of Africa and the Great Lakes|Horn of Africa|"
        "West and Central Africa|Southern and Eastern Africa|Asia and the Pacific|"
        "Americas and the Caribbean|MENA region|Great Lakes region|South-East Europe"
    ),
    "others": (
        "Balkans|Western Balkans|Caucasus|South Caucasus|Near East|Far East|Levant|Maghreb|"
        "Mashreq|Gulf States|Arab States|Arab World|Post-Soviet States|Former Soviet Union|"
        "Central and Eastern Europe|Northeast Asia|South and Southeast Asia|South & Central Asia|"
        "Global|World|Worldwide|International|EMEA|APAC|LATAM|Pacific Islands"
    ),
}
_SMALL = frozenset(["and", "the", "of", "region", "regions", "a", "y", "et", "und", "e", "и"])
_WORDS = re.compile(r"[\w']+")


def is_world_region(text: str) -> bool:
    """Tell whether a text is the name of a region of the world: a UN region, or one of a dataset.

    The order of the words, "and" and "&", hyphens and a closing "region" do not matter.

    >>> is_world_region("Middle East & North Africa"), is_world_region("Western Province")
    (True, False)
    """
    return _key(text) in _regions()


def _key(text: str) -> str:
    joined = fold_text(text).replace("south east", "southeast").replace("south-east", "southeast")
    joined = joined.replace("north east", "northeast").replace("north-east", "northeast")
    return " ".join(sorted(set(_WORDS.findall(joined)) - _SMALL))


@cache
def _regions() -> frozenset[str]:
    """Return the keys of all names; a region that is as large as a country has none here."""
    from babel import Locale

    names = [name for some in _WRITTEN.values() for name in some.split("|")]
    for language in LANGUAGES:
        territories = Locale(language).territories
        names += [str(name) for code, name in territories.items() if str(code).isdigit()]
    return frozenset(filter(None, map(_key, names)))
