"""How often each client may ask: a bucket of tokens for each, which fills up again with time.

The package limits would do it with a thread that sweeps, and a store without a bound.
"""

__all__ = ["Buckets"]

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic
from typing import NamedTuple

CLIENTS = 10_000  # that are remembered, of some 200 bytes: those that asked last
MINUTE = 60.0  # s until an empty bucket is full


class _Bucket(NamedTuple):
    tokens: float
    at: float  # s of the clock


class Buckets:
    """The buckets of all clients; one that is not remembered has a full one."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def __len__(self) -> int:
        """Return how many clients are remembered."""
        return len(self._buckets)

    def take(self, client: str, most: int) -> float:
        """Take one of the tokens, of which there are `most`.

        Returns 0, or the seconds until there is one.
        """
        now = self._clock()
        last = self._buckets.pop(client, _Bucket(most, now))
        tokens = min(most, last.tokens + (now - last.at) * most / MINUTE)
        is_taken = tokens >= 1
        self._buckets[client] = _Bucket(tokens - is_taken, now)
        if len(self._buckets) > CLIENTS:
            self._buckets.popitem(last=False)
        return 0.0 if is_taken else (1 - tokens) * MINUTE / max(1, most)
