"""Response headers by path: who may frame a page, who may read it, and what it may load."""

__all__ = [
    "ERROR_HEADER",
    "IMMUTABLE",
    "OF_CDN",
    "PRIVATE",
    "SESSION_HEADER",
    "UPLOADS_HEADER",
    "ResponseHeaders",
    "headers_of",
]

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.atlas.serving.prefixes import is_under
from geo.maps import static
from geo.maps.tiles import Tiles
from geo.web.refused_page import HEADINGS, refused_policy

Fields = dict[str, str]

ERROR_HEADER = "Incident-Atlas-Error"  # with the id of an error
UPLOADS_HEADER = "Incident-Atlas-Uploads"  # sent only by the map of a session with files
IMMUTABLE = "public, max-age=31536000, immutable"  # a year, the longest that is understood
OF_CDN = "CDN-Cache-Control"  # RFC 9213: read by caches that are shared, in place of the other
PRIVATE = "private, no-cache"  # of an answer that not all may see: no proxy keeps it
SESSION_HEADER = "Incident-Atlas-Session"  # sent by the dashboard's map, for where it looks

# Who may read an answer is told by its path, and is the same for all who ask.
_OF_READERS = {"Access-Control-Allow-Origin", "Access-Control-Allow-Credentials"}
_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?|\[[0-9a-fA-F:]+\](:\d{1,5})?")
_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)


class ResponseHeaders:
    """Middleware that sets the headers of `headers_of` on every answer, Streamlit's included."""

    def __init__(self, app: ASGIApp, tiles: Tiles | None, root: str = "") -> None:
        self.app = app
        self.root = root
        self.tiles = tiles.origin if tiles else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request, path = Headers(scope=scope), scope["path"]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                status, sent = message["status"], MutableHeaders(scope=message)
                kept = sent.get("Cache-Control", "")
                _set(sent, headers_of(path, request.get("host", ""), self.tiles, status=status))
                if UPLOADS_HEADER in request:
                    sent["Cache-Control"] = "no-store"  # the files of a session stay with it
                elif status < 400 and (kept == PRIVATE or "immutable" in kept):
                    sent["Cache-Control"] = kept  # of the answer itself, not of its path
                if path in static.frame_scripts() and status == 200:
                    sent["Cache-Control"] = IMMUTABLE  # its name has a hash of it
                _set_shared(sent, is_sessions=SESSION_HEADER in request)
                if path == "/" and status == 200:
                    sent["Link"] = _ahead(self.root)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def headers_of(path: str, host: str = "", tiles: str = "", *, status: int = 200) -> Fields:
    """Return the headers that belong to a path: those of everything, then of the first prefix.

    `host` is that of the request: the dashboard's WebSocket may go there only.
    `tiles` is the origin of outside tiles (`Tiles.origin`): pages with a map load pictures from it.
    No error is kept: it has an id of its own, and may be about who asked.
    """
    fields = _table()[_prefix_of(path)]
    sockets = f"ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    filled = {name: _filled(text, sockets, tiles) for name, text in fields.items()}
    if status in HEADINGS:
        ancestors = filled["Content-Security-Policy"].rpartition("frame-ancestors ")[2]
        filled["Content-Security-Policy"] = refused_policy(ancestors)
    if status >= 400:
        filled["Cache-Control"] = "no-store"
        filled.pop(OF_CDN, None)
    return _EVERYWHERE | filled


def _set(sent: MutableHeaders, fields: Fields) -> None:
    """Set the headers of a path; Streamlit's word on who may read an answer does not count."""
    for name in _OF_READERS:
        del sent[name]
    sent.update(fields)


def _set_shared(sent: MutableHeaders, *, is_sessions: bool) -> None:
    """Leave the word to shared caches where they may answer the next reader too."""
    if OF_CDN not in sent:
        return
    sent.add_vary_header(f"{SESSION_HEADER}, {UPLOADS_HEADER}")
    if is_sessions or sent["Cache-Control"] != "no-cache":
        del sent[OF_CDN]


def _filled(text: str, sockets: str, tiles: str) -> str:
    for placeholder, sources in (("sockets", sockets), ("tiles", tiles)):
        text = text.replace(f" {{{placeholder}}}", f" {sources}" if sources else "")
    return text


def _prefix_of(path: str) -> str:
    return next((each for each in _table() if is_under(path, (each,))), "")


def _ahead(root: str) -> str:
    """Name the files of the map's frame, so that a browser has them before there is a frame.

    The frame comes after Streamlit's scripts, and loads one file after another.
    """
    files = (*static.SCRIPTS, *static.STYLES, *static.OUTLINES)
    frame = (f"{root}{script}" for script in static.frame_scripts())
    addresses = (*frame, *(f"{static.base(root)}/{file}" for file in files))
    return ", ".join(f"<{address}>; rel=prefetch" for address in addresses)


def _policy(directives: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in directives.items())


_EVERYWHERE: Fields = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

# Powers of a page that none of ours uses, as Chromium knows them: it names others in its console.
_UNUSED = (
    *("accelerometer", "autoplay", "browsing-topics", "camera", "clipboard-read"),
    *("display-capture", "encrypted-media", "gamepad", "geolocation", "gyroscope", "hid"),
    *("identity-credentials-get", "idle-detection", "local-fonts", "magnetometer"),
    *("microphone", "midi", "payment", "picture-in-picture", "publickey-credentials-get"),
    *("screen-wake-lock", "serial", "storage-access", "usb", "window-management"),
    "xr-spatial-tracking",
)


def _powers(**used: str) -> Fields:
    """Return the header that leaves a page only the powers that it uses, and for which pages."""
    off = dict.fromkeys((*_UNUSED, "clipboard-write", "fullscreen"), "()")
    chosen = off | {name.replace("_", "-"): origins for name, origins in used.items()}
    policy = ", ".join(f"{name}={origins}" for name, origins in sorted(chosen.items()))
    return {"Permissions-Policy": policy}


# Who may load it: any page, as a picture, a script or a frame, or the pages of this server only.
_LOADED_BY_ANY: Fields = {"Cross-Origin-Resource-Policy": "cross-origin"}
_LOADED_BY_US: Fields = {"Cross-Origin-Resource-Policy": "same-origin"}

# A page of its own: what opens it, or what it opens, has no hold on it.
_APART: Fields = _LOADED_BY_US | {"Cross-Origin-Opener-Policy": "same-origin"}

_OF_ERRORS = (ERROR_HEADER, "Retry-After")

# As nginx does: checked once it is a second old, and shown for ten minutes while that is under way
# or nobody answers. It is not `public`: where nginx asks for a password, a proxy in front of it
# keeps nothing.
_SHARED: Fields = {OF_CDN: "max-age=1, stale-while-revalidate=600, stale-if-error=600"}

# Public rows and files: any page may read them, none may show them as a page.
_PUBLIC: Fields = (
    _LOADED_BY_ANY
    | _powers()
    | {
        "Access-Control-Allow-Origin": "*",  # a sandboxed frame has no origin that could be named
        "Access-Control-Expose-Headers": ", ".join(("Content-Range", "ETag", *_OF_ERRORS)),
        "Cache-Control": "no-cache",  # kept, and checked each time (ETag): an update is never mixed
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    }
)

# What is open here, for who looks after the server: no other page may read it.
_STATE: Fields = (
    _LOADED_BY_US
    | _powers()
    | {
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    }
)

# A file that one reader ordered: a browser saves it, and no other page may read it.
_MADE: Fields = (
    _APART
    | _powers()
    | {
        "Cache-Control": "no-store",
        "Content-Security-Policy": _policy(
            {
                "default-src": "'none'",
                "style-src": "'self'",
                "img-src": "'self'",
                "frame-ancestors": "'self'",
            }
        ),
    }
)

# The script in the pages of others: their readers need not wait to hear that it is the same.
_FRAMES: Fields = _PUBLIC | {"Cache-Control": "public, max-age=86400"}  # a day

# `*` means http and https only: reports also live in files and in editors.
_ANYWHERE = "* file: vscode-webview:"

_EMBED: Fields = (
    _LOADED_BY_ANY
    | _powers(fullscreen="*")
    | {  # also in a frame of no origin
        "Cache-Control": "no-cache",
        "Content-Security-Policy": _policy(
            {
                "default-src": "'none'",
                "script-src": "'self'",
                "style-src": "'self'",
                "img-src": "'self' data: {tiles}",
                "connect-src": "'self'",
                "worker-src": "blob:",  # a page of no origin can load none from an address
                "base-uri": "'none'",
                "form-action": "'none'",
                "frame-ancestors": _ANYWHERE,
            }
        ),
    }
)

# A page without a script: its JSON-LD is data, which no policy is about.
_RECORD_POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "style-src-attr": "'unsafe-inline'",  # the colour of a status
    "img-src": "'self'",  # its icon
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
_RECORD: Fields = (
    _APART
    | _powers()
    | {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": _policy(_RECORD_POLICY),
    }
)

# A view for paper: its map is a picture from here, and its script a button.
_PRINT: Fields = (
    _APART
    | _powers()
    | {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": _policy(_RECORD_POLICY | {"script-src": "'self'"}),
    }
)

# The map of a print: no script, whatever a text of the data would be.
_FIGURE: Fields = (
    _LOADED_BY_US
    | _powers()
    | {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": _policy(
            {
                "default-src": "'none'",
                "style-src": "'unsafe-inline'",  # the drawing has its styles in it
                "frame-ancestors": "'none'",
            }
        ),
    }
)

# The same in other pages, with the script that tells its height.
_CARD: Fields = (
    _LOADED_BY_ANY
    | _powers()
    | {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": _policy(
            _RECORD_POLICY | {"script-src": "'self'", "frame-ancestors": _ANYWHERE}
        ),
    }
)

# The iframe of streamlit-folium: the map is an inline script there, and its changes are eval'd.
_COMPONENT: Fields = (
    _LOADED_BY_US
    | _powers(fullscreen="(self)")
    | {
        "Content-Security-Policy": _policy(
            {
                "default-src": "'none'",
                "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
                "style-src": "'self' 'unsafe-inline'",
                "img-src": "'self' data: blob: {tiles}",
                "font-src": "'self' data:",
                "connect-src": "'self'",
                "worker-src": "blob:",  # a page of no origin can load none from an address
                "base-uri": "'none'",
                "form-action": "'none'",
                "frame-ancestors": "'self'",
            }
        ),
    }
)


def _dashboard() -> Fields:
    directives = {
        "default-src": "'none'",
        "script-src": f"'self' {_inline_script_hashes()}",
        "style-src": "'self' 'unsafe-inline'",  # Streamlit's emotion writes style elements
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "media-src": "'self' data: blob:",
        "connect-src": "'self' {sockets}",  # some browsers do not count ws: among 'self'
        "worker-src": "'self' blob:",
        "frame-src": "'self'",
        "manifest-src": "'self'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }
    copies = _powers(clipboard_write="(self)", fullscreen="(self)")  # snippets, citations; the map
    return _APART | copies | {"Content-Security-Policy": _policy(directives)}


# What browsers without frame-ancestors understand: nobody, or the pages of this server.
_FRAMED_BY = {"'none'": "DENY", "'self'": "SAMEORIGIN"}


def _with_old_words(fields: Fields) -> Fields:
    """Return headers that say who may frame a page also as old browsers read it."""
    policy = dict(each.split(" ", 1) for each in fields["Content-Security-Policy"].split("; "))
    framed = _FRAMED_BY.get(policy["frame-ancestors"])
    return fields | ({"X-Frame-Options": framed} if framed else {})


@cache
def _table() -> dict[str, Fields]:
    return {prefix: _with_old_words(fields) for prefix, fields in _rows().items()}


def _rows() -> dict[str, Fields]:
    return {
        "/about": _RECORD | _SHARED,
        "/api": _PUBLIC | _SHARED,
        "/auth": _RECORD,
        "/assets/frames.js": _FRAMES,
        "/assets": _PUBLIC,
        "/basemap": _PUBLIC,
        "/favicon.ico": _PUBLIC,
        "/health": _STATE,
        "/made": _MADE,
        "/oauth2callback": _RECORD,
        "/oembed": _PUBLIC | _SHARED,
        "/embed/record": _CARD | _SHARED,
        "/embed": _EMBED | _SHARED,
        "/print/map.svg": _FIGURE | _SHARED,
        "/print": _PRINT | _SHARED,
        "/ready": _STATE,
        "/record": _RECORD | _SHARED,
        "/component": _COMPONENT,
        "": _dashboard(),
    }


def _inline_script_hashes() -> str:
    """Return the CSP hashes of the inline scripts in the installed Streamlit's page."""
    streamlit = find_spec("streamlit")
    if streamlit is None or streamlit.origin is None:
        raise ModuleNotFoundError("streamlit is not installed: pip install streamlit")
    page = Path(streamlit.origin).with_name("static") / "index.html"
    scripts = _INLINE_SCRIPT.findall(page.read_text(encoding="utf-8"))
    digests = (sha256(script.encode()).digest() for script in scripts)
    return " ".join(f"'sha256-{b64encode(digest).decode()}'" for digest in digests)
