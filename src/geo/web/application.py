"""The application without the dashboard, and what a server of either kind does at its start."""

__all__ = ["ANOTHER_PARSER", "load_ahead", "read_by_h11", "serve", "serving"]

import gc
import logging
import os
import sys
from asyncio import get_running_loop
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from importlib import import_module
from threading import Thread

import uvicorn
import uvicorn.config
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from geo.atlas.current import CurrentAtlas
from geo.errors import BadValue, NotPublishable, printable
from geo.formats.terminal import guard_output
from geo.maps import static
from geo.settings import limit
from geo.web.admission.bounded_log import bounded_log
from geo.web.admission.connections import Connections
from geo.web.admission.open_files import fewer_in_words, make_room
from geo.web.log.log_file import open_log
from geo.web.server import make_parts

# As Streamlit compresses what is not compressed yet: answers are the same with the dashboard.
MINIMUM_SIZE, LEVEL = 1_000, 5  # bytes; of 9
FULL_COLLECTION = 100  # collections of the middle generation before a full one; Python has 10

# Where `read_by_h11` comes too late: the server has chosen what reads its requests.
ANOTHER_PARSER = (
    "httptools is installed, and reads the requests: it lets in some that name no host, or two."
    " Start with geo serve where others reach this server, or uninstall httptools"
)

_log = logging.getLogger("geo.web")


def serve(current: CurrentAtlas, host: str, port: int) -> None:
    """Serve all but the dashboard until stopped: Streamlit is not loaded."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with serving(current, host):
            Thread(target=load_ahead, daemon=True).start()  # the first page need not wait
            yield

    compression = Middleware(GZipMiddleware, minimum_size=MINIMUM_SIZE, compresslevel=LEVEL)
    parts = make_parts(current)
    parts["middleware"].append(compression)
    app = Starlette(**parts, lifespan=lifespan)
    read_by_h11()
    uvicorn.run(app, host=host, port=port, ws="none", access_log=False, use_colors=False)


def load_ahead(modules: Iterable[str] = ()) -> None:
    """Load what the first pages need, and let full garbage collections be short and rare.

    Each walks through all that Python has loaded, for 0.2 s, and every answer waits. What is loaded
    by now stays for as long as the server does, and is left out of them.
    """
    for module in modules:
        import_module(module)
    static.version()
    gc.collect()
    gc.freeze()
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, FULL_COLLECTION)


def read_by_h11() -> None:
    """Let h11 read the requests of servers that start from now on, even if httptools is installed.

    With that, uvicorn drops the host that a target may have, which `KnownHosts` checks, and lets in
    requests of HTTP/1.1 without one.
    """
    uvicorn.config.HTTP_PROTOCOLS["auto"] = uvicorn.config.HTTP_PROTOCOLS["h11"]


@asynccontextmanager
async def serving(current: CurrentAtlas, host: str | None) -> AsyncIterator[None]:
    """Open an atlas for the readers of an address, and watch over its server until the block ends.

    None or "" is every address. The process ends, with 1 and a sentence, where readers may not see
    all that is open.
    """
    guard_output()
    try:
        current.listen_on(host)
    except (BadValue, NotPublishable) as error:
        words = printable(f"Error: {error}")
        print(words, file=sys.stderr)  # noqa: T201, as the command line says it
        sys.stderr.flush()
        os._exit(1)  # an exception here would be logged, with a traceback and another status
    wanted = limit("connections")
    if (fit := make_room(wanted)) < wanted:
        _log.warning("%s", fewer_in_words(wanted, fit))
    connections, log = Connections(fit), open_log(current.access_log)
    with bounded_log(), log, connections.watching(get_running_loop()):
        yield
    current.close()
