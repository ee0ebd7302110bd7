"""The map as one HTML file: data, base map, Leaflet and all; it needs no network."""

__all__ = ["html_from_selection"]

from base64 import b64encode
from hashlib import sha256
from typing import Any

from geo.exports.carried.content import content_of
from geo.exports.selection import Selection
from geo.exports.standalone.page_code import script, style
from geo.formats.json_text import inert_json
from geo.maps.templates import ASSETS, render
from geo.query.facets import FACETS

_TABLES = {"country": 300, "group": 100, "year": 300}  # facet → its rows in a file without titles


def html_from_selection(selection: Selection, title: str | None = None) -> bytes:
    """Return the page of a selection; without a title, the sentence of the query heads it."""
    content = content_of(selection)
    code = script("pages/one_file.js", has_columns=bool(content.columns))
    look = style(ASSETS / "record_table.css", ASSETS / "one_file.css")
    page = render(
        "one_file.html",
        title=title or selection.caption.sentence,
        caption=selection.caption,
        notes=content.notes,
        address=selection.address,
        tables={} if content.kind == "records" else _tables(selection),
        data={name: inert_json(value) for name, value in content.parts().items()},
        columns=content.columns,
        script=code,
        style=look,
        policy=_policy(code, look, has_columns=bool(content.columns)),
    )
    return page.encode()


def _tables(selection: Selection) -> dict[str, Any]:
    """Return the counts by facet, except where a filter of the facet is active: it counts more."""
    facets, filtered = selection.summary.facets, selection.query.active()
    return {
        name: [value for value in facets[name] if value.count][:most]
        for name, most in _TABLES.items()
        if set(FACETS[name].filters).isdisjoint(filtered)
    }


def _policy(code: str, look: str, *, has_columns: bool) -> str:
    """Return a policy that allows only this script and style, and no request.

    A page that `has_columns` may start a worker from a text in its script.
    """
    sources = {
        "default-src": "'none'",
        "script-src": _hash(code),
        "style-src": _hash(look),
        "img-src": "data:",
        **({"worker-src": "blob:"} if has_columns else {}),
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {source}" for name, source in sources.items())


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
