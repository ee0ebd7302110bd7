"""An app in the process of the tests: its atlas, a client of its routes, a reader of its pages."""

import json
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx2
from starlette.applications import Starlette
from starlette.routing import BaseRoute
from starlette.testclient import TestClient

from geo.atlas.current import CurrentAtlas
from geo.atlas.options import ServeOptions
from geo.model.feature import feature_from_incident
from geo.model.incident import Incident, IncidentDate, Origin, Place
from geo.store.directory.remote import Location
from geo.web.server import make_parts
from samples import located

ROW_PATHS = [
    "/api/incidents",
    "/api/incidents/P",
    "/api/cells",
    "/api/timeline",
    "/api/summary",
    "/api/rows",
    "/api/columns",
    "/api/caption",
]


def atlas_of(*paths: Location, **options: Any) -> CurrentAtlas:
    """Return the atlas of some files, or of the bundled one."""
    return CurrentAtlas(ServeOptions(paths=paths, **options))


def client_of(current: CurrentAtlas, *others: BaseRoute, **options: Any) -> TestClient:
    """Return a client of an atlas's routes, with `others` in place of Streamlit's."""
    parts = make_parts(current)
    parts["routes"].extend(others)
    return TestClient(Starlette(**parts), **options)


def write(path: Path, *incidents: Incident) -> Path:
    features = [feature_from_incident(each) for each in incidents]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def write_private(path: Path) -> Path:
    """Write P of a dataset that forbids passing its rows on, and A of one that does not."""
    origin = Origin(dataset="secret rows", licence="none", redistributable=False, raw={"x": "raw"})
    p = located("P", (57.08, 30.28), origin=origin, place=Place(country="IR"))
    return write(path, p, located("A", (1.0, 2.0)))


def day(text: str) -> IncidentDate:
    return IncidentDate(start=date.fromisoformat(text), precision="day")


class Reader(HTMLParser):
    """Reads a page as a browser does: its tags with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def skeleton(self) -> list[tuple[str, list[str]]]:
        return [(tag, sorted(attributes)) for tag, attributes in self.tags]

    def tags_of(self, tag: str) -> list[tuple[str, str]]:
        """Return property and content of each tag that has both."""
        found = (attributes for name, attributes in self.tags if name == tag)
        return [(str(a["property"]), str(a["content"])) for a in found if "property" in a]

    def attributes(self, name: str) -> list[str | None]:
        return [attributes[name] for _, attributes in self.tags if name in attributes]


def asked_again(client: TestClient, path: str, tag: str) -> httpx2.Response:
    return client.get(path, headers={"If-None-Match": f'"x", {tag}'})
