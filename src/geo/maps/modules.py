"""The modules of the browser, joined to one script: a page from a disk cannot import others.

A module says at its top what it imports, `import { a, b } from "./other.js";`, and marks with
`export` what others may: no other form is used. So the order of the modules is stated by them.
"""

__all__ = ["joined"]

import re
from functools import cache
from pathlib import Path
from posixpath import dirname, join, normpath

from geo.maps.templates import ASSETS

_IMPORT = re.compile(r'^import \{(?P<names>[^}]*)\} from "(?P<path>[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:const|function|class) (\w+))", re.MULTILINE)


@cache
def joined(page: str, folder: Path = ASSETS) -> str:
    """Return a module of a folder and all that it imports, each after those that it needs.

    Each is a function, whose names nothing outside it sees.
    """
    parts: dict[str, str] = {}
    _add(page, folder, parts, ())
    return "(() => {\n" + "\n".join(parts.values()) + "\n})();"


def _add(path: str, folder: Path, parts: dict[str, str], above: tuple[str, ...]) -> None:
    if path in above:
        raise ValueError(f"{path} imports itself: {' → '.join([*above, path])}")
    if path in parts:
        return
    text = (folder / path).read_text("utf-8")
    for needed in _IMPORT.finditer(text):
        _add(_beside(path, needed["path"]), folder, parts, (*above, path))
    parts[path] = _as_function(path, text)


def _as_function(path: str, text: str) -> str:
    names = ", ".join(_EXPORT.findall(text))
    body = _EXPORT.sub("", _IMPORT.sub(lambda each: _imported(path, each), text))
    lines = (
        f"const {_variable(path)} = (() => {{",
        f'"use strict";\n{body}return {{ {names} }};',
        "})();",
    )
    return "\n".join(lines)


def _imported(path: str, needed: re.Match[str]) -> str:
    return f"const {{{needed['names']}}} = {_variable(_beside(path, needed['path']))};\n"


def _beside(path: str, relative: str) -> str:
    return normpath(join(dirname(path), relative))


def _variable(path: str) -> str:
    return "$" + path.removesuffix(".js").replace("/", "$")
