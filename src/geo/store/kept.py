"""Answers that are kept for a while, so that the same question is answered once."""

__all__ = ["Kept"]

from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Answers by question, up to a size of all together; the one not asked for longest goes first.

    Of threads that ask the same at the same time, one makes the answer and the others wait for it.
    An error is told to all of them, and not kept.

    >>> kept = Kept[str, str](most=100)
    >>> kept.get("how many?", lambda: "eleven"), kept.get("how many?", lambda: "not asked again")
    ('eleven', 'eleven')
    """

    def __init__(self, most: int, size_of: Callable[[V], int] = lambda _: 1) -> None:
        self._most, self._size_of = most, size_of
        self._answers: dict[K, Future[V]] = {}  # in the order in which they were asked for
        self._sizes: dict[K, int] = {}  # of those that are there
        self._size = 0  # of all together
        self._lock = Lock()

    def get(self, question: K, make: Callable[[], V]) -> V:
        """Return the answer, made with `make` if it is not there."""
        with self._lock:
            known = self._answers.pop(question, None)
            answer = self._answers[question] = known or Future()
        if known is None:
            self._make(question, answer, make)
        return answer.result()

    def known(self, question: K) -> V | None:
        """Return the answer if it is there, without waiting for one that is being made."""
        with self._lock:
            if question not in self._sizes:
                return None
            answer = self._answers[question] = self._answers.pop(question)
        return answer.result()

    def _make(self, question: K, answer: Future[V], make: Callable[[], V]) -> None:
        try:
            made = make()
        except BaseException as error:
            with self._lock:
                self._answers.pop(question, None)
            answer.set_exception(error)
            return
        answer.set_result(made)
        with self._lock:
            self._sizes[question] = self._size_of(made)
            self._size += self._sizes[question]
            if self._size > self._most:
                self._drop_oldest()

    def _drop_oldest(self) -> None:
        for question in list(self._answers):
            if question in self._sizes:
                del self._answers[question]
                self._size -= self._sizes.pop(question)
            if self._size <= self._most:
                return
