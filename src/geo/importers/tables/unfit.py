"""Columns whose values are not what their names say: a State that is open or closed."""

__all__ = ["is_part_of_degrees", "is_unfit"]

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from geo.importers.cells.positions import is_position
from geo.importers.cells.unknown import is_unknown
from geo.importers.headings.words import words_of
from geo.importers.headings.yes_no import NO, YES
from geo.words.calendar_names import months_named, plain_name

# What a case, a report or a record is, in small letters.
_STATES = frozenset(
    {
        *("open", "closed", "pending", "active", "inactive", "new", "draft", "final", "done"),
        *("verified", "unverified", "not verified", "confirmed", "unconfirmed", "resolved"),
        *("unresolved", "approved", "rejected", "submitted", "in progress", "ongoing", "solved"),
        *("completed", "complete", "incomplete", "under investigation", "investigated", "archived"),
        *("published", "ouvert", "fermé", "clos", "en cours", "offen", "geschlossen", "abierto"),
        *("cerrado", "en curso", "aberto", "fechado", "открыто", "закрыто", "مفتوح", "مغلق"),
    }
)
_YES_OR_NO = frozenset({*YES, *NO})
_DEGREES = frozenset({"d", "deg", "degree", "degrees"})
_MINUTES = frozenset({"m", "min", "minute", "minutes"})


def is_unfit(field: str, texts: Iterable[str]) -> bool:
    """Tell that none of the texts of a column, of which there are some, is what its field has.

    >>> is_unfit("admin1", ["open", "closed"]), is_unfit("admin1", ["Borno", "Yobe"])
    (True, False)
    """
    is_other = _UNFIT.get(field)
    if is_other is None:
        return False
    found = [is_other(text) for text in texts if not is_unknown(text)]
    return bool(found) and all(found)


def is_part_of_degrees(name: str, header: Iterable[str]) -> bool:
    """Tell a column of whole degrees from one of degrees: minutes stand in another column.

    >>> is_part_of_degrees("Lat deg", ["Lat deg", "Lat min", "Lon deg", "Lon min"])
    True
    """
    words = frozenset(words_of(name))
    rest = words - _DEGREES
    return rest != words and any(
        rest < (other := frozenset(words_of(each))) and other - rest <= _MINUTES for each in header
    )


def _is_number(text: str) -> bool:
    return text.removesuffix(".0").isdecimal()


def _is_not_a_place(text: str) -> bool:
    """Tell a number, a month, which a town of another language is called like, or a position."""
    return _is_number(text) or bool(months_named(plain_name(text))) or is_position(text)


def _is_state(text: str) -> bool:
    return text.casefold() in _STATES


def _is_yes_or_no(text: str) -> bool:
    return text.casefold() in _YES_OR_NO


def _is_not_a_province(text: str) -> bool:
    return _is_number(text) or _is_state(text)


_UNFIT: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        "admin1": _is_not_a_province,
        "admin2": _is_number,
        "place": _is_not_a_place,
        "group": _is_number,
        **dict.fromkeys(("killed", "injured", "perpetrators_killed"), _is_yes_or_no),
    }
)
