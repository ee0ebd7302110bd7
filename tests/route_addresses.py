"""An address of each route of the program's own, of the bundled data."""

__all__ = ["route_addresses"]

import re

from geo.web.server import make_table
from samples import KERMAN
from serving import atlas_of

FILLED = {
    "{id:path}": KERMAN,
    "{id}": KERMAN,
    "{path:path}": "style.css",
    "{name:path}": "style.css",
}


def route_addresses() -> set[str]:
    """Return one address of each route; of what has no parameter yet, any."""
    rows = [getattr(route, "path", "") for route in make_table(atlas_of())]
    for old, new in FILLED.items():
        rows = [row.replace(old, new) for row in rows]
    return {re.sub(r"\{.*?\}", "x", row) for row in rows}
