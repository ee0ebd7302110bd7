"""Whole numbers as planes of bytes, which gzip finds short; Morton numbers; one gzip of all."""

__all__ = ["deflated", "gzip_of", "morton_numbers", "planes_of", "steps", "width_of"]

import zlib
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint64]
Steps = NDArray[np.int64]

# Shift and mask of each step that puts a zero between the lower 32 bits.
_SPREAD = (
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)
_LEVEL = 6  # higher ones take three times as long and save one byte in a hundred
_MEMORY = 9  # of zlib, the most
_RAW = -15  # deflate without a header, and the longest window
_HEAD = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"  # of gzip: no time, no name
_END = b"\x03\0"  # an empty last block


def morton_numbers(x: NDArray[Any], y: NDArray[Any]) -> Numbers:
    """Return the numbers along the Morton curve: bit 0 is the lowest of x, bit 1 that of y."""
    return _spread(x) | (_spread(y) << np.uint64(1))


def _spread(numbers: NDArray[Any]) -> Numbers:
    found = numbers.astype(np.uint64)
    for shift, mask in _SPREAD:
        found = (found | (found << np.uint64(shift))) & np.uint64(mask)
    return found


def steps(numbers: NDArray[Any]) -> Steps:
    """Return the difference of each number from the one before, of the first from 0."""
    signed: Steps = numbers.astype(np.int64)
    return np.concatenate((signed[:1], signed[1:] - signed[:-1]))


def width_of(numbers: NDArray[Any]) -> int:
    """Return how many bytes the largest number needs, at least 1."""
    return max(1, (int(numbers.max(initial=0)).bit_length() + 7) // 8)


def planes_of(numbers: NDArray[Any]) -> list[bytes]:
    """Return the lowest byte of all numbers, then the next one, up to their width."""
    rows = numbers.astype("<u8").view(np.uint8).reshape(-1, 8)
    return [rows[:, place].tobytes() for place in range(width_of(numbers))]


def gzip_of(parts: Sequence[bytes]) -> bytes:
    """Return parts as one gzip file, each compressed by itself."""
    check = size = 0
    for part in parts:
        check, size = zlib.crc32(part, check), size + len(part)
    tail = check.to_bytes(4, "little") + (size & 0xFFFFFFFF).to_bytes(4, "little")
    return b"".join((_HEAD, *deflated(parts), _END, tail))


def deflated(parts: Iterable[bytes]) -> Iterable[bytes]:
    """Yield each part as whole blocks of deflate.

    Where no run of bytes comes twice, to look for it costs more bytes than to look for runs of one
    byte only: each part is tried both ways.
    """
    for part in parts:
        yield min(_blocks(part, zlib.Z_RLE), _blocks(part, zlib.Z_DEFAULT_STRATEGY), key=len)


def _blocks(part: bytes, strategy: int) -> bytes:
    maker = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW, _MEMORY, strategy)
    return maker.compress(part) + maker.flush(zlib.Z_SYNC_FLUSH)
