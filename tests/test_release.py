"""What a release consists of: the same bytes from the same commit, and true lists of it."""

import hashlib
import json
import venv
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from samples import ROOT

VERSION = SchemaVersion.V1_6
PACKAGES = ("click", "folium", "streamlit")


@pytest.fixture(scope="module")
def release() -> Any:
    """Return the script."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "scripts"))
        import build_release

        yield build_release


@pytest.fixture(scope="module")
def built(release: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a wheel and a source archive."""
    wheel, archive = release.build(ROOT, tmp_path_factory.mktemp("dist"))
    return wheel, archive


@pytest.fixture(scope="module")
def sbom(release: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the SBOM of an environment with three packages."""
    folder = tmp_path_factory.mktemp("sbom")
    venv.create(folder / "env")
    (packages,) = (folder / "env").glob("lib/python*/site-packages")
    for name in PACKAGES:
        metadata = Path(str(distribution(name).locate_file(""))).glob(f"{name}-*.dist-info")
        (packages / f"{name}.dist-info").symlink_to(next(metadata))
    release.write_sbom(folder / "env" / "bin" / "python", folder / "a.cdx.json")
    return (folder / "a.cdx.json").read_text("utf-8")


def test_both_files_have_the_same_bytes_again_and_from_the_archive(
    release: Any, built: tuple[Path, Path], tmp_path: Path
) -> None:
    release.check_builds(*built, tmp_path)


def test_other_bytes_stop_a_release(release: Any, tmp_path: Path) -> None:
    (tmp_path / "a.whl").write_bytes(b"1")
    (tmp_path / "b.whl").write_bytes(b"2")
    release.check_same(tmp_path / "a.whl", tmp_path / "a.whl")
    with pytest.raises(SystemExit, match=r"a\.whl has other bytes"):
        release.check_same(tmp_path / "a.whl", tmp_path / "b.whl")


def test_the_archive_has_what_the_wheel_and_its_tests_need(
    release: Any, built: tuple[Path, Path], tmp_path: Path
) -> None:
    folder = release.unpacked(built[1], tmp_path)
    for name in (
        "LICENSE",
        "pyproject.toml",
        "src/geo/assets/protomaps/LICENSE",
        "tests/samples.py",
    ):
        assert (folder / name).read_bytes() == (ROOT / name).read_bytes()


def test_the_sbom_is_valid(sbom: str) -> None:
    assert JsonStrictValidator(VERSION).validate_str(sbom) is None


def test_an_sbom_that_is_not_valid_is_found() -> None:
    broken = json.dumps({"bomFormat": "other", "specVersion": "1.6", "version": 1})
    assert JsonStrictValidator(VERSION).validate_str(broken) is not None


def test_the_sbom_names_the_program_and_what_comes_with_it(release: Any, sbom: str) -> None:
    listed = json.loads(sbom)
    assert listed["metadata"]["component"]["name"] == "incident-atlas"
    assert listed["metadata"]["component"]["version"] == release.VERSION
    assert {part["name"] for part in listed["components"]} == set(PACKAGES)
    assert str(ROOT) not in sbom


def test_the_sums_are_those_of_the_files(release: Any, tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"1")
    (tmp_path / "a").write_bytes(b"2")
    sums = [hashlib.sha256(text).hexdigest() for text in (b"2", b"1")]
    assert list(release.sums_of(tmp_path)) == [f"{sums[0]}  a\n", f"{sums[1]}  b\n"]


def test_what_is_not_committed_stops_a_release(
    release: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release, "run", lambda *command, **options: " M a.py\n")
    with pytest.raises(SystemExit, match=r"not committed: .* M a\.py"):
        release.main()


@pytest.mark.parametrize(
    ("lines", "error"),
    [("--index-url https://a.example/simple\n", "https://a.example/simple"), ("a==1\n", "")],
)
def test_no_address_is_written_into_the_list_of_packages(
    release: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lines: str, error: str
) -> None:
    monkeypatch.setattr(release, "run", lambda *command, **options: lines)
    if error:
        with pytest.raises(SystemExit, match=error):
            release.write_requirements(tmp_path / "r.txt")
    else:
        release.write_requirements(tmp_path / "r.txt")
        assert (tmp_path / "r.txt").read_text("utf-8") == release.HEAD + lines
