"""The scripts and styles that the plain app takes from public hosts, handed to it from a folder.

So that no measurement waits for a network: npm brings them once; icons and tiles stay out.
"""

__all__ = ["can_stand_in", "stand_in"]

import shutil
import subprocess
import tarfile
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from folium import Map
from folium.plugins import MarkerCluster
from playwright.sync_api import BrowserContext, Route
from xstatic.pkg import leaflet

from paths import BUILD

FOLDER = BUILD / "cdn"
# Package and version → the folder of it that has the files which folium 0.20 names.
PACKAGES = {
    "jquery@3.7.1": "dist",
    "bootstrap@5.2.2": "dist",
    "leaflet.markercluster@1.1.0": "dist",
    "@fortawesome/fontawesome-free@6.2.0": "css",
}
RENAMED = {"jquery-3.7.1.min.js": "jquery.min.js"}  # theirs → the package's
TYPES = {".js": "text/javascript", ".css": "text/css"}


def can_stand_in() -> bool:
    """Bring the files, if they are not here yet; tell whether they are."""
    if not FOLDER.exists():
        npm = shutil.which("npm")
        if npm is None:
            return False
        part = FOLDER.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        for package in PACKAGES:
            _bring(npm, package, part)
        part.replace(FOLDER)
    return True


def stand_in(context: BrowserContext) -> None:
    """Answer for every host but this machine."""
    context.route(lambda url: urlsplit(url).hostname not in ("127.0.0.1", "localhost"), _answer)


def _bring(npm: str, package: str, target: Path) -> None:
    command = [npm, "pack", package, "--silent", "--pack-destination", str(target)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    with tarfile.open(target / done.stdout.strip()) as archive:
        archive.extractall(target / package.replace("/", "-"), filter="data")


def _answer(route: Route) -> None:
    path = urlsplit(route.request.url).path
    kind = TYPES.get(Path(path).suffix)
    if kind is None:
        route.abort()  # a tile, an icon's font
        return
    name = Path(path).name
    file = _files().get(RENAMED.get(name, name))
    route.fulfill(status=200, content_type=kind, body=file.read_bytes() if file else b"")


@cache
def _files() -> dict[str, Path]:
    """Return the files by the last part of the addresses that folium gives."""
    links = [*Map.default_js, *Map.default_css, *MarkerCluster.default_js]
    named = {Path(urlsplit(url).path).name for _, url in [*links, *MarkerCluster.default_css]}
    wanted = {RENAMED.get(name, name) for name in named}
    folders = [FOLDER / name.replace("/", "-") / "package" / f for name, f in PACKAGES.items()]
    folders.append(Path(leaflet.BASE_DIR))
    found = (path for folder in folders for path in sorted(folder.rglob("*")))
    return {path.name: path for path in found if path.name in wanted and path.is_file()}
