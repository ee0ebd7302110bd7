"""A cache for values made from short texts that recur from row to row."""

__all__ = ["cached_for_short_texts"]

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar, TypeVarTuple

KEPT = 4096  # answers of each function
SHORT = 200  # characters; longer texts seldom recur, and would fill the memory

Answer = TypeVar("Answer")
Rest = TypeVarTuple("Rest")


def cached_for_short_texts(
    function: Callable[[str, *Rest], Answer],
) -> Callable[[str, *Rest], Answer]:
    """Let a pure function of a text keep its answers for short ones; exceptions are not kept."""
    kept = lru_cache(KEPT)(function)

    @wraps(function)
    def answer(text: str, *rest: *Rest) -> Answer:
        return kept(text, *rest) if len(text) <= SHORT else function(text, *rest)

    return answer
