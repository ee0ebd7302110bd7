"""Start the program: the dashboard and the routes of the atlas in one process.

`geo serve` starts it with `serve`; for `streamlit run`, `app.py` makes the same app. Without the
dashboard, `geo.web.application` starts the routes by themselves.
"""

__all__ = [
    "DASHBOARD",
    "STREAMLIT_OPTIONS",
    "AppParts",
    "app_parts",
    "serve",
    "sign_in_in_words",
    "with_sign_in",
]

import logging
import socket
from asyncio import base_events, get_running_loop
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from threading import Thread

import streamlit as st
from streamlit import config, net_util, runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from geo.atlas.current import CurrentAtlas
from geo.atlas.options import ServeOptions
from geo.errors import BadValue
from geo.maps.themes import DARK, LIGHT
from geo.screen.application import application_atlas, offer_frame
from geo.screen.sign_in import cookies
from geo.screen.sign_in.secrets_file import OPEN, has_secrets, read_sign_in
from geo.settings import check_limits
from geo.web.admission.held_files import Held
from geo.web.application import ANOTHER_PARSER, load_ahead, read_by_h11, serving
from geo.web.guard.sign_in import SignInChecks
from geo.web.log.log_file import check_log
from geo.web.server import Parts, make_parts

# Streamlit puts the script's folder in front of all packages: the script lies there by itself.
DASHBOARD = str(Path(__file__).parent / "screen" / "script" / "atlas_dashboard.py")

# The dashboard's imports: the first reader need not wait for them.
FIRST_PAGE = ("folium.plugins", "geo.screen.dashboard", "streamlit.components.v1.component_arrow")
SIGN_IN = SignInChecks(
    cookies.is_signed_in, cookies.has_begun, cookies.login_query, cookies.sets_user
)
PAUSE = 0.1  # s for the first answer, before the imports begin

# Streamlit's options; .streamlit/config.toml says the same for `streamlit run app.py`.
STREAMLIT_OPTIONS: dict[str, str | bool | int] = {
    "browser.gatherUsageStats": False,
    "browser.serverAddress": "localhost",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "viewer",
    "logger.enableRich": False,  # it writes what an error says as it is, control codes too
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
    "theme.light.backgroundColor": LIGHT.paper,
    "theme.light.secondaryBackgroundColor": LIGHT.land,
    "theme.light.textColor": "#23272b",
    "theme.light.linkColor": "#005a8c",
    "theme.light.borderColor": "#d9d7d0",
    "theme.dark.primaryColor": "#56B4E9",
    "theme.dark.backgroundColor": DARK.water,
    "theme.dark.secondaryBackgroundColor": DARK.land,
    "theme.dark.textColor": "#e6e8ea",
    "theme.dark.linkColor": DARK.link,
    "theme.dark.borderColor": DARK.line,
}

_log = logging.getLogger("geo.web")


class AppParts(Parts):
    """The arguments of st.App, except its script."""

    lifespan: Callable[[st.App], AbstractAsyncContextManager[None]]
    on_script_error: Callable[[Exception], bool]


def app_parts(current: CurrentAtlas | None = None) -> AppParts:
    """Return the parts of an app that serves an atlas, by default the environment's.

    Raises BadValue for a bad variable of the environment or a mistake in the secrets of sign-in,
    UnreadableData for secrets that cannot be read, and Unwritable for its access log.
    """
    check_limits()
    served = current or _from_environment()
    return {
        **make_parts(served, _held_files, SIGN_IN),
        "lifespan": _lifespan(served),
        "on_script_error": _draw_fault,
    }


def with_sign_in(options: ServeOptions) -> ServeOptions:
    """Return options with the sign-in that Streamlit's secrets ask for; raises as `app_parts`."""
    return replace(options, sign_in=read_sign_in())


def sign_in_in_words(options: ServeOptions) -> str | None:
    """Say who may open the dashboard; None where nobody else could, and nothing was set up."""
    if options.sign_in:
        return f"Readers sign in at {options.sign_in.provider}, for the dashboard only"
    return OPEN if options.is_public or has_secrets() else None


def serve(current: CurrentAtlas, host: str, port: int, public_host: str | None = None) -> None:
    """Serve until stopped. `public_host` is the name under which readers open the dashboard."""
    chosen: dict[str, str | bool | int] = {
        "browser.serverAddress": public_host or "localhost",
        "logger.hideWelcomeMessage": True,  # the caller says where it is
        "server.address": host,
        "server.baseUrlPath": current.root,
        "server.port": port,
    }
    app = st.App(DASHBOARD, **app_parts(current))
    for name, value in (options := STREAMLIT_OPTIONS | chosen).items():
        config.set_option(name, value)  # else run() warns that they have changed since the import
    read_by_h11()
    app.run(config=options)


def _from_environment() -> CurrentAtlas:
    """Return the atlas of `streamlit run`, and tell Streamlit its base path.

    Streamlit has read its own options before. Raises BadValue for another path among them, and
    Unwritable for the access log.
    """
    options = with_sign_in(ServeOptions.from_environment())
    check_log(options.access_log, options.files)
    if not options.sign_in and (words := sign_in_in_words(options)):
        _log.warning("%s", words)
    if find_spec("httptools"):  # Streamlit's server loads this app after its parser
        _log.warning("%s", ANOTHER_PARSER)
    current = CurrentAtlas(options)
    name = "server.baseUrlPath"
    told = str(config.get_option(name)).strip("/")
    if told and f"/{told}" != current.root:
        raise BadValue(name, told, "the base path is given as GEO_BASE_PATH, and only there")
    config.set_option(name, current.root)
    return current


def _lifespan(current: CurrentAtlas) -> Callable[[st.App], AbstractAsyncContextManager[None]]:
    """Return the start and the end of an app: the data are open before anything is served."""

    @asynccontextmanager
    async def lifespan(_: st.App) -> AsyncIterator[None]:
        async with serving(current, st.get_option("server.address")):
            application_atlas(current)
            offer_frame()
            ahead = Thread(target=load_ahead, args=[FIRST_PAGE], daemon=True)
            get_running_loop().call_later(PAUSE, ahead.start)
            with _adjusted_server():
                yield

    return lifespan


def _draw_fault(error: Exception) -> bool:
    from geo.screen.dashboard import draw_fault  # as the first page, after the first answer

    return draw_fault(error)


def _held_files(session: str) -> Held:
    """Return what Streamlit holds of the files that a session, and all, have added."""
    held = runtime.get_instance().uploaded_file_mgr if runtime.exists() else None
    if not isinstance(held, MemoryUploadedFileManager):
        return Held()
    stats = [stat for family in held.get_stats().values() for stat in family]
    files = len(held.file_storage.get(session, ()))
    return Held(files=files, bytes=sum(stat.byte_length for stat in stats))


@contextmanager
def _adjusted_server() -> Iterator[None]:
    """Replace a function of Streamlit and one of asyncio while the app runs.

    Streamlit asks a service on the internet for this machine's address, to compare it with the
    origin of a WebSocket that comes from neither localhost nor browser.serverAddress.

    asyncio leaves out sockets that do not name TCP as their protocol, and Streamlit's does not:
    each answer's body, and each message of a WebSocket, could wait 40 ms for the acknowledgement
    of the data before it.
    """
    before = net_util.get_external_ip, base_events._set_nodelay  # type: ignore[attr-defined]  # private
    net_util.get_external_ip = _no_external_ip
    base_events._set_nodelay = _send_at_once  # type: ignore[attr-defined]  # private
    try:
        yield
    finally:
        net_util.get_external_ip, base_events._set_nodelay = before  # type: ignore[attr-defined]  # private


def _no_external_ip() -> None:
    """Stand in for the look-up of this machine's address."""


def _send_at_once(connection: socket.socket) -> None:
    """Set TCP_NODELAY on every internet socket."""
    if connection.family in (socket.AF_INET, socket.AF_INET6):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
