"""The one table of colours, shapes and sizes; the map layer reads it as JSON.

Colours are those of Okabe and Ito (2008), told apart with any colour vision; shape says the same
a second time. No red.
"""

__all__ = ["STATUS_SYMBOLS", "Symbol", "symbols_json"]

from dataclasses import asdict, dataclass
from typing import Any

from geo.model.attribution import STATUSES, rules_of
from geo.model.precision import UNDRAWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """How a status is drawn: shape, sRGB colour, filled or outlined; `glyph` stands in text."""

    shape: str
    color: str
    glyph: str
    filled: bool = True


STATUS_SYMBOLS: dict[str, Symbol] = {
    "convictions": Symbol(shape="square", color="#0072B2", glyph="■"),
    "claimed_and_attributed": Symbol(shape="hexagon", color="#009E73", glyph="⬢"),
    "claimed": Symbol(shape="circle", color="#56B4E9", glyph="●"),
    "attributed": Symbol(shape="triangle", color="#E69F00", glyph="▲"),
    "suspected": Symbol(shape="triangle", color="#E69F00", glyph="△", filled=False),
    "disputed": Symbol(shape="diamond", color="#CC79A7", glyph="◆"),
    "unattributed": Symbol(shape="cross", color="#7F7F7F", glyph="×"),
    "not_applicable": Symbol(shape="plus", color="#555555", glyph="+"),
}

GROUP_COLORS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9")
GROUP_OTHER = "#7F7F7F"
# px across; area grows with the number killed, up to one of TOLLS_AT_MAX.
SIZES = {"min": 5, "max": 28, "unknown": 5}


def symbols_json() -> dict[str, Any]:
    """Return the table as the map layer reads it."""
    status = {
        code: {"label": STATUSES[code], **asdict(symbol), "rule": rules_of(code)}
        for code, symbol in STATUS_SYMBOLS.items()
    }
    return {
        "status": status,
        "group_colors": list(GROUP_COLORS),
        "group_other": GROUP_OTHER,
        "sizes": SIZES,
        "undrawn": list(UNDRAWN),
    }
