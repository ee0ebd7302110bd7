"""Drawing on a sheet: matplotlib with pixels of the screen as its unit, y running downwards."""

__all__ = ["HALO", "Drawing", "Letters"]

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.patheffects import Stroke as StrokeEffect
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox, Transform, TransformedBbox

from geo.figures.shapes import Stroke
from geo.figures.sheet import PT, Sheet
from geo.figures.theme import INK, LAND
from geo.figures.typesetting import Face, font

HALO = 3  # px around letters on the map
BASELINE = 0.36  # of the size, from the middle of a line of letters to the line that they stand on


class Letters(Text):
    """A line of text in a face; a halo keeps it apart from what lies under it."""

    def __init__(
        self, x: float, y: float, text: str, *, face: Face, halo: str | None, **options: Any
    ) -> None:
        super().__init__(x, y, text, **options)
        self.face: Face = face
        self.halo = halo

    def draw(self, renderer: RendererBase) -> None:
        """Draw the halo first, unless the renderer makes halos."""
        if self.halo and not getattr(renderer, "makes_halos", False):
            self.set_path_effects([StrokeEffect(linewidth=HALO * PT, foreground=self.halo)])
            super().draw(renderer)
            self.set_path_effects([])
        super().draw(renderer)


class Drawing:
    """A sheet of a height in px. Later drawings lie over earlier ones."""

    def __init__(self, sheet: Sheet, height: float) -> None:
        dots = sheet.dots, round(height * sheet.dots_per_pixel)
        # Half a dot, or a division that ends a hair below a whole number would lose a dot.
        inches = (dots[0] + 0.5) / sheet.dpi, (dots[1] + 0.5) / sheet.dpi
        self.figure = Figure(figsize=inches, dpi=sheet.dpi, facecolor="white")
        self._axes = Axes(self.figure, (0, 0, 1, 1))
        self.figure.add_axes(self._axes)
        self._axes.set_axis_off()
        self._axes.set_xlim(0, (dots[0] + 0.5) / sheet.dots_per_pixel)
        self._axes.set_ylim((dots[1] + 0.5) / sheet.dots_per_pixel, 0)
        self._order = 0
        self._transform: Transform = self._axes.transData
        self._clip: TransformedBbox | None = None

    def frame(self, left: float, top: float, width: float, height: float) -> None:
        """Draw from here on within a frame, from its upper left corner."""
        self.shift(left, top)
        box = Bbox([(left, top), (left + width, top + height)])
        self._clip = TransformedBbox(box, self._axes.transData)

    def shift(self, left: float, top: float) -> None:
        """Draw from here on from a place on the sheet."""
        self.page()
        self._transform = Affine2D().translate(left, top) + self._transform

    def page(self) -> None:
        """Draw from here on on the whole sheet."""
        self._transform, self._clip = self._axes.transData, None

    def rectangle(self, left: float, top: float, width: float, height: float, fill: str) -> None:
        self.paths([Path.unit_rectangle().transformed(_box(left, top, width, height))], fill)

    def paths(
        self,
        paths: Sequence[Path],
        fill: str | Sequence[tuple[float, ...]],
        *,
        line: str = "none",
        width: float = 0.0,
    ) -> None:
        """Fill and stroke paths."""
        self._add(
            PathCollection(
                paths,
                facecolors=fill,
                edgecolors=line,
                linewidths=width * PT,
                transform=self._transform,
            )
        )

    def lines(
        self, lines: Sequence[np.ndarray], color: str, width: float, dashes: Sequence[float] = ()
    ) -> None:
        """Draw lines; `dashes` are px drawn and left out."""
        style = (0.0, [each / width for each in dashes]) if dashes else "solid"
        self._add(
            LineCollection(
                lines,
                colors=color,
                linewidths=width * PT,
                linestyles=[style],
                capstyle="butt" if dashes else "round",
                joinstyle="round",
                transform=self._transform,
            )
        )

    def border(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        color: str,
        line: float = 1.0,
    ) -> None:
        """Draw a frame."""
        path = Path.unit_rectangle().transformed(_box(left, top, width, height))
        self.paths([path], "none", line=color, width=line)

    def bar(self, left: float, right: float, bottom: float) -> None:
        """Draw a scale bar: a line with its ends turned up."""
        line = np.array([(left, bottom - 6), (left, bottom), (right, bottom), (right, bottom - 6)])
        self.lines([line], LAND, 4)
        self.lines([line], INK, 1.2)

    def strokes(self, strokes: Iterable[Stroke]) -> None:
        """Draw shapes, each over the ones before."""
        found = list(strokes)
        if not found:
            return
        self._add(
            PathCollection(
                [stroke.path for stroke in found],
                facecolors=[stroke.fill or "none" for stroke in found],
                edgecolors=[stroke.line for stroke in found],
                linewidths=[stroke.width * PT for stroke in found],
                capstyle="round",
                joinstyle="round",
                transform=self._transform,
            )
        )

    def write(
        self,
        text: str,
        x: float,
        y: float,
        *,
        size: float,
        face: Face = "regular",
        color: str | tuple[float, float, float, float] = INK,
        align: str = "left",
        halo: str | None = None,
    ) -> None:
        """Write a line of `plain` text with its middle at a height; `size` in px."""
        letters = Letters(
            x,
            y + size * BASELINE,
            text,
            face=face,
            halo=halo,
            fontproperties=font(size * PT, face),
            color=color,
            ha=align,
            va="baseline",
            parse_math=False,
            transform=self._transform,
        )
        self._add(letters)

    def _add(self, artist: Artist) -> None:
        self._order += 1
        artist.set_zorder(self._order)
        self._axes.add_artist(artist)
        artist.set_clip_path(None)
        artist.set_clip_box(self._clip)
        artist.set_clip_on(self._clip is not None)


def _box(left: float, top: float, width: float, height: float) -> Affine2D:
    return Affine2D().scale(width, height).translate(left, top)
