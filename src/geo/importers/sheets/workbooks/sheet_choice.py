"""Which sheet of a workbook is read: the one that is said, or the one with most known headings."""

__all__ = ["Tab", "chosen_tab"]

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from geo.errors import Finding, UnreadableData
from geo.importers.sheets.grid import top_of
from geo.importers.sheets.heading_rows import ENOUGH, IsKnown, filled, find_heading, known_count
from geo.importers.sheets.line import Line

# The sheets of a workbook that this program has written: the others only describe the first.
_EXPORTED = ["Incidents", "Columns", "About"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """A sheet of a workbook; `rows` yields its rows that hold something, whenever it is called."""

    name: str
    is_hidden: bool
    rows: Callable[[], Iterator[Line]]


class ChosenTab(NamedTuple):
    """The place of the sheet that is read, whether that is certain, and what is said of it."""

    place: int
    is_certain: bool = True
    warnings: tuple[Finding, ...] = ()


def chosen_tab(file: str, tabs: Sequence[Tab], said: str | None, is_known: IsKnown) -> ChosenTab:
    """Choose a sheet. Raises UnreadableData where there is none, or none that is called so.

    It is certain if no other sheet has half as many known headings. Hidden sheets are read only
    where they are said, or where no other has a row.
    """
    if not tabs:
        raise UnreadableData(f"{file} has no sheet of cells: a table of incidents is needed")
    if said is not None:
        return ChosenTab(_place_of(file, [tab.name for tab in tabs], said))
    tops = [top_of(tab.rows()) for tab in tabs] if len(tabs) > 1 else [[]]
    filled_ = [n for n in range(len(tabs)) if tops[n]] or [0]
    shown = [n for n in filled_ if not tabs[n].is_hidden] or filled_
    scores = {n: _score(tops[n], is_known) for n in shown}
    place = max(shown, key=scores.__getitem__)
    rivals = [n for n in shown if n != place and scores[n] and 2 * scores[n] >= scores[place]]
    others = [tab.name for n, tab in enumerate(tabs) if n != place and tops[n]]
    if [tab.name for tab in tabs] == _EXPORTED:
        others = []
    is_certain = not rivals and (scores[place] > 0 or len(shown) == 1)
    found = _finding(file, tabs[place].name, others, is_certain=is_certain)
    return ChosenTab(place, is_certain, (found,) if others else ())


def _place_of(file: str, names: Sequence[str], said: str) -> int:
    """Return where the sheet stands that is named, or numbered from 1."""
    if said in names:
        return names.index(said)
    folded = [name.strip().casefold() for name in names]
    if said.strip().casefold() in folded:
        return folded.index(said.strip().casefold())
    if said.isascii() and said.isdigit() and 1 <= int(said) <= len(names):
        return int(said) - 1
    raise UnreadableData(f"{file} has no sheet {said!r}: it has {', '.join(map(repr, names))}")


def _score(top: Sequence[Line], is_known: IsKnown) -> int:
    """Return how many known headings a table has; 0 where they are few, or nothing is beneath."""
    if not top:
        return 0
    heading = find_heading(top, is_known)
    rows = top[heading.first : heading.last + 1]
    if len(top) == heading.last + 1 or filled(rows[-1].cells) < ENOUGH:
        return 0
    known = max(known_count(row.cells, is_known) for row in rows)
    return known if known >= ENOUGH else 0


def _finding(file: str, name: str, others: Sequence[str], *, is_certain: bool) -> Finding:
    listed = ", ".join(map(repr, others))
    rule = f"the sheet {name!r} is read; {listed} {'is' if len(others) == 1 else 'are'} not"
    remedy = "Say which sheet is to be read (--sheet) if another one has the table."
    if not is_certain:
        remedy = "It is not certain which sheet has the table: say it (--sheet)."
    return Finding(record=file, field="", value="", rule=rule, remedy=remedy)
