"""The canvases that write figures, in settings that are the same whatever a notebook has set."""

__all__ = ["CANVASES", "check_format", "file_of", "settled"]

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pkgutil import resolve_name
from threading import Lock
from typing import Any

import matplotlib

from geo.errors import BadValue
from geo.figures.drawing import Drawing
from geo.figures.sheet import Sheet
from geo.figures.sheet_text import SheetText

PNG_OPTIONS = {"compress_level": 3}  # half of the time of the usual 6, for 2 % more bytes
_BACKENDS = "matplotlib.backends"
# Type → its canvas, which loads on first use, and metadata that omit author and day, so that the
# bytes stay the same.
CANVASES: dict[str, tuple[str, dict[str, Any]]] = {
    "png": (f"{_BACKENDS}.backend_agg:FigureCanvasAgg", {"Software": None}),
    "svg": (f"{_BACKENDS}.backend_svg:FigureCanvasSVG", {"Date": None, "Creator": None}),
    "pdf": (
        f"{_BACKENDS}.backend_pdf:FigureCanvasPdf",
        {"CreationDate": None, "Creator": None, "Producer": None},
    ),
}
TEXT_CANVAS = "geo.figures.files.svg_text:TextCanvas"  # of an SVG whose letters are text
# matplotlib has one set of settings for all threads, hence the lock.
_SETTINGS: dict[str, Any] = {
    "svg.hashsalt": "incident-atlas",
    "svg.fonttype": "path",  # of an SVG without text
    "pdf.fonttype": 42,  # TrueType: its text can be searched
    "text.hinting": "none",
    "text.parse_math": False,
}
_LOCK = Lock()


def check_format(format_: str) -> None:
    """Refuse a format that has no canvas. Raises BadValue."""
    if format_ not in CANVASES:
        raise BadValue("format", format_, f"one of {', '.join(CANVASES)}")


@contextmanager
def settled() -> Iterator[None]:
    """Draw with matplotlib's default settings and ours, one figure at a time."""
    # Without those of the windows that it would open.
    defaults = {k: v for k, v in matplotlib.rcParamsDefault.items() if not k.startswith("backend")}
    settings: Any = {**defaults, **_SETTINGS}
    with _LOCK, matplotlib.rc_context(settings):
        yield


def file_of(drawing: Drawing, format_: str, text: SheetText, sheet: Sheet) -> bytes:
    """Return a drawing as the content of a file, with its words as metadata."""
    canvas, metadata = CANVASES[format_]
    if format_ == "svg" and sheet.text == "text":
        canvas = TEXT_CANVAS
    about = "Subject" if format_ == "pdf" else "Description"
    metadata = {**metadata, "Title": text.name, about: text.description}
    file = BytesIO()
    options = {"pil_kwargs": PNG_OPTIONS} if format_ == "png" else {}
    made = resolve_name(canvas)(drawing.figure)
    getattr(made, f"print_{format_}")(file, metadata=metadata, **options)
    return file.getvalue()
