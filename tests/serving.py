"""An application without a process of its own: its atlas, its routes, and a client for them."""

from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.routing import BaseRoute
from starlette.testclient import TestClient

from geo.atlas.current import CurrentAtlas
from geo.atlas.options import ServeOptions
from geo.web.server import make_middleware, make_routes


def atlas_of(*paths: Path, **options: Any) -> CurrentAtlas:
    """Return the atlas of some files, or of the bundled one."""
    return CurrentAtlas(ServeOptions(paths=paths, **options))


def client_of(current: CurrentAtlas, *others: BaseRoute, **options: Any) -> TestClient:
    """Return a client of an atlas's routes, with `others` in place of Streamlit's."""
    routes = [*make_routes(current), *others]
    return TestClient(Starlette(routes=routes, middleware=make_middleware(current)), **options)
