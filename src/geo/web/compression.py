"""Answers that never change are compressed once and kept; Streamlit sends its own 6 MB as they are.

Streamlit leaves them to a proxy, since to compress them for each reader is slow. Here the second
reader gets what was compressed after the first one's answer.
"""

__all__ = ["MOST_BYTES", "Packed"]

import gzip
import re
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 32 << 20  # kept, of all answers; Streamlit's and ours together are some 8 MB
LEAST_BYTES = 500  # that are worth it
LEVEL = 6  # of 9; beyond it takes longer and saves nothing
_TEXT = re.compile(r"(text/|application/(javascript|json)\b|image/svg)")
_PATH = re.compile(r"(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+")  # one spelling for each file


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """An answer with status 200, compressed."""

    headers: list[tuple[bytes, bytes]]
    body: bytes


class Packed:
    """Middleware that keeps what is `immutable`, for plain requests that accept gzip."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._kept: dict[str, _Answer] = {}
        self._size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, from what is kept if it is."""
        if scope["type"] != "http" or not _is_plain(scope):
            await self.app(scope, receive, send)
        elif answer := self._kept.get(scope["path"]):
            start = {"status": 200, "headers": list(answer.headers)}
            await send({"type": "http.response.start"} | start)
            await send({"type": "http.response.body", "body": answer.body})
        else:
            await self._pass_on(scope, receive, send)

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the app answer as ever; what can be kept is compressed once that is sent."""
        sent: list[Message] = []

        async def send_and_note(message: Message) -> None:
            if sent or _is_for_good(message):
                sent.append({**message, "headers": list(message.get("headers", []))})
            await send(message)

        await self.app(scope, receive, send_and_note)
        is_complete = len(sent) > 1 and not sent[-1].get("more_body", False)
        if is_complete and self._size < MOST_BYTES:
            self._keep(scope["path"], await run_in_threadpool(_packed, sent))

    def _keep(self, path: str, answer: _Answer) -> None:
        self._kept[path] = answer
        self._size += len(answer.body)


def _is_plain(scope: Scope) -> bool:
    """Tell whether a request asks for a whole file, as anybody may have it."""
    asked = Headers(scope=scope)
    accepts = "gzip" in asked.get("Accept-Encoding", "")
    is_whole = not {"range", "if-none-match", "if-modified-since"} & set(asked)
    is_file = _PATH.fullmatch(scope["path"]) is not None
    return scope["method"] == "GET" and accepts and is_whole and is_file


def _is_for_good(message: Message) -> bool:
    """Tell whether an answer that begins will be the same for everybody, always."""
    if message["type"] != "http.response.start" or message["status"] != 200:
        return False
    own = Headers(raw=message["headers"])
    is_text = _TEXT.match(own.get("Content-Type", "")) is not None
    is_long = int(own.get("Content-Length", LEAST_BYTES)) >= LEAST_BYTES
    is_kept = "immutable" in own.get("Cache-Control", "") and "Set-Cookie" not in own
    return is_kept and is_text and is_long


def _packed(sent: list[Message]) -> _Answer:
    start, *parts = sent
    headers = MutableHeaders(raw=start["headers"])
    body = b"".join(part.get("body", b"") for part in parts)
    if "Content-Encoding" not in headers:
        body = gzip.compress(body, LEVEL, mtime=0)
        headers["Content-Encoding"] = "gzip"
        headers.add_vary_header("Accept-Encoding")
        if tag := headers.get("ETag"):
            headers["ETag"] = f"W/{tag.removeprefix('W/')}"  # of the file, however it is encoded
    del headers["Accept-Ranges"]
    headers["Content-Length"] = str(len(body))
    return _Answer(headers=headers.raw, body=body)
