"""HXL: a row of tags that says what each column is (#affected+killed).

Hashtags and attributes are those of the dictionary at hxlstandard.org, and those that scripts of
OCHA write into the copies of ACLED and UCDP on HDX: #event+code, #group+name+first, #date+start. An
attribute that is not in this table may change the meaning (#affected+killed+f are women), so that
the column is not used.
"""

__all__ = ["field_of_tag", "is_tag"]

import re
from typing import NamedTuple

_TAG = re.compile(r"#([a-z]\w*)((?:\s*\+\s*[a-z]\w*)*)", re.IGNORECASE | re.ASCII)
_LANGUAGE = re.compile(r"i_[a-z]{2,3}|en|fr|es|ar|ru|pt|fa|uk|de|tr")


class _Tag(NamedTuple):
    """A hashtag with the attributes that it must have, and those that it may have."""

    hashtag: str
    needed: frozenset[str]
    allowed: frozenset[str]


def _tag(text: str, allowed: str = "") -> _Tag:
    hashtag, *needed = text.split("+")
    return _Tag(hashtag, frozenset(needed), frozenset(allowed.split()))


_PEOPLE = "num total all individuals people list"
# Field of ours: tags that say so; of several columns the one with a tag further to the left counts.
_TAGS: dict[str, tuple[_Tag, ...]] = {
    "id": (_tag("event+id"), _tag("event+code"), _tag("meta+id"), _tag("id")),
    "title": (_tag("event+name"), _tag("event+title"), _tag("title"), _tag("meta+title")),
    "summary": (
        _tag("description", "event incident text"),
        _tag("event+description"),
        _tag("meta+description"),
        _tag("meta+comments"),
    ),
    "date": (
        _tag("date+occurred", "event start"),
        _tag("date+event"),
        _tag("date+start", "event"),
        _tag("date"),
    ),
    "year": (_tag("date+year", "occurred event"),),
    "month": (_tag("date+month", "occurred event"),),
    "day": (_tag("date+day", "occurred event"),),
    "date_end": (_tag("date+end", "occurred event"),),
    "reported": (_tag("date+reported"), _tag("date+published")),
    "place": (
        _tag("loc", "name event occurred affected settlement town city village place"),
        _tag("adm5", "name"),
        _tag("adm4", "name"),
        _tag("adm3", "name"),
    ),
    "country": (_tag("country", "name"), _tag("country+code", "iso iso2 iso3 v_iso2 v_iso3")),
    "admin1": (_tag("adm1", "name"),),
    "admin2": (_tag("adm2", "name"),),
    "latitude": (_tag("geo+lat", "event"),),
    "longitude": (_tag("geo+lon", "event"), _tag("geo+long"), _tag("geo+lng")),
    "position": (_tag("geo+coord"), _tag("geo+coordinates"), _tag("geo+point"), _tag("geo")),
    "type": (_tag("event+type", "name"), _tag("cause", "type name"), _tag("crisis+type", "name")),
    "group": (
        _tag("org+actor", "name armed"),
        _tag("org+perpetrator", "name alleged armed"),
        _tag("group+name+first"),
        _tag("group+armed", "name"),
        _tag("group+perpetrator", "name alleged"),
        _tag("actor", "name first perpetrator"),
        _tag("perpetrator", "name"),
    ),
    "killed": (
        _tag("affected+killed", f"best {_PEOPLE}"),
        _tag("affected+dead", _PEOPLE),
        _tag("affected+deaths", _PEOPLE),
    ),
    "killed_low": (_tag("affected+killed+low"), _tag("affected+killed+min")),
    "killed_high": (_tag("affected+killed+high"), _tag("affected+killed+max")),
    "injured": (_tag("affected+injured", f"best {_PEOPLE}"), _tag("affected+wounded", _PEOPLE)),
    "source": (_tag("meta+source", "name event"), _tag("source", "name")),
    "source_url": (
        _tag("meta+url", "source"),
        _tag("meta+link", "source"),
        _tag("source+url"),
        _tag("meta+source+link"),
    ),
    "licence": (_tag("meta+license"), _tag("meta+licence")),
}
_HASHTAGS = {tag.hashtag for tags in _TAGS.values() for tag in tags}


def is_tag(text: str) -> bool:
    """Tell an HXL tag from a heading such as "#killed"."""
    found = _TAG.fullmatch(text.strip())
    return found is not None and (bool(found[2]) or found[1].casefold() in _HASHTAGS)


def field_of_tag(text: str) -> tuple[str, int] | None:
    """Return the field of a tag, and its place among the tags of that field.

    >>> field_of_tag("#adm1 +name +i_fr"), field_of_tag("#affected+f+killed")
    (('admin1', 0), None)
    """
    found = _TAG.fullmatch(text.strip())
    if not found:
        return None
    hashtag = found[1].casefold()
    said = frozenset(re.findall(r"\w+", found[2].casefold()))
    for field, tags in _TAGS.items():
        for place, tag in enumerate(tags):
            if tag.hashtag == hashtag and tag.needed <= said and _is_all(said, tag):
                return field, place
    return None


def _is_all(said: frozenset[str], tag: _Tag) -> bool:
    """Tell whether a tag allows all attributes; a language says nothing of the meaning."""
    return all(map(_LANGUAGE.fullmatch, said - tag.needed - tag.allowed))
