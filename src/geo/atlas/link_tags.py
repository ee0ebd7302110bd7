"""What sites show of a link to a page of this server: its title, a line, and a picture."""

__all__ = ["ABOUT", "NAME", "PICTURE", "LinkTags", "PictureSize", "page_title"]

import re
from dataclasses import dataclass

from geo.errors import BadValue
from geo.formats.one_line import shortened
from geo.maps.templates import render

LEAST, MOST = 40, 1200  # px of a side
RULE = f"a width and a height of {LEAST} to {MOST} px with an x between them, such as 1200x630"


@dataclass(frozen=True, slots=True)
class PictureSize:
    """The size of a picture in px. Raises BadValue."""

    width: int
    height: int

    def __post_init__(self) -> None:
        if not all(LEAST <= side <= MOST for side in (self.width, self.height)):
            raise BadValue("size", str(self), RULE)

    @classmethod
    def parse(cls, text: str) -> "PictureSize":
        """Read "1200x630". Raises BadValue."""
        if not (found := re.fullmatch("([0-9]{1,4})x([0-9]{1,4})", text)):
            raise BadValue("size", text, RULE)
        return cls(int(found[1]), int(found[2]))

    def within(self, width: int, height: int) -> "PictureSize | None":
        """Return the same shape in at most so many px; None where that is too small to see.

        >>> PICTURE.within(600, 600)
        PictureSize(width=600, height=315)
        """
        scale = min(1.0, width / self.width, height / self.height)
        sides = int(self.width * scale), int(self.height * scale)
        return PictureSize(*sides) if min(sides) >= LEAST else None

    def __str__(self) -> str:
        """Write it as an address has it."""
        return f"{self.width}x{self.height}"


NAME = "Incident Atlas"
ABOUT = "Security incidents: where, when, how many were hurt, and who says who did it."
PICTURE = PictureSize(1200, 630)  # the shape that sites ask for
_LONGEST = {"title": 200, "description": 500, "picture_alt": 300}  # letters; sites show fewer


def page_title(title: str) -> str:
    """Return the title of a page of the dashboard, with the program's name in it once.

    >>> page_title("2 attacks, 2024"), page_title("Incident Atlas: in Iran")
    ('2 attacks, 2024 – Incident Atlas', 'Incident Atlas: in Iran')
    """
    return title if title.startswith(NAME) else f"{title} – {NAME}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTags:
    """The texts of the tags, without those that are empty; `picture_url` is that of PICTURE."""

    title: str
    description: str = ABOUT
    url: str = ""
    picture_url: str = ""
    picture_alt: str = ""
    oembed_url: str = ""

    def __post_init__(self) -> None:
        for name, most in _LONGEST.items():
            object.__setattr__(self, name, shortened(getattr(self, name), most))

    def head(self) -> str:
        """Return the elements for the head of a page, its title among them."""
        return render("view_tags.html", tags=self, size=PICTURE, page_title=page_title(self.title))
