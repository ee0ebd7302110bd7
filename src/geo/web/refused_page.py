"""The page for who is refused everything: its files would be refused too, so it needs none."""

__all__ = ["HEADINGS", "refused_html", "refused_policy"]

from base64 import b64encode
from functools import cache
from hashlib import sha256

from geo.maps.templates import render

# The statuses with which a server refuses whatever a client asks for.
HEADINGS = {
    421: "This cannot be shown",
    429: "Too many requests",
}


def refused_html(message: str, status: int) -> str:
    """Return the page that says why nothing is answered; its links would lead nowhere."""
    return render("refused.html", heading=HEADINGS[status], message=message)


@cache
def refused_policy(ancestors: str) -> str:
    """Return the Content-Security-Policy of that page, for who may frame it."""
    digest = b64encode(sha256(render("refused.css").encode()).digest()).decode()
    loads = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:"
    return f"{loads}; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
