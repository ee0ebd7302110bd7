"""docs/performance.md: what was aimed at, then a section for each part of a run and each size."""

__all__ = ["PARTS", "PATH", "Section", "write"]

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from textwrap import fill

from paths import ROOT
from results import Comparison, Line, Table
from targets import HEADER, TARGETS

PATH = ROOT / "docs" / "performance.md"
HEAD = """\
# Performance

Written by `make bench`, which measures this program next to what bounds it, in one run:

- **import**: `geo import table` of a file, next to DuckDB, which reads the same file into a table
  (all values as text) and sorts that by a grid into another: two threads, memory as it chooses.
- **importers**: files with the headers of UCDP, GTD and ACLED, and invented rows.
- **store**: answers in one process, next to a **bare scan**, in which DuckDB reads every value of
  the columns that the map's answer is made from; by turns.
- **days**: summaries as of a day, next to the same without one, of a store whose rows became known
  in 400 different weeks, whenever their events were; by turns.
- **server**: what readers of its API wait for.
- **screens**: the dashboard in Chromium, next to a bare Streamlit page with the same two widgets,
  by turns, and to a plain app of `st_folium` with `MarkerCluster`.
- **timeline**: the embed with its collection in the page, whose brush a real pointer moves, next to
  a page that only writes where the pointer is, and to two programs with a slider of time over the
  same points: dash-leaflet (clusters, filtered in the browser) and kepler.gl (its widget).
- **gazetteer**: the index of place names, built in an empty folder.

`SIZES` are numbers of invented incidents, `PARTS` some of these parts (the sections of others stay
as they are), and `BEFORE` the folder of another checkout, which is measured too:

    make bench SIZES="200000 2000000" BEFORE=../before
    make bench SIZES=10000 PARTS="import store"

Figures are medians of several measurements, and ratios are those of one run. A step of a machine
that is busy with something else shows in both figures of a ratio.

- The data are invented (`benchmarks/synthetic.py`): clustered around real towns, groups by Zipf's
  law, 841 incidents on one coordinate, some without figures or position. The same bytes every time.
- An import is the whole command, from its start to its end, with the start of Python. Memory is
  what all its processes have resident together, looked at 25 times a second; libraries, which they
  share, count once.
- The build before imports a part of the rows; its seconds are multiplied to the same number of
  rows. Its answers are those of its own store, if it has one (`make bench` there leaves it).
- **Drawn**: the layer has drawn the answer, the plain app its first marker or cluster, the bare
  page its text. A script in the page notes the time, so that driving the page costs nothing. A
  change begins with the reader's click or key.
- **Cold load**: a browser with an empty cache. Bytes are those on the wire, of WebSockets before
  their compression.
- The plain app gets its scripts from a folder instead of from public servers.
- **Moved → redrawn**: from the pointer's event to the end of the frame in which the layer has
  another answer, the brush other ends and the sentence other words; of a peer, other clusters, or
  other days after which WebGL has drawn. Each move waits for the one before. A page that has drawn
  nothing after 120 s is given up.
- Memory of a tab is the proportional set size of its process after a collection of garbage; the
  bare map is the same page, from which its collection is withheld.
- Peers are installed once, into build/bench/peers. kepler.gl's widget has all of its scripts in the
  package; the page that it exports has to load them from four public servers.
"""
PARTS = ("import", "importers", "store", "days", "server", "screens", "timeline", "gazetteer")
_SECTION = re.compile(r"^## ", re.MULTILINE)
_TARGETS = "Targets"
WIDTH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What a part measured; `rows` is the size (0: the bundled data), None where all are one."""

    part: str
    comparisons: tuple[Comparison, ...]
    rows: int | None = None
    remarks: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Return the size and the part."""
        if self.rows is None:
            return self.part.capitalize()
        size = f"{self.rows:,} incidents" if self.rows else "The bundled data"
        return f"{size}: {self.part}"

    @property
    def lines(self) -> dict[str, Line]:
        """Return the lines that are held against a target, by its name."""
        lines = (line for comparison in self.comparisons for line in comparison.lines)
        return {line.target: line for line in lines if line.target}


def write(section: Section, machine: str, seconds: float) -> None:
    """Replace one section and its targets, and leave the others as they are."""
    written = PATH.read_text("utf-8") if PATH.exists() else ""
    _, *sections = _SECTION.split(written)
    kept = {section.partition("\n")[0]: section for section in sections}
    targets = _targets(kept.pop(_TARGETS, ""), section.lines)
    kept[section.title] = _text(section, machine, seconds)
    texts = [kept[title].rstrip() + "\n" for title in sorted(filter(_is_ours, kept), key=_order)]
    PATH.write_text("\n## ".join([HEAD, targets, *texts]), "utf-8")


def _text(section: Section, machine: str, seconds: float) -> str:
    measured = f"Measured in {seconds:.0f} s on {date.today():%d %B %Y}: {machine}."
    measured = fill(measured, WIDTH, break_on_hyphens=False)
    tables = (each.table.as_markdown() for each in section.comparisons)
    return "\n\n".join([section.title, measured, *section.remarks, *tables]) + "\n"


def _targets(written: str, found: Mapping[str, Line]) -> str:
    """Return the section of the targets; a row that is not measured now stays as it is."""
    lines = [line.strip("| ").split(" | ") for line in written.splitlines() if line[:1] == "|"]
    kept = {cells[0]: tuple(cells) for cells in lines if len(cells) == len(HEADER)}
    rows = tuple(
        kept.get(target.what, target.row(None))
        if target.name not in found
        else target.row(found[target.name])
        for target in TARGETS
    )
    said = "Each row is of the last run of its part, whose section gives the day and the machine."
    return f"{_TARGETS}\n\n{said}\n\n{Table(header=HEADER, rows=rows).as_markdown()}\n"


def _is_ours(title: str) -> bool:
    return title.rpartition(": ")[2].lower() in PARTS


def _order(title: str) -> tuple[int, int]:
    """Sort the bundled data, then sizes by their number, then sections without one."""
    size, _, part = title.rpartition(": ")
    number = int(re.sub(r"\D", "", size) or "0") if size else 1 << 40
    return number, PARTS.index(part.lower())
