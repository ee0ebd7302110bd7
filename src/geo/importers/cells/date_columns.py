"""How a column writes its dates: one cell that is clear decides for all of them."""

__all__ = ["ORDERS", "DateField", "date_field_of", "is_date"]

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from geo.importers.cells import days
from geo.importers.cells.dates.numbers import is_serial
from geo.importers.cells.dates.resolved import OTHER_CALENDAR
from geo.importers.cells.dates.unknown import is_unknown
from geo.importers.record import BadCell, text_of
from geo.importers.row import CellValue

ORDERS = {"dmy": "date_dmy", "mdy": "date_mdy"}
CALENDARS = ("date_jalali", "date_islamic")
# Numbers that are as often something else: years, counts, ids, telephone numbers.
_NUMBER = re.compile(r"[+-]?\d{1,7}(?:[.,]\d+)?|[+-]?(?:\d{9,12}|\d{15,})")


class DateField(NamedTuple):
    """The field by which a column of dates is read.

    `open` are the fields between which only the user can choose; none where the cells decide it.
    """

    field: str
    open: tuple[str, ...] = ()


def date_field_of(cells: Iterable[CellValue]) -> DateField:
    """Return how to read a column, by its different cells.

    >>> date_field_of(["03/04/2024", "22/03/2024"])
    DateField(field='date_dmy', open=())
    >>> date_field_of(["03/04/2024", "05/06/2024"])
    DateField(field='date', open=('date_dmy', 'date_mdy'))
    """
    texts = [text for cell in cells if (text := text_of(cell)) and not is_unknown(text)]
    if len(texts) > 1 and all(map(is_serial, texts)):  # one number may be anything
        return DateField("date_serial")
    if texts and 2 * sum(map(_is_of_other_calendar, texts)) >= len(texts):
        return DateField("date", CALENDARS)
    possible = {orders for text in texts if (orders := days.orders_of(text))}
    decided = [field for order, field in ORDERS.items() if frozenset([order]) in possible]
    if len(decided) == 1:
        return DateField(decided[0])
    is_open = decided or any(len(orders) > 1 for orders in possible)
    return DateField("date", tuple(ORDERS.values()) if is_open else ())


def is_date(cell: CellValue) -> bool:
    """Tell whether a cell is written as a date, in any order and calendar; most numbers are not."""
    if isinstance(cell, date):
        return True
    text = text_of(cell) or ""
    if _NUMBER.fullmatch(text):
        return False
    try:
        days.partial_day(text)
    except BadCell as error:
        return error.rule in (days.TWO_WAYS, OTHER_CALENDAR)
    return True


def _is_of_other_calendar(text: str) -> bool:
    try:
        days.partial_day(text)
    except BadCell as error:
        return error.rule == OTHER_CALENDAR
    return False
