"""The files that are served as they are, under an address that changes with them.

A page names the files by `version`: what lies there never changes, so that a browser keeps it.
"""

__all__ = [
    "FOLDERS",
    "LEAFLET",
    "OUTLINES",
    "PAGES",
    "SCRIPTS",
    "STYLES",
    "base",
    "frame_files",
    "frame_scripts",
    "library",
    "script",
    "version",
]

from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from xstatic.pkg import leaflet

from geo.maps.modules import joined
from geo.maps.templates import ASSETS

LEAFLET = Path(leaflet.BASE_DIR)
FOLDERS = {"leaflet": LEAFLET, "": ASSETS}  # address below /assets → folder

# The scripts that pages load, below `base`, and the module that each begins with.
PAGES = {
    "atlas.js": "pages/dashboard.js",
    "embed.js": "pages/embed.js",
    "card.js": "pages/card.js",
    "connection.js": "pages/connection.js",
    "frames.js": "pages/frames.js",
    "print.js": "pages/print.js",
    "streets.js": "pages/streets.js",
}
STREETS = ASSETS / "protomaps" / "protomaps-leaflet.js"
# The library in front of a page's own code, where that is not Leaflet.
_LIBRARIES = {
    "card.js": None,
    "connection.js": None,
    "frames.js": None,
    "print.js": None,
    "streets.js": STREETS,
}

FRAME = "/component/streamlit_folium.st_folium"  # where Streamlit serves frame_files()

# What the dashboard's map loads.
SCRIPTS = ("atlas.js",)  # one, since the component loads one after the other
STYLES = ("leaflet/leaflet.css", "style.css", "timeline.css", "streamlit.css", "paper.css")
OUTLINES = ("basemap/110m.json", "basemap/labels.json")  # of every first view


def base(root: str) -> str:
    """Return the address of the files as they are now, without a slash at the end.

    `root` is the path below which the server has everything.
    """
    return f"{root}/assets/v-{version()}"


@cache
def version() -> str:
    """Return the mark of all files together; read once, as the program is."""
    content = sha256(b"".join(map(script, PAGES)))
    for folder in FOLDERS.values():
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            content.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return content.hexdigest()[:16]


@cache
def script(name: str) -> bytes:
    """Return all that a page of PAGES needs as one script, with the library that it uses."""
    page = joined(PAGES[name])
    path = _LIBRARIES.get(name, LEAFLET / "leaflet.js")
    return (f"{path.read_text('utf-8')}\n{page}" if path else page).encode()


def frame_files() -> Path:
    """Return streamlit-folium's folder with the frame of the dashboard's map."""
    found = find_spec("streamlit_folium")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("it is not installed: pip install streamlit-folium")
    return Path(found.origin).parent / "frontend" / "build"


@cache
def frame_scripts() -> tuple[str, ...]:
    """Return the paths of the scripts that the frame begins with, below the server's own."""
    scripts = sorted(frame_files().glob("static/js/*.js"))
    return tuple(f"{FRAME}/{path.relative_to(frame_files()).as_posix()}" for path in scripts)


@cache
def library() -> str:
    """Return Leaflet, with the notice of its licence."""
    return (LEAFLET / "leaflet.js").read_text("utf-8")
