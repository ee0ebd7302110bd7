"""The errors of the library. Each child is also the builtin that a Python user would catch.

GeoError
├── BadValue (ValueError)            a parameter or argument that breaks a rule
│   └── UnknownParameter             a parameter that nothing listens to
├── InvalidIncident (ValueError)     a feature that is no valid incident
├── NotFound (LookupError)           an id that no open dataset has
├── NotPublishable (PermissionError) rows whose licence forbids passing them on
├── TooSlow (TimeoutError)           a question that takes longer than one may
└── UnreadableData (OSError)         a data file that cannot be read at all
"""

__all__ = [
    "BadValue",
    "Finding",
    "GeoError",
    "InvalidIncident",
    "NotFound",
    "NotPublishable",
    "TooSlow",
    "UnknownParameter",
    "UnreadableData",
]

from collections.abc import Sequence
from dataclasses import dataclass


class GeoError(Exception):
    """Root of every error that this library raises on purpose."""


class BadValue(GeoError, ValueError):
    """A value that its parameter does not allow."""

    def __init__(self, parameter: str, value: object, allowed: str) -> None:
        self.parameter, self.value, self.allowed = parameter, value, allowed
        super().__init__(f"{parameter}={value!r} is not allowed: {allowed}")


class UnknownParameter(BadValue):
    """A parameter that nothing here listens to."""

    def __init__(self, parameter: str, value: object, known: Sequence[str]) -> None:
        super().__init__(parameter, value, f"known parameters are {', '.join(known)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One break of one rule: which record, which field, its value, the rule and the remedy."""

    record: str
    field: str
    value: str
    rule: str
    remedy: str

    @property
    def kind(self) -> str:
        """Return field and rule: what findings of many records are counted by."""
        return _printable(f"{self.field}: {self.rule}" if self.field else self.rule)

    def __str__(self) -> str:
        where = f"{self.record}: {self.field}" if self.field else self.record
        given = f" is {self.value}" if self.value else ""
        return _printable(f"{where}{given}: {self.rule}. {self.remedy}".rstrip())


def _printable(text: str) -> str:
    """Return a text that cannot command the terminal that it is printed to."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


class InvalidIncident(GeoError, ValueError):
    """A feature that breaks the rules of an incident; `findings` lists every break."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(map(str, self.findings)))


class NotFound(GeoError, LookupError):
    """An id that no open dataset has."""


class NotPublishable(GeoError, PermissionError):
    """Rows whose licence forbids passing them on."""


class TooSlow(GeoError, TimeoutError):
    """A question that takes longer than one may."""


class UnreadableData(GeoError, OSError):
    """A data file that is missing, empty, cut short or of another format."""
