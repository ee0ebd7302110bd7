"""How to cite a view of the map: short, in full, and for BibTeX."""

__all__ = ["FORMS", "bibtex", "bibtex_text", "full", "short"]

import re
from collections.abc import Callable
from datetime import date
from hashlib import sha256

from geo.formats.bidi import FIRST_STRONG_ISOLATE, POP_ISOLATE
from geo.model import dates
from geo.words.captions import Caption

PROGRAM = "Incident Atlas"
# The sign that starts a comment, a group, a command … → the same as a sign to be printed.
_SIGNS = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    # BibTeX counts braces, escaped or not.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    **{sign: f"\\{sign}" for sign in "$&#_%"},
    **dict.fromkeys((FIRST_STRONG_ISOLATE, POP_ISOLATE), ""),  # no font has them
}


def short(caption: Caption, address: str, accessed: date) -> str:
    """Return a citation for a footnote or the line under a picture."""
    draft = f" ({caption.review.rstrip('.')})" if caption.review else ""
    return f"{PROGRAM}, {caption.sentence}{draft}, {address}, {dates.day_in_words(accessed)}."


def full(caption: Caption, address: str | None, accessed: date) -> str:
    """Return the contents of a view, its data and their review, its address, and the day.

    A file from a dashboard without a public address has a day only.
    """
    day = dates.day_in_words(accessed)
    opened = f"{address}, accessed {day}" if address else day
    parts = [f"{PROGRAM}: {caption.sentence}.", caption.sources, caption.review, f"{opened}."]
    return " ".join(filter(None, parts))


def bibtex(caption: Caption, address: str, accessed: date) -> str:
    """Return an entry for BibTeX and BibLaTeX; two addresses have two keys."""
    fields = {
        "author": f"{{{bibtex_text(PROGRAM)}}}",
        "title": f"{{{bibtex_text(caption.sentence)}}}",
        "year": str(accessed.year),
        "url": re.sub(r"[\\{}\s]", "", address),
        "urldate": accessed.isoformat(),
        "note": bibtex_text(
            f"{caption.sources} {caption.review} Accessed {dates.day_in_words(accessed)}."
        ),
    }
    key = f"incidentatlas-{sha256(address.encode()).hexdigest()[:8]}"
    lines = "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items())
    return f"@misc{{{key},\n{lines}}}"


def bibtex_text(text: str) -> str:
    r"""Return a text as a field's value, in which nothing is a command.

    >>> bibtex_text("50 % of x_1")
    '50 \\% of x\\_1'
    """
    return "".join(_SIGNS.get(sign, sign) for sign in " ".join(text.split()))


# Each form by the word for it.
FORMS: dict[str, Callable[[Caption, str, date], str]] = {
    "Short": short,
    "Full": full,
    "BibTeX": bibtex,
}
