"""Where readers report a mistake: an e-mail address, or a page."""

__all__ = ["Contact"]

import re
from typing import NamedTuple

from geo.errors import BadValue, shortened
from geo.words.references import web_address

_MAIL = re.compile(r"[\w.+-]{1,64}@(?:[\w-]+\.)+[\w-]{2,}", re.ASCII)
RULE = "an e-mail address, or the address of a page that begins with http:// or https://"
LONGEST = 200  # characters


class Contact(NamedTuple):
    """An address as readers see it, and what its link leads to.

    >>> Contact.parse("corrections", "desk@paper.example").href
    'mailto:desk@paper.example'
    """

    text: str
    href: str

    @classmethod
    def parse(cls, name: str, text: str) -> "Contact":
        """Read an address. Raises BadValue."""
        if len(text) <= LONGEST and _MAIL.fullmatch(text):
            return cls(text, f"mailto:{text}")
        if len(text) <= LONGEST and (page := web_address(text)):
            return cls(page, page)
        raise BadValue(name, shortened(text), RULE)
