"""The orders in which a table lists incidents: ORDERS has each one's words and its SQL."""

__all__ = ["NEWEST", "ORDERS", "Order", "order_named"]

from string import ascii_lowercase, ascii_uppercase
from typing import NamedTuple

from geo.errors import BadValue
from geo.model.attribution import STATUSES
from geo.words.lines import NO_PLACE

NEWEST = "newest"


class Order(NamedTuple):
    """One order: its words, the column of the table that it goes by, its key over `incidents`."""

    label: str
    column: str
    key: str
    is_descending: bool = False

    @property
    def sql(self) -> str:
        """Return the SQL after `order by`: unknown last, equals in the order of their file."""
        return f"{self.key}{' desc' if self.is_descending else ''} nulls last, n"

    @property
    def before(self) -> str:
        """Return whether a row's `key` and `n` stand before `chosen_key` and `chosen_n`."""
        sooner = f"key {'>' if self.is_descending else '<'} chosen_key"
        known = "(key is not null and chosen_key is null)"
        return f"({sooner} or {known} or (key is not distinct from chosen_key and n < chosen_n))"


def _folded(column: str) -> str:
    """Return the SQL of a column whose Latin letters are small, as any language makes them."""
    return f"translate({column}, '{ascii_uppercase}', '{ascii_lowercase}')"


# Texts are compared by letters only, without case and marks: those that are searched begin with the
# title, and with the line of the place.
_DAY = "case when reported is null then first_day end"  # a report is later than what it is about
_PLACE = "split_part(search_place, chr(10), 1)"
ORDERS = {
    NEWEST: Order("Newest first", "Date", _DAY, is_descending=True),
    "oldest": Order("Oldest first", "Date", _DAY),
    "killed": Order("Most killed", "Killed", "killed_best", is_descending=True),
    "injured": Order("Most injured", "Injured", "injured_best", is_descending=True),
    "record": Order("Record A–Z", "Record", "split_part(search, chr(10), 1)"),
    "place": Order("Place A–Z", "Place", f"nullif({_PLACE}, '{NO_PLACE}')"),
    "status": Order("Status", "Status", f"list_position({list(STATUSES)}, status)"),
    "group": Order("Group A–Z", "Group", _folded("group_names")),
    "type": Order("Type A–Z", "Type", _folded("type_labels")),
}


def order_named(name: str) -> Order:
    """Return an order. Raises BadValue."""
    if name not in ORDERS:
        raise BadValue("sort", name, f"one of {', '.join(ORDERS)}")
    return ORDERS[name]
