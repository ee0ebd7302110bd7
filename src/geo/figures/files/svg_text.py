"""SVG whose letters are text: a graphics program edits them, a browser finds and copies them."""

__all__ = ["FAMILIES", "TextCanvas"]

from codecs import getwriter
from typing import IO, Any

from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import to_hex, to_rgba
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text

from geo.figures.drawing import HALO, Letters
from geo.figures.sheet import POINTS, PT
from geo.figures.typesetting import HAIR, Face, width_of
from geo.formats.bidi import starts_right_to_left

# The letters of the others are narrower than those of the first, by which space is measured: a
# line has room whichever of them a reader has.
FAMILIES = "'DejaVu Sans', Arial, Helvetica, sans-serif"
STYLES: dict[Face, dict[str, str]] = {
    "regular": {},
    "bold": {"font-weight": "bold"},
    "italic": {"font-style": "italic"},
}
ANCHORS = {"left": "start", "center": "middle", "right": "end"}
TURNED = {**ANCHORS, "left": "end", "right": "start"}  # a line from right to left begins there

Attributes = dict[str, str]


class TextRenderer(RendererSVG):
    """Writes each line as an element of text, and its halo as one under it, in the same group."""

    makes_halos = True

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,  # noqa: FBT002, as the class above has it
        mtext: Text | None = None,
    ) -> None:
        """Write a line. The writer of matplotlib escapes text and attributes."""
        del x, y, angle, ismath
        assert isinstance(mtext, Letters)
        words, writer = s.replace(HAIR, ""), self._writer
        size = prop.get_size_in_points()
        attributes = self._place(mtext) | _font(size, mtext.face, spaced=words != s)
        clip = {} if _is_whole(mtext, self) else self._clip(gc)
        if clip:
            writer.start("g", attrib=clip)
        if mtext.halo:
            writer.element("text", words, attrib=attributes | _halo(mtext.halo))
        writer.element("text", words, attrib=attributes | _paint(mtext.get_color()))
        if clip:
            writer.end("g")

    @property
    def _writer(self) -> Any:
        return self.writer

    def _clip(self, gc: GraphicsContextBase) -> Attributes:
        clip: Attributes = self._get_clip_attrs(gc)  # type: ignore[no-untyped-call]
        return clip

    def _place(self, letters: Letters) -> Attributes:
        x, y = letters.get_transform().transform(letters.get_unitless_position())
        turned = starts_right_to_left(letters.get_text())
        anchors = TURNED if turned else ANCHORS
        return {
            "x": f"{x:.2f}",
            "y": f"{self.height - y:.2f}",
            "text-anchor": anchors[letters.get_horizontalalignment()],
            **({"direction": "rtl"} if turned else {}),
        }


class TextCanvas:
    """Writes a figure as the canvases of matplotlib do, with the renderer above."""

    def __init__(self, figure: Figure) -> None:
        self.figure = figure

    def print_svg(self, file: IO[bytes], *, metadata: dict[str, Any]) -> None:
        """Write the figure into a file."""
        self.figure.dpi = POINTS
        width, height = self.figure.get_size_inches() * POINTS
        make: Any = TextRenderer
        renderer = make(width, height, getwriter("utf-8")(file), metadata=metadata)
        self.figure.draw(renderer)
        renderer.finalize()


def _is_whole(letters: Letters, renderer: RendererSVG) -> bool:
    """Tell whether no frame cuts a line: programs for graphics show each cut as a group."""
    frame, box = letters.get_clip_box(), letters.get_window_extent(renderer)
    if frame is None:
        return True
    return bool(
        frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1
    )


def _font(size: float, face: Face, *, spaced: bool) -> Attributes:
    space = {"letter-spacing": f"{width_of(HAIR, size, face):.2f}"} if spaced else {}
    return {"font-family": FAMILIES, "font-size": f"{size:g}", **STYLES[face], **space}


def _halo(color: str) -> Attributes:
    return {
        "class": "halo",
        "aria-hidden": "true",
        "fill": "none",
        "stroke": to_hex(color),
        "stroke-width": f"{HALO * PT:g}",
    }


def _paint(color: Any) -> Attributes:
    opacity = to_rgba(color)[3]
    return {"fill": to_hex(color), **({"fill-opacity": f"{opacity:g}"} if opacity < 1 else {})}
