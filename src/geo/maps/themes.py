"""The colours of maps on light and on dark screens; paper has those of the light one."""

__all__ = ["DARK", "LIGHT", "THEMES", "Theme"]

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """sRGB colours of the canvas, and of the controls and words around it."""

    land: str
    water: str
    far_land: str  # on the globe, where no coast is drawn
    line: str  # coast and borders
    region: str  # lines between provinces
    river: str
    label: str  # names on the map, and words of less weight around it
    ink: str  # numbers and rings on the map
    paper: str  # behind numbers and words
    halo: str  # around marks and numbers
    text: str
    rule: str  # lines between words
    hover: str
    link: str


LIGHT = Theme(
    land="#f4f3ef",
    water="#dbe5ea",
    far_land="#cfcdc4",
    line="#b9bec4",
    region="#cccfd1",
    river="#b9ced9",
    label="#5b6168",
    ink="#1d2125",
    paper="#ffffff",
    halo="#ffffff",
    text="#1d2125",
    rule="#d3d7db",
    hover="#eef1f3",
    link="#00588a",
)
DARK = Theme(
    land="#2a2e34",
    water="#1b1f24",
    far_land="#4b525a",
    line="#454b53",
    region="#3c4249",
    river="#1b1f24",
    label="#a6adb5",
    ink="#f2f4f6",
    paper="#23272c",
    halo="#101317",
    text="#eceef0",
    rule="#40464d",
    hover="#30353b",
    link="#7cc4ee",
)
THEMES = {"light": LIGHT, "dark": DARK}
