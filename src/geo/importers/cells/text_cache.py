"""What is computed from short texts that come again and again, row after row."""

__all__ = ["cached_for_short_texts"]

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar, TypeVarTuple

KEPT = 4096  # answers of each function
SHORT = 200  # characters; longer texts seldom come again, and would fill the memory

Answer = TypeVar("Answer")
Rest = TypeVarTuple("Rest")


def cached_for_short_texts(
    function: Callable[[str, *Rest], Answer],
) -> Callable[[str, *Rest], Answer]:
    """Let a pure function of a text keep its answers for short ones; what it raises is not kept."""
    kept = lru_cache(KEPT)(function)

    @wraps(function)
    def answer(text: str, *rest: *Rest) -> Answer:
        return kept(text, *rest) if len(text) <= SHORT else function(text, *rest)

    return answer
