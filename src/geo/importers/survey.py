"""What each column of a file is used for, and what the columns that are not used look like."""

__all__ = ["Question", "Survey", "SurveyedColumn", "samples_of"]

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from geo.errors import shortened

_SAMPLES = 3  # different values that stand for a column


class Question(NamedTuple):
    """A column of which its values leave open as which of some `fields` it is read."""

    column: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyedColumn:
    """A column as the file calls it, with up to three of its different values as texts.

    `field` is the field that it is read as, None if it is not used. `looks_like` says of a column
    that is not used which kind of values it seems to have, in the plural, such as "dates".
    """

    name: str
    field: str | None
    samples: tuple[str, ...] = ()
    looks_like: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """The columns of a file in its order, and what only its reader can decide."""

    columns: tuple[SurveyedColumn, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def fields(self) -> Mapping[str, str]:
        """Return which column is used for which of our fields (ours → theirs)."""
        return {column.field: column.name for column in self.columns if column.field}

    @property
    def mapping(self) -> Mapping[str, str]:
        """Return which of our fields each column that is used is read as (theirs → ours)."""
        return {column.name: column.field for column in self.columns if column.field}

    @property
    def unused(self) -> tuple[SurveyedColumn, ...]:
        """Return the columns that are not used, the conspicuous ones first."""
        return (*self.conspicuous, *(c for c in self._unused() if not c.looks_like))

    @property
    def is_open(self) -> bool:
        """Tell whether a mapping by the user would help."""
        return bool(self.questions or self.conspicuous)

    @property
    def conspicuous(self) -> tuple[SurveyedColumn, ...]:
        """Return the columns that are not used although their values seem to matter."""
        return tuple(column for column in self._unused() if column.looks_like)

    def _unused(self) -> Iterator[SurveyedColumn]:
        return (column for column in self.columns if not column.field)


def samples_of(texts: Iterable[str]) -> tuple[str, ...]:
    """Return up to three different ones of some texts, each shortened."""
    found: dict[str, None] = {}
    for text in texts:
        found[shortened(text)] = None
        if len(found) == _SAMPLES:
            break
    return tuple(found)
