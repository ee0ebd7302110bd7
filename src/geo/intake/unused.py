"""The columns of a file that are not used, in words: those that seem to matter first."""

__all__ = ["unused_in_words"]

from geo.errors import printable
from geo.importers.survey import Survey, SurveyedColumn

NOTICED = "Not used, although it may matter"
OTHERS = "Columns not used"


def unused_in_words(survey: Survey) -> dict[str, tuple[str, ...]]:
    """Return lists by their headings: a line for each conspicuous column, one for all others.

    >>> column = SurveyedColumn(name="Where", field=None, samples=("1, 2",), looks_like="positions")
    >>> unused_in_words(Survey(columns=(column,)))
    {'Not used, although it may matter': ("Where: looks like positions, such as '1, 2'",)}
    """
    noticed = tuple(map(_noticed, survey.conspicuous))
    others = [printable(column.name) for column in survey.unused if not column.looks_like]
    lists = {NOTICED: noticed, OTHERS: (", ".join(others),) if others else ()}
    return {heading: lines for heading, lines in lists.items() if lines}


def _noticed(column: SurveyedColumn) -> str:
    return printable(
        f"{column.name}: looks like {column.looks_like}, such as {column.samples[0]!r}"
    )
