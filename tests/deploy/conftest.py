"""A running atlas with nginx in front of it, as docs/deploy.md has it."""

import sys
from collections.abc import Iterator

import pytest

from nginx import Site, running_nginx
from samples import DATA
from server_process import free_port, running


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a copy of the bundled data behind nginx."""
    home, behind, port = tmp_path_factory.mktemp("deployed"), free_port(), free_port()
    file = home / "incidents.geojson"
    file.write_bytes(DATA.read_bytes())
    code = "from geo.cli import main; main()"
    options = ["--port", str(behind), "--public-url", f"https://localhost:{port}"]
    command = [sys.executable, "-c", code, "serve", str(file), *options]
    with (
        running_nginx(home / "nginx", behind, port) as nginx,
        running(command, home, behind, home) as server,
    ):
        yield Site(nginx=nginx, server=server, file=file)
