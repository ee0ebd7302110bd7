#!/usr/bin/env python3
"""Draw the picture of the folders in docs/architecture.md from the imports of the code.

    python scripts/build_architecture.py

Reads src/geo and the order of tests/test_house.py. Needs no network; the same code gives the same
bytes.
"""

import re
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from test_house import MODULES, ORDER, folder_of, imported  # noqa: E402 — it holds the order

PAGE = ROOT / "docs" / "architecture.md"
BLOCK = re.compile("(?<=```mermaid\n).*?(?=```)", re.DOTALL)
Edges = Mapping[str, set[str]]  # a folder, and those that it imports from


def main() -> None:
    """Write the page with the picture of today's code."""
    PAGE.write_text(page(), "utf-8")


def page() -> str:
    """Return the page with the picture of today's code."""
    return BLOCK.sub(lambda _: picture(), PAGE.read_text("utf-8"))


def picture() -> str:
    """Return the folders from top to bottom, with an arrow from each to what it imports from."""
    folders = [name for name in ORDER if "." not in name]
    arrows = reduced(edges())
    lines = ["flowchart BT", *(f"    {name}" for name in folders)]
    lines += [f"    {name} --> {above}" for name in folders for above in sorted(arrows[name])]
    return "\n".join(lines) + "\n"


def edges() -> dict[str, set[str]]:
    """Return the folders of src/geo, and which others each of them imports from."""
    found: dict[str, set[str]] = {name: set() for name in ORDER if "." not in name}
    for path in MODULES:
        names = {name.split(".")[1] for name in imported(path) if name.startswith("geo.")}
        found[folder_of(path)] |= names & found.keys() - {folder_of(path)}
    return found


def reduced(graph: Edges) -> dict[str, set[str]]:
    """Return the fewest arrows that lead to the same places.

    >>> reduced({"a": set(), "b": {"a"}, "c": {"a", "b"}})
    {'a': set(), 'b': {'a'}, 'c': {'b'}}
    """
    return {
        name: targets - {far for near in targets for far in reachable(graph, near)}
        for name, targets in graph.items()
    }


def reachable(graph: Edges, start: str) -> set[str]:
    """Return the folders that a folder imports from, directly or through others."""
    return graph[start].union(*(reachable(graph, name) for name in graph[start]))


if __name__ == "__main__":
    main()
