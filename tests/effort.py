"""How much a long test does: quick in every run, thorough for `make check`."""

import os
from typing import TypeVar

VARIABLE = "THOROUGH"
IS_THOROUGH = bool(os.environ.get(VARIABLE))
T = TypeVar("T")


def amount(*, quick: T, thorough: T) -> T:
    """Return how many, or how large, in the form of this run."""
    return thorough if IS_THOROUGH else quick
