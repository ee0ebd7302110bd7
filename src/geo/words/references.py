"""Sources in words: who published a text first, where it was read, when the page was last seen."""

__all__ = ["Reference", "reference_of", "references_of", "web_address"]

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from geo.formats.bidi import isolated
from geo.model import dates
from geo.model.incident import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A source as shown; `url` and `archived` only where they are plain web addresses.

    `publisher` names the original one first, as "Reuters, via Swissinfo"; `label` says everything.
    """

    label: str
    url: str | None
    publisher: str = ""
    archived: str | None = None


def references_of(ids: Iterable[str], sources: Mapping[str, Source]) -> tuple[Reference, ...]:
    """Return the sources with these ids as shown."""
    return tuple(reference_of(sources[id_]) for id_ in ids)


def reference_of(source: Source) -> Reference:
    """Return a source as shown."""
    parts = [
        publisher := _publisher(source),
        isolated(source.title),
        dates.in_words(source.date) if source.date else "",
        f"seen {dates.in_words(source.seen)}" if source.seen else "",
    ]
    return Reference(
        label=", ".join(filter(None, parts)),
        url=web_address(source.url),
        publisher=publisher,
        archived=web_address(source.archived),
    )


def web_address(url: str | None) -> str | None:
    """Return a plain http(s) address, or None for anything that should not become a link."""
    if url and re.fullmatch(r"https?://[^\s\"'<>`{}\\\x00-\x20\x7f]+", url):
        return url
    return None


def _publisher(source: Source) -> str:
    publisher = isolated(source.publisher)
    return f"{isolated(source.mirror_of)}, via {publisher}" if source.mirror_of else publisher
