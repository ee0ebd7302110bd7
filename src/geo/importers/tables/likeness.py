"""What the values of a column seem to be: positions, tolls, dates, groups or links."""

__all__ = ["likeness_of"]

import re
from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType

from geo.importers.cells.date_columns import is_date
from geo.importers.cells.positions import is_position
from geo.importers.cells.tolls import is_toll
from geo.importers.tables.sources import is_link

MOST = 0.8  # of the values have to look alike
LONGEST_NAME = 60  # characters of the name of a group
_DEGREES = re.compile(r"[+-]?\d{1,3}[.,]\d{3,}", re.ASCII)
# A decimal says it, where the name does.
_DECIMAL = re.compile(r"[+-]?\d{1,3}[.,]\d+", re.ASCII)
_OF_DEGREES = re.compile(
    r"latitud|longitud|\b(?:lat|lon|lng|long)\b|breitengrad|längengrad|широт|долгот|довгот|enlem"
    r"|boylam|lintang|bujur|خط العرض|خط الطول|عرض جغرافیایی|طول جغرافیایی"
)
# Parts of words for people who were hurt, and for those who did it.
_HURT = re.compile(
    r"kill|dead|death|died|fatal|casual|victim|injur|wound|surviv|missing|toll|hurt"
    r"|mort|tu[ée]s|bless|victime|tote|verletz|opfer|muert|herid|v[ií]ctima|bajas"
    r"|قتل|جرح|وفيات|ضحايا|کشته|زخمی|مجروح|погиб|убит|ранен|жертв|пострад|tewas|luka|korban"
)
_ACTOR = re.compile(
    r"perpetrat|attacker|assailant|group|actor|faction|militia|auteur|groupe|t[äa]ter|gruppe"
    r"|autor|grupo|responsab|فاعل|منفذ|جماعة|گروه|عامل|группа|исполнител|pelaku|kelompok"
)
_GROUPS = re.compile(
    r"\b(?:front|army|brigades?|militia|islamic state|isis|isil|taliban|al-?qa|boko|shabaab|houthi"
    r"|movement|forces?|rebels?|insurgents?|gunmen|cartel|group[e]?|militants?)\b"
)
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def _is_position(text: str) -> bool:
    return bool(_DEGREES.fullmatch(text)) or is_position(text)


def _is_whole(text: str) -> bool:
    return text.removesuffix(".0").isdigit()


def _is_name(text: str) -> bool:
    return len(text) <= LONGEST_NAME and not _NUMBER.fullmatch(text) and any(map(str.isalpha, text))


def _names_group(text: str) -> bool:
    return _is_name(text) and bool(_GROUPS.search(text.casefold()))


def _are_most(is_one: Callable[[str], object], texts: Collection[str]) -> bool:
    return bool(texts) and sum(map(bool, map(is_one, texts))) >= MOST * len(texts)


# Kind of values, in the plural → whether a text is one. The first that most values are counts.
_ALIKE: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {"links": is_link, "positions": _is_position, "dates": is_date}
)


def likeness_of(name: str, texts: Collection[str]) -> str:
    """Return which kind of values the texts of a column are, as far as it matters here, or "".

    Numbers of people look like any other numbers: the `name` of the column has to say so, or they
    are written as only tolls are, such as 12+.

    >>> likeness_of("Where it was", ["34.7406, 10.7603", "32.9312, 12.0820"])
    'positions'
    >>> likeness_of("Number of survivors", ["12", "0"]), likeness_of("Floor", ["12", "0"])
    ('tolls', '')
    """
    for kind, is_one in _ALIKE.items():
        if _are_most(is_one, texts):
            return kind
    said = name.casefold()
    if _OF_DEGREES.search(said.replace("_", " ")) and _are_most(_DECIMAL.fullmatch, texts):
        return "positions"
    is_of_people = _HURT.search(said) or not _are_most(_is_whole, texts)
    if is_of_people and _are_most(is_toll, texts):
        return "tolls"
    is_about = _ACTOR.search(said) and _are_most(_is_name, texts)
    return "groups" if is_about or _are_most(_names_group, texts) else ""
