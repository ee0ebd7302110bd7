"""What goes along with data: what they show, from where, whose they are, how to cite them."""

__all__ = ["about"]

from geo.captions import STATUS_NOTE
from geo.citations import full
from geo.exports.selection import Selection


def about(selection: Selection) -> dict[str, str]:
    """Return the lines of a selection by their headings; what says nothing is left out."""
    caption = selection.caption
    lines = {
        "Contents": caption.sentence,
        "Tolls": caption.tolls,
        "Data": caption.sources,
        "Newest source": caption.dated,
        "Statuses": f"{selection.dated} {STATUS_NOTE}",
        "Licences": caption.licence,
        "Cite as": full(caption, selection.address, selection.as_of),
        "Address": selection.address,
    }
    return {heading: line for heading, line in lines.items() if line}
