"""A flood of refusals or faults writes a bounded log, which says what it left out."""

import logging
from dataclasses import dataclass

import pytest

from geo.web.admission.bounded_log import (
    LOGGERS,
    MOST_FAULTS,
    MOST_REFUSALS,
    ErrorBound,
    bounded_log,
)

MOST = {logging.WARNING: MOST_REFUSALS, logging.ERROR: MOST_FAULTS}


@dataclass(slots=True)
class Clock:
    """A clock that a test moves."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def line(level: int, name: str = "geo.web") -> logging.LogRecord:
    return logging.LogRecord(name, level, "", 0, "error %s: 404", ("ABC",), None)


@pytest.mark.parametrize("level", MOST)
def test_so_many_are_written_in_a_minute_and_the_others_counted(level: int) -> None:
    clock = Clock()
    bound, most = ErrorBound(clock), MOST[level]
    assert sum(bound.filter(line(level)) for _ in range(most + 1_234)) == most
    clock.now = 60
    first, second = line(level), line(level)
    assert bound.filter(first)
    assert bound.filter(second)
    left_out = "1,234 lines before this were not written: too many in a minute"
    assert first.getMessage() == f"error ABC: 404\n{left_out}"
    assert second.getMessage() == "error ABC: 404"


def test_refusals_hide_no_fault() -> None:
    bound = ErrorBound(Clock())
    assert sum(bound.filter(line(logging.WARNING)) for _ in range(10_000)) == MOST_REFUSALS
    assert bound.filter(line(logging.ERROR))


def test_what_the_http_server_logs_of_its_clients_hides_no_fault() -> None:
    bound = ErrorBound(Clock())
    assert sum(bound.filter(line(logging.ERROR, "uvicorn.error")) for _ in range(99)) == MOST_FAULTS
    assert bound.filter(line(logging.ERROR))


def test_what_is_no_error_is_written() -> None:
    bound = ErrorBound(Clock())
    assert all(bound.filter(line(logging.INFO)) for _ in range(10_000))


@pytest.mark.parametrize("name", LOGGERS)
def test_loggers_are_bounded_while_the_app_runs(
    caplog: pytest.LogCaptureFixture, name: str
) -> None:
    with bounded_log():
        for _ in range(100 * MOST_FAULTS):
            logging.getLogger(name).error("no")
    assert MOST_FAULTS <= len(caplog.records) < 50 * MOST_FAULTS
    caplog.clear()
    for _ in range(2 * MOST_REFUSALS):
        logging.getLogger(name).warning("no")
    assert len(caplog.records) == 2 * MOST_REFUSALS
