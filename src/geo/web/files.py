"""The routes of files that never depend on the data: scripts, styles, symbols, outlines."""

__all__ = ["make_routes"]

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.errors import BadValue
from geo.maps import static
from geo.maps.symbols import symbols_json
from geo.web.headers import IMMUTABLE


def make_routes() -> list[BaseRoute]:
    """Return the files, under an address of their version and under a plain one."""
    files = Router(
        [
            Route("/symbols.json", symbols),
            *(Route(f"/{name}", script) for name in static.PAGES),
            *(Mount(f"/{at}", _Folder(directory=path)) for at, path in static.FOLDERS.items()),
        ],
        redirect_slashes=False,
    )
    return [Mount("/assets/v-{version}", _Versioned(files)), Mount("/assets", files)]


def symbols(_: Request) -> Response:
    """Answer the table of symbols as the map layer reads it."""
    return JSONResponse(symbols_json())


def script(request: Request) -> Response:
    """Answer a page's map layer, with everything that it needs, as one script."""
    name = request.scope["path"].rpartition("/")[2]
    return Response(static.script(name), media_type="text/javascript")


class _Folder(StaticFiles):
    """The files of a folder; a path of Windows is refused on every system."""

    def get_path(self, scope: Scope) -> str:
        """Return the path of a file in the folder. Raises BadValue for one with a backslash."""
        if "\\" in scope["path"]:
            raise BadValue("path", scope["path"], "the names of files have no backslash")
        return super().get_path(scope)


class _Versioned:
    """The files under an address that changes with them: a browser keeps them for good.

    The address of another version, of an older page or of a second server, gives the files of
    this version; a browser then asks each time whether they have changed.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        is_this_version = scope["path_params"]["version"] == static.version()

        async def send_for_good(message: Message) -> None:
            is_start = message["type"] == "http.response.start"
            if is_this_version and is_start and message["status"] < 400:
                MutableHeaders(scope=message)["Cache-Control"] = IMMUTABLE
            await send(message)

        await self.app(scope, receive, send_for_good)
