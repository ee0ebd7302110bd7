"""The lines that go with exported data: contents, origin, licences and citation."""

__all__ = ["about"]

from collections.abc import Iterable
from dataclasses import replace

from geo.exports.selection import Selection
from geo.model.dates import in_words
from geo.words.captions import STATUS_NOTE
from geo.words.citations import full


def about(selection: Selection) -> dict[str, str]:
    """Return the lines of a selection by their headings, without empty ones."""
    caption = replace(selection.caption, base_map="")  # data have none
    lines = {
        "Contents": caption.sentence,
        "Tolls": caption.tolls,
        "Data": _listed(caption.datasets),
        "Newest source": _listed([in_words(caption.newest)] if caption.newest else []),
        "Statuses": f"{selection.dated} {STATUS_NOTE}",
        "Licences": _listed(caption.licences),
        "Cite as": full(caption, selection.address, selection.made),
        "Address": selection.address,
    }
    return {heading: line for heading, line in lines.items() if line}


def _listed(parts: Iterable[str]) -> str:
    text = "; ".join(parts)
    return f"{text}." if text else ""
