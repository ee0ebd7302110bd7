"""Sources in words: who published a text first, where it was read, when the page was last seen."""

__all__ = ["WEB_ADDRESS", "Reference", "reference_of", "references_of", "web_address"]

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from unicodedata import normalize

from geo.formats.bidi import isolated
from geo.model import dates
from geo.model.incident import Source

# An address that may become a link, as Python and the browser read it; its group is the host.
# Not in it: spaces and controls, signs that turn the direction of a text, what ends an address in
# HTML, Markdown or a template, a backslash, which browsers read as a slash. A host has letters and
# digits of any script with `-._`, no user name before it, no sign that looks like a stop or slash.
_UNSEEN = (
    r"\u0000-\u0020\u007f-\u00a0\u061c\u1680\u180e\u2000-\u200b\u200e\u200f\u2028-\u202f"
    r"\u205f-\u206f\u3000\ud800-\udfff\ufeff\ufff0-\uffff"
)
_LETTERS = (
    r"0-9A-Za-z\u00c0-\u0619\u0620-\u167f\u1681-\u180d\u180f-\u1fff\u2c00-\u2dff\u3005-\u3007"
    r"\u3021-\ud7ff\uf900-\ufdff"
)
_HOST = rf"[{_LETTERS}][{_LETTERS}._\-]*|\[[0-9A-Fa-f:.]{{2,45}}\]"
_PORT = "[1-5]?[0-9]{1,4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]"
_REST = rf"[\/?#][^{_UNSEEN}\u0022'<>`{{}}\\]*"
WEB_ADDRESS = rf"^https?:\/\/({_HOST})(?::(?:{_PORT}))?(?:{_REST})?$"
_WEB_ADDRESS = re.compile(WEB_ADDRESS)
_USER = re.compile(r"(https?://)[^/?#\\]*@")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A source as shown; `url` and `archived` only where they are plain web addresses.

    An address with a user name (`https://paper.example@other.example/`) is not a link: `label` has
    it in letters, without the name, which may be a password or the name of another site.

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
    bare = _without_user(source.url)
    parts = [
        publisher := _publisher(source),
        isolated(source.title),
        dates.in_words(source.date) if source.date else "",
        f"seen {dates.in_words(source.seen)}" if source.seen else "",
        f"not linked, as its address has a user name: {bare}" if bare else "",
    ]
    return Reference(
        label=", ".join(filter(None, parts)),
        url=web_address(source.url),
        publisher=publisher,
        archived=web_address(source.archived),
    )


def web_address(url: str | None) -> str | None:
    """Return a plain http(s) address, or None for anything that should not become a link.

    >>> web_address("https://paper.example@other.example/")
    """
    found = _WEB_ADDRESS.fullmatch(url or "")
    # Letters that a browser reads as others, such as wide ones, would lead to another host.
    return url if found and normalize("NFKC", found[1]) == found[1] else None


def _without_user(url: str | None) -> str:
    """Return an address without the user name that it has, or nothing where it has none."""
    bare = _USER.sub(r"\1", url or "", count=1)
    return bare if bare != url and web_address(bare) else ""


def _publisher(source: Source) -> str:
    publisher = isolated(source.publisher)
    return f"{isolated(source.mirror_of)}, via {publisher}" if source.mirror_of else publisher
