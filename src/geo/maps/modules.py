"""The modules of the browser, joined to one script: a page from a disk cannot import others.

A module says at its top what it imports, `import { a, b } from "./other.js";`, and marks with
`export` what others may. So the order of the modules is stated by them. A worker is a script of its
own: `import text from "./worker.js?text";` gives a module with all that it imports as one text. No
other form is used.
"""

__all__ = ["joined"]

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import NamedTuple

from geo.maps.templates import ASSETS

_IMPORT = re.compile(r'^import \{(?P<names>[^}]*)\} from "(?P<path>[^"]+)";\n', re.MULTILINE)
_TEXT = re.compile(r'^import (?P<name>\w+) from "(?P<path>[^"]+)\?text";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:const|function|class) (\w+))", re.MULTILINE)


@cache
def joined(
    page: str,
    folder: Path = ASSETS,
    shrink: Callable[[str], str] = str,
    without: frozenset[str] = frozenset(),
) -> str:
    """Return a module of a folder and all that it imports, each after those that it needs.

    Each is a function, whose names nothing outside it sees. `shrink` makes the texts smaller that
    modules import; the caller does it with the rest. Modules that the page does not come to use can
    be left out: what others import from those `without` is undefined.
    """
    parts: dict[str, str] = {path: f"const {_variable(path)} = {{}};" for path in sorted(without)}
    _Joining(folder, shrink, parts).add(page, ())
    return "(() => {\n" + "\n".join(parts.values()) + "\n})();"


class _Joining(NamedTuple):
    """What is joined so far: path → code; that of a text is under its path with `?text`."""

    folder: Path
    shrink: Callable[[str], str]
    parts: dict[str, str]

    def add(self, path: str, above: tuple[str, ...]) -> None:
        if path in above:
            raise ValueError(f"{path} imports itself: {' → '.join([*above, path])}")
        if path in self.parts:
            return
        text = (self.folder / path).read_text("utf-8")
        for needed in _IMPORT.finditer(text):
            self.add(_beside(path, needed["path"]), (*above, path))
        for needed in _TEXT.finditer(text):
            self.add_text(_beside(path, needed["path"]))
        self.parts[path] = _as_function(path, text)

    def add_text(self, path: str) -> None:
        code = self.shrink(joined(path, self.folder))
        self.parts[f"{path}?text"] = f"const {_variable(path)}$text = {_literal(code)};"


def _literal(code: str) -> str:
    """Return a string that cannot end the script element that it stands in."""
    return json.dumps(code, ensure_ascii=False).replace("<", "\\u003c")


def _as_function(path: str, text: str) -> str:
    names = ", ".join(_EXPORT.findall(text))
    body = _EXPORT.sub("", _IMPORT.sub(lambda each: _imported(path, each), text))
    body = _TEXT.sub(lambda each: _imported_text(path, each), body)
    lines = (
        f"const {_variable(path)} = (() => {{",
        f'"use strict";\n{body}return {{ {names} }};',
        "})();",
    )
    return "\n".join(lines)


def _imported(path: str, needed: re.Match[str]) -> str:
    return f"const {{{needed['names']}}} = {_variable(_beside(path, needed['path']))};\n"


def _imported_text(path: str, needed: re.Match[str]) -> str:
    return f"const {needed['name']} = {_variable(_beside(path, needed['path']))}$text;\n"


def _beside(path: str, relative: str) -> str:
    return normpath(join(dirname(path), relative))


def _variable(path: str) -> str:
    return "$" + path.removesuffix(".js").replace("/", "$")
