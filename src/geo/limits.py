"""What one question may cost: each limit with its name, its default, and what it bounds.

The environment can set another: GEO_LIMIT_MARKS for `marks`.
"""

__all__ = ["LIMITS", "Limit", "limit"]

import os
import re
from typing import NamedTuple

from geo.errors import BadValue

PREFIX = "GEO_LIMIT_"


class Limit(NamedTuple):
    """One limit, a whole number."""

    name: str
    default: int
    help: str

    @property
    def variable(self) -> str:
        """Return the variable of the environment that sets it."""
        return PREFIX + self.name.upper()


LIMITS = (
    Limit("seconds", 10, "seconds that one statement of the store may take"),
    Limit("marks", 2_000, "sites that the map draws one by one; of more it draws cells"),
    Limit("page", 1_000, "records in one page of the API"),
    Limit("rows", 20_000, "records that an embed filters by itself, and `/api/rows` gives at once"),
    Limit("download", 10_000, "records in one data file from the Share tab"),
    Limit("megabytes", 400, "memory of the store's engine; what needs more goes through the disk"),
)
_BY_NAME = {limit_.name: limit_ for limit_ in LIMITS}


def limit(name: str) -> int:
    """Return a limit that now holds. Raises BadValue where the environment has no number for it.

    >>> limit("marks")
    2000
    """
    known = _BY_NAME[name]
    text = os.environ.get(known.variable, str(known.default))
    if not re.fullmatch("[0-9]{1,9}", text):
        raise BadValue(known.variable, text, "a whole number")
    return int(text)
