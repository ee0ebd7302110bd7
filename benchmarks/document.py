"""docs/performance.md: a section a size, each with the machine and the day of its own run."""

__all__ = ["write_section"]

import re
from collections.abc import Sequence
from datetime import date

from results import Table
from stores import ROOT

PATH = ROOT / "docs" / "performance.md"
HEAD = """\
# Performance

Written by `make bench`. One run measures this program, a bare Streamlit page with the same two
widgets (the floor), and a plain app of `st_folium` with `MarkerCluster`. `make bench SIZES="10000
200000 2000000"` measures more sizes. Figures are medians of several measurements.

- The data are invented (`benchmarks/synthetic.py`): clustered around real towns, groups by Zipf's
  law, 841 incidents on one coordinate, some without figures or position. The same bytes every time.
- **Bare scan**: DuckDB reads every value of the columns that the map's answer is made from, in the
  same process, alternating with this program. Ratio: this program's time, divided by that of the
  scan.
- **Drawn**: the layer has drawn the answer, the plain app its first marker or cluster, the bare
  page its text. A script in the page notes the time, so that driving the page costs nothing. A
  change begins with the reader's click or key.
- **Cold load**: a browser with an empty cache. Bytes are those on the wire, of WebSockets before
  their compression.
- The plain app gets its scripts from a folder instead of from public servers.
"""
_SECTION = re.compile(r"^## ", re.MULTILINE)


def write_section(
    title: str, machine: str, remarks: Sequence[str], tables: Sequence[Table]
) -> None:
    """Replace one section, and leave the others as they are."""
    written = PATH.read_text("utf-8") if PATH.exists() else ""
    _, *sections = _SECTION.split(written)
    kept = {section.partition("\n")[0]: section for section in sections}
    measured = f"Measured on {date.today():%d %B %Y}: {machine}."
    parts = [title, measured, *remarks, *(table.as_markdown() for table in tables)]
    kept[title] = "\n\n".join(parts) + "\n"
    texts = [section.rstrip() + "\n" for section in sorted(kept.values(), key=_order)]
    PATH.write_text("\n## ".join([HEAD, *texts]), "utf-8")


def _order(section: str) -> tuple[int, str]:
    """Sort sizes by their number, before sections without one."""
    number = re.match(r"([\d,]+) ", section)
    return (int(number[1].replace(",", "")) if number else 1 << 40, section)
