"""Columns decide how they are read: one cell that has a single reading settles all others.

A decision is nothing but a field: a column of dates that are written with the day first is read as
`date_dmy`, as if it had been mapped to that field.
"""

__all__ = ["Decisions", "KnownColumns", "decisions_of", "order_of_days"]

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from geo.importers.cells.date_columns import ORDERS, DateField, date_field_of
from geo.importers.cells.positions import PositionField, position_field_of
from geo.importers.columns import UNUSED, FieldColumns, normal_name
from geo.importers.survey import Question
from geo.importers.tables.surveying import Sample
from geo.importers.tables.unfit import is_part_of_degrees, is_unfit

_DEGREES = ("latitude", "longitude")
# Fields whose column may hold whole positions: it is none of these then.
_PLACES = ("place", "site", "latitude", "longitude")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownColumns:
    """What is known of a file's columns: by their names, a user's `mapping` and their first values.

    `texts_of` returns the different texts of a column in the whole file, which takes as long as to
    read it.
    """

    header: Sequence[str]
    columns: FieldColumns
    mapping: Mapping[str, str]
    sample: Sample
    texts_of: Callable[[str], Iterable[str]]


class Decisions(NamedTuple):
    """A mapping with the fields that values decide (theirs → ours), and what they leave open."""

    mapping: Mapping[str, str]
    questions: tuple[Question, ...] = ()


def decisions_of(known: KnownColumns, *, has_geometry: bool = False) -> Decisions:
    """Return the mapping with what the values of columns say on how these are read.

    Rows that have a geometry need no position in a column.
    """
    decided = dict(_unfit(known))
    questions = []
    for name, position in () if has_geometry else _positions(known):
        decided[name] = position.field
        if position.open and normal_name(name) not in map(normal_name, known.mapping):
            questions.append(Question(name, position.open))
    for name, found in _dates(known):
        if found.open:
            questions.append(Question(name, found.open))
        if found.field != "date":
            decided[name] = found.field
    return _with(known.mapping, decided, questions)


def _with(
    mapping: Mapping[str, str], decided: Mapping[str, str], questions: Sequence[Question]
) -> Decisions:
    theirs = set(map(normal_name, decided))
    kept = {name: ours for name, ours in mapping.items() if normal_name(name) not in theirs}
    return Decisions({**kept, **decided}, tuple(questions))


def order_of_days(known: KnownColumns, fields: Sequence[str]) -> Decisions:
    """Return the mapping with the order of day and month in the dates of a published dataset.

    The first of `fields` that the file has is its date.
    """
    decided, questions = dict[str, str](), list[Question]()
    for name, found in _dates(known, fields):
        if found.field in ORDERS.values():
            decided[name] = found.field
        if set(found.open) <= set(ORDERS.values()) and found.open:
            questions.append(Question(name, found.open))
    return _with(known.mapping, decided, questions)


def _dates(
    known: KnownColumns, fields: Sequence[str] = ("date",)
) -> Iterator[tuple[str, DateField]]:
    """Yield how the column of dates is written, if there is one."""
    names = (known.columns.names.get(field) for field in fields)
    if name := next(filter(None, names), None):
        found = date_field_of(known.sample.texts[name])
        is_clear = found.field == "date" and not found.open
        yield name, found if is_clear else date_field_of(known.texts_of(name))


def _unfit(known: KnownColumns) -> Iterator[tuple[str, str]]:
    """Yield the columns that are not what their names say, unless somebody has mapped them."""
    mapped = set(map(normal_name, known.mapping))
    for field, name in known.columns.names.items():
        if normal_name(name) in mapped:
            continue
        is_part = field in _DEGREES and is_part_of_degrees(name, known.header)
        if is_part or (
            is_unfit(field, known.sample.texts[name]) and is_unfit(field, known.texts_of(name))
        ):
            yield name, UNUSED


def _positions(known: KnownColumns) -> Iterator[tuple[str, PositionField]]:
    """Yield the column that holds both degrees, where none is known by its name already."""
    names = known.columns.names
    if name := names.get("position"):
        yield name, position_field_of(known.texts_of(name)) or PositionField("position")
    elif "position_lon_lat" not in names and not {"latitude", "longitude"} <= names.keys():
        for name in _candidates(known):
            if position_field_of(known.sample.texts[name]):
                yield name, position_field_of(known.texts_of(name)) or PositionField("position")
                return


def _candidates(known: KnownColumns) -> Iterator[str]:
    """Yield the columns that may hold positions: of a place's name, or of no field."""
    mapped = set(map(normal_name, known.mapping))
    claimed = {name for field, name in known.columns.names.items() if field not in _PLACES}
    return (n for n in known.header if n not in claimed and normal_name(n) not in mapped)
