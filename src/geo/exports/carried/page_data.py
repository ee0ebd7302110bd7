"""The data with which a page filters and draws rows by itself; sources/rows.js reads them."""

__all__ = ["page_data", "page_words"]

from collections.abc import Iterable, Mapping
from typing import Any

from geo.exports.carried.columns import PLACES, columns_from_rows
from geo.model.precision import PRECISIONS
from geo.query.filters import FILTERS
from geo.settings import limit
from geo.store.page_rows import PageRows
from geo.words.captions import NO_ATTACKS
from geo.words.countries import country_name


def page_data(rows: PageRows) -> dict[str, Any]:
    """Return the columns of rows, the table of filters, and the words and numbers to show them."""
    columns = columns_from_rows(rows)
    countries = (country for _, country, _ in columns["place"]["values"])
    return {"columns": columns} | page_words(countries, PLACES)


def page_words(
    countries: Iterable[str | None], places: Mapping[str, tuple[str, int]]
) -> dict[str, Any]:
    """Return the table of filters, and the words and numbers to show columns of records.

    `places` are where the value of a column of the store is, if not in the one of its name.
    """
    return {
        "filters": _filters(places),
        "limit": limit("marks"),
        "precisions": PRECISIONS,
        "countries": {code: country_name(code) for code in sorted(filter(None, set(countries)))},
        "noAttacks": NO_ATTACKS,
    }


def _filters(places: Mapping[str, tuple[str, int]]) -> list[dict[str, Any]]:
    """Return the filters that a page can do itself: each one's kind, and where its value is.

    Searched text does not travel, and of all days one.
    """
    return [
        {"name": f.name, "kind": f.kind, "column": column, "part": part}
        for f in FILTERS
        if f.kind not in ("words", "as_of")
        for column, part in [places.get(f.column, (f.column, None))]
    ]
