"""Settings and limits: tables that the environment overrules, and what happens at their edges."""

import ast
from pathlib import Path

import pytest

import geo
from command_line import run
from geo.errors import BadValue, TooSlow
from geo.launch import app_parts
from geo.query.query import Query
from geo.settings import LIMITS, READING, SETTINGS, Limit, Setting, limit, setting
from geo.store.statements.asking import asking, table_of
from geo.store.store import Store
from samples import located


@pytest.mark.parametrize("known", [*LIMITS, *READING], ids=lambda known: str(known.name))
def test_the_environment_overrules_a_limit(known: Limit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(known.variable, raising=False)
    assert limit(known.name) == known.default
    monkeypatch.setenv(known.variable, "7")
    assert limit(known.name) == 7


def test_each_limit_has_a_name_of_its_own() -> None:
    names = [known.name for known in (*LIMITS, *READING)]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("text", ["", "-1", "1.5", "many", "9" * 10])
def test_what_is_no_number_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEO_LIMIT_MARKS", text)
    with pytest.raises(BadValue, match="GEO_LIMIT_MARKS"):
        limit("marks")


def test_a_server_does_not_start_with_a_bad_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEO_LIMIT_REQUESTS", "many")
    started = run("serve", "--port", "8948")
    assert started.exit_code == 1
    assert "GEO_LIMIT_REQUESTS='many' is not allowed: a whole number" in started.output
    with pytest.raises(BadValue, match="GEO_LIMIT_REQUESTS"):
        app_parts()


@pytest.mark.parametrize("known", SETTINGS, ids=lambda known: str(known.variable))
def test_the_environment_overrules_a_setting(
    known: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(known.variable, raising=False)
    assert setting(known.variable) == known.default
    for text in ("x", ""):
        monkeypatch.setenv(known.variable, text)
        assert setting(known.variable) == text


def test_only_settings_reads_the_environment() -> None:
    source = Path(geo.__file__).parent
    readers = [
        path.name for path in source.rglob("*.py") if "environ" in names_in(path.read_text("utf-8"))
    ]
    assert readers == ["settings.py"]


def names_in(code: str) -> set[str]:
    """Return the attributes and the imported names of a module."""
    nodes = list(ast.walk(ast.parse(code)))
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return attributes | {node.name for node in nodes if isinstance(node, ast.alias)}


def test_a_statement_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEO_LIMIT_SECONDS", "1")
    store = Store()
    with pytest.raises(TooSlow, match="longer than 1 s"):
        store._rows("select count(*) from range(1e7::bigint) a, range(1e7::bigint) b", {})
    many = "from range(1e7::bigint) a, range(1e7::bigint) b where a.range * b.range % 99991 = 5"
    with (
        pytest.raises(TooSlow, match="longer than 1 s"),
        asking(store._connection, "main") as asked,
    ):
        table_of(asked.sql(f"select a.range {many}"))
    store.add([located("A", (1.0, 2.0))])  # and the store goes on
    assert store.summary(Query()).matched == 1
