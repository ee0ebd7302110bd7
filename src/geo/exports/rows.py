"""What a page needs to filter and draw rows by itself; assets/rows.js reads it."""

__all__ = ["rows_from_flat"]

from typing import Any

from geo.exports.columns import columns_from_flat
from geo.limits import limit
from geo.model.attribution import RULES
from geo.model.precision import PRECISIONS
from geo.store.page_rows import Flat
from geo.words.captions import NO_ATTACKS
from geo.words.countries import country_name


def rows_from_flat(flat: Flat) -> dict[str, Any]:
    """Return the columns of rows, and the words and numbers by which they are shown."""
    columns = columns_from_flat(flat)
    countries = {country for _, country, _ in columns["place"]["values"] if country}
    return {
        "columns": columns,
        "limit": limit("marks"),
        "precisions": PRECISIONS,
        "countries": {code: country_name(code) for code in sorted(countries)},
        "rules": _rules(),
        "noAttacks": NO_ATTACKS,
    }


def _rules() -> dict[str, str]:
    """Return the rule of each status; one that comes about in several ways has them all."""
    codes = dict.fromkeys(rule.code for rule in RULES)
    return {c: " Or: ".join(rule.sentence for rule in RULES if rule.code == c) for c in codes}
