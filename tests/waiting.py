"""Waits for what happens elsewhere."""

import time
from collections.abc import Callable

PATIENCE = 20.0  # s until a test fails


def eventually(condition: Callable[[], bool], *, within: float = PATIENCE) -> None:
    """Return once a condition holds, and fail where it does not for long."""
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
