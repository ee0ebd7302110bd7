"""A local extract of the Protomaps basemap: streets, drawn over the land where it has tiles.

Its layers and their attributes: https://docs.protomaps.com/basemaps/layers
"""

__all__ = ["STREET_BORDERS", "Streets", "mark_of"]

import os
from dataclasses import dataclass
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from geo.errors import UnreadableData
from geo.formats.one_line import shortened
from geo.formats.pmtiles import head_of

LAYERS = frozenset({"earth", "places", "roads", "water"})  # without them little is drawn
VERSION = 4  # of the basemap; before it, attributes had other names
SOURCE = "OpenStreetMap"
CREDIT = f"© {SOURCE}"  # what the licence of the basemap's data asks for
STREET_BORDERS = f"Where streets are drawn, borders are those of {SOURCE}."
MAX_CREDIT = 200  # characters
_REMEDY = "extract one from a build of the Protomaps basemap (docs/cli.md)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Streets:
    """A checked file, with its bounds in degrees, its zooms and its credit as plain text.

    `mark` differs once the file has changed.
    """

    path: Path
    mark: str
    bounds: tuple[float, float, float, float]
    zooms: tuple[int, int]
    credit: str

    @classmethod
    def open(cls, path: Path) -> "Streets":
        """Check a file, and read what it says about itself. Raises UnreadableData."""
        head = head_of(path)
        _check_schema(path.name, head.metadata)
        return cls(
            path=path.absolute(),
            mark=mark_of(path.stat()),
            bounds=head.bounds,
            zooms=head.zooms,
            credit=_credit(head.metadata.get("attribution")),
        )

    @property
    def url(self) -> str:
        """Return the path of the file, below the server's own; it changes with the file."""
        return f"/basemap/{self.mark}.pmtiles"

    def options(self, root: str) -> dict[str, Any]:
        """Return what the map layer in the browser is told.

        `root` is the path below which the server has everything.
        """
        return {
            "url": f"{root}{self.url}",
            "bounds": list(self.bounds),
            "zooms": list(self.zooms),
            "credit": self.credit,
        }


def mark_of(found: os.stat_result) -> str:
    """Return the mark of a file of this size and of this time of its last change."""
    return sha256(f"{found.st_size} {found.st_mtime_ns}".encode()).hexdigest()[:16]


def _check_schema(name: str, metadata: dict[str, Any]) -> None:
    """Raise UnreadableData for tiles of another schema."""
    layers = _layers(metadata.get("vector_layers"))
    if missing := LAYERS - layers:
        has = shortened(", ".join(sorted(layers)) or "none", MAX_CREDIT)
        rule = f"has the layers {has}, and {', '.join(sorted(missing))} of the basemap are missing"
        raise UnreadableData(f"{name} {rule}: {_REMEDY}")
    version = str(metadata.get("version", VERSION))
    major = version.partition(".")[0]
    if major.isdecimal() and int(major) < VERSION:
        rule = f"is of version {shortened(version, 20)} of the basemap, and version 4 is drawn"
        raise UnreadableData(f"{name} {rule}: {_REMEDY}")


def _layers(stated: Any) -> frozenset[str]:
    rows = stated if isinstance(stated, list) else []
    return frozenset(str(row["id"]) for row in rows if isinstance(row, dict) and "id" in row)


def _credit(stated: Any) -> str:
    """Return the words of an attribution, which is HTML; OpenStreetMap is always among them."""
    text = shortened(_Words(stated).text if isinstance(stated, str) else "", MAX_CREDIT)
    return text if SOURCE in text else " · ".join(filter(None, (CREDIT, text)))


class _Words(HTMLParser):
    """The text of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        """Keep a piece of text."""
        self.text += data
