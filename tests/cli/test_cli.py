"""The command line, in this process and, for `geo serve`, in one of its own."""

import json
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from command_line import run
from geo import launch
from geo.cli.serve import LISTED
from geo.maps.streets import Streets
from geo.maps.tiles import Tiles
from samples import DATA, feature
from server_process import free_port, running
from vector_tiles import earth, write_extract

GEO = str(Path(sys.executable).with_name("geo"))
HEAVY = {"duckdb", "folium", "geopandas", "pandas", "pyarrow", "pydantic", "starlette", "streamlit"}


@pytest.fixture
def collection(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes features as a file."""

    def write(*features: Any, name: str = "some.geojson") -> Path:
        path = tmp_path / name
        document = {"type": "FeatureCollection", "features": features}
        path.write_text(json.dumps(document), "utf-8")
        return path

    return write


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """Collect what `geo serve` would serve, and serve nothing."""
    calls: list[tuple[Any, ...]] = []
    monkeypatch.setattr(launch, "serve", lambda *args: calls.append(args))
    return calls


def test_help_lists_the_commands_and_version_says_it() -> None:
    assert all(name in run("--help").output for name in ("serve", "validate"))
    assert run("--version").output == "geo, version 0.1.0\n"


def test_a_table_is_validated_without_a_schema(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    header, row = "id,title,date,lat,lon,precision", "1,One,2024-03-22,1.5,2.5,city"
    path.write_text(f"{header}\n{row}\n")
    result = run("validate", path)
    assert (result.exit_code, result.output) == (0, "own.csv: 1 valid record, 0 findings\n")
    path.write_text(f"{header}\n{row.replace('1.5', '91')}\n")
    assert run("validate", path).exit_code == 1


def test_validate_shows_an_example_of_each_kind_of_note(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    rows = ["A,2024,Kabul,many", "B,2024,Kabul,3", 'C,2024,Kabul,"\x1b[31m"']
    path.write_text("\n".join(["id,date,place,killed", *rows]))
    result = run("validate", path)
    assert result.exit_code == 0
    assert "own.csv: kept with a note: 1 × killed: has no figure (line 2: 'many'). " in (
        result.output
    )
    assert "\x1b" not in result.output


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, geo.cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert HEAVY & set(loaded.stdout.decode().split()) == set()


def test_validate_finds_nothing_in_the_curated_data() -> None:
    result = run("validate", DATA)
    assert result.exit_code == 0
    assert result.output == "incidents.geojson: 11 valid records, 0 findings\n"


def test_validate_names_id_field_value_rule_and_remedy(collection: Callable[..., Path]) -> None:
    swapped = feature(place={"sites": [{"precision": "site"}]}) | {
        "geometry": {"type": "Point", "coordinates": [30.28, 137.2]}
    }
    vague = feature(place={"sites": [{"precision": "somewhere"}]}) | {"id": "A"}
    result = run("validate", collection(swapped, vague))
    first, second, last = result.output.splitlines()
    assert result.exit_code == 1
    assert first == (
        "some.geojson: A: geometry.coordinates is 137.2: must be degrees in -90…90."
        " Are longitude and latitude swapped?"
    )
    assert "A: properties.place.sites[0].precision is 'somewhere': must be 'site'," in second
    assert last == "some.geojson: 0 valid records, 2 findings"


def test_validate_checks_every_file_and_fails_for_one(collection: Callable[..., Path]) -> None:
    result = run("validate", collection(feature(title="")), DATA, "missing.geojson")
    assert result.exit_code == 1
    assert "properties.title" in result.output
    assert "incidents.geojson: 11 valid records" in result.output
    assert "missing.geojson does not exist" in result.output


ESCAPES = "\x1b[31mred\x07\x9b1m"


@pytest.mark.parametrize(
    "features",
    [
        [feature(id=ESCAPES, title="") | {"id": ESCAPES}],
        [feature(id=ESCAPES) | {"id": ESCAPES}] * 2,
        [feature(**{ESCAPES: 1})],
        [feature(place={"names": {ESCAPES: ""}})],
        [feature(record_type=ESCAPES)],
        [feature(title=7, summary=ESCAPES) | {"id": "B"}],
    ],
    ids=["id", "id twice", "property", "language", "value", "elsewhere"],
)
def test_what_commands_a_terminal_is_not_printed_raw(
    served: list[Any], collection: Callable[..., Path], features: list[Any]
) -> None:
    path = collection(*features)
    for args in (("validate", path), ("serve", path, "--port", str(free_port()))):
        output = run(*args).output
        assert "some.geojson" in output
        assert not [c for c in output if not (c.isprintable() or c == "\n")]


@pytest.mark.parametrize("content", ["", '{"type": "FeatureColl', '{"type": "Topology"}', "[1]"])
def test_validate_refuses_what_is_not_a_collection(tmp_path: Path, content: str) -> None:
    path = tmp_path / "odd.geojson"
    path.write_text(content, "utf-8")
    result = run("validate", path)
    assert result.exit_code == 1
    assert result.output.startswith("odd.geojson ")
    assert "Traceback" not in result.output


def test_validate_never_writes(collection: Callable[..., Path]) -> None:
    path = collection(feature(), {"type": "Feature"})
    before = path.read_bytes(), path.stat().st_mtime_ns
    run("validate", path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_serve_opens_the_bundled_data(served: list[Any]) -> None:
    port = free_port()
    result = run("serve", "--port", str(port))
    assert result.output == (
        "Opened incidents.geojson: 11 valid records\n"
        f"Incident Atlas: http://localhost:{port}  (Ctrl+C stops it)\n"
    )
    assert [where for _, *where in served] == [["localhost", port, None]]


def test_serve_starts_with_what_is_valid_and_says_what_it_refused(
    served: list[Any], collection: Callable[..., Path]
) -> None:
    twice = feature(id="B") | {"id": "B"}
    path = collection(
        feature(), twice, twice, feature(id="C", title="") | {"id": "C"}, name="mixed.geojson"
    )
    result = run("serve", path, "gone.geojson", "--port", str(free_port()))
    assert "Opened mixed.geojson: 1 valid record\n" in result.output
    assert "Refused 3 records or files:\n" in result.output
    assert "  mixed.geojson: B: id: 2 features share it" in result.output
    assert "  gone.geojson: does not exist: check the path" in result.output
    assert len(served) == 1


def test_serve_lists_a_few_refusals_and_counts_the_rest(
    served: list[Any], collection: Callable[..., Path]
) -> None:
    path = collection(*({"type": "Feature"} for _ in range(LISTED + 5)))
    result = run("serve", path, "--port", str(free_port()))
    assert result.output.count("properties is None") == LISTED
    assert "  … and 5 more: geo validate lists them all\n" in result.output
    assert len(served) == 1


def test_serve_counts_what_it_kept_with_a_note(served: list[Any], tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("id,date,lat,lon\nA,2024,1.55,2.5\nB,2024,1.55,2.5\n")
    result = run("serve", path, "--port", str(free_port()))
    noted = "2 × precision: is not stated: settlement is assumed (line 2). Add a column precision."
    assert f"Kept with a note:\n  own.csv: {noted}\n" in result.output
    assert len(served) == 1


def test_serve_lists_a_few_notes_and_counts_the_rest(served: list[Any], tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    odd = [f"column {n}" for n in range(LISTED + 5)]
    path.write_text("\n".join([",".join(["id", "date", *odd]), "A,2024" + ",\0" * len(odd)]))
    result = run("serve", path, "--port", str(free_port()))
    assert result.output.count("  own.csv: 1 × column ") == LISTED
    assert "  … and 5 more kinds\n" in result.output
    assert len(served) == 1


def test_serve_starts_without_any_data(served: list[Any]) -> None:
    result = run("serve", "gone.geojson", "--port", str(free_port()))
    assert "No data could be opened: the atlas is empty\n" in result.output
    assert len(served) == 1
    assert served[0][0].atlas().datasets == ()


@pytest.mark.parametrize(
    "beyond",
    [
        ("--host", "0.0.0.0"),
        ("--public-url", "https://atlas.example"),
        ("--allow-host", "atlas.example"),
    ],
)
def test_serve_keeps_rows_that_may_not_be_passed_on_to_this_machine(
    served: list[Any], collection: Callable[..., Path], beyond: tuple[str, str]
) -> None:
    origin = {"dataset": "ACLED", "licence": "terms of use", "redistributable": False}
    path = collection(feature(id="G", origin=origin) | {"id": "G"})
    result = run("serve", path, "--port", str(free_port()), *beyond)
    assert (result.exit_code, served) == (1, [])
    assert "the licence of ACLED forbids passing its rows on" in result.output
    assert "ask ACLED, acleddata.com" in result.output
    assert "listen on localhost only" in result.output
    assert run("serve", path, "--port", str(free_port())).exit_code == 0


def test_serve_builds_on_the_public_url(served: list[Any]) -> None:
    port = free_port()
    public = "https://atlas.example:8443/"
    result = run("serve", "--port", str(port), "--public-url", public, "--host", "127.0.0.1")
    assert "Incident Atlas: https://atlas.example:8443  " in result.output
    ((current, *where),) = served
    assert where == ["127.0.0.1", port, "atlas.example"]
    assert current.atlas().public_url == "https://atlas.example:8443"


def test_serve_answers_under_the_names_that_it_is_given(served: list[Any]) -> None:
    names = ["--allow-host", "Maps.example", "--allow-host", "*.example.org"]
    run("serve", "--port", str(free_port()), *names)
    ((current, *_),) = served
    hosts = ["localhost:8501", "maps.example", "a.example.org", "example.org", "rebound.example"]
    assert [current.names.allows(host) for host in hosts] == [True, True, True, False, False]


@pytest.mark.parametrize("name", ["", "*", "https://atlas.example", "atlas.example:8501", "a b"])
def test_serve_refuses_what_is_no_name(served: list[Any], name: str) -> None:
    result = run("serve", "--allow-host", name)
    assert result.exit_code == 2
    assert "is not allowed: a name or an address of a host" in result.output
    assert served == []


@pytest.mark.parametrize("host", ["*", "*.example.org", "0", "127.0.0.1\0", "", "a..b"])
def test_serve_refuses_a_host_that_is_not_one(served: list[Any], host: str) -> None:
    result = run("serve", "--host", host)
    assert (result.exit_code, served) == (2, [])
    assert "'--host'" in result.output
    assert "is not allowed:" in result.output


@pytest.mark.parametrize("host", ["255.255.255.255", "224.0.0.1", "ff02::1"])
def test_serve_refuses_an_address_of_many(served: list[Any], host: str) -> None:
    result = run("serve", "--host", host, "--port", str(free_port()))
    assert (result.exit_code, served) == (1, [])
    assert f"host '{host}' is for sending to many: --host takes localhost" in result.output


@pytest.mark.parametrize(
    "url",
    [
        "atlas.example",
        "ftp://atlas.example",
        "https://",
        "https://[",
        "https://atlas.example?x=1",
        "https://atlas.example:x",
        "https://me@atlas.example",
        'https://atlas.example"onload=x',
    ],
)
def test_serve_refuses_a_public_url_that_would_not_work(served: list[Any], url: str) -> None:
    result = run("serve", "--public-url", url)
    assert result.exit_code == 2
    assert "is not allowed: an address such as" in result.output
    assert served == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--base-path", "atlas"], "'atlas' is not allowed: a path that begins with a slash"),
        (["--base-path", "atlas/"], "'atlas/' is not allowed: a path that begins with a slash"),
        (["--base-path", "/a b"], "'/a b' is not allowed: a path that begins with a slash"),
        (["--base-path", "/../x"], "'/../x' is not allowed: a path that begins with a slash"),
        (["--base-path", "//x"], "'//x' is not allowed: a path that begins with a slash"),
        (["--base-path", ""], "'' is not allowed: a path that begins with a slash"),
        (["--base-path", "/embed"], "/embed is an address of the server itself"),
        (["--public-url", "https://a.example/a b"], "its path '/a b' is not: a path that begins"),
        (["--public-url", "https://a.example/embed"], "is an address of the server itself"),
    ],
)
def test_serve_refuses_a_base_path_that_would_not_work(
    served: list[Any], options: list[str], words: str
) -> None:
    result = run("serve", *options)
    assert (result.exit_code, served) == (2, [])
    assert words in " ".join(result.output.split())


def test_serve_refuses_two_different_paths(served: list[Any]) -> None:
    public = ["--public-url", "https://example.org/atlas"]
    result = run("serve", "--port", str(free_port()), *public, "--base-path", "/maps")
    assert (result.exit_code, served) == (1, [])
    words = "base-path='/maps' is not allowed: https://example.org/atlas has the path /atlas"
    assert words in result.output


def test_serve_says_where_it_is_with_its_base_path(served: list[Any]) -> None:
    port = free_port()
    result = run("serve", "--port", str(port), "--base-path", "/atlas")
    assert f"Incident Atlas: http://localhost:{port}/atlas  " in result.output
    ((current, *_),) = served
    assert (current.root, current.asked_path) == ("/atlas", "/atlas")


def test_serve_takes_outside_tiles_only_when_they_are_named(served: list[Any]) -> None:
    run("serve", "--port", str(free_port()))
    url = "https://tiles.example/{z}/{x}/{y}.png"
    run("serve", "--port", str(free_port()), "--tiles", url, "--tiles-credit", "© Example")
    tiles = [current.tiles for current, *_ in served]
    assert tiles == [None, Tiles(url=url, credit="© Example")]


def test_serve_refuses_tiles_that_would_not_work(served: list[Any]) -> None:
    result = run("serve", "--tiles", "https://tiles.example/{z}/{x}.png")
    assert result.exit_code == 2
    assert "tiles='https://tiles.example/{z}/{x}.png' is not allowed: give an" in result.output
    assert served == []


def test_serve_takes_a_file_of_streets(served: list[Any], tmp_path: Path) -> None:
    box = (37.3, 55.77, 37.48, 55.88)
    path = write_extract(tmp_path / "x.pmtiles", [earth(box)], box, (10, 10))
    result = run("serve", "--port", str(free_port()), "--basemap", path)
    assert "Opened streets of x.pmtiles: zooms 10 to 10, within 37.3, 55.77, 37.48" in result.output
    ((current, *_),) = served
    assert current.streets == Streets.open(path)


def test_serve_refuses_a_file_that_has_no_streets(served: list[Any], tmp_path: Path) -> None:
    (path := tmp_path / "x.mbtiles").write_bytes(b"SQLite format 3\0" + bytes(100))
    result = run("serve", "--basemap", path)
    assert result.exit_code == 1
    assert "x.mbtiles is an SQLite file, as MBTiles are, and not PMTiles" in result.output
    assert "Traceback" not in result.output
    assert served == []


def test_serve_refuses_tiles_over_streets(served: list[Any]) -> None:
    url = "https://tiles.example/{z}/{x}/{y}.png"
    result = run("serve", "--tiles", url, "--basemap", "x.pmtiles")
    assert result.exit_code == 2
    assert "--tiles would cover --basemap: give one of the two" in result.output
    assert served == []


def test_serve_refuses_a_credit_without_tiles(served: list[Any]) -> None:
    result = run("serve", "--tiles-credit", "© Example")
    assert result.exit_code == 2
    assert "--tiles-credit needs --tiles: give both, or neither" in result.output
    assert served == []


def test_serve_says_that_a_port_is_busy(served: list[Any]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        result = run("serve", "--host", "127.0.0.1", "--port", str(port))
    assert result.exit_code == 1
    assert f"Port {port} on 127.0.0.1 is already in use. Stop the program using it" in result.output
    assert served == []


def test_serve_says_that_a_host_is_none(served: list[Any]) -> None:
    result = run("serve", "--host", "127.0.0.1.nowhere", "--port", "8765")
    assert result.exit_code == 1
    assert "is not an address of this machine" in result.output


def test_serve_runs_in_an_empty_folder_and_keeps_to_itself(tmp_path: Path) -> None:
    port = free_port()
    (tmp_path / "empty").mkdir()
    with running([GEO, "serve", "--port", str(port)], tmp_path / "empty", port, tmp_path) as server:
        with urlopen(f"{server.url}/api/incidents") as answer:
            assert json.load(answer)["numberMatched"] == 11
        with urlopen(server.url) as answer:
            assert "attacks and 6 context records, 2017–2024" in answer.read().decode()
    said = server.log.read_text("utf-8")
    assert said.startswith("Opened incidents.geojson: 11 valid records\n")
    assert "network refused" not in said
    assert list((tmp_path / "empty").iterdir()) == []
