"""docs/architecture.md: each function that a walk names is called on that walk, in its order."""

import inspect
import json
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pkgutil import resolve_name
from types import CodeType, FrameType
from typing import Any

import click
import pytest
from click.testing import CliRunner

from geo import cli
from samples import ROOT
from screen_app import dashboard, reported
from serving import atlas_of, client_of

PAGE = (ROOT / "docs/architecture.md").read_text("utf-8")
UCDP = ROOT / "tests/data/ucdp_ged231_sample_500.csv"
BRUSHED = {"last_active_drawing": {"properties": {"period": {"from": "2022", "to": ""}, "n": 1}}}
Calls = dict[CodeType, None]  # in the order of their first call


def walk(heading: str) -> list[str]:
    """Return the names that a section of the page gives, in its order."""
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"`(geo\.[\w.]+)`", section)


def code_of(name: str) -> CodeType | None:
    """Return the code that a call of a function runs; None for a module."""
    found: Any = resolve_name(name)
    found = found.callback if isinstance(found, click.Command) else found
    code: CodeType | None = getattr(inspect.unwrap(found), "__code__", None)
    return code


@contextmanager
def traced() -> Iterator[Calls]:
    """Note what is called meanwhile, in this thread and in those that are started."""
    calls: Calls = {}
    is_over = threading.Event()  # threads that go on keep their profiler

    def note(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and not is_over.is_set():
            calls.setdefault(frame.f_code)

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        yield calls
    finally:
        is_over.set()
        sys.setprofile(None)
        threading.setprofile(None)


def assert_called(names: list[str], calls: Calls) -> None:
    """Assert that each named function was called, and first of all after the one before it."""
    codes = {code: name for name in names if (code := code_of(name))}
    assert [codes[code] for code in list(calls) if code in codes] == list(codes.values())


def run(*arguments: object) -> None:
    result = CliRunner().invoke(cli.main, [*map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == 0, result.output


@pytest.fixture
def _many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let stores answer as they do with many records."""
    monkeypatch.setattr("geo.store.questions.MOST_HELD", 0)


@pytest.mark.usefixtures("_many")
def test_a_row_becomes_a_mark(tmp_path: Any) -> None:
    table, store = tmp_path / UCDP.name, tmp_path / "ged.duckdb"
    table.write_text("".join(UCDP.read_text("utf-8").splitlines(keepends=True)[:9]), "utf-8")
    with traced() as calls:
        run("import", "ucdp", table, "--store", store, "--no-geocode")
        current = atlas_of(store)
        current.atlas()
        assert client_of(current).get("/api/cells?zoom=4").json()["kind"] == "incidents"
    assert_called(walk("A row becomes a mark"), calls)


@pytest.mark.usefixtures("_many")
def test_an_address_becomes_sql_and_a_sentence() -> None:
    current = atlas_of()
    current.atlas()
    client = client_of(current)
    with traced() as calls:
        answer = client.get("/api/caption?from=2024&group=islamic-state").json()
    assert "claimed by or attributed to" in answer["sentence"]
    assert_called(walk("An address becomes SQL and a sentence"), calls)


def test_a_query_becomes_a_file(tmp_path: Any) -> None:
    target = tmp_path / "iran.csv"
    with traced() as calls:
        run("export", "-o", target, "--country", "IR")
    assert target.exists()
    assert_called(walk("A query becomes a file"), calls)


def test_a_filter_becomes_a_picture() -> None:
    with dashboard(atlas_of()) as app:
        app.run()
        with traced() as calls:
            app.multiselect(key="country").select("IR").run()
            reported(app, "component_instance", json_value=json.dumps(BRUSHED))
        assert not app.exception
    assert_called(walk("A filter becomes a picture"), calls)


def test_a_page_answers_by_itself() -> None:
    client = client_of(atlas_of())
    with traced() as calls:
        assert client.get("/api/columns").content.startswith(b"ATLASCOL")
    assert_called(walk("A page answers by itself"), calls)


def test_a_call_that_is_not_made_is_noticed() -> None:
    with traced() as calls:
        pass
    with pytest.raises(AssertionError):
        assert_called(["geo.query.folding.fold_text"], calls)
