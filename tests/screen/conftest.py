"""The dashboard of the bundled data, and of any files."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from screen_app import Opened, dashboard
from serving import atlas_of


@pytest.fixture
def app() -> Iterator[AppTest]:
    with dashboard(atlas_of()) as app:
        yield app


@pytest.fixture
def opened() -> Iterator[Opened]:
    with ExitStack() as stack:

        def open_(paths: list[Path], public_url: str | None = None) -> AppTest:
            return stack.enter_context(dashboard(atlas_of(*paths, public_url=public_url)))

        yield open_
