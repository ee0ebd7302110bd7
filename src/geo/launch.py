"""The app of an installed wheel: the dashboard and our routes in one process.

The only file that knows both doors; `app.py` says the same where `streamlit run` can read it.
"""

__all__ = ["DASHBOARD", "LIFESPAN", "MIDDLEWARE", "ROUTES", "SETTINGS", "app", "serve"]

import os
import socket
import sys
from asyncio import base_events, get_running_loop
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from threading import Thread

import streamlit as st
from streamlit import net_util

from geo.atlas import atlas
from geo.errors import NotPublishable
from geo.maps import static
from geo.web.server import MIDDLEWARE, ROUTES

DASHBOARD = str(Path(__file__).parent / "screen" / "dashboard.py")

# What dashboard.py imports: the first reader need not wait for it. Not streamlit_folium itself: a
# component is known to Streamlit only where a script imports it, and folium is nearly all of it.
FIRST_PAGE = (
    "folium.plugins",
    "geo.maps.shell",
    "geo.screen.files",
    "geo.screen.filters",
    "geo.screen.upload",
    "geo.screen.share",
    "geo.screen.table",
    "streamlit.components.v1.component_arrow",
)
REST = 0.1  # s for the first answer

# Streamlit's options; .streamlit/config.toml says the same for `streamlit run app.py`.
SETTINGS: dict[str, str | bool | int] = {
    "browser.gatherUsageStats": False,
    "browser.serverAddress": "localhost",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "viewer",
    "runner.magicEnabled": False,
    "server.address": "localhost",
    "server.fileWatcherType": "none",
    "server.headless": True,
    "server.maxUploadSize": 10,
    "theme.font": "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif",
    "theme.codeFont": "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
    "theme.baseFontSize": 15,
    "theme.baseRadius": "4px",
    "theme.light.primaryColor": "#0072B2",
    "theme.light.backgroundColor": "#ffffff",
    "theme.light.secondaryBackgroundColor": "#f4f3ef",
    "theme.light.textColor": "#23272b",
    "theme.light.linkColor": "#005a8c",
    "theme.light.borderColor": "#d9d7d0",
    "theme.dark.primaryColor": "#56B4E9",
    "theme.dark.backgroundColor": "#1b1f24",
    "theme.dark.secondaryBackgroundColor": "#2a2e34",
    "theme.dark.textColor": "#e6e8ea",
    "theme.dark.linkColor": "#7cc4ee",
    "theme.dark.borderColor": "#454b53",
}


def _no_external_ip() -> None:
    """Stand in for a look-up that asks a service outside for this machine's address."""


# Streamlit looks it up for its start message, and for the origin of every WebSocket that comes
# from neither localhost nor browser.serverAddress.
net_util.get_external_ip = _no_external_ip


def _send_at_once(connection: socket.socket) -> None:
    """Stand in for a function that leaves out sockets which do not name TCP as their protocol."""
    if connection.family in (socket.AF_INET, socket.AF_INET6):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


# Streamlit's does not. Then the body of each answer, and each message of a WebSocket, may wait
# 40 ms for the browser's word that it has what was sent before.
base_events._set_nodelay = _send_at_once  # type: ignore[attr-defined]  # private to asyncio


@asynccontextmanager
async def LIFESPAN(_: st.App) -> AsyncIterator[None]:  # noqa: N802, beside ROUTES and MIDDLEWARE
    """Open the data before anything is served; end where readers must not see them."""
    try:
        atlas.allow_readers(st.get_option("server.address"))
    except NotPublishable as error:
        print(f"Error: {error}", file=sys.stderr)  # noqa: T201, as the command line says it
        sys.stderr.flush()
        os._exit(1)  # an exception here would be logged, with a traceback and another status
    get_running_loop().call_later(REST, Thread(target=_prepare_first_page, daemon=True).start)
    yield


def _prepare_first_page() -> None:
    for module in FIRST_PAGE:
        import_module(module)
    static.version()


app = st.App(DASHBOARD, routes=ROUTES, middleware=MIDDLEWARE, lifespan=LIFESPAN)


def serve(host: str, port: int, public_host: str | None = None) -> None:
    """Serve until stopped. `public_host` is the name under which readers open the dashboard."""
    own: dict[str, str | bool | int] = {
        "browser.serverAddress": public_host or "localhost",
        "logger.hideWelcomeMessage": True,  # the caller says where it is
        "server.address": host,
        "server.port": port,
    }
    app.run(config=SETTINGS | own)
