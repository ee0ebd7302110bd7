"""Actors under the names that datasets give them."""

__all__ = ["actor", "actor_id", "slug", "unique"]

import hashlib
import re
from collections.abc import Iterable

from anyascii import anyascii

from geo.assertion import THE_ATTACK
from geo.importers.memory import remembered
from geo.importers.row import Feature

LONGEST_ID = 60  # characters of a name that stand in an id
_STATE = re.compile(r"(Government|Military Forces|Police Forces) of .+")


@remembered
def actor_id(name: str) -> str:
    """Return the id of an actor from its name, the same in every file.

    What spells a name without loss, but for case, space and hyphen, is the id; a hash tells apart
    names that would run together.

    >>> actor_id("Boko Haram"), actor_id("Al-Shabaab")
    ('boko-haram', 'al-shabaab')
    >>> actor_id("حماس") != actor_id("Hamas")
    True
    """
    plain = re.sub(r"[\s-]+", "-", name.strip().casefold()).strip("-")
    short = slug(plain)[:LONGEST_ID].strip("-")
    if short == plain and short != THE_ATTACK:
        return short
    digest = hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()[:8]
    return "-".join(filter(None, [short, digest]))


@remembered
def slug(text: str) -> str:
    """Return a text as words of a to z and digits, joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", anyascii(text).casefold()).strip("-")


def actor(name: str, *, kind: str | None = None, role: str | None = None) -> Feature:
    """Return an actor; a government, its military and its police are a state's."""
    known = kind or ("state" if _STATE.fullmatch(name) else "armed_group")
    found = {"id": actor_id(name), "name": name, "kind": known}
    return found | ({"role": role} if role else {})


def unique(actors: Iterable[Feature]) -> list[Feature]:
    """Return actors once each: datasets name the same one on both sides."""
    first: dict[str, Feature] = {}
    for one in actors:
        first.setdefault(one["id"], one)
    return list(first.values())
