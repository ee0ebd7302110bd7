#!/usr/bin/env python3
"""Build what a release consists of into dist/, and try it in empty environments.

    make release

The wheel and the source archive are built twice and must have the same bytes; so must the wheel
that is built from the source archive. `requirements.txt` names each package that comes with the
program, with hashes; the SBOM lists what it installs. `SHA256SUMS` has the sums of all of them.
The lists are asked of the package index that uv is set to; no address of it is written.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from try_installed import try_installed
from uv import find_uv_bin

ROOT = Path(__file__).parents[1]
DIST = ROOT / "dist"
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
SBOM_VERSION = "1.6"  # of CycloneDX
HEAD = f"""\
# What comes with incident-atlas[sign-in] {VERSION}, for Python 3.11 and newer on all systems:
#
#     pip install --require-hashes -r requirements.txt
#     pip install --no-deps incident_atlas-{VERSION}-py3-none-any.whl
"""


def main() -> None:
    """Replace dist/, and stop at the first step that does not hold."""
    if changed := run("git", "status", "--porcelain", folder=ROOT).splitlines():
        raise SystemExit(f"a release is built of commits, and these are not committed: {changed}")
    shutil.rmtree(DIST, ignore_errors=True)
    wheel, archive = build(ROOT, DIST)
    with TemporaryDirectory() as temporary:
        check_builds(wheel, archive, Path(temporary))
        requirements = write_requirements(DIST / "requirements.txt")
        for file in (wheel, archive):
            python = install(requirements, file, Path(temporary) / file.name)
            try_installed(python, VERSION)
            print(f"{file.name} was installed into an empty environment, and runs")
        write_sbom(python, DIST / f"incident-atlas-{VERSION}.cdx.json")
    sums = "".join(sums_of(DIST))
    (DIST / "SHA256SUMS").write_text(sums, "utf-8")
    print(sums, end="")


def run(*command: str | Path, folder: Path, **environment: str) -> str:
    """Run a command in a folder, and return what it prints; stop if it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"{command[0]} ended with {done.returncode}: {done.stdout}")
    return done.stdout


def build(source: Path, folder: Path) -> tuple[Path, Path]:
    """Build the wheel and the source archive of a folder, dated by the last commit."""
    day = run("git", "log", "-1", "--format=%ct", folder=ROOT).strip()
    command: list[str | Path] = [sys.executable, "-m", "hatchling", "build", "--directory", folder]
    run(*command, folder=source, SOURCE_DATE_EPOCH=day)
    (wheel,), (archive,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return wheel, archive


def check_builds(wheel: Path, archive: Path, folder: Path) -> None:
    """Stop where a second build, or one from the source archive, has other bytes."""
    for name, source in (("again", ROOT), ("archive", unpacked(archive, folder))):
        second, third = build(source, folder / name)
        check_same(wheel, second)
        check_same(archive, third)


def check_same(ours: Path, other: Path) -> None:
    """Stop where a second build of a file has other bytes."""
    if ours.read_bytes() != other.read_bytes():
        raise SystemExit(f"{ours.name} has other bytes when it is built again: {other}")


def unpacked(archive: Path, folder: Path) -> Path:
    """Unpack a source archive, and return its folder."""
    shutil.unpack_archive(archive, folder, filter="data")
    return folder / archive.name.removesuffix(".tar.gz")


def write_requirements(file: Path) -> Path:
    """Write the newest versions of all packages that the program needs, with their hashes."""
    what = ["pyproject.toml", "--extra", "sign-in"]
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--quiet"]
    plain = ["--no-header", "--no-emit-index-url", "--no-emit-find-links"]
    lines = run(find_uv_bin(), "pip", "compile", *what, *options, *plain, folder=ROOT)
    if found := re.search(r"\w+://\S+", lines):
        raise SystemExit(f"{file.name} would name an address: {found[0]}")
    file.write_text(HEAD + lines, "utf-8")
    return file


def install(requirements: Path, package: Path, folder: Path) -> Path:
    """Make an empty environment, install what is listed and the package, and return its Python."""
    uv, python = find_uv_bin(), folder / "bin" / "python"
    run(uv, "venv", "--quiet", "--python", sys.executable, folder, folder=ROOT)
    command: list[str | Path] = [uv, "pip", "install", "--quiet", "--python", python]
    run(*command, "--require-hashes", "--requirement", requirements, folder=ROOT)
    run(*command, "--no-deps", package, folder=ROOT)
    return python


def write_sbom(python: Path, file: Path) -> None:
    """Write the SBOM (CycloneDX) of an environment."""
    options = ["--output-reproducible", "--spec-version", SBOM_VERSION, "--output-format", "JSON"]
    about: list[str | Path] = ["--pyproject", ROOT / "pyproject.toml", "--mc-type", "application"]
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "cyclonedx_py",
        "environment",
        *options,
        *about,
    ]
    run(*command, "--output-file", file, python, folder=ROOT)


def sums_of(folder: Path) -> Iterator[str]:
    """Yield the lines that `sha256sum --check` reads."""
    for file in sorted(folder.iterdir()):
        yield f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n"


if __name__ == "__main__":
    main()
