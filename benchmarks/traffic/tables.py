"""What came of load, as lines of docs/reliability.md."""

__all__ = ["load_lines"]

from collections.abc import Iterator, Mapping
from typing import Any

Rows = Mapping[str, Mapping[str, Any]]  # by number of records

_HEAD = """\
Measured by `benchmarks/load.py`, which asks a server of this machine, on the same cores. Of 100
requests 20 are for embeds, 40 for cells of a map, 20 for summaries, 10 for pages of the API and 10
for records; one in ten has a query that nobody asked before. Aims: no errors; at half of the
capacity a 99th percentile of at most 8 times the median; memory that grows by 5 % at most."""
_CAPACITY = """\
**Capacity**: 40 readers who ask again once answered, on connections that stay open; before and now
by turns. The processor's time is that of one answer, on all cores."""
_RATES = """\
**Fixed rates**: shares of the capacity, at even distances; a request has waited since it was
due. The last columns are for requests
that others had made before, and for new ones."""
_CHANGES = """\
**Dashboards**: 20 change their filters, each as soon as it shows what it asked for; then one
session does, with the memory of the server at half of its changes and at their end."""


def load_lines(rows: Rows) -> Iterator[str]:
    """Yield lines of Markdown: a table for each stage, with a row for each number of records."""
    if not rows:
        yield "`benchmarks/load.py` has not been run yet."
        return
    sizes = sorted(rows.items(), key=lambda row: int(row[0]))
    for head, lines in (
        (_HEAD, ()),
        (_CAPACITY, _capacities(sizes)),
        (_RATES, _rates(sizes)),
        (_CHANGES, _dashboards(sizes)),
    ):
        yield from (head, "", *lines)
        if lines:
            yield ""


def _capacities(sizes: list[tuple[str, Mapping[str, Any]]]) -> list[str]:
    lines = [
        "| records | before: answers/s | now: answers/s | ratio | before: processor"
        " | now: processor | errors | the generator by itself |",
        f"| ---: |{' ---: |' * 7}",
    ]
    for size, row in sizes:
        now, before = row["capacity"]["now"], row["capacity"].get("before")
        known = before or {"rate": None, "processor_ms": None, "errors": 0}
        rates = (_number(known["rate"]), _number(now["rate"]), _ratio(now["rate"], known["rate"]))
        times = (_ms(known["processor_ms"]), _ms(now["processor_ms"]))
        errors = f"{known['errors'] + now['errors']:,}"
        lines.append(_line(_number(size), *rates, *times, errors, f"{row['generator']:,}/s"))
    return lines


def _rates(sizes: list[tuple[str, Mapping[str, Any]]]) -> list[str]:
    lines = [
        "| records | of the capacity | requests/s | for | median | p99 | p99 ÷ median | errors"
        " | p99 of known | p99 of new |",
        f"| ---: |{' ---: |' * 9}",
    ]
    for size, row in sizes:
        for share, found in row["rates"].items():
            waits = (_ms(found["median_ms"]), _ms(found["p99_ms"]))
            ratio = _ratio(found["p99_ms"], found["median_ms"])
            asked = (f"{share} %", _number(found["rate"]), f"{row['seconds']:g} s")
            rest = (f"{found['errors']:,}", _ms(found["p99_ms_known"]), _ms(found["p99_ms_new"]))
            lines.append(_line(_number(size), *asked, *waits, ratio, *rest))
    return lines


def _dashboards(sizes: list[tuple[str, Mapping[str, Any]]]) -> list[str]:
    lines = [
        "| records | 20 dashboards: changes/s | median | p99 | errors | one session: changes"
        " | median | memory at half | at the end | grown | errors |",
        f"| ---: |{' ---: |' * 10}",
    ]
    for size, row in sizes:
        many = row["dashboards"]
        waits = (_ms(many["median_ms"]), _ms(many["p99_ms"]), f"{many['errors']:,}")
        one = _session(row["session"]) if "session" in row else ["–"] * 6
        lines.append(_line(_number(size), _number(many["rate"]), *waits, *one))
    return lines


def _session(found: Mapping[str, Any]) -> list[str]:
    memory = (f"{found['middle_mb']:,} MB", f"{found['end_mb']:,} MB")
    grown = f"{100 * (found['end_mb'] / found['middle_mb'] - 1):.1f} %"
    changes = (f"{found['changes']:,}", _ms(found["median_ms"]))
    return [*changes, *memory, grown, f"{found['errors']:,}"]


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _number(value: float | str | None) -> str:
    return "–" if value is None else f"{float(value):,.0f}"


def _ms(value: float | None) -> str:
    return "–" if value is None else f"{value:,.1f} ms"


def _ratio(value: float, of: float | None) -> str:
    return f"{value / of:.1f}" if of else "–"
