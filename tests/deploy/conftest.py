"""A running atlas with nginx in front of it, as docs/deploy.md has it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from nginx import Site, running_site
from watching import watched


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a copy of the bundled data behind nginx."""
    with running_site(tmp_path_factory.mktemp("deployed")) as site:
        yield site


@pytest.fixture
def trusting(browser: Browser) -> Iterator[Page]:
    """Open a page that takes a certificate that this machine made."""
    with watched(browser, ignore_https_errors=True) as page:
        yield page
