"""The open files with their store, the records refused, and what may be passed on."""

__all__ = ["Answer", "Atlas", "Findings", "OpenFile"]

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import NamedTuple

from geo.atlas.links import link, view_params
from geo.atlas.options import ServeOptions
from geo.atlas.serving.edition import Signature
from geo.errors import Finding
from geo.exports.selection import Selection, select
from geo.importers.survey import Survey
from geo.importers.terms import check_redistributable
from geo.intake.dataset import FileReader
from geo.intake.look_ups import LookUps
from geo.maps.marks.map_key import MapKey
from geo.maps.streets import Streets
from geo.maps.tiles import Tiles
from geo.mercator import Bounds, deepest_zoom
from geo.query.query import Query
from geo.query.summary import Summary
from geo.query.timeline import STATUS, By
from geo.settings import limit
from geo.store.kept import Kept
from geo.store.marks import Marks
from geo.store.store import Store
from geo.viewpoint import Viewpoint
from geo.words.captions import Caption, caption_of
from geo.words.numbers import number_format_in_use

SMALL_MAP = (300.0, 300.0)  # px of a phone's map, less its margins
MOST_BYTES = 32 << 20  # of answers that are kept, compressed
KEPT_BYTES = 2_000  # about what an answer takes that has no body, with its question
MOST_MARKS = 10_000  # that are kept, in answers to maps
KEPT_MARKS = 3  # an answer without marks takes about as much memory
MOST_COLUMNS = 36_000_000  # bytes of columns that are kept

Findings = tuple[tuple[str, Finding], ...]  # with the file's name


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFile:
    """A file that is open, with the number of its valid records as its length."""

    name: str
    size: int

    def __len__(self) -> int:
        return self.size


class Answer(NamedTuple):
    """What a request is answered with; it never changes while the data stay as they are."""

    body: bytes
    content_type: str
    is_gzip: bool


def _kept_answers() -> Kept[tuple[str, bool], Answer]:
    return Kept(MOST_BYTES, lambda answer: KEPT_BYTES + len(answer.body))


def _kept_marks() -> Kept[tuple[Hashable, ...], Marks]:
    return Kept(MOST_MARKS, lambda found: KEPT_MARKS + len(found.marks) + len(found.cells))


def _kept_columns() -> Kept[tuple[Hashable, ...], bytes]:
    return Kept(MOST_COLUMNS, lambda columns: KEPT_BYTES + len(columns))


@dataclass(frozen=True, slots=True, kw_only=True)
class Atlas:
    """The open files and their store; `findings` are the refusals, with the file's name.

    `warnings` say the kinds of doubts about records that are kept, `surveys` what the columns of
    files are used for, and `look_ups` how rows without a position were placed by name, all with the
    file's name. `summary` counts everything that is open. `reader` is what read the files, and
    reads them again. `stale` says why changed files are not shown as they are now; `revision`
    counts how often files were read again. `own_files` are those that only one session sees.
    `edition` is the same where answers are, in any process (`edition_of`); `tried_at` is when the
    files were read last, or tried to be, by a clock of this process.
    Kept are `kept_answers` to requests, by their tag and whether all readers may have them,
    `kept_marks` of maps, by what was asked, and compressed `kept_columns`.
    """

    options: ServeOptions
    datasets: tuple[OpenFile, ...]
    store: Store
    findings: Findings
    summary: Summary
    unreadable: frozenset[str]
    seen: tuple[Signature, ...]
    edition: str
    warnings: tuple[tuple[str, str], ...] = ()
    surveys: tuple[tuple[str, Survey], ...] = ()
    look_ups: tuple[tuple[str, LookUps], ...] = ()
    stale: Findings = ()
    own_files: tuple[str, ...] = ()
    revision: int = 0
    reader: FileReader = field(default_factory=FileReader, repr=False, compare=False)
    tried_at: float = field(default_factory=monotonic, repr=False, compare=False)
    kept_answers: Kept[tuple[str, bool], Answer] = field(
        default_factory=_kept_answers, repr=False, compare=False
    )
    kept_marks: Kept[tuple[Hashable, ...], Marks] = field(
        default_factory=_kept_marks, repr=False, compare=False
    )

    kept_columns: Kept[tuple[Hashable, ...], bytes] = field(
        default_factory=_kept_columns, repr=False, compare=False
    )

    @property
    def public_url(self) -> str | None:
        """Return the address that readers use, without a slash at its end."""
        return self.options.public_url

    @property
    def root(self) -> str:
        """Return the path below which readers find everything: "" or one such as "/atlas"."""
        return self.options.root

    @property
    def dashboard(self) -> str:
        """Return the path of the dashboard for links, "" where readers have none."""
        return self.options.dashboard

    @property
    def site(self) -> str:
        """Return what pages put before a path, to link to another page of this server.

        It is the public address, or else a path: an address of a request's own would be wrong
        behind a proxy that changes the host.
        """
        return self.public_url or self.root

    @property
    def tiles(self) -> Tiles | None:
        """Return the outside tiles of the map."""
        return self.options.tiles

    @property
    def streets(self) -> Streets | None:
        """Return the local extract of tiles."""
        return self.options.streets

    @property
    def refused(self) -> int:
        """Return how many records, or whole files, were refused."""
        return len({(file, finding.record) for file, finding in self.findings})

    def marks(self, query: Query, bounds: Bounds, zoom: int, *, most: int | None = None) -> Marks:
        """Return what the store's `marks` does; without a session's own files, it is kept.

        Where more than GEO_LIMIT_CELLS cells meet the bounds, they are those of a coarser grid.
        """
        zoom = deepest_zoom(bounds, zoom, limit("cells"))
        if self.own_files:
            return self.store.marks(query, bounds, zoom, most=most)
        of_marks = limit("marks") if most is None else most
        question = (self.edition, query, bounds, zoom, of_marks, number_format_in_use())
        make = partial(self.store.marks, query, bounds, zoom, most=most)
        return self.kept_marks.get(question, make)

    def map_key(self, color: By = STATUS) -> MapKey:
        """Return what sizes and colours stand for, in the maps of all that is open."""
        return MapKey.of(self.summary, self.store.largest_toll(), color)

    def caption(
        self, query: Query, summary: Summary | None = None, borders: str | None = None
    ) -> Caption:
        """Compose the caption of a query; pass the summary where it is known already.

        `borders` is the view of the borders, by default that of the options. Raises BadValue.
        """
        found = summary or self.store.summary(query)
        return caption_of(
            query, found, self.store.newest_source(query), borders or self.options.borders
        )

    def selection(
        self,
        query: Query,
        at: Viewpoint | None = None,
        *,
        borders: str | None = None,
        color: By = STATUS,
        raw: bool = True,
    ) -> Selection:
        """Return the records that a query selects, to be exported; others are those of `select`.

        `borders` is the view of the borders, by default that of the options. A session's own files
        have no address. Raises NotPublishable, and BadValue.
        """
        is_linked = self.public_url is not None and not self.own_files
        address = (
            link(f"{self.public_url}/", view_params(query, at, borders, color))
            if is_linked
            else None
        )
        return select(
            self.store,
            query,
            address=address,
            at=at,
            borders=borders or self.options.borders,
            color=color,
            raw=raw,
        )

    def viewpoint(self, query: Query) -> Viewpoint | None:
        """Return a view of all matches on a map of any size; None where none is drawn."""
        bounds = self.store.bounds(query)
        return Viewpoint.over(bounds, *SMALL_MAP) if bounds else None

    def check_publishable(self, query: Query) -> None:
        """Raise NotPublishable where a match comes from a dataset that forbids passing it on."""
        if self.store.has_private(query):
            check_redistributable(self.store.summary(query).private)
