"""Where the maps of the open sessions look, so that a new filter is answered for that view."""

__all__ = ["FIRST_VIEW", "MapView", "MapViews"]

from dataclasses import dataclass
from secrets import token_hex
from threading import Condition

from geo.mercator import WORLD, Bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """What a map asked for: bounds a little wider than its frame, and a zoom level."""

    bounds: Bounds
    zoom: int


FIRST_VIEW = MapView(bounds=WORLD, zoom=2)  # of a map that has not looked anywhere yet


class MapViews:
    """The view of each session's map, under a key of 128 bits that only this session's map knows.

    Views of other keys are not kept. Use it from any thread.
    """

    def __init__(self) -> None:
        self._views: dict[str, MapView] = {}
        self._changed = Condition()

    def __len__(self) -> int:
        return len(self._views)

    def begin(self) -> str:
        """Return the key of a new session."""
        key = token_hex(16)
        with self._changed:
            self._views[key] = FIRST_VIEW
        return key

    def note(self, key: str, view: MapView) -> None:
        """Remember where a session's map looks."""
        with self._changed:
            if key in self._views:
                self._views[key] = view
                self._changed.notify_all()

    def wait_for(self, key: str, seconds: float) -> None:
        """Wait until a session's map has looked somewhere, at most so long."""
        with self._changed:
            self._changed.wait_for(lambda: self.of(key) is not FIRST_VIEW, seconds)

    def of(self, key: str) -> MapView:
        """Return where a session's map looks."""
        return self._views.get(key, FIRST_VIEW)

    def end(self, key: str) -> None:
        """Forget a session."""
        with self._changed:
            self._views.pop(key, None)
