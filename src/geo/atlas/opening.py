"""Open files as an atlas, and open them again once one of them has changed."""

__all__ = ["open_atlas", "refreshed"]

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import TypeVar

from geo.atlas.atlas import Atlas, Findings, OpenFile
from geo.atlas.options import ServeOptions
from geo.atlas.readers import check_readers
from geo.atlas.serving.edition import Signature, edition_of, signatures
from geo.errors import Finding, GeoError, NotPublishable, UnreadableData, Unwritable
from geo.gazetteer.index import default_path as gazetteer_path
from geo.intake.dataset import Dataset, FileReader, shared_id_finding, shared_id_findings
from geo.query.query import Query
from geo.store.directory.remote import Location, RemoteDirectory
from geo.store.file import is_store
from geo.store.store import Store

RETRY_SECONDS = 30.0  # between two attempts to open files that look the same
FIRST_QUESTIONS = 10  # to a store that are answered before its columns, and NumPy, are loaded
L = TypeVar("L", bound=Location)
T = TypeVar("T")


def open_atlas(options: ServeOptions, reader: FileReader | None = None) -> Atlas:
    """Open data files; `findings` of the atlas say which could not be read, and why.

    A `reader` reads all but stores: by default it places rows by name, in silence.

    Raises NotPublishable where readers on other machines would see rows that may not be passed on.
    """
    reader = reader or FileReader()
    seen = signatures(options.paths)  # before reading: a later change is then noticed
    store = Store()
    stores = [path for path in options.paths if _is_directory(path) or is_store(path)]
    others = [path for path in options.paths if isinstance(path, Path) and path not in stores]
    _, faults = _read_each(stores, store.attach)
    datasets, more_faults = _read_each(others, reader.read)
    shared = _add(store, datasets)
    summary = store.summary(Query())
    store.hold(after=FIRST_QUESTIONS)
    if options.is_public:
        check_readers(summary)
    unreadable = (*faults, *more_faults)
    return Atlas(
        options=options,
        datasets=(
            *(OpenFile(name=file.name, size=file.size) for file in store.files),
            *(OpenFile(name=d.name, size=len(d)) for d in datasets),
        ),
        store=store,
        findings=(*unreadable, *((d.name, f) for d in datasets for f in d.findings), *shared),
        summary=summary,
        unreadable=frozenset(name for name, _ in unreadable),
        seen=seen,
        edition=edition_of(
            (*_of_files(options.paths, seen), *_index_used(datasets)),
            store.digests,
            options.of_answers,
            unreadable,
        ),
        warnings=tuple((d.name, kind.in_words(d.unit)) for d in datasets for kind in d.warnings),
        surveys=tuple((d.name, d.survey) for d in datasets),
        reader=reader,
        look_ups=tuple((d.name, d.look_ups) for d in datasets),
    )


def refreshed(opened: Atlas) -> Atlas:
    """Open the files again if one has changed; if one cannot be read now, keep what is open."""
    seen = signatures(opened.options.paths)
    if seen == opened.seen and not _is_to_be_tried(opened):
        return opened
    try:
        fresh = open_atlas(opened.options, opened.reader)
    except NotPublishable as error:
        finding = Finding(record="data", field="", value="", rule=str(error), remedy="")
        return replace(opened, seen=seen, stale=(("data", finding),))
    if broken := fresh.unreadable - opened.unreadable:
        stale = tuple(pair for pair in fresh.findings if pair[0] in broken)
        return replace(opened, seen=seen, stale=stale, tried_at=monotonic())
    return replace(fresh, revision=opened.revision + 1)


def _is_to_be_tried(opened: Atlas) -> bool:
    """Tell whether a store that could not be read is opened again, though it looks the same.

    An engine that has met damage answers nothing more, whatever it is asked.
    """
    return opened.store.fault is not None and monotonic() - opened.tried_at > RETRY_SECONDS


def _is_directory(path: Location) -> bool:
    return isinstance(path, RemoteDirectory) or path.is_dir()


def _read_each(paths: Iterable[L], read: Callable[[L], T]) -> tuple[list[T], Findings]:
    """Return what could be read, and a finding for each file that could not."""
    results: list[T] = []
    faults: list[tuple[str, Finding]] = []
    for path in paths:
        try:
            results.append(read(path))
        except (UnreadableData, Unwritable) as error:  # the latter of a temporary copy
            faults.append((path.name, _unreadable(path.name, error)))
    return results, tuple(faults)


def _of_files(paths: Iterable[Location], seen: Iterable[Signature]) -> Iterator[Signature]:
    """Return the signatures of all that is not a directory."""
    return (each for path, each in zip(paths, seen, strict=True) if not _is_directory(path))


def _index_used(datasets: Iterable[Dataset]) -> tuple[Signature, ...]:
    """Return the signature of the index of places, where rows were looked up in it."""
    is_used = any(dataset.look_ups.rows for dataset in datasets)
    return signatures((gazetteer_path(),)) if is_used else ()


def _add(store: Store, datasets: list[Dataset]) -> Findings:
    """Add records to a store, and return a finding for each that is refused because of its id.

    Of records that share an id, those of stores go before those of other files. Of the same rank
    none is open: it is unknown which one is right.
    """
    store.leave_out({id_ for file in store.files for id_ in file.left_out})
    shared = shared_id_findings(datasets, store.existing_ids)
    refused = {finding.record for _, finding in shared}
    store.add(each for dataset in datasets for each in dataset if each.id not in refused)
    in_stores = ((file.name, id_) for file in store.files for id_ in file.left_out)
    return (*((name, shared_id_finding(id_)) for name, id_ in in_stores), *shared)


def _unreadable(name: str, error: GeoError) -> Finding:
    message = str(error).removeprefix(name).strip()
    return Finding(record=name, field="", value="", rule=message, remedy="")
