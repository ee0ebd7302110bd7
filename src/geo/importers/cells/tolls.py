"""Tolls as people write them in tables: figures, bounds, ranges, and words around them."""

__all__ = ["Measure", "Toll", "is_toll", "toll"]

import math
import re
from collections.abc import Iterable
from datetime import date
from itertools import chain
from typing import Literal, NamedTuple

from geo.importers.cells import values
from geo.importers.cells.digits import ascii_digits
from geo.importers.cells.number_words import NUMBER_WORDS, number_from_words
from geo.importers.cells.text_cache import cached_for_short_texts
from geo.importers.cells.unknown import is_unknown
from geo.importers.record import BadCell
from geo.importers.row import CellValue
from geo.model import dates

Measure = Literal["killed", "injured"]
Bound = Literal["exactly", "about", "at_least", "at_most", "range"]


class Toll(NamedTuple):
    """What a cell says of a toll: the figures, and its words where it says more than a number.

    `doubt` is the rule by which a figure is read that others may read in another way.
    """

    low: int | None = None
    best: int | None = None
    high: int | None = None
    words: str | None = None
    bound: Bound = "exactly"
    doubt: str = ""


def _any_of(texts: Iterable[str]) -> str:
    """Return a pattern of some texts, the longest first."""
    return "|".join(map(re.escape, sorted(texts, key=len, reverse=True)))


# Words and signs before a figure, and behind it, in the languages of headings.
_BEFORE: dict[Bound, tuple[str, ...]] = {
    "at_least": (
        *(">", ">=", "≥", "at least", "more than", "over", "above", "min", "min.", "minimum"),
        *("no fewer than", "no less than", "not less than", "upwards of", "au moins", "plus de"),
        *("pelo menos", "mais de", "свыше", "щонайменше", "понад", "en az"),
        *(
            "mindestens",
            "mind.",
            "mehr als",
            "über",
            "al menos",
            "más de",
            "не менее",
            "более",
            "sedikitnya",
        ),
        *("lebih dari", "حداقل", "بیش از", "على الأقل", "أكثر من"),
    ),
    "at_most": (
        *("<", "<=", "≤", "at most", "up to", "fewer than", "less than", "under", "below", "max"),
        *("max.", "maximum", "no more than", "not more than", "au plus", "moins de", "jusqu'à"),
        *("höchstens", "weniger als", "bis zu", "como máximo", "menos de", "hasta", "не более"),
        *("no máximo", "até", "не більше", "менше", "en fazla"),
        *("менее", "paling banyak", "kurang dari", "حداکثر", "کمتر از", "على الأكثر", "أقل من"),
    ),
    "about": (
        *("~", "≈", "about", "approximately", "approx", "approx.", "around", "roughly", "some"),
        *("circa", "ca", "ca.", "c.", "nearly", "almost", "estimated", "an estimated", "est."),
        *("près de", "cerca de", "приблизно", "yaklaşık"),
        *("environ", "etwa", "rund", "ungefähr", "unos", "unas", "aproximadamente", "около"),
        *("примерно", "sekitar", "حدود", "حوالي", "نحو"),
    ),
    "range": ("between", "from", "entre", "zwischen", "von", "de"),
}
_BEHIND: dict[Bound, tuple[str, ...]] = {
    "at_least": ("+", "or more", "or above", "plus", "at least", "minimum", "ou plus"),
    "at_most": ("or fewer", "or less", "at most", "maximum"),
    "about": ("or so", "approximately", "approx", "approx.", "?", "(?)"),
}
_BOUNDS = {word: bound for words in (_BEFORE, _BEHIND) for bound in words for word in words[bound]}
_BEFORE_A_FIGURE = re.compile(rf"(?:{_any_of(chain(*_BEFORE.values()))})(?![^\W\d_]) ?")
_BEHIND_A_FIGURE = re.compile(rf" ?(?:{_any_of(chain(*_BEHIND.values()))})(?![^\W_])")
_WORD = rf"(?:{_any_of(NUMBER_WORDS)})"
_FIGURE = re.compile(
    r"\d{1,3}(?:[ ']\d{3})+(?!\d)|\d+(?:[.,]\d+)*"
    rf"|{_WORD}(?:(?: and |[ -]){_WORD})*(?![^\W_])"
)
_TO = re.compile(r" ?(?:-|\.\.+|…) ?| (?:to|or|bis|à|до|sampai|تا|إلى) ")
_AND = re.compile(r" (?:and|to|et|à|und|bis|y|a|и|до) ")  # after "between" or "from"
_REMARK = re.compile(
    r"(?P<bare> [^\W\d_][^\d(\[,;:]*)?(?P<more> ?[(\[,;:].*[^\W\d_].*)?"
    r"|(?: ?(?:\[\w{1,4}\]|[*†]))+"  # marks of notes
)
_NUMBER = re.compile(r"[+-]? ?\d[\d.,']*(?:e[+-]?\d{1,4})?")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.0+)?|[1-9]\d{0,2}(?:[ ']\d{3})+")
_ONE_COMMA = re.compile(r"\d+,\d+")
_POINTS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){2,}(?:,0+)?")
_ONE_POINT = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_NO_DECIMALS = re.compile(r"(\d+)[.,]0+")
_PLAIN = re.compile(r"\d{1,9}", re.ASCII)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))

_MONTHS = {
    each: number
    for number, name in enumerate(map(str.casefold, dates.MONTHS), start=1)
    for each in (name, name[:3], name[:4])
}
_DAY_OF_MONTH = re.compile(rf"(\d{{1,2}})[-/. ]+({_any_of(_MONTHS)})\.?(?:[-/. ,]+\d{{2,4}})?")
_MONTH_AND_DAY = re.compile(rf"({_any_of(_MONTHS)})[-/. ]+(\d{{1,2}})(?:[-/. ,]+\d{{4}})?")
_DATE = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}|\d{4}[-/.](\d{1,2})[-/.](\d{1,2})\b.*")

_NOBODY = re.compile(
    r"nil|zero|nobody|no one|no-one|(?:no|nil|zero) (?:casualty|casualties|victims?|people|persons?"
    r"|(?P<killed>deaths?|dead|fatality|fatalities|killed)|(?P<injured>injury|injuries|injured"
    r"|wounded))"
)
_NONE = re.compile(r"none\b.*|no .* (?:reported|known|recorded|confirmed)|keine?|aucune?|ninguno")
_MULTIPLIERS = re.compile(
    r" ?(?:hundreds?|thousands?|millions?|dozens?|scores?|k|m|mio|lakh|crore|mil|mille|tausend"
    r"|hundert|тысяч\w*|сот\w*|ribu|ratus|juta|هزار|صد|ألف|مئة)\b"
)
# Words of one toll in the column of the other.
_OTHER: dict[Measure, re.Pattern[str]] = {
    "killed": re.compile(r"\b(?:injur|wound|hurt|missing|abduct|kidnap|arrest|detain|displac)"),
    "injured": re.compile(r"\b(?:kill|dead|death|fatal|died|missing|abduct|kidnap|arrest|detain)"),
}
_PEOPLE = re.compile(
    r"kill|dead|death|died|fatal|injur|wound|casualt|victim|civilian|people|person|child|wom[ae]n"
    r"|\bm[ae]n\b|soldier|police|fighter|militant"
)
# What else is counted: families, houses, animals, or how often something happened. One that stands
# before another word may only say of people what they are: "3 school children".
_NOT_PEOPLE = re.compile(
    r" (?:(?:families|households|villages|houses|homes|buildings|shops|schools|vehicles|cars|trucks"
    r"|tanks|animals|cows|goats|camels|horses|donkeys|times|incidents|attacks|events|cases|per)\b"
    r"|(?:family|household|village|house|home|building|shop|school|vehicle|car|truck|animal|cow"
    r"|cattle|sheep|livestock|incident|attack|event|case|days?|weeks?|months?|percent"
    r"|familles?|maisons?|animaux|vaches?|moutons?|fois|familien?|haus|häuser|tiere?|mal"
    r"|familias?|casas?|animal(?:es)?|veces|vacas?|animais|vezes|семь[яи]|семей|дом(?:а|ов)?"
    r"|раза?|животных|keluarga|rumah|ekor|kali|aile|hayvan|kez|عائل(?:ة|ات)|منازل|خانواده|خانه"
    r"|حیوان)\b(?! [^\W\d_]))"
)
# Words by which a further figure is a part of the first one.
_OF_THEM = re.compile(
    r"\b(?:incl|among|aged|of (?:them|wh(?:om|ich)|these|those)|dont|parmi|davon|darunter"
    r"|unter ihnen|entre (?:ellos|ellas|eles|elas)|de (?:ellos|ellas|los cuales)|из (?:них|которых)"
    r"|в том числе|у тому числі|termasuk|di antaranya|aralarında|بينهم|منهم|از جمله)"
)
_KEPT = "It is kept in origin.raw."
_MANY = 10_000  # figures from which on a number is hardly a toll
_YEARS = range(1900, 2101)


def toll(cell: CellValue, measure: Measure = "killed") -> Toll | None:
    """Read a toll; None where the cell says that it is not known.

    Raises BadCell for what is not certainly a number of people. No figure is made that does not
    stand in the cell: "over 20" is 20 or more.

    >>> toll("at least 12").low, toll("3-5").high, toll("5 (incl. 2 children)").best
    (12, 5, 5)
    """
    if isinstance(cell, date):
        raise _of_date(cell.day, cell.month)
    if isinstance(cell, str):
        return _toll_of(cell, measure)
    if isinstance(cell, float) and math.isnan(cell):
        return None
    number = values.number(cell)
    return _exactly(str(int(number)) if number.is_integer() else str(number))


def is_toll(cell: CellValue) -> bool:
    """Tell a cell that may well say how many people were killed or injured."""
    try:
        found = toll(cell)
    except BadCell:
        return False
    if found is None:
        return False
    figures = [figure for figure in found[:3] if figure is not None]
    if max(figures) >= _MANY or (found.bound == "exactly" and figures[0] in _YEARS):
        return False
    is_remark = found.words is not None and found.bound == "exactly"
    return not is_remark or bool(_PEOPLE.search(str(cell).casefold()))


@cached_for_short_texts
def _toll_of(text: str, measure: Measure) -> Toll | None:
    bare = text.strip()
    if _PLAIN.fullmatch(bare):
        return _exactly(bare)
    if is_unknown(bare):
        return None
    plain = " ".join(ascii_digits(bare).casefold().translate(_DASHES).split())
    _check_no_date(plain)
    if nobody := _NOBODY.fullmatch(plain):
        return _none_of(nobody, bare, measure)
    if _NONE.fullmatch(plain):
        remedy = f"Write 0 where nobody was, and leave it empty where nothing is known. {_KEPT}"
        raise BadCell("may mean that nobody was, or that nothing is known", remedy)
    if _NUMBER.fullmatch(plain):
        return _exactly(plain)
    return _parsed(plain, bare, measure)


def _parsed(plain: str, text: str, measure: Measure) -> Toll:
    """Read a figure or two, with bounds before and behind them, and a remark."""
    before, rest = _taken(_BEFORE_A_FIGURE, plain)
    first, rest = _taken(_FIGURE, rest)
    if not first:
        raise _without_figure(plain)
    is_between = _BOUNDS.get(before) == "range"
    last, rest = _last_figure(rest, _AND if is_between else _TO)
    behind, rest = _taken(_BEHIND_A_FIGURE, rest)
    _check_remark(rest, measure)
    bounds = {_BOUNDS[each] for each in (before, behind) if each} - {"range"}
    if last and bounds <= {"about"}:
        return _range(first, last, text)
    if last or is_between or len(bounds) > 1:
        raise _unreadable()
    found = _exactly(first)
    return _bounded(found, next(iter(bounds), "exactly"), text) if bounds or rest else found


def _taken(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    """Return what a pattern matches at the start of a text, without spaces, and the rest."""
    found = pattern.match(text)
    return (found[0].strip(), text[found.end() :]) if found else ("", text)


def _last_figure(text: str, to: re.Pattern[str]) -> tuple[str, str]:
    """Return the second figure of a range and the rest; "" where there is none."""
    mark, rest = _taken(to, text)
    last, after = _taken(_FIGURE, rest) if mark else ("", "")
    return (last, after) if last else ("", text)


def _check_remark(text: str, measure: Measure) -> None:
    """Raise BadCell for a rest of a cell that may change what its figure means."""
    if _MULTIPLIERS.match(text):
        raise BadCell("has a word that multiplies its figure", f"Write all digits. {_KEPT}")
    if _NOT_PEOPLE.match(text):
        raise BadCell("counts something else than people", f"Give their number. {_KEPT}")
    if (found := _REMARK.fullmatch(text)) is None:
        raise _unreadable()
    bare, more = found["bare"] or "", found["more"] or ""
    if _OTHER[measure].search(bare + ("" if any(map(str.isdigit, more)) else more)):
        raise _of_another_toll()
    _check_figures_behind(more.strip(), measure)


def _check_figures_behind(text: str, measure: Measure) -> None:
    """Raise BadCell for a figure behind a comma that may have to be added to the first."""
    for part in re.split("[,;]", text) if text[:1] in (",", ";") else ():
        is_other = _OTHER[measure].search(part) or _OF_THEM.search(part)
        if any(map(str.isdigit, part)) and not is_other:
            raise BadCell("has several figures, which may be parts of a sum", f"Add up. {_KEPT}")


def _exactly(figure: str) -> Toll:
    doubt = "has a comma before three digits, which is read as one between thousands"
    is_doubtful = _THOUSANDS.fullmatch(figure) and _ONE_COMMA.fullmatch(figure)
    return Toll(best=_people(figure), doubt=doubt if is_doubtful else "")


def _bounded(found: Toll, bound: Bound, text: str) -> Toll:
    """Return a figure as the bound that it is, with the words around it."""
    figure = found.best
    known = found._replace(best=None, words=text, bound=bound)
    if bound == "at_least":
        return known._replace(low=figure)
    if bound == "at_most":
        return known._replace(high=figure)
    return known._replace(best=figure)


def _range(first: str, last: str, text: str) -> Toll:
    low, high = _people(first), _people(last)
    if low > high:
        raise BadCell("is a range whose first figure is the larger one", f"Correct it. {_KEPT}")
    return Toll(low=low, high=high, words=text, bound="range")


def _people(figure: str) -> int:
    """Return a number of people. Raises BadCell."""
    if (said := number_from_words(figure)) is not None:
        return said
    if _THOUSANDS.fullmatch(figure):
        return values.count("".join(filter(str.isdigit, figure.partition(".")[0])))
    if _POINTS.fullmatch(figure):
        return values.count("".join(filter(str.isdigit, figure.partition(",")[0])))
    if not _ONE_POINT.fullmatch(figure) and (found := _NO_DECIMALS.fullmatch(figure)):
        return values.count(found[1])
    return values.count(figure)


def _none_of(found: re.Match[str], text: str, measure: Measure) -> Toll:
    others: dict[Measure, Measure] = {"killed": "injured", "injured": "killed"}
    if found[others[measure]]:
        raise _of_another_toll()
    return Toll(best=0, words=text, doubt="says that nobody was, which is read as 0")


def _check_no_date(text: str) -> None:
    """Raise BadCell for a date, which a spreadsheet makes of a range such as 3-5."""
    if found := _DAY_OF_MONTH.fullmatch(text):
        raise _of_date(int(found[1]), _MONTHS[found[2]])
    if found := _MONTH_AND_DAY.fullmatch(text):
        raise _of_date(int(found[2]), _MONTHS[found[1]])
    if found := _DATE.fullmatch(text):
        one, other = filter(None, found.groups())
        raise _of_date(int(one), int(other))


def _of_date(one: int, other: int) -> BadCell:
    low, high = sorted((one, other))
    ways = " or ".join(dict.fromkeys((f"{low}-{high}", f"{high}-{low}")))
    remedy = f"It may have been {ways}: write what it was, as a text. {_KEPT}"
    return BadCell("is a date, which a spreadsheet may have made of a range", remedy)


def _of_another_toll() -> BadCell:
    return BadCell("speaks of another toll than its column", f"Correct the column. {_KEPT}")


def _without_figure(text: str) -> BadCell:
    if any(map(str.isdigit, text)):
        return _unreadable()
    return BadCell("has no figure", f"Give a number, or a range such as 3-5. {_KEPT}")


def _unreadable() -> BadCell:
    remedy = f"Write one figure such as 12, 12+ or 3-5, and remarks in parentheses. {_KEPT}"
    return BadCell("can be read in several ways, or in none", remedy)
