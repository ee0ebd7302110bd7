"""Columns by name: what a file calls the fields that an importer asks for."""

__all__ = ["UNUSED", "FieldColumns", "columns_of", "normal_name"]

import re
from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from itertools import zip_longest
from types import MappingProxyType
from typing import NamedTuple

from geo.errors import BadValue, UnreadableData
from geo.importers.headings.heading import Match, match_heading
from geo.importers.headings.known_names import known_names
from geo.importers.headings.spellings import Spellings, spellings_of

UNUSED = "unused"  # to leave a column out, whatever its name is
_SHOWN, _LONG = 60, 40  # columns that a message lists, and characters of each
_NO_NAMES = spellings_of(frozenset())
_NOTHING: Mapping[str, Collection[str]] = MappingProxyType({})
_CLOSE = 0.8  # share of letters: below it, short names that mean something else come close


class FieldColumns(NamedTuple):
    """Where the fields stand: the number of the column of each, and what the file calls it."""

    places: dict[str, int]
    names: dict[str, str]


def columns_of(
    file: str,
    header: Sequence[str],
    *,
    required: Collection[str] = (),
    synonyms: Mapping[str, str] | None = None,
    mapping: Mapping[str, str],
    known: Collection[str] = (),
    tags: Sequence[str] = (),
    own: Spellings = _NO_NAMES,
    aliases: Mapping[str, str] = MappingProxyType({}),
    stand_ins: Mapping[str, Collection[str]] = _NOTHING,
) -> FieldColumns:
    """Find columns by name, in any order; `mapping` says theirs → ours and comes first.

    Without `synonyms` (theirs → ours) every column is a field under its own name; one that no
    column is called may be in another spelling of its `own` name, or under an alias (theirs →
    ours); and one that is required may have `stand_ins`, other fields. With synonyms, the
    names as they stand there come first, and then headings that say the same in other ways: each
    column is one field at most, and a column that another was taken before is none. A column that
    is mapped to UNUSED is left out. HXL `tags` under the header say what their columns are,
    whatever stands above them.
    Raises UnreadableData where a column is missing, BadValue where a mapping names no field.
    """
    theirs = {normal_name(name): (place, name) for place, name in reversed([*enumerate(header)])}
    found: dict[str, tuple[int, str]] = {}
    for name, field in mapping.items():
        if known and field not in (*known, UNUSED):
            rule = f"known fields are {', '.join(known)}, and {UNUSED} for none"
            raise BadValue("map", f"{name}={field}", rule)
        if normal_name(name) not in theirs:
            raise _unknown(file, name, header)
        found[field] = theirs[normal_name(name)]
    used = {theirs[normal_name(name)][0] for name in mapping}
    found.pop(UNUSED, None)
    if synonyms is None:
        _add_own_names(found, used, theirs, own, aliases)
    else:
        _add_known_names(found, used, header, tags, synonyms)
    named = [
        field for field in required if found.keys().isdisjoint({field, *stand_ins.get(field, ())})
    ]
    if named:
        is_another = not stand_ins and len(named) > len(required) / 2
        raise _missing(file, named, required, header, is_another=is_another)
    places = {field: place for field, (place, _) in found.items()}
    return FieldColumns(places, {field: name for field, (_, name) in found.items()})


def _add_own_names(
    found: dict[str, tuple[int, str]],
    used: Collection[int],
    theirs: Mapping[str, tuple[int, str]],
    own: Spellings,
    aliases: Mapping[str, str],
) -> None:
    free = {name: column for name, column in theirs.items() if column[0] not in used}
    for name, column in free.items():
        found.setdefault(name, column)
    for name, column in _respelt(free, own).items():
        found.setdefault(name, column)
    others = _respelt(free, spellings_of(frozenset(aliases)))
    for name, field in aliases.items():
        if name in others:
            found.setdefault(field, others[name])


def _respelt(
    columns: Mapping[str, tuple[int, str]], names: Spellings
) -> dict[str, tuple[int, str]]:
    """Return the columns that spell some names; what is called so plainly comes first."""
    said = {name: names.name_of(heading) for name, (_, heading) in columns.items()}
    spelt = {ours: columns[name] for name, ours in reversed([*said.items()]) if ours}
    return spelt | {ours: columns[ours] for ours in spelt if ours in columns}


def _add_known_names(
    found: dict[str, tuple[int, str]],
    mapped: Collection[int],
    header: Sequence[str],
    tags: Sequence[str],
    synonyms: Mapping[str, str],
) -> None:
    """Add the fields that tags and headings name, those first that say it most plainly."""
    used = {*mapped, *(place for place, _ in found.values())}
    known = known_names(tuple(synonyms.items()))
    order = {name: (-1, number) for number, name in enumerate(synonyms)}
    said = [tag or name for name, tag in zip_longest(header, tags[: len(header)], fillvalue="")]
    matches = []
    for place, text in enumerate(said):
        name = normal_name(text)
        match = Match(synonyms[name], order[name]) if name in order else match_heading(text, known)
        if match and place not in used:
            matches.append((match.rank, place, match.field))
    for _, place, field in sorted(matches):
        found.setdefault(field, (place, header[place]))


def normal_name(name: str) -> str:
    """Return a name without case, with one underscore for what stands between its words.

    >>> normal_name(" Event Date ")
    'event_date'
    """
    return re.sub(r"[\s_.-]+", "_", name.strip().casefold()).strip("_")


def _unknown(file: str, name: str, header: Sequence[str]) -> UnreadableData:
    """Name a column that a mapping asks for and a file does not have, and one that comes close."""
    close = _close_to(name, header)
    meant = f"Perhaps {close} is meant. " if close else ""
    return UnreadableData(f"{file} has no column {name}. {meant}{_listed(header)}")


def _missing(
    file: str,
    absent: Sequence[str],
    required: Collection[str],
    header: Sequence[str],
    *,
    is_another: bool,
) -> UnreadableData:
    """Name the columns that are missing, those found, and which free one may have been meant.

    A file that has few of those that are required is taken for another kind of table.
    """
    free = [name for name in header if normal_name(name) not in required]
    pairs = {field: _close_to(field, free) for field in absent}
    hints = [f"{theirs}={field}" for field, theirs in pairs.items() if theirs]
    remedy = "Add them, or map what they are called here"
    if hints:
        remedy = f"Map what they are called here, perhaps {' '.join(hints)}"
    if is_another:
        remedy = "It seems to be another kind of table: import it as table"
    plural = "s" if len(absent) > 1 else ""
    named = ", ".join(absent)
    return UnreadableData(f"{file} has no column{plural} {named}. {remedy}. {_listed(header)}")


def _close_to(name: str, names: Sequence[str]) -> str | None:
    """Return the name that has all words of another, or nearly its letters."""
    folded = {normal_name(each): each for each in names}
    words = set(normal_name(name).split("_"))
    longer = [each for each in folded if words <= set(each.split("_"))]
    close = longer or get_close_matches(normal_name(name), folded, n=1, cutoff=_CLOSE)
    return folded[min(close, key=len)] if close else None


def _listed(header: Sequence[str]) -> str:
    return f"Its columns are: {', '.join(name[:_LONG] for name in header[:_SHOWN])}"
