"""Looks at the first values of a file's columns, and says what each column is used for."""

__all__ = ["Sample", "survey_of"]

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from geo.importers.columns import FieldColumns
from geo.importers.parts import Parts
from geo.importers.record import text_of
from geo.importers.row import CellValue
from geo.importers.survey import Question, Survey, SurveyedColumn, samples_of
from geo.importers.tables.likeness import likeness_of

SAMPLED = 1_000  # rows that are looked at
LONGEST = 200  # characters of a value that are kept
MOST = 1 << 21  # characters of all values


@dataclass(slots=True)
class Sample:
    """The beginnings of the first texts of each column, as far as they do not fill the memory."""

    texts: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _rows: int = 0
    _length: int = 0

    @property
    def is_full(self) -> bool:
        """Tell whether no more rows are needed."""
        return self._rows >= SAMPLED or self._length >= MOST

    @property
    def is_empty(self) -> bool:
        """Tell that no row was added."""
        return not self._rows

    def add(self, cells: Iterable[tuple[str, CellValue]]) -> None:
        """Add the cells of a row, each with the name of its column."""
        self._rows += 1
        for name, cell in cells:
            if text := text_of(cell[:LONGEST] if isinstance(cell, str) else cell):
                self.texts[name].append(text)
                self._length += len(text)


def survey_of(
    header: Sequence[str],
    columns: FieldColumns,
    sample: Sample,
    parts: Parts,
    *,
    is_published: bool = False,
    questions: Sequence[Question] = (),
) -> Survey:
    """Return what the columns under a header are used for, and what their first values look like.

    `parts` are those that read the rows, `questions` what the values leave open. The columns of a
    published dataset are known, also those that are not used: none of them is conspicuous.
    """
    fields = {place: field for field, place in columns.places.items() if field in parts.fields}
    return Survey(
        columns=tuple(
            _column(name, fields.get(place), sample.texts.get(name, ()), is_known=is_published)
            for place, name in enumerate(header)
        ),
        questions=tuple(questions),
    )


def _column(
    name: str, field: str | None, texts: Sequence[str], *, is_known: bool
) -> SurveyedColumn:
    is_doubted = field is None and not is_known
    return SurveyedColumn(
        name=name,
        field=field,
        samples=samples_of(texts),
        looks_like=likeness_of(name, texts) if is_doubted else "",
    )
