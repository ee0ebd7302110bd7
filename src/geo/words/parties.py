"""Who speaks and who is named, in words."""

__all__ = ["SPEAKERS", "attributed_line", "disputed_line"]

from collections.abc import Mapping
from types import MappingProxyType

from geo.formats.bidi import isolated

# Speakers who speak for no party that is named.
SPEAKERS: Mapping[str, str] = MappingProxyType(
    {
        "armed-group": "an armed group",
        "state": "a state",
        "court": "a court",
        "media": "news media",
        "anonymous": "unnamed sources",
        "organisation": "an organisation",
        "dataset": "a dataset",
    }
)


def attributed_line(speaker: str, party: str) -> str:
    """Say who attributes an attack, and to which party.

    >>> attributed_line("Iran", "Islamic State")
    'Iran to Islamic State'
    """
    return f"{isolated(speaker)} to {isolated(party)}"


def disputed_line(one: str, other: str) -> str:
    """Say between which parties an attack is disputed.

    >>> disputed_line("Russia", "Ukraine")
    'Russia and Ukraine'
    """
    return f"{isolated(one)} and {isolated(other)}"
