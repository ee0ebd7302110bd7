"""The handshake of a WebSocket: one that is malformed would be answered in the words of a library.

RFC 6455, section 4.2.1, says what it has.
"""

__all__ = ["refusal_of_handshake"]

import re
from base64 import b64decode
from binascii import Error
from http.client import HTTPException, parse_headers
from io import BytesIO

from geo.web.admission.refused import Refusal

_UPGRADE = re.compile(rb"^upgrade:[ \t]*websocket\s*$", re.IGNORECASE | re.MULTILINE)
_KEY_BYTES = 16


def refusal_of_handshake(head: bytes) -> Refusal | None:
    """Return why the head of a request opens no WebSocket, if it asks for one."""
    if not _UPGRADE.search(head):
        return None
    first, _, rest = head.partition(b"\n")
    try:
        fields = parse_headers(BytesIO(rest + b"\r\n\r\n"))
    except HTTPException:
        return _refused("its headers cannot be read")
    if not first.startswith(b"GET "):
        return _refused("it is asked for with GET")
    if fields.get_all("Sec-WebSocket-Version") != ["13"]:
        return _refused("its version is 13")
    keys = fields.get_all("Sec-WebSocket-Key") or [""]
    if len(keys) != 1 or not _is_key(keys[0]):
        return _refused(f"its key has {_KEY_BYTES} bytes, in Base64")
    return None


def _is_key(text: str) -> bool:
    try:
        return len(b64decode(text.strip(), validate=True)) == _KEY_BYTES
    except (Error, ValueError):
        return False


def _refused(rule: str) -> Refusal:
    return Refusal(400, f"this does not open a WebSocket: {rule}")
