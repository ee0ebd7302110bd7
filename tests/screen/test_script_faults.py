"""A run of the dashboard that fails says so in our words, with an id that the log has."""

import logging
import re
import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.errors import TooSlow, UnreadableData
from geo.screen.dashboard import draw_fault


class Strange(Exception):
    """An error of no known type."""


def drawn(error: Exception) -> str:
    def script(error: Exception) -> None:
        from geo.screen.dashboard import draw_fault

        draw_fault(error)

    app = AppTest.from_function(script, kwargs={"error": error}).run()
    assert not app.exception
    (shown,) = app.error
    return str(shown.value).replace("\\", "")


ERRORS = [Strange("/home/secret.db"), OSError(28, "No space"), KeyError("x")]


@pytest.mark.parametrize("error", ERRORS)
def test_a_failure_is_said_without_its_cause(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "geo.screen"):
        said = drawn(error)
    match = re.fullmatch(
        r"This could not be drawn \(error ([A-Z2-7]{8})\)\. Reload the page: your view is in its"
        r" address\.",
        said,
    )
    assert match
    assert f"error {match[1]}: the dashboard failed with the {type(error).__name__}" in caplog.text


def test_a_failure_that_has_words_for_readers_is_said_in_them() -> None:
    said = drawn(TooSlow("the answer takes longer than 1 s: ask for <less>"))
    assert said.startswith("the answer takes longer than 1 s: ask for <less> (error ")


def test_the_log_of_a_failure_has_no_control_codes(tmp_path: Path) -> None:
    program = (
        "from streamlit import config, error_util\n"
        "from geo.formats import terminal\n"
        "from geo.launch import STREAMLIT_OPTIONS\n"
        "for name, value in STREAMLIT_OPTIONS.items():\n"
        "    config.set_option(name, value)\n"
        "terminal.guard_output()\n"
        "error_util._log_uncaught_app_exception(OSError('a\\x1b]0;b'))\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, cwd=tmp_path)
    assert b"OSError: a\\x1b]0;b" in run.stderr
    assert b"\x1b" not in run.stderr + run.stdout


def test_streamlit_says_nothing_of_its_own() -> None:
    assert draw_fault(Strange()) is True


def test_a_store_that_cannot_be_read_is_named() -> None:
    said = drawn(UnreadableData("own.duckdb was changed in its place: import it again"))
    assert said.startswith("own.duckdb was changed in its place: import it again (error ")
