"""A pipe, a device, a folder or a file of the system is refused at once, wherever one is read."""

import os
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import geo
from command_line import run
from geo.errors import UnreadableData
from geo.formats.file_errors import check_regular
from geo.formats.pmtiles import head_of
from geo.gazetteer.building.country_file import villages
from geo.intake.run import import_file
from serving import atlas_of

SYSTEM = Path("/proc/self/status")
PATIENCE = 120  # seconds; who opens a pipe waits for ever


@pytest.fixture
def impatient() -> Iterator[None]:
    """Fail what does not end."""

    def fail(*_: object) -> None:
        pytest.fail("it waits")

    before = signal.signal(signal.SIGALRM, fail)
    signal.alarm(PATIENCE)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


def open_socket(path: Path) -> Path:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
    return path


def folder(path: Path) -> Path:
    path.mkdir()
    return path


def linked_device(path: Path) -> Path:
    path.symlink_to("/dev/zero")
    return path


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (pipe, "is a pipe"),
        (open_socket, "is a socket"),
        (folder, "is a folder"),
        (linked_device, "is a device"),
    ],
)
def test_what_is_no_file_is_named(tmp_path: Path, make: Callable[[Path], Path], kind: str) -> None:
    path = make(tmp_path / "data.csv")
    with pytest.raises(UnreadableData, match=rf"data\.csv {kind}, and not a file: give the path"):
        check_regular(path)


def test_a_file_a_missing_one_and_a_circle_of_links_pass(tmp_path: Path) -> None:
    for name in ("circle", "other"):
        (tmp_path / name).symlink_to(tmp_path / {"circle": "other", "other": "circle"}[name])
    check_regular(Path(__file__))
    check_regular(tmp_path / "missing")
    check_regular(tmp_path / "circle")
    check_regular(tmp_path / "nul\0")


@pytest.mark.skipif(not SYSTEM.exists(), reason="a system without /proc")
def test_a_file_of_the_system_is_refused() -> None:
    with pytest.raises(UnreadableData, match="status is made by the system while it is read"):
        check_regular(SYSTEM)


READERS: dict[str, Callable[[Path], object]] = {
    "load": geo.load,
    "attach": lambda path: geo.Store().attach(path),
    "import": lambda path: import_file("table", path, path.with_name("store.duckdb")),
    "base map": head_of,
    "country file": lambda path: list(villages(path)),
}


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("reader", READERS)
def test_no_reader_waits_for_a_pipe(tmp_path: Path, reader: str) -> None:
    with pytest.raises(UnreadableData, match="is a pipe, and not a file"):
        READERS[reader](pipe(tmp_path / "data.csv"))


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    "command",
    [
        "validate {}",
        "import table {} --store {}.duckdb",
        "import geojson {} --store {}.duckdb",
        "import gtd {} --store {}.duckdb",
        "export {} -o {}.geojson",
        "export -o {}",
        "locate {}",
        "locate --out {} {}",
        "geocode --csv {} --out {}.csv",
        "gazetteer add {}",
        "serve --basemap {}",
    ],
)
def test_no_command_waits_for_a_pipe(tmp_path: Path, command: str) -> None:
    path = pipe(tmp_path / "data.csv")
    result = run(*(part.format(path) for part in command.split()))
    assert result.exit_code in (1, 2)
    assert "pipe" in result.output or "not a regular file" in result.output
    assert [found.name for found in tmp_path.iterdir()] == ["data.csv"]


def test_a_path_that_becomes_a_pipe_is_refused_and_what_was_read_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo.atlas.current.CHECK_SECONDS", 0.0)
    path = tmp_path / "data.csv"
    path.write_text("id,date,title,lat,lon\nA,2024-01-01,One,35,51\n", "utf-8")
    current = atlas_of(path)
    assert current.atlas().summary.matched == 1
    path.unlink()
    pipe(path)
    assert [str(finding.rule) for _, finding in current.atlas().stale] == [
        "is a pipe, and not a file: give the path of a file"
    ]
    assert current.atlas().summary.matched == 1
