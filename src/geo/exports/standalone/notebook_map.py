"""The map in a notebook: a folium map that carries its data, and a figure where no browser is.

Data enter a folium element only as `javascript_json`: branca renders the output of each element a
second time, as a template.
"""

__all__ = ["IncidentMap", "incident_map"]

from base64 import b64encode
from collections.abc import Iterable, Iterator
from functools import cache, partial
from typing import Any, cast

import folium
from branca.element import Element, Figure, MacroElement
from folium.template import Template

from geo.errors import BadValue
from geo.exports.carried.content import Content, content_of
from geo.exports.figure import map_from_selection, png_from_selection
from geo.exports.selection import Selection, select
from geo.exports.standalone.page_code import script, style
from geo.maps import static
from geo.maps.shell import javascript_json
from geo.maps.templates import ASSETS, render
from geo.model.incident import Incident
from geo.query.query import Query
from geo.query.timeline import STATUS, By
from geo.store.store import Store
from geo.viewpoint import Viewpoint
from geo.words.borders import CONTROL
from geo.words.captions import Caption

HEIGHT = 640  # px of the map with its timeline and caption
HEIGHTS = (200, 4_000)
SHARPNESS = 2  # dots of the figure to a pixel
SCREEN_DPI = 96
_CODE = "incident_atlas"  # what the page calls Leaflet and our layer

# Of the files that folium loads with Leaflet: those of its coloured icons.
_ICONS = {
    *("awesome_markers", "awesome_markers_css", "awesome_markers_font_css"),
    *("awesome_rotate_css", "glyphicons_css"),
}
_VIEWS = {"FitBounds", "FitOverlays"}  # elements that choose the view themselves
# Leaflet's own pictures, by the option of its default marker.
_PICTURES = {
    "iconUrl": "marker-icon",
    "iconRetinaUrl": "marker-icon-2x",
    "shadowUrl": "marker-shadow",
}


def incident_map(
    incidents: Iterable[Incident] | Selection,
    query: Query | None = None,
    *,
    at: str | Viewpoint | None = None,
    borders: str | None = None,
    color: By | None = None,
    height: int = HEIGHT,
) -> "IncidentMap":
    """Return the map of incidents for a notebook: a `folium.Map` that needs no network.

    - `incidents`: Incidents, such as `geo.load` returns, or a Selection, which has its query and
      view already
    - `query`: the incidents to show; all of them without it
    - `at`: the middle and zoom of the first view, as "lat,lon,zoom"; by default all marks fit
    - `borders`: the view of the borders, "control" (the default) or "un"
    - `color`: what colours stand for, "status" by default, or "group"
    - `height`: of the map with its timeline and caption, 200 to 4,000 px

    Elements of folium can be added to it. Where no browser shows it, such as in Word or PDF, it is
    a figure. Raises NotPublishable if the licence of a record forbids redistribution, and BadValue
    for other values.

    >>> import geo
    >>> found = geo.incident_map(geo.load(geo.default_path()), geo.Query(country=("IR",)))
    >>> found.get_root().render().count("IR-2024-01-03-kerman") > 0
    True
    """
    low, high = HEIGHTS
    if not low <= height <= high:
        raise BadValue("height", height, f"{low} to {high:,} px")
    if not isinstance(incidents, Selection):
        view = Viewpoint.parse(at) if isinstance(at, str) else at
        drawn = CONTROL if borders is None else borders
        colors = STATUS if color is None else color
        found = select(_store(incidents), query, at=view, borders=drawn, color=colors)
        return IncidentMap(found, height)
    given = (("query", query), ("at", at), ("borders", borders), ("color", color))
    for name, value in given:
        if value is not None:
            raise BadValue(name, value, "a selection has one already: give it to geo.select")
    return IncidentMap(incidents, height)


def _store(incidents: Iterable[Incident]) -> Store:
    store = Store()
    store.add(incidents)
    return store


class IncidentMap(folium.Map):
    """A folium map with the incident layer, a panel and a caption; others can be added to it."""

    def __init__(self, selection: Selection, height: int) -> None:
        super().__init__(location=(20.0, 25.0), zoom_start=2, tiles=None, zoom_control=False)
        # Not folium's, which come from other servers. Streamlit's st_folium loads what stands here.
        content = content_of(selection)
        self._script = script("pages/notebook.js", has_columns=bool(content.columns))
        self.default_js, self.default_css = [(_CODE, _url_of(self._script))], []
        self._selection = selection
        self._height = height
        self.add_child(_Layer(selection.caption, content))

    def render(self, **kwargs: Any) -> None:  # type: ignore[override]  # as folium's own do
        """Write the map into its page, which contains Leaflet and our layer."""
        page = cast(Figure, self.get_root())
        page.title = page.title or "Incident Atlas"
        self._link(self._needs())
        super().render(**kwargs)  # type: ignore[no-untyped-call]  # folium has few annotations
        # In the place of the link to it, which folium has written and some pages do not allow.
        code = _Verbatim(f"<style>{_style()}</style>\n<script>{self._script}</script>")
        page.header.add_child(code, name=_CODE)

    def _link(self, names: set[str]) -> None:
        for name, url in folium.Map.default_js:
            if name in names:
                self.add_js_link(name, url)
        for name, url in folium.Map.default_css:
            if name in names:
                self.add_css_link(name, url)

    @property
    def has_view(self) -> bool:
        """Tell whether an added element chooses the view."""
        return any(element._name in _VIEWS for element in _below(self))

    def _needs(self) -> set[str]:
        """Return the files of folium that the added elements need; most need none."""
        below = list(_below(self))
        icons = any(element._name == "Icon" for element in below)
        plugins = any(getattr(element, "default_js", None) for element in below)
        jquery = plugins or self.objects_to_stay_in_front
        return (_ICONS if icons else set()) | ({"jquery"} if jquery else set())

    def _repr_html_(self, **kwargs: Any) -> str:
        return render(
            "notebook.html",
            page=self.get_root().render(**kwargs),
            height=self._height,
            title=self._selection.caption.sentence,
        )

    def _repr_png_(self) -> tuple[bytes, dict[str, Any]]:  # type: ignore[override]  # IPython's
        """Return the figure, for Word and PDF, with its size in px of the page and its words."""
        is_empty = not self._selection.summary.matched
        draw = partial(map_from_selection, "png") if is_empty else png_from_selection
        png = draw(self._selection, dpi=SHARPNESS * SCREEN_DPI)
        # They stand at these places of every PNG.
        width, height = (int.from_bytes(png[at : at + 4]) // SHARPNESS for at in (16, 20))
        return png, {"width": width, "height": height, "alt": self._selection.caption.sentence}


class _Layer(MacroElement):
    """The incident layer with what it shows."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            IncidentAtlas.notebookMap({{ this._parent.get_name() }}, {
                page: {{ this.page }},
                words: {{ this.words }},
                pictures: {{ this.pictures }},
                fit: {{ (not this._parent.has_view) | tojson }},
            });
        {% endmacro %}
        """
    )

    def __init__(self, caption: Caption, content: Content) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca has no annotations
        lines = [caption.sources, caption.borders, caption.dated, caption.licence]
        lines += content.notes
        words = {"sentence": caption.sentence, "tolls": caption.tolls, "lines": lines}
        self.page = javascript_json(content.parts() | {"columns": content.columns})
        self.words = javascript_json(words)
        self.pictures = javascript_json(
            {option: _data_url(f"{name}.png") for option, name in _PICTURES.items()}
        )


class _Verbatim(Element):
    """Text that enters the page unchanged; branca makes templates of its elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def render(self, **_: Any) -> str:
        return self._text


def _below(element: Element) -> Iterator[Element]:
    for child in element._children.values():
        yield child
        yield from _below(child)


@cache
def _style() -> str:
    """Return the styles, with Leaflet's pictures in them."""
    text = style(ASSETS / "notebook.css")
    for path in (static.LEAFLET / "images").glob("*.png"):
        text = text.replace(f"url(images/{path.name})", f"url({_data_url(path.name)})")
    return text


@cache
def _url_of(code: str) -> str:
    return f"data:text/javascript;base64,{b64encode(code.encode()).decode()}"


def _data_url(picture: str) -> str:
    content = (static.LEAFLET / "images" / picture).read_bytes()
    return f"data:image/png;base64,{b64encode(content).decode()}"
