"""What a heading stands for: its own words, or the last part of a nested or grouped name."""

__all__ = ["Match", "match_heading"]

import re
from typing import NamedTuple

from geo.importers.headings.cut_names import ends_in_doubt, field_of_cut_name
from geo.importers.headings.fillers import LEVELS, STRANGERS, fillers_of
from geo.importers.headings.hxl import field_of_tag, is_tag
from geo.importers.headings.known_names import KnownNames, Reading
from geo.importers.headings.words import words_of
from geo.importers.headings.yes_no import asks_whether

# Between the parts of a nested name: Incident/Village, location.lat, group:name, sources[0].url,
# fields__date, incident-village. After a bracket, a bar or a line end may stand the same again.
_BETWEEN = re.compile(
    r"\s*(?:/|\\|::?|>|»|\||\n|__|\[\d*\]\.?|(?<=[^\W\d])[.-](?=\w)|[(\[{]|[)\]}])\s*"
)
# KoboToolbox writes the parts of a point after the question: _Where was it_latitude.
_POINT = re.compile(r"_(.+)_(latitude|longitude)", re.IGNORECASE)
_DAY_FIRST = re.compile(r"\bdd?([./-])mm?\1y{2,4}\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"\bmm?([./-])dd?\1y{2,4}\b", re.IGNORECASE)
_WRITTEN = re.compile(r"[(\[]?\b[ymd]{1,4}([./-])[ymd]{1,4}\1[ymd]{1,4}\b[)\]]?", re.IGNORECASE)
# A field of another table, as Airtable names it: Latitude (from Places).
_FROM = re.compile(r"(.+?)\s*\(from (.+)\)", re.IGNORECASE)
_PLURAL = re.compile(r"(?<=\w)\((?:e?s|en|e|x)\)", re.IGNORECASE)  # Perpetrator(s)
_TOLLS = ("killed", "injured", "perpetrators_killed")
# Parts that form a group of others, although they are names of fields by themselves.
_HOLDERS = frozenset({"date", "group", "place", "site", "source", "summary", "title", "type"})


class Match(NamedTuple):
    """The field that a heading stands for. The lower `rank` is, the more of the heading says so."""

    field: str
    rank: tuple[int, int]


def match_heading(heading: str, known: KnownNames) -> Match | None:
    """Return the field of a heading; None where nothing or more than one thing is named."""
    if is_tag(heading):
        return _match_tag(heading, known)
    found = _match_plain(_PLURAL.sub("s", _FROM.sub(r"\2/\1", heading)), known)
    return None if found and found.field.startswith(_TOLLS) and asks_whether(heading) else found


def _match_plain(heading: str, known: KnownNames) -> Match | None:
    if written := _WRITTEN.search(heading):
        bare = f"{heading[: written.start()]} {heading[written.end() :]}"
        found = match_heading(bare, known)
        return found and found._replace(field=_by_order(found.field, written[0]))
    heading = heading.replace("[0]", "")  # the first of several
    if whole := known.exact(words_of(heading)):
        return Match(whole.field, (0, 0))
    if ends_in_doubt(heading):
        return _match_cut(heading, known)
    parts = _parts(heading)
    own = [known.read(part) for part in parts]
    if all(own) and len({each.field for each in own if each}) == 1:
        return _match(own[-1], 1)
    is_of_table = len(parts) > 1 and len("".join(parts[0])) == 1  # l.name, in a query
    if not is_of_table and (among := known.read(words_of(heading))):
        return _match(among, 1)
    return _last_part(parts, own) or _match_cut(heading, known)


def _match_cut(heading: str, known: KnownNames) -> Match | None:
    field = field_of_cut_name(heading, known)
    return Match(field, (4, 0)) if field else None


def _match_tag(tag: str, known: KnownNames) -> Match | None:
    found = field_of_tag(tag)
    return Match(found[0], (0, found[1])) if found and found[0] in known.fields.values() else None


def _match(reading: Reading | None, level: int) -> Match | None:
    return reading and Match(reading.field, (level, len(reading.rest)))


def _parts(heading: str) -> list[tuple[str, ...]]:
    if point := _POINT.fullmatch(_BETWEEN.split(heading)[-1]):
        heading = f"{heading[: -len(point[0])]}/{point[1]}/{point[2]}"
    return [words for part in _BETWEEN.split(heading) if (words := words_of(part))]


def _last_part(parts: list[tuple[str, ...]], own: list[Reading | None]) -> Match | None:
    """Return the field of the last part, unless those before it say of what else it is."""
    if len(parts) < 2 or (last := own[-1]) is None:
        return None
    for reading in own[:-1]:
        if reading and reading.field not in _HOLDERS | {last.field}:
            return None  # "Killed/injured" are two things
    strange = [words for words in parts[:-1] if not _is_level(words, last.field)]
    if not strange:
        return _match(last, 2)
    if last.is_generic or any(not STRANGERS.isdisjoint(words) for words in strange):
        return None
    return _match(last, 3)


def _is_level(words: tuple[str, ...], field: str) -> bool:
    """Tell what names a part of a form, such as group_kx81 of KoboToolbox, or the incident."""
    if len(words) == 1 and len(words[0]) == 1:
        return False  # the letter of a table
    if words[0] in LEVELS and len(words) <= 2 and any(map(str.isdigit, words[-1])):
        return True
    return (LEVELS | fillers_of(field)).issuperset(words)


def _by_order(field: str, written: str) -> str:
    """Return the field of a date whose heading says in which order it is written."""
    if field == "date" and _DAY_FIRST.search(written):
        return "date_dmy"
    if field == "date" and _MONTH_FIRST.search(written):
        return "date_mdy"
    return field
