"""The errors of the library. Each is also the builtin exception that a Python user would catch.

GeoError
├── BadValue (ValueError)            a parameter or argument that breaks a rule
│   └── UnknownParameter             an unknown parameter
├── InvalidIncident (ValueError)     a feature that is not a valid incident
├── NotFound (LookupError)           an id that no open dataset has; a figure without records
├── NotInstalled (ImportError)       a package or a program that a part of ours needs
├── NotPublishable (PermissionError) rows whose licence forbids redistribution
├── NotReachable (ConnectionError)   a server of ours or others that does not answer
├── NotServed (LookupError)          a page that this server was started without
├── NotSignedIn (PermissionError)    a page for readers who signed in
├── TooLarge (ValueError)            an answer of more bytes than one may have
├── TooSlow (TimeoutError)           a query that exceeded its time limit
├── UnreadableData (OSError)         a data file that cannot be read
├── Unwritable (OSError)             a file that cannot be written: the disk is full, for example
└── WrongBasePath (LookupError)      a path of a server that is not where it serves

`Finding` is one broken rule of bad data. `printable` makes a text fit for a terminal, and
`shortened` for a message. `new_error_id` names one error to a reader and in the log.
"""

__all__ = [
    "BadValue",
    "Finding",
    "GeoError",
    "InvalidIncident",
    "NotFound",
    "NotInstalled",
    "NotPublishable",
    "NotReachable",
    "NotServed",
    "NotSignedIn",
    "TooLarge",
    "TooSlow",
    "UnknownParameter",
    "UnreadableData",
    "Unwritable",
    "WrongBasePath",
    "new_error_id",
    "printable",
    "shortened",
]

from base64 import b32encode
from collections.abc import Sequence
from dataclasses import dataclass
from secrets import token_bytes

SHOWN = 80  # characters of a value that a message repeats


class GeoError(Exception):
    """Root of all errors that this library raises on purpose.

    >>> import geo
    >>> try:
    ...     geo.load("missing.geojson")
    ... except geo.GeoError as error:
    ...     print(error)
    missing.geojson does not exist: check the path
    """


class BadValue(GeoError, ValueError):
    """A value that its parameter does not allow; it has `parameter`, `value` and `allowed`.

    >>> import geo
    >>> geo.Query(from_="yesterday")
    Traceback (most recent call last):
    geo.errors.BadValue: from='yesterday' is not allowed: a year, month or day as 2024, ...
    """

    def __init__(self, parameter: str, value: object, allowed: str) -> None:
        self.parameter, self.value, self.allowed = parameter, value, allowed
        said = repr(shortened(value)) if isinstance(value, str) else shortened(repr(value))
        super().__init__(f"{parameter}={said} is not allowed: {allowed}")


class UnknownParameter(BadValue):
    """A parameter that does not exist; the message lists those that do.

    >>> import geo
    >>> geo.Query.parse([("colour", "red")])
    Traceback (most recent call last):
    geo.errors.UnknownParameter: colour='red' is not allowed: known parameters are from, to, ...
    """

    def __init__(self, parameter: str, value: object, known: Sequence[str]) -> None:
        super().__init__(parameter, value, f"known parameters are {', '.join(known)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One broken rule: the record, the field, its value, the rule and the remedy."""

    record: str
    field: str
    value: str
    rule: str
    remedy: str

    @property
    def kind(self) -> str:
        """Return field and rule, by which the findings of many records are counted."""
        return printable(f"{self.field}: {self.rule}" if self.field else self.rule)

    def __str__(self) -> str:
        where = f"{self.record}: {self.field}" if self.field else self.record
        given = f" is {self.value}" if self.value else ""
        return printable(f"{where}{given}: {self.rule}. {self.remedy}".rstrip())


def shortened(text: str) -> str:
    """Return as much of a text as a message repeats."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def new_error_id() -> str:
    """Return eight letters and digits by which a reader can name an error and a log finds it.

    >>> len(new_error_id())
    8
    """
    return b32encode(token_bytes(5)).decode()  # neither 0, 1, 8 nor 9: they look like letters


def printable(text: str) -> str:
    r"""Return a text without control codes, which a terminal would obey.

    >>> printable("\x1b[31mred")
    '\\x1b[31mred'
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


class InvalidIncident(GeoError, ValueError):
    """A feature that breaks the rules of an incident; `findings` has every broken rule.

    >>> import geo
    >>> try:
    ...     geo.incident_from_feature({"type": "Feature", "geometry": None, "properties": {}})
    ... except geo.InvalidIncident as error:
    ...     print(error.findings[0])
    a feature without id: properties.id: it is required. Add it.
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(map(str, self.findings)))


class NotFound(GeoError, LookupError):
    """An id that is in none of the open datasets, or a selection that has no record to draw.

    >>> import geo
    >>> geo.Store().incident("IR-1900-01-01")
    Traceback (most recent call last):
    geo.errors.NotFound: no incident has the id 'IR-1900-01-01': ...
    """


class NotInstalled(GeoError, ImportError):
    """A package or a program that is needed, and not there: the message says what to install."""


class NotPublishable(GeoError, PermissionError):
    """Rows whose licence forbids redistribution; exports, API and embeds refuse them.

    >>> import geo
    >>> issubclass(geo.NotPublishable, PermissionError)
    True
    """


class NotReachable(GeoError, ConnectionError):
    """A server that does not answer, such as the master of a Spark cluster."""


class NotServed(GeoError, LookupError):
    """A page that a server was started without."""


class NotSignedIn(GeoError, PermissionError):
    """A page for readers who signed in."""


class TooLarge(GeoError, ValueError):
    """An answer of the server that would have more bytes than one may have: ask for less.

    >>> import geo
    >>> issubclass(geo.TooLarge, ValueError)
    True
    """


class TooSlow(GeoError, TimeoutError):
    """A query that exceeded its time limit: ask for less, or try again later.

    >>> import geo
    >>> issubclass(geo.TooSlow, TimeoutError)
    True
    """


class UnreadableData(GeoError, OSError):
    """A data file that is missing, empty, truncated or in another format.

    >>> import geo
    >>> geo.load("missing.geojson")
    Traceback (most recent call last):
    geo.errors.UnreadableData: missing.geojson does not exist: check the path
    """


class Unwritable(GeoError, OSError):
    """A file or folder that cannot be written: a full disk, a missing folder, a lack of rights.

    >>> import geo
    >>> issubclass(geo.Unwritable, OSError)
    True
    """


class WrongBasePath(GeoError, LookupError):
    """A path that lacks the base path of a server, or has more before an address of the server.

    `path` is what was asked for, and `base_path` what those addresses lie below ("/" for none).
    """

    def __init__(self, message: str, *, base_path: str, path: str) -> None:
        self.base_path, self.path = base_path, path
        super().__init__(message)
