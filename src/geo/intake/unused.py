"""What a survey of columns leaves open, in words, and which of them are not used."""

__all__ = ["unused_in_words"]

from geo.errors import printable, shortened
from geo.importers.survey import Question, Survey, SurveyedColumn

OPEN = "Only you can decide"
NOTICED = "Not used, although it may matter"
OTHERS = "Columns not used"


def unused_in_words(survey: Survey) -> dict[str, tuple[str, ...]]:
    """Return lists by their headings: a line for each open or conspicuous column, one for the rest.

    >>> column = SurveyedColumn(name="Where", field=None, samples=("1, 2",), looks_like="positions")
    >>> unused_in_words(Survey(columns=(column,)))
    {'Not used, although it may matter': ("Where: looks like positions, such as '1, 2'",)}
    """
    questions = tuple(map(_question, survey.questions))
    noticed = tuple(map(_noticed, survey.conspicuous))
    others = [printable(shortened(c.name)) for c in survey.unused if not c.looks_like]
    lists = {OPEN: questions, NOTICED: noticed, OTHERS: (", ".join(others),) if others else ()}
    return {heading: lines for heading, lines in lists.items() if lines}


def _question(question: Question) -> str:
    fields = " or ".join(question.fields)
    return printable(f"{shortened(question.column)}: its values do not say whether it is {fields}")


def _noticed(column: SurveyedColumn) -> str:
    return printable(
        f"{shortened(column.name)}: looks like {column.looks_like}, such as"
        f" {shortened(column.samples[0])!r}"
    )
