"""Fetch the library that draws a local extract of tiles, protomaps-leaflet, into the package.

Run by hand, from anywhere, for another version of the npm package ``protomaps-leaflet``::

    python scripts/build_street_map.py    # needs npm

It makes two files of ``src/geo/assets/protomaps/``: ``protomaps-leaflet.js``, the package's own
bundle for browsers, with a notice and without the line that names a source map, and ``LICENSE``,
the licences of the package and of all that its bundle has in it. The same packages give the same
bytes.

The package is under the BSD-3-Clause licence, © Protomaps LLC. It asks no host for fonts or icons.
"""

import argparse
import io
import json
import subprocess
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "protomaps-leaflet@5.1.0"
BUNDLE = "package/dist/protomaps-leaflet.js"
SOURCE_MAP = b"\n//# sourceMappingURL="
NOTICE = f"/* {PACKAGE}, BSD-3-Clause, (c) Protomaps LLC: see LICENSE next to this file */\n"
# What is in the bundle, as its source map says, in the versions that its package.json allows.
BUNDLED = (
    "@mapbox/point-geometry@1",
    "@mapbox/vector-tile@2.0.4",
    "@protomaps/basemaps@5",
    "color2k@2",
    "fflate@0.8",
    "pbf@4",
    "pmtiles@3",
    "potpack@1",
    "quickselect@2",
    "rbush@3",
)
LICENCES = ("LICENSE", "LICENSE.txt", "LICENSE.md")
OUTPUT = Path(__file__).resolve().parents[1] / "src" / "geo" / "assets" / "protomaps"

Package = dict[str, bytes]  # path → content


def main() -> None:
    """Fetch the packages and write both files."""
    parser = argparse.ArgumentParser(description="Fetch the library that draws local tiles.")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="folder (default: %(default)s)")
    output: Path = parser.parse_args().output
    output.mkdir(parents=True, exist_ok=True)
    library = fetched(PACKAGE)
    code, _, _ = library[BUNDLE].partition(SOURCE_MAP)
    (output / "protomaps-leaflet.js").write_bytes(NOTICE.encode() + code + b"\n")
    parts = [licence(PACKAGE, library), *(licence(name, fetched(name)) for name in BUNDLED)]
    (output / "LICENSE").write_text(f"\n\n{'-' * 80}\n\n".join(parts) + "\n", "utf-8")


def fetched(package: str) -> Package:
    """Download a package and return its files."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", package, "--silent"]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        archives = sorted(Path(folder).glob("*.tgz"), key=version_of)
        content = archives[-1].read_bytes()
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        files = {each.name: archive.extractfile(each) for each in archive if each.isfile()}
        return {name: file.read() for name, file in files.items() if file}


def version_of(archive: Path) -> list[int]:
    """Return the version that the name of an archive ends with."""
    return [int(part) for part in archive.stem.rpartition("-")[2].split(".")]


def licence(package: str, files: Package) -> str:
    """Return the licence of a package, under its name."""
    found = [files[f"package/{name}"] for name in LICENCES if f"package/{name}" in files]
    about = json.loads(files["package/package.json"])
    text = found[0].decode().strip() if found else f"{about['license']}, as its package.json says."
    name = package.rpartition("@")[0]
    return f"{name} {about['version']}\n\n{text}"


if __name__ == "__main__":
    main()
