"""Actors under the names that datasets give them."""

__all__ = ["PART_OF", "WHOLES", "actor", "actor_id", "family", "slug", "unique"]

import hashlib
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from anyascii import anyascii

from geo.importers.cells.text_cache import cached_for_short_texts
from geo.importers.row import Feature
from geo.model.assertion import THE_ATTACK

LONGEST_ID = 60  # characters of a name that stand in an id

# Of groups of the curated incidents.
PART_OF = {  # part → whole
    "isis-k": "islamic-state",
    "islamic-state-afghanistan": "islamic-state",
    "islamic-state-iraq": "islamic-state",
    "islamic-state-syria": "islamic-state",
}
WHOLES = {"islamic-state": "Islamic State"}  # what a whole is called where a row names a part only
_NONE: Mapping[str, str] = MappingProxyType({})
_STATE = re.compile(r"(Government|Military Forces|Police Forces) of .+")


@cached_for_short_texts
def actor_id(name: str) -> str:
    """Return the id of an actor from its name, the same in every file.

    Where a slug keeps all of a name except case, space and hyphen, it is the id; otherwise a hash
    is added, so that different names have different ids.

    >>> actor_id("Boko Haram"), actor_id("Al-Shabaab")
    ('boko-haram', 'al-shabaab')
    >>> actor_id("حماس") != actor_id("Hamas"), actor_id("--")
    (True, 'e3b0c442')
    """
    plain = re.sub(r"[\s-]+", "-", name.strip().casefold()).strip("-")
    short = slug(plain)[:LONGEST_ID].strip("-")
    if short and short == plain and short != THE_ATTACK:
        return short
    digest = hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()[:8]
    return "-".join(filter(None, [short, digest]))


@cached_for_short_texts
def slug(text: str) -> str:
    """Return a text as words of a to z and digits, joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", anyascii(text).casefold()).strip("-")


def actor(
    name: str,
    *,
    groups: Mapping[str, str] = _NONE,
    kind: str | None = None,
    role: str | None = None,
) -> Feature:
    """Return an actor; a government, its military and its police are a state's.

    `groups` are a dataset's names of groups that we know, with the ids that we give them.
    """
    ours = groups.get(name)
    more = {"part_of": PART_OF.get(ours or ""), "role": role}
    return {
        "id": ours or actor_id(name),
        "name": name,
        "kind": kind or ("state" if _STATE.fullmatch(name) else "armed_group"),
        **{field: value for field, value in more.items() if value},
    }


def unique(actors: Iterable[Feature]) -> list[Feature]:
    """Return actors once each: datasets name the same one on both sides."""
    first: dict[str, Feature] = {}
    for one in actors:
        first.setdefault(one["id"], one)
    return list(first.values())


def family(actors: Iterable[Feature]) -> list[Feature]:
    """Return actors once each, and the wholes that they are known to be part of."""
    found = unique(actors)
    named = {one["id"] for one in found}
    wholes = dict.fromkeys(one["part_of"] for one in found if one.get("part_of") in WHOLES)
    return found + [
        {"id": whole, "name": WHOLES[whole], "kind": "armed_group"}
        for whole in wholes
        if whole not in named
    ]
