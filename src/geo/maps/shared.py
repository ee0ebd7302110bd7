"""The table that the map layer in the browser shares with Python: symbols, sizes, rules, colours.

scripts/build_shared.py writes it into the assets, as a module and as the variables of a style
sheet, so that the browser needs nothing from a running program; a test holds them to it.
"""

__all__ = ["CSS_FILE", "JS_FILE", "constants", "css_variables", "javascript_module"]

import json
from dataclasses import asdict
from typing import Any

from geo import mercator
from geo.maps import (
    ground_rules,
    mark_rules,
    name_rules,
    page_rules,
    scales,
    time_rules,
)
from geo.maps.marks.contrast import edge_of
from geo.maps.symbols import GROUP_COLORS, GROUP_OTHER, STATUS_SYMBOLS, symbols_json
from geo.maps.templates import ASSETS
from geo.maps.themes import THEMES, Theme
from geo.model import dates
from geo.model.attribution import CONTESTED
from geo.query.bins import UNITS
from geo.query.timeline import MOST_BINS
from geo.words.notices.reasons import GONE
from geo.words.references import WEB_ADDRESS

JS_FILE = ASSETS / "shared.js"
CSS_FILE = ASSETS / "style.css"
LONGEST = 140  # characters of a line

_OPEN, _CLOSE = "/* themes: made by scripts/build_shared.py */\n", "/* end of themes */\n"
_JS_HEAD = "// Made from src/geo/maps/shared.py by scripts/build_shared.py: change it there.\n"
# Name of a variable → the colour of a theme.
_VARIABLES = {
    "land": "land",
    "water": "water",
    "paper": "paper",
    "ink": "text",
    "soft": "label",
    "rule": "rule",
    "hover": "hover",
    "link": "link",
}
# Selector → theme. Until a script has resolved "auto", and for a page that leaves it, the screen's
# own scheme holds.
_LIGHT, _DARK = ':root, [data-theme="light"]', '[data-theme="dark"]'
_AUTO = ':root[data-theme="auto"]'


def javascript_module() -> str:
    """Return the table as a module of constants."""
    lines = (f"export const {name} = {_literal(value)};" for name, value in constants().items())
    return _JS_HEAD + "\n".join(lines) + "\n"


def css_variables(sheet: str) -> str:
    """Return a style sheet with the variables of both themes in their place."""
    before, _, rest = sheet.partition(_OPEN)
    _, _, after = rest.partition(_CLOSE)
    blocks = [_block(_LIGHT, "light"), _block(_DARK, "dark")]
    auto = "".join(f"  {line}\n" for line in _block(_AUTO, "dark").splitlines())
    blocks.append(f"@media screen and (prefers-color-scheme: dark) {{\n{auto}}}\n")
    return before + _OPEN + "\n".join(blocks) + _CLOSE + after


def constants() -> dict[str, Any]:
    """Return the shared constants by name, in the order of the alphabet."""
    found = {
        "CONTESTED": CONTESTED,
        "CELLS_PER_TILE": mercator.CELLS_PER_TILE,
        "GONE": GONE,
        "EDGES": {name: _edges(theme) for name, theme in THEMES.items()},
        "KM_PER_DEGREE": mercator.KM_OF_DEGREE,
        "MAX_LATITUDE": mercator.MAX_LATITUDE,
        "MAX_ZOOM": mercator.MAX_ZOOM,
        "MOST_BINS": MOST_BINS,
        "MONTHS": dates.MONTHS,
        "SYMBOLS": symbols_json(),
        "TILE_PX": mercator.TILE_PX,
        "TIME_UNITS": list(UNITS),
        "WEB_ADDRESS": WEB_ADDRESS,
        "WIDEST": mercator.WIDEST,
        "THEMES": {name: asdict(theme) for name, theme in THEMES.items()},
    }
    for rules in (
        ground_rules,
        mark_rules,
        name_rules,
        page_rules,
        scales,
        time_rules,
    ):
        found |= {name: getattr(rules, name) for name in rules.__all__ if name.isupper()}
    found["NAME_KINDS"] = {name: asdict(kind) for name, kind in name_rules.NAME_KINDS.items()}
    return dict(sorted(found.items()))


def _edges(theme: Theme) -> dict[str, str]:
    """Return the colours that need an edge of another colour, with it."""
    colors = {*(symbol.color for symbol in STATUS_SYMBOLS.values()), *GROUP_COLORS, GROUP_OTHER}
    found = {color: edge_of(color, theme) for color in sorted(colors)}
    return {color: edge for color, edge in found.items() if color != edge}


def _literal(value: object, indent: str = "") -> str:
    """Return JSON, which is JavaScript too; a long table has a line for each entry."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if not isinstance(value, dict) or len(indent + text) <= LONGEST:
        return text
    rows = (f"{indent}  {json.dumps(k)}: {_literal(v, indent + '  ')},\n" for k, v in value.items())
    return f"{{\n{''.join(rows)}{indent}}}"


def _block(selector: str, name: str) -> str:
    theme: Theme = THEMES[name]
    lines = [f"  --atlas-{key}: {getattr(theme, color)};" for key, color in _VARIABLES.items()]
    return "\n".join([f"{selector} {{", *lines, f"  color-scheme: {name};", "}\n"])
