"""The values that stand at a path of members in a JSON file, and what stands next to them."""

__all__ = ["Around", "values_at"]

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from geo.importers.sheets.json_files.json_shape import NO_RECORDS
from geo.importers.sheets.json_files.json_window import JsonWindow

# Told of each member that is stepped over: how many levels above the values, its name and value.
Aside = Callable[[int, str, Any], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Members around records: plain `values`, and how many records other `lists` have."""

    values: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, int] = field(default_factory=dict)

    def add(self, _: int, name: str, value: Any) -> None:
        """Keep a member."""
        first = value[0] if isinstance(value, list) and value else None
        if isinstance(first, dict) and name.casefold() not in NO_RECORDS:
            self.lists[name] = len(value)
        else:
            self.values[name] = value


def values_at(
    window: JsonWindow, path: tuple[str, ...], aside: Aside, *, is_keyed: bool = False
) -> Iterator[Any]:
    """Yield the items of the list at a path, or the objects that an object has under its names.

    The name of such an object is its `id`, or its `key` where it has an id.
    """
    if not path:
        yield from _keyed(window) if is_keyed else window.items()
        return
    window.step_in()
    is_found = False
    for name in window.members():
        if name == path[0]:
            is_found = True
            yield from values_at(window, path[1:], aside, is_keyed=is_keyed)
        else:
            aside(len(path) - 1, name, _stepped_over(window))
    if not is_found:
        raise window.refusal(f"has no list of {path[-1]}: see RFC 7946, section 3.3")


def _keyed(window: JsonWindow) -> Iterator[Any]:
    window.step_in()
    for name in window.members():
        value = window.value()
        if isinstance(value, dict):
            value = {"key" if "id" in value else "id": name, **value}
        yield value


def _stepped_over(window: JsonWindow) -> Any:
    """Return the value that stands here; of a long list only its first item, again and again."""
    char, value = window.char(), window.value_if_short()
    if value is not None or char not in '[{"':
        return value
    if char in '{"':
        return window.value()
    items = window.items()
    first = next(items, None)
    return [first] * (1 + sum(1 for _ in items))
