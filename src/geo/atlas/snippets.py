"""The HTML by which another page shows an embed: with the script that sets its height, or without.

Without the script, an embed fills the frame that it is given: a fixed height, or a ratio.
"""

__all__ = ["FRAME", "Frame", "iframe", "preview", "snippet"]

import re
from dataclasses import dataclass

from geo.atlas.embeds import EmbedPage
from geo.atlas.record_embeds import RecordEmbed
from geo.errors import BadValue
from geo.maps.templates import render

SCRIPT = "/assets/frames.js"  # an address that stays: snippets live for years
LOWEST, HIGHEST = 150, 3000  # px
LEAST = 360  # px of a frame with a ratio: on a phone, caption and credit would have no room
RULE = f"a height of {LOWEST} to {HIGHEST} px such as 480, or a ratio of width to height as 16:9"
_RATIO = re.compile("([1-9][0-9]{0,2}):([1-9][0-9]{0,2})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The size of a frame in px, and a ratio that goes before its height.

    Without a width, a frame is as wide as the text around it. Pages that drop the style of a frame,
    and with it that width and the ratio, show it 640 px wide and so high. Raises BadValue.

    >>> Frame.parse("16:9").ratio
    '16:9'
    """

    width: int | None = None
    height: int = 600  # what a map with timeline and caption takes at 640 px of width
    ratio: str = ""

    def __post_init__(self) -> None:
        is_ratio = not self.ratio or _RATIO.fullmatch(self.ratio)
        if not is_ratio or self.height < 1:
            raise BadValue("frame", self.ratio or self.height, RULE)

    @classmethod
    def parse(cls, text: str) -> "Frame":
        """Read a height as "480" or a ratio as "16:9". Raises BadValue."""
        if _RATIO.fullmatch(text):
            return cls(ratio=text)
        if not re.fullmatch("[0-9]{1,4}", text) or not LOWEST <= int(text) <= HIGHEST:
            raise BadValue("frame", text, RULE)
        return cls(height=int(text))

    def height_at(self, width: int) -> int:
        """Return the px of height that a page of so many px of width gives the frame.

        >>> Frame.parse("16:9").height_at(1200)
        675
        """
        if not self.ratio:
            return self.height
        across, down = map(int, self.ratio.split(":"))
        return max(LEAST, round(width * down / across))


FRAME = Frame()


def iframe(page: EmbedPage | RecordEmbed, title: str = "", frame: Frame = FRAME) -> str:
    """Return a frame without a script; `title` says what it shows in other words than the page."""
    return _rendered(page, title, frame, script="")


def snippet(page: EmbedPage | RecordEmbed, title: str = "", frame: Frame = FRAME) -> str:
    """Return a frame with the script that gives it the height that its page wishes.

    Until then, and where scripts may not run, it has that of `frame`; a link stands for it where
    there are no scripts at all.
    """
    return _rendered(page, title, frame, script=f"{page.base}{SCRIPT}")


def preview(page: EmbedPage, width: int, frame: Frame | None = None) -> str:
    """Return a page of so many px of width with the frame in it, smaller where there is less room.

    Without a frame of a given size, the script gives it its height.
    """
    script = "" if frame else f"{page.base}{SCRIPT}"
    texts = _texts(page, page.title(), frame or FRAME, script)
    return render("preview.html", page_width=width, **texts)


def _rendered(page: EmbedPage | RecordEmbed, title: str, frame: Frame, script: str) -> str:
    return render("snippet.html", **_texts(page, title or page.title(), frame, script)).strip()


def _texts(
    page: EmbedPage | RecordEmbed, title: str, frame: Frame, script: str
) -> dict[str, object]:
    return {
        "url": page.url,
        "title": title,
        "width": frame.width,
        "height": frame.height,
        "ratio": frame.ratio.replace(":", "/"),
        "least": LEAST,
        "script": script,
        "link": page.link_url,
    }
