"""Cells that name a country, or have its ISO 3166-1 code, to alpha-2 codes."""

__all__ = ["country_code"]

import re

from geo.gazetteer.country_names import country_of_name
from geo.importers.cells.text_cache import cached_for_short_texts
from geo.words.countries import countries_of_alias, country_names


@cached_for_short_texts
def country_code(text: str) -> str | None:
    """Return the code of a country from its name or ISO code; None where it is not known.

    >>> country_code("DR Congo (Zaire)"), country_code("SYR"), country_code("Freedonia")
    ('CD', 'SY', None)
    """
    return _code_of_iso(text.strip().upper()) or country_of_name(text)


def _code_of_iso(text: str) -> str | None:
    if text in country_names():
        return text
    if re.fullmatch(r"\d{1,3}", text, re.ASCII):
        text = text.zfill(3)
    codes = countries_of_alias(text) if re.fullmatch(r"[A-Z]{3}|\d{3}", text, re.ASCII) else ()
    return codes[0] if len(codes) == 1 else None
