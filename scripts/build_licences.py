#!/usr/bin/env python3
"""Write the tables of docs/licences.md: each package of an installation, its licence and its size.

    python scripts/build_licences.py

Only the blocks between "<!-- … -->" and "<!-- end -->" are written; the text around them stays. The
packages are those that pyproject.toml asks for, and what these ask for, as they are installed in
the environment that runs this; each entry of the program is started once, to see what it loads.
Nothing is asked of another server.
"""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.metadata import Distribution, distribution
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from loaded_packages import ENTRIES, loaded_by
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from geo.exports.documents.markdown import markdown

OURS = "incident-atlas"
PRODUCT = f"{OURS}[sign-in]"
PAGE = Path(__file__).parents[1] / "docs" / "licences.md"
# The libraries that compiled wheels bring, and the words of the wheel on the licence of each.
BUNDLED = Path(__file__).with_name("bundled_libraries.csv")
BLOCK = re.compile(r"<!-- (packages|loaded|libraries|crates) -->\n.*?<!-- end -->", re.DOTALL)
CLASSIFIER = "License :: OSI Approved :: "
LICENCE_TEXT = re.compile(r"licen[cs]e|copying|notice", re.IGNORECASE)
NO_NAME = re.compile(r"Copyright|[=-]+$")  # how a licence's text begins, where it has no title
LONGEST_NAME = 60  # of a licence, in characters
MB = 1_000_000


def main() -> None:
    """Write the page with what is installed here."""
    PAGE.write_text(page(), "utf-8")


def page() -> str:
    """Return the page with what is installed here; stop where a library has no row."""
    found = installed(PRODUCT)
    if strange := list(unknown_libraries(found, bundled())):
        raise SystemExit(f"{BUNDLED.name} has no row that fits: {', '.join(strange)}")
    tables: dict[str, Callable[[], Iterator[str]]] = {
        "packages": lambda: packages(found),
        "loaded": lambda: loaded(found),
        "libraries": lambda: libraries(bundled()),
        "crates": lambda: crates(found),
    }

    def block(match: re.Match[str]) -> str:
        return "\n".join([f"<!-- {match[1]} -->", "", *tables[match[1]](), "", "<!-- end -->"])

    return BLOCK.sub(block, PAGE.read_text("utf-8"))


def installed(product: str) -> dict[str, Distribution]:
    """Return the distributions that a product needs on this system by name, without itself."""
    return {name: distribution(name) for name in sorted(askers(product))}


def askers(product: str) -> dict[str, list[str]]:
    """Return what asks for each package that a product needs on this system, by its name.

    What asks only with an extra is named with it: `streamlit[auth]`.
    """
    found: dict[str, list[str]] = {}
    ahead, seen = [Requirement(product)], set[str]()
    while ahead:
        row = ahead.pop()
        if str(row) in seen:
            continue
        seen.add(str(row))
        own = distribution(row.name)
        always = set(map(str, needed_here(own, set())))
        for need in needed_here(own, row.extras):
            with_extras = "" if str(need) in always else f"[{','.join(sorted(row.extras))}]"
            found.setdefault(canonicalize_name(need.name), []).append(f"{row.name}{with_extras}")
            ahead.append(need)
    return found


def needed_here(package: Distribution, extras: set[str]) -> Iterator[Requirement]:
    """Yield what a package asks for on this system with some of its extras."""
    for line in package.requires or []:
        row = Requirement(line)
        asked = [{"extra": extra} for extra in ("", *extras)]
        if row.marker is None or any(row.marker.evaluate(extra) for extra in asked):
            yield row


def packages(found: dict[str, Distribution]) -> Iterator[str]:
    """Yield the table of the packages."""
    yield "| package | version | licence, as the package states it | its text | asked for by | MB |"
    yield "|---|---|---|---|---|---:|"
    asking = askers(PRODUCT)
    for name, package in found.items():
        asked_by = "this program" if OURS in asking[name] else ", ".join(sorted(set(asking[name])))
        cells = [name, package.version, licence(package), texts(package), asked_by]
        said = " | ".join(markdown(cell) for cell in cells)
        yield f"| {said} | {size(package) / MB:.1f} |"
    total = sum(size(package) for package in found.values())
    yield f"| {len(found)} packages | | | | | {total / MB:,.0f} |"


def loaded(found: dict[str, Distribution]) -> Iterator[str]:
    """Yield the table of what each entry of the program loads, its largest packages first."""
    yield "| entry | packages loaded | MB |"
    yield "|---|---|---:|"
    for entry in ENTRIES:
        names = sorted(loaded_by(entry) & set(found), key=lambda name: (-size(found[name]), name))
        total = sum(size(found[name]) for name in names)
        yield f"| `{entry}` | {', '.join(names)} | {total / MB:,.1f} |"


def licence(package: Distribution) -> str:
    """Return what a package's metadata call its licence: PEP 639, its field, then classifiers."""
    if expression := field(package, "License-Expression"):
        return expression
    first = (field(package, "License").strip().splitlines() or [""])[0]
    stated = "" if NO_NAME.match(first) or len(first) > LONGEST_NAME else first
    rows = [row for row in fields(package, "Classifier") if row.startswith(CLASSIFIER)]
    others = [row.removeprefix(CLASSIFIER) for row in rows]
    names = dict.fromkeys([stated, *(name for name in others if name != f"{stated} License")])
    return "; ".join(filter(None, names)) or "none stated"


def fields(package: Distribution, name: str) -> list[str]:
    """Return the values of a field of a package's metadata."""
    return package.metadata.get_all(name) or []


def field(package: Distribution, name: str) -> str:
    """Return the value of a field of a package's metadata, or an empty text."""
    return "".join(fields(package, name)[:1])


def texts(package: Distribution) -> str:
    """Return how many files with texts of licences a package has."""
    files = [
        path
        for path in package.files or []
        if ".dist-info" in path.parts[0] and LICENCE_TEXT.search(path.name)
    ]
    return {0: "none", 1: "yes"}.get(len(files), f"{len(files)} files")


def size(package: Distribution) -> int:
    """Return the bytes of a package's files, without those that Python compiles by itself."""
    paths = [Path(str(path.locate())) for path in package.files or [] if path.suffix != ".pyc"]
    return sum(path.stat().st_size for path in paths if path.is_file())


def bundled() -> list[dict[str, str]]:
    """Return the rows of the libraries."""
    with BUNDLED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def unknown_libraries(found: dict[str, Distribution], rows: list[dict[str, str]]) -> Iterator[str]:
    """Yield libraries of wheels without a row, and rows whose words their wheel does not have."""
    for name, package in found.items():
        known = tuple(row["files"] for row in rows if row["package"] == name and row["files"])
        for path in package.files or []:
            if path.parts[0].endswith(".libs") and not path.name.startswith(known or ("/",)):
                yield str(path)
    for row in rows:
        if row["stated_in"] and not is_stated(found[row["package"]], row):
            yield f"{row['library']} of {row['package']}"


def is_stated(package: Distribution, row: dict[str, str]) -> bool:
    """Return whether a file of a package has the words that a row relies on."""
    files = [path for path in package.files or [] if row["stated_in"] in str(path)]
    return any(row["words"] in path.read_text("utf-8") for path in files)


def libraries(rows: list[dict[str, str]]) -> Iterator[str]:
    """Yield the table of the libraries within wheels."""
    yield "| library | in | licence | stated in |"
    yield "|---|---|---|---|"
    for package, own in groupby(rows, key=itemgetter("package")):
        for row in own:
            place = markdown(row["stated_in"].removesuffix("-")) or "—"
            yield f"| {row['library']} | {package} | {row['licence']} | {place} |"


def crates(found: dict[str, Distribution]) -> Iterator[str]:
    """Yield the table of the Rust crates that wheels list in an SBOM of their own (PEP 770)."""
    yield "| package | crates | licences, as its SBOM states them |"
    yield "|---|---:|---|"
    for name, package in found.items():
        for path in package.files or []:
            if "/sboms/" in str(path) and path.name.endswith(".cyclonedx.json"):
                parts = json.loads(path.read_text("utf-8"))["components"]
                said = Counter(str(part["licenses"][0].get("expression")) for part in parts)
                terms = "; ".join(f"{term} ({count})" for term, count in said.most_common())
                yield f"| {name} | {len(parts)} | {markdown(terms)} |"


if __name__ == "__main__":
    main()
