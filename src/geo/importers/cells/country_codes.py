"""Names of countries, as datasets write them, to ISO 3166-1 alpha-2 codes."""

__all__ = ["country_code"]

import re
from functools import cache

from geo.gazetteer.names import fold
from geo.importers.cells.text_cache import cached_for_short_texts
from geo.words.countries import countries_of_alias, country_names

# Names of UCDP (after Gleditsch and Ward), GTD and ACLED that CLDR does not have in English. A
# state that fell apart is left out: its events lie in one of several countries of today.
OTHER_NAMES = {
    "bolivia plurinational state of": "BO",
    "bosnia": "BA",
    "bosnia and hercegovina": "BA",
    "bosnia herzegovina": "BA",
    "britain": "GB",
    "burma": "MM",
    "cape verde": "CV",
    "congo": "CG",
    "congo kinshasa": "CD",
    "congo brazzaville": "CG",
    "czech republic": "CZ",
    "democratic peoples republic of korea": "KP",
    "democratic republic of congo": "CD",
    "democratic republic of the congo": "CD",
    "dr congo": "CD",
    "east germany": "DE",
    "east timor": "TL",
    "england": "GB",
    "federated states of micronesia": "FM",
    "great britain": "GB",
    "holland": "NL",
    "hong kong": "HK",
    "iran islamic republic of": "IR",
    "islamic republic of iran": "IR",
    "italy sardinia": "IT",
    "ivory coast": "CI",
    "kingdom of eswatini": "SZ",
    "korea republic of": "KR",
    "kyrgyz republic": "KG",
    "lao peoples democratic republic": "LA",
    "macau": "MO",
    "macedonia": "MK",
    "macedonia fyr": "MK",
    "maldive islands": "MV",
    "moldova republic of": "MD",
    "myanmar": "MM",
    "new hebrides": "VU",
    "north yemen": "YE",
    "palestine": "PS",
    "palestinian territory": "PS",
    "peoples republic of china": "CN",
    "peoples republic of the congo": "CG",
    "republic of china": "TW",
    "republic of congo": "CG",
    "republic of the congo": "CG",
    "rhodesia": "ZW",
    "rumania": "RO",
    "russian federation": "RU",
    "slovak republic": "SK",
    "south yemen": "YE",
    "st kitts and nevis": "KN",
    "swaziland": "SZ",
    "syrian arab republic": "SY",
    "tanzania united republic of": "TZ",
    "the gambia": "GM",
    "timor leste": "TL",
    "turkey": "TR",
    "turkiye": "TR",
    "uk": "GB",
    "united republic of tanzania": "TZ",
    "united states of america": "US",
    "usa": "US",
    "vatican": "VA",
    "venezuela bolivarian republic of": "VE",
    "viet nam": "VN",
    "vietnam": "VN",
    "west bank and gaza": "PS",
    "west bank and gaza strip": "PS",
    "west germany": "DE",
    "zaire": "CD",
}
_ENDING = re.compile(r"\s*\([^)]*\)\s*$")  # "Yemen (North Yemen)": the name before it is enough


@cached_for_short_texts
def country_code(text: str) -> str | None:
    """Return the code of a country from its name or ISO code; None where it is not known.

    >>> country_code("DR Congo (Zaire)"), country_code("SYR"), country_code("Freedonia")
    ('CD', 'SY', None)
    """
    if code := _code_of_iso(text.strip().upper()):
        return code
    names = _codes()
    return names.get(_key(text)) or names.get(_key(_ENDING.sub("", text)))


def _code_of_iso(text: str) -> str | None:
    if text in country_names():
        return text
    if re.fullmatch(r"\d{1,3}", text, re.ASCII):
        text = text.zfill(3)
    codes = countries_of_alias(text) if re.fullmatch(r"[A-Z]{3}|\d{3}", text, re.ASCII) else ()
    return codes[0] if len(codes) == 1 else None


@cache
def _codes() -> dict[str, str]:
    return {_key(name): code for code, name in country_names().items()} | OTHER_NAMES


def _key(text: str) -> str:
    return re.sub(r"\bsaint\b", "st", fold(text.replace("&", " and ")))
