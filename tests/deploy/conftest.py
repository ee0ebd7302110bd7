"""A running atlas with nginx in front of it, as docs/deploy.md has it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from nginx import Nginx, Site, running_nginx, running_site
from server_process import free_port
from upstream import Upstream, running_upstream
from watching import watched


@pytest.fixture(scope="module")
def upstream() -> Iterator[Upstream]:
    """Answer as the tests of a module want."""
    with running_upstream() as upstream:
        yield upstream


@pytest.fixture(scope="module")
def nginx(upstream: Upstream, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    """Run nginx in front of that server, with the files as they are."""
    folder = tmp_path_factory.mktemp("proxy") / "nginx"
    with running_nginx(folder, upstream.port, free_port()) as nginx:
        yield nginx


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


@pytest.fixture
def check_shown_elsewhere(trusting: Page, other_site: tuple[str, Path]) -> Callable[[Site], None]:
    """Return a check that the embed of an atlas shows in a page of another site."""
    address, folder = other_site

    def check(site: Site) -> None:
        frame = f'<iframe src="{site.url}/embed/map" width="640" height="480"></iframe>'
        (folder / "article.html").write_text(f"<!doctype html><title>a</title>{frame}", "utf-8")
        trusting.goto(f"{address}/article.html")
        expect(trusting.frame_locator("iframe").locator(".atlas-count")).not_to_be_empty()

    return check
