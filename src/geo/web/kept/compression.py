"""Answers that never change are compressed once and kept, Streamlit's own 6 MB among them.

Streamlit sends them uncompressed and leaves that to a proxy, since compressing them for each reader
is slow. Here a file is compressed after its first answer, for all later ones.
"""

__all__ = ["MOST_BYTES", "KeptCompression"]

import re
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.web.kept.gzipped import LEAST_BYTES, accepts_gzip, gzipped, is_worth_it

MOST_BYTES = 32 << 20  # kept, of all answers; Streamlit's and ours together are some 8 MB
_PATH = re.compile(r"(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+")  # one spelling for each file


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """An answer with status 200, compressed."""

    headers: list[tuple[bytes, bytes]]
    body: bytes


class KeptCompression:
    """Middleware that keeps `immutable` answers, for plain requests that accept gzip."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._kept: dict[str, _Answer] = {}
        self._size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, with the kept answer if there is one."""
        if scope["type"] != "http" or not _is_plain(scope):
            await self.app(scope, receive, send)
        elif answer := self._kept.get(scope["path"]):
            start = {"status": 200, "headers": list(answer.headers)}
            await send({"type": "http.response.start"} | start)
            await send({"type": "http.response.body", "body": answer.body})
        else:
            await self._pass_on(scope, receive, send)

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the app answer; then compress and keep the answer if it never changes."""
        sent: list[Message] = []

        async def send_and_note(message: Message) -> None:
            if sent or _never_changes(message):
                sent.append({**message, "headers": list(message.get("headers", []))})
            await send(message)

        await self.app(scope, receive, send_and_note)
        is_complete = len(sent) > 1 and not sent[-1].get("more_body", False)
        if is_complete and self._size < MOST_BYTES:
            self._keep(scope["path"], await run_in_threadpool(_compressed, sent))

    def _keep(self, path: str, answer: _Answer) -> None:
        self._kept[path] = answer
        self._size += len(answer.body)


def _is_plain(scope: Scope) -> bool:
    """Tell whether a request asks for a whole file without conditions."""
    request = Request(scope)
    is_whole = not {"range", "if-none-match", "if-modified-since"} & set(request.headers)
    is_file = _PATH.fullmatch(scope["path"]) is not None
    return scope["method"] == "GET" and accepts_gzip(request) and is_whole and is_file


def _never_changes(message: Message) -> bool:
    """Tell whether an answer is the same for everybody, always, from its first message."""
    if message["type"] != "http.response.start" or message["status"] != 200:
        return False
    headers = Headers(raw=message["headers"])
    size = int(headers.get("Content-Length", LEAST_BYTES))
    is_kept = "immutable" in headers.get("Cache-Control", "") and "Set-Cookie" not in headers
    return is_kept and is_worth_it(headers.get("Content-Type", ""), size)


def _compressed(sent: list[Message]) -> _Answer:
    start, *parts = sent
    headers = MutableHeaders(raw=start["headers"])
    body = b"".join(part.get("body", b"") for part in parts)
    if "Content-Encoding" not in headers:
        body = gzipped(body)
        headers["Content-Encoding"] = "gzip"
        headers.add_vary_header("Accept-Encoding")
        if tag := headers.get("ETag"):
            headers["ETag"] = f"W/{tag.removeprefix('W/')}"  # of the file, however it is encoded
    del headers["Accept-Ranges"]
    headers["Content-Length"] = str(len(body))
    return _Answer(headers=headers.raw, body=body)
