"""Errors: one root, the builtins as well, messages with value, rule and remedy."""

import pytest

from geo import errors
from geo.errors import (
    BadValue,
    Finding,
    GeoError,
    InvalidIncident,
    NotFound,
    NotInstalled,
    NotReachable,
    NotServed,
    NotSignedIn,
    UnknownParameter,
    UnreadableData,
    Unwritable,
    WrongBasePath,
)

FINDING = Finding(record="A", field="title", value="''", rule="must not be empty", remedy="Add it.")


@pytest.mark.parametrize(
    ("error", "builtin"),
    [
        (BadValue, ValueError),
        (UnknownParameter, BadValue),
        (InvalidIncident, ValueError),
        (NotFound, LookupError),
        (NotInstalled, ImportError),
        (NotReachable, ConnectionError),
        (NotServed, LookupError),
        (NotSignedIn, PermissionError),
        (UnreadableData, OSError),
        (Unwritable, OSError),
        (WrongBasePath, LookupError),
    ],
)
def test_each_error_is_ours_and_the_builtin_of_its_kind(
    error: type[Exception], builtin: type[Exception]
) -> None:
    assert issubclass(error, GeoError)
    assert issubclass(error, builtin)


def test_the_module_lists_every_public_name() -> None:
    own = (n for n, v in vars(errors).items() if getattr(v, "__module__", "") == errors.__name__)
    ours = [name for name in own if not name.startswith("_")]
    assert sorted(ours) == errors.__all__


def test_the_tree_in_the_docstring_names_every_error() -> None:
    assert errors.__doc__
    assert [name for name in errors.__all__ if name not in errors.__doc__] == []


def test_bad_value_says_parameter_value_and_what_is_allowed() -> None:
    error = BadValue("from", "20x4", "a year")
    assert str(error) == "from='20x4' is not allowed: a year"
    assert (error.parameter, error.value, error.allowed) == ("from", "20x4", "a year")


def test_unknown_parameter_lists_the_known_ones() -> None:
    error = UnknownParameter("form", "2024", ["from", "to"])
    assert str(error) == "form='2024' is not allowed: known parameters are from, to"
    assert (error.parameter, error.value) == ("form", "2024")


def test_a_message_repeats_the_beginning_of_a_long_value() -> None:
    error = BadValue("from", "9" * 5_000, "a year")
    assert str(error) == f"from='{'9' * 80}…' is not allowed: a year"
    assert error.value == "9" * 5_000


@pytest.mark.parametrize(
    ("field", "value", "remedy", "text"),
    [
        ("title", "''", "Add it.", "A: title is '': must not be empty. Add it."),
        ("title", "''", "", "A: title is '': must not be empty."),
        ("title", "", "Add it.", "A: title: must not be empty. Add it."),
        ("", "", "Is it there?", "A: must not be empty. Is it there?"),
        ("", "", "", "A: must not be empty."),
    ],
)
def test_finding_is_a_sentence(field: str, value: str, remedy: str, text: str) -> None:
    finding = Finding(record="A", field=field, value=value, rule="must not be empty", remedy=remedy)
    assert str(finding) == text


@pytest.mark.parametrize(
    ("field", "kind"),
    [("title", "title: no text"), ("", "no text"), ("\x1b[2J", r"\x1b[2J: no text")],
)
def test_a_finding_is_counted_by_field_and_rule(field: str, kind: str) -> None:
    finding = Finding(record="A", field=field, value="x", rule="no text", remedy="Add it.")
    assert finding.kind == kind


def test_invalid_incident_says_all_its_findings() -> None:
    error = InvalidIncident([FINDING, FINDING])
    assert error.findings == (FINDING, FINDING)
    assert str(error) == f"{FINDING}\n{FINDING}"
