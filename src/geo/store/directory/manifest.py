"""The manifest of a store directory: which files there are, what they hold, and who wrote them.

A build writes files under names that were never used, and then replaces this one: whoever reads it
finds the directory as it was, or as it is now.
"""

__all__ = [
    "AGAIN",
    "DIRECTORY_VERSION",
    "FORMAT",
    "MANIFEST",
    "Manifest",
    "PartFile",
    "is_directory_store",
    "listed_manifest",
    "read_manifest",
]

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG
from typing import Any

from geo.errors import UnreadableData
from geo.formats.file_errors import check_regular
from geo.importers.published import IMPORTER_VERSION, StoredDocument
from geo.store.directory.listed import PartFile, check, check_fit, is_build, is_whole
from geo.store.directory.remote import Location, RemoteDirectory
from geo.store.documents import DOCUMENTS, document_from_row, document_row
from geo.store.source_rows import rows_name
from geo.store.tables import VERSION

FORMAT = "incident-atlas directory"
DIRECTORY_VERSION = 2  # of what this file says, and of how part files are laid out
MANIFEST = "manifest.json"
AGAIN = "build it again with geo build, into a new directory"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a build has written: `tables` are the part files of each table, in their order.

    `before` is the folder of the build before, which stays for those who have it open. `rejected`
    are the rows of all files that became no record. `digest` is that of the text that it was read
    from. Each table has an entry, empty where it has no rows. Raises ValueError for other values,
    and where entries do not fit each other.
    """

    build: str
    built_on: date
    records: int
    rejected: int
    documents: Mapping[int, StoredDocument]
    tables: Mapping[str, tuple[PartFile, ...]]
    before: str | None = None
    versions: Mapping[str, int] = field(
        default_factory=lambda: {
            "directory": DIRECTORY_VERSION,
            "store": VERSION,
            "importer": IMPORTER_VERSION,
        }
    )
    digest: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        check(is_build(self.build), self.build)
        check(self.before is None or is_build(self.before), self.before)
        check(is_whole(self.records) and is_whole(self.rejected), (self.records, self.rejected))
        numbers = list(self.documents)
        check(all(map(is_whole, numbers)) and numbers == list(range(len(numbers))), numbers)
        rows = list(map(rows_name, numbers))
        check_fit(self.tables, build=self.build, records=self.records, rows=rows)

    def files(self) -> Iterator[PartFile]:
        """Yield all files of all tables."""
        for parts in self.tables.values():
            yield from parts

    def to_text(self) -> str:
        """Return the manifest as JSON."""
        documents = [
            dict(zip(DOCUMENTS, map(_plain, document_row(number, document)), strict=True))
            for number, document in self.documents.items()
        ]
        return json.dumps(
            {
                "format": FORMAT,
                "versions": dict(self.versions),
                "build": self.build,
                "before": self.before,
                "built_on": self.built_on.isoformat(),
                "records": self.records,
                "rejected": self.rejected,
                "documents": documents,
                "tables": {name: list(map(asdict, parts)) for name, parts in self.tables.items()},
            },
            indent=1,
        )


def is_directory_store(path: Location) -> bool:
    """Tell whether a folder has a manifest; an address is always said to be one."""
    return isinstance(path, RemoteDirectory) or (path / MANIFEST).is_file()


def read_manifest(path: Location) -> Manifest:
    """Return the manifest of a directory, whose files are all there. Raises UnreadableData.

    Of a remote one they are not looked for: whoever reads one that is missing says so.
    """
    manifest = listed_manifest(path)
    if isinstance(path, Path):
        for part in manifest.files():
            _check_file(path.name or str(path), path, part)
    return manifest


def listed_manifest(path: Location) -> Manifest:
    """Return the manifest of a directory, whatever became of its files. Raises UnreadableData."""
    name, remedy = path.name or str(path), f"put the whole directory back, or {AGAIN}"
    try:
        text = path.read(MANIFEST) if isinstance(path, RemoteDirectory) else _content(path)
        told = json.loads(text)
    except UnreadableData:  # of an address
        raise
    except OSError as error:
        rule = f"has a {MANIFEST} that cannot be read: {error.strerror or error}"
        if isinstance(error, FileNotFoundError):
            rule = f"is a folder without a {MANIFEST}, and not a store directory"
            rule += ": geo build makes one, or put the whole directory back"
        raise UnreadableData(f"{name} {rule}") from None
    except (ValueError, RecursionError):
        raise UnreadableData(f"{name} has a damaged {MANIFEST}: {remedy}") from None
    _check_versions(name, told)
    try:
        return _manifest(told, sha256(text).hexdigest())
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError):
        raise UnreadableData(f"{name} has a damaged {MANIFEST}: {remedy}") from None


def _content(path: Path) -> bytes:
    check_regular(path / MANIFEST)
    return (path / MANIFEST).read_bytes()


def _check_versions(name: str, told: Any) -> None:
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        rule = f"has a {MANIFEST} of something else, and is not a store directory"
        raise UnreadableData(f"{name} {rule}: make one with geo build")
    versions = told.get("versions")
    given = versions if isinstance(versions, dict) else {}
    known = {"directory": DIRECTORY_VERSION, "store": VERSION, "importer": IMPORTER_VERSION}
    for what, version in known.items():
        if given.get(what) != version:
            rule = f"was built by {what} version {given.get(what)}, and this program has {version}"
            remedy = f"{AGAIN}, or open it with the version of the program that built it"
            raise UnreadableData(f"{name} {rule}: {remedy}")


def _check_file(name: str, path: Path, part: PartFile) -> None:
    """Raise UnreadableData where a file is missing, or not as long as the manifest says."""
    remedy = f"put the whole directory back, or {AGAIN}"
    try:
        found = (path / part.path).stat()
    except OSError as error:
        rule = f"does not have {part.path}, which its manifest lists ({error.strerror})"
        raise UnreadableData(f"{name} {rule}: {remedy}") from None
    if not S_ISREG(found.st_mode):  # a pipe would make its reader wait
        rule = f"does not match its manifest: {part.path} is not a file"
        raise UnreadableData(f"{name} {rule}: {remedy}")
    if (size := found.st_size) != part.bytes:
        rule = f"does not match its manifest: {part.path} has {size:,} bytes, not {part.bytes:,}"
        raise UnreadableData(f"{name} {rule}: {remedy}")


def _manifest(told: Mapping[str, Any], digest: str) -> Manifest:
    rows = [[each[name] for name in DOCUMENTS] for each in told["documents"]]
    at = list(DOCUMENTS).index("read_on")
    for row in rows:
        row[at] = date.fromisoformat(row[at])
    return Manifest(
        build=told["build"],
        before=told["before"],
        built_on=date.fromisoformat(told["built_on"]),
        records=told["records"],
        rejected=told["rejected"],
        documents=_documents(rows),
        tables={name: _parts(parts) for name, parts in told["tables"].items()},
        digest=digest,
    )


def _documents(rows: list[list[Any]]) -> dict[int, StoredDocument]:
    documents = dict(map(document_from_row, rows))
    check(len(documents) == len(rows), "a document twice")
    return documents


def _parts(told: Any) -> tuple[PartFile, ...]:
    check(isinstance(told, list), told)
    return tuple(map(_part, told))


def _part(told: Mapping[str, Any]) -> PartFile:
    bounds = told["bounds"]
    return PartFile(**{**told, "bounds": None if bounds is None else tuple(bounds)})


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
