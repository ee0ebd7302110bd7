"""No answer has more bytes than one may have, whatever the data hold and whatever is asked.

What is sent from a file, and what `/api/columns` gives, has bounds of its own.
"""

__all__ = [
    "IN_A_FILE",
    "PICTURE_BYTES",
    "as_json",
    "checked",
    "fitting",
    "json_pieces",
    "with_list",
]

import json
from collections.abc import Iterable, Sequence
from typing import Any

from starlette.responses import Response

from geo.errors import TooLarge
from geo.settings import limit

IN_A_FILE = "geo export writes it to a file"  # what to do about a record

PICTURE_BYTES = 5_000_000  # it has no texts of the data, and as many marks as a map

Piece = bytes  # a value as JSON


def checked(answer: Response, remedy: str = "narrow the query") -> Response:
    """Return an answer. Raises TooLarge, with a remedy, where it has too many bytes."""
    is_picture = answer.headers["Content-Type"].startswith("image/")
    size, most = len(answer.body), PICTURE_BYTES if is_picture else limit("bytes")
    if size > most:
        rule = f"the answer would have {_megabytes(size)}, and one has at most {_megabytes(most)}"
        raise TooLarge(f"{rule}: {remedy}")
    return answer


def as_json(value: object) -> bytes:
    """Return a value as JSON, written as Starlette does."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode()


def json_pieces(values: Iterable[Any]) -> Iterable[Piece]:
    """Yield values as JSON, each when it is asked for."""
    return (as_json(value) for value in values)


def fitting(pieces: Iterable[Piece], others: int) -> list[Piece]:
    """Return the first pieces that an answer with so many other bytes has room for."""
    found, room = list[Piece](), limit("bytes") - others
    for piece in pieces:
        room -= len(piece) + 1  # with a comma
        if room < 0:
            break
        found.append(piece)
    return found


def with_list(answer: dict[str, Any], name: str, pieces: Sequence[Piece]) -> bytes:
    """Return an answer as JSON with a list of pieces at its end."""
    return b'%s,"%s":[%s]}' % (as_json(answer)[:-1], name.encode(), b",".join(pieces))


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"
