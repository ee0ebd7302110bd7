"""The files that are served as they are, under an address that changes with them.

A page names the files by `version`: what lies there never changes, so that a browser keeps it.
"""

__all__ = [
    "FOLDERS",
    "LEAFLET",
    "OUTLINES",
    "SCRIPTS",
    "STYLES",
    "base",
    "layer",
    "library",
    "script",
    "version",
]

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from xstatic.pkg import leaflet

from geo.maps.symbols import symbols_json
from geo.maps.templates import ASSETS

LEAFLET = Path(leaflet.BASE_DIR)
FOLDERS = {"leaflet": LEAFLET, "": ASSETS}  # address below /assets → folder

# What the dashboard's map loads, below `base`.
SCRIPTS = ("atlas.js",)  # one, since the component loads one after the other
STYLES = ("leaflet/leaflet.css", "style.css", "streamlit.css")
OUTLINES = ("basemap/110m.json", "basemap/labels.json")  # of every first view

# The map layer's parts, in the order in which they need each other.
_SCRIPTS = (
    "symbols",
    "marks",
    "base_map",
    "labels",
    "overlay",
    "legend",
    "unplaced",
    "record",
    "source",
    "incident_map",
)


def base() -> str:
    """Return the address of the files as they are now, without a slash at the end."""
    return f"/assets/v-{version()}"


@cache
def version() -> str:
    """Return the mark of all files together; read once, as the program is."""
    content = sha256(script())
    for folder in FOLDERS.values():
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            content.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return content.hexdigest()[:16]


@cache
def script() -> bytes:
    """Return Leaflet and the map layer as one script, with the table of symbols and our address."""
    return f"{library()}\n{layer('streamlit')}".encode()


@cache
def library() -> str:
    """Return Leaflet, with the notice of its licence."""
    return (LEAFLET / "leaflet.js").read_text("utf-8")


@cache
def layer(*more: str) -> str:
    """Return the map layer and `more` parts as a script that Leaflet has to come before."""
    # Each in a function of its own: "use strict" holds at the beginning of one.
    own, others = ("\n".join(map(_part, names)) for names in (_SCRIPTS, more))
    return f"{own}\nIncidentAtlas.SYMBOLS = {json.dumps(symbols_json())};\n{others}"


def _part(name: str) -> str:
    return f"(function () {{\n{(ASSETS / f'{name}.js').read_text('utf-8')}\n}})();"
