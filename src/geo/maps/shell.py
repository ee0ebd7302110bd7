"""Folium maps: a shell that never changes, and the small update that carries the filter.

No data value enters a folium element: branca renders the output of each element a second time as
a Jinja template, so that data could run on the server. The layer in the browser fetches its data;
the update carries validated settings, and the answer that the layer would fetch next, as JSON that
means nothing to HTML, Jinja or JavaScript.
"""

__all__ = ["MapState", "Shell", "ViewAnswer", "javascript_json"]

import json
from typing import Any, TypedDict

import folium
from branca.element import MacroElement
from folium.template import Template

from geo.maps import static
from geo.maps.marks.map_key import MapKey
from geo.maps.streets import Streets
from geo.maps.tiles import Tiles
from geo.settings import limit
from geo.words.borders import CONTROL

WORLD_BOUNDS = [[-85, -200], [85, 200]]  # a little beyond ±180°, so that edges can be centred

_UNSAFE = {char: f"\\u{ord(char):04x}" for char in "{}%#<>&'`$"}


def javascript_json(value: object) -> str:
    r"""Return a JavaScript expression for a JSON value, inert in HTML, Jinja and template literals.

    >>> javascript_json("{{7*191}}")
    'JSON.parse("\\"\\u007b\\u007b7*191\\u007d\\u007d\\"")'
    """
    literal = json.dumps(json.dumps(value, allow_nan=False, separators=(",", ":")))
    for char, escape in _UNSAFE.items():  # a quarter of the time of str.translate
        literal = literal.replace(char, escape)
    return f"JSON.parse({literal})"


class ViewAnswer(TypedDict):
    """What /api/cells answers for an area (west, south, east, north) and a zoom level."""

    area: tuple[float, float, float, float]
    zoom: int
    answer: dict[str, Any]


class Shell(folium.Map):
    """The map without data; always the same, since streamlit-folium rebuilds a map that changes.

    `root` is the path below which the server has everything.
    """

    def __init__(
        self, tiles: Tiles | None = None, streets: Streets | None = None, *, root: str = ""
    ) -> None:
        super().__init__(
            location=_latlon((52.0, 38.0)),
            zoom_start=3,
            tiles=None,
            zoom_control=False,
            min_zoom=1,
            max_zoom=18,
        )
        files = static.base(root)
        self.default_js = [(script, f"{files}/{script}") for script in static.SCRIPTS]
        self.default_css = [(style, f"{files}/{style}") for style in static.STYLES]
        # folium's own max_bounds is a flag; Leaflet takes the bounds themselves.
        self.options |= {"max_bounds": WORLD_BOUNDS, "zoom_snap": 0.25}
        self.add_child(_Layer(tiles, streets, root))


class _Layer(MacroElement):
    """The incident layer, told how to report a chosen incident to Streamlit."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            IncidentAtlas.streamlitLayer({{ this._parent.get_name() }}, {
                server: {{ this.server }},
                assets: {{ this.assets }},
                tiles: {{ this.tiles }},
                streets: {{ this.streets }},
                columns: {{ this.columns }},
            });
        {% endmacro %}
        """
    )

    def __init__(self, tiles: Tiles | None, streets: Streets | None, root: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca has no annotations
        self.server = javascript_json(root)
        self.assets = javascript_json(static.base(root))
        self.columns = javascript_json(limit("columns"))
        self.tiles = javascript_json(tiles and {"url": tiles.url, "credit": tiles.credit})
        self.streets = javascript_json(streets and streets.options(root))


class MapState(folium.FeatureGroup):
    """The state of the layer: given as `feature_group_to_add`, it updates the map in place.

    `session` is the key of MapViews; `answer` is for the state's query and where its map looked;
    `heard` is the number of the last report of the layer's that the script has taken over, and
    `address` what the page's address is replaced with, if it is.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.featureGroup();
            IncidentAtlas.streamlitState({{ this.state }}, {{ this.answer }});
        {% endmacro %}
        """
    )

    def __init__(
        self,
        *,
        query: str,
        selected: str | None,
        key: MapKey,
        revision: int = 0,
        records: int = 0,
        token: str | None = None,
        unsaved: bool = False,
        at: str = "",
        address: str = "",
        borders: str = CONTROL,
        session: str = "",
        heard: int = 0,
        answer: ViewAnswer | None = None,
    ) -> None:
        super().__init__()
        self._name = "FeatureGroup"  # the name by which streamlit-folium finds it
        state: dict[str, Any] = {
            "query": query,
            "selected": selected,
            **key.to_json(),
            "revision": revision,
            "records": records,
            "token": token,
            "unsaved": unsaved,
            "at": at,
            "address": address,
            "borders": borders,
            "session": session,
            "heard": heard,
        }
        self.state = javascript_json(state)
        self.answer = javascript_json(answer)

    def render(self, **_: object) -> str:
        """Stay out of the page that folium writes: streamlit-folium takes the script itself."""
        return ""


def _latlon(position: tuple[float, float]) -> tuple[float, float]:
    """Flip (lon, lat) to Leaflet's order; nothing else does."""
    lon, lat = position
    return lat, lon
