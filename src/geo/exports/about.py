"""What goes along with data: what they show, from where, whose they are, how to cite them."""

__all__ = ["about"]

from dataclasses import replace

from geo.exports.selection import Selection
from geo.words.captions import BASE_MAP, STATUS_NOTE
from geo.words.citations import full


def about(selection: Selection) -> dict[str, str]:
    """Return the lines of a selection by their headings; what says nothing is left out.

    Data have no base map, which the caption of a map names.
    """
    sources = selection.caption.sources.removesuffix(f" {BASE_MAP}")
    caption = replace(selection.caption, sources=sources)
    lines = {
        "Contents": caption.sentence,
        "Tolls": caption.tolls,
        "Data": caption.sources.removeprefix("Data: "),
        "Newest source": caption.dated.removeprefix("Newest source: "),
        "Statuses": f"{selection.dated} {STATUS_NOTE}",
        "Licences": caption.licence.removeprefix("Licences: "),
        "Cite as": full(caption, selection.address, selection.as_of),
        "Address": selection.address,
    }
    return {heading: line for heading, line in lines.items() if line}
