"""The files that are served as they are, under an address that changes with them.

A page names the files by `version`: what lies there never changes, so that a browser keeps it.
"""

__all__ = ["FOLDERS", "OUTLINES", "SCRIPTS", "STYLES", "base", "script", "version"]

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from xstatic.pkg import leaflet

from geo.symbols import symbols_json
from geo.templates import ASSETS

LEAFLET = Path(leaflet.BASE_DIR)
FOLDERS = {"leaflet": LEAFLET, "": ASSETS}  # address below /assets → folder

# What the dashboard's map loads, below `base`.
SCRIPTS = ("atlas.js",)  # one, since the component loads one after the other
STYLES = ("leaflet/leaflet.css", "style.css", "streamlit.css")
OUTLINES = ("basemap/110m.json", "basemap/labels.json")  # of every first view

# The parts of /assets/atlas.js, in the order in which they need each other.
_SCRIPTS = (
    "symbols",
    "marks",
    "base_map",
    "labels",
    "overlay",
    "legend",
    "unplaced",
    "source",
    "incident_map",
    "streamlit",
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
    library = (LEAFLET / "leaflet.js").read_text("utf-8")
    parts = [(ASSETS / f"{name}.js").read_text("utf-8") for name in _SCRIPTS]
    # Each in a function of its own: "use strict" holds at the beginning of one.
    ours = "\n".join(f"(function () {{\n{part}\n}})();" for part in parts)
    table = json.dumps(symbols_json())
    return f"{library}\n{ours}\nIncidentAtlas.SYMBOLS = {table};\n".encode()
