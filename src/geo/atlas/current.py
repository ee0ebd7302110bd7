"""The open data of one application as they are now, with the files that its sessions add."""

__all__ = ["CurrentAtlas"]

from dataclasses import replace
from pathlib import Path
from threading import Lock
from time import monotonic

from geo.atlas.access.sign_in import SignIn
from geo.atlas.atlas import Atlas
from geo.atlas.map_views import MapViews
from geo.atlas.opening import open_atlas, refreshed
from geo.atlas.options import ServeOptions
from geo.atlas.readers import EVERY_ADDRESS, Names, check_readers
from geo.atlas.uploads import GONE, Uploads
from geo.errors import NotFound, UnreadableData
from geo.exports.file_orders import FileOrders
from geo.intake.dataset import FileReader
from geo.maps.streets import Streets
from geo.maps.tiles import Tiles
from geo.settings import limit

CHECK_SECONDS = 2.0  # between two looks at whether a file has changed
MOST_SESSIONS = 50  # with files of their own at the same time


class CurrentAtlas:
    """The atlas of one application: opened on first use, and again when a file changes.

    Each application makes one, and hands it to its routes and to its dashboard. Use it from any
    thread; `close` it at the end, which removes the files of its sessions.
    """

    def __init__(self, options: ServeOptions, reader: FileReader | None = None) -> None:
        self._options = options
        self._reader = reader
        self._opened: Atlas | None = None
        self._looked_at = 0.0  # when the files were
        self._lock = Lock()
        self._refreshing = Lock()
        self._uploads: dict[str, Uploads] = {}
        self._clients: dict[str, str] = {}  # of their tokens
        self.map_views = MapViews()
        self.file_orders = FileOrders()
        self.is_open = True

    @property
    def tiles(self) -> Tiles | None:
        """Return the outside tiles of the map, without opening data."""
        return self._options.tiles

    @property
    def streets(self) -> Streets | None:
        """Return the local extract of tiles, without opening data."""
        return self._options.streets

    @property
    def root(self) -> str:
        """Return the path below which readers find everything: "" or one such as "/atlas"."""
        return self._options.root

    @property
    def public_url(self) -> str | None:
        """Return the address that readers use, without a slash at its end, if it was given."""
        return self._options.public_url

    @property
    def asked_path(self) -> str:
        """Return what the paths of requests begin with; a proxy may take `root` off."""
        return self._options.asked_path

    @property
    def has_dashboard(self) -> bool:
        """Tell whether this process serves the dashboard."""
        return self._options.has_dashboard

    @property
    def dashboard(self) -> str:
        """Return the path of the dashboard for links, "" where readers have none."""
        return self._options.dashboard

    @property
    def names(self) -> Names | None:
        """Return the names under which readers may open it; None where nothing is served."""
        return self._options.names

    @property
    def access_log(self) -> Path | None:
        """Return where the access log goes, if there is one."""
        return self._options.access_log

    @property
    def sign_in(self) -> SignIn | None:
        """Return how readers sign in to the dashboard; None where it is open to everyone."""
        return self._options.sign_in

    def atlas(self) -> Atlas:
        """Return what is open, with files as they are now. Raises NotPublishable at first use."""
        with self._lock:
            opened = self._opened or self._keep(open_atlas(self._options, self._reader))
        if self._is_due() and self._refreshing.acquire(blocking=False):
            try:  # other threads meanwhile get what is open
                return self._keep(refreshed(opened))
            finally:
                self._refreshing.release()
        return opened

    def atlas_at_hand(self) -> Atlas | None:
        """Return what is open, without waiting; None where `atlas` would look at the files first.

        While another thread reads them again, it is what was open before, as there.
        """
        return None if self._is_due() and not self._refreshing.locked() else self._opened

    def _is_due(self) -> bool:
        """Tell whether the files are to be looked at again."""
        return monotonic() - self._looked_at >= CHECK_SECONDS

    def files_now(self) -> list[tuple[str, str | None]]:
        """Return the name of each file, and why it cannot be read as it is now, if it cannot.

        One small statement asks the stores.
        """
        opened = self.atlas()
        fault = opened.store.fault_now()
        faults = dict[str, str]()
        for name, finding in (*opened.findings, *opened.stale):
            if name in opened.unreadable or (name, finding) in opened.stale:
                faults.setdefault(name, f"{name} {finding.rule}")
        stores = {file.name for file in opened.store.files}
        return [
            (path.name, faults.get(path.name) or (fault if path.name in stores else None))
            for path in self._options.paths
        ]

    def listen_on(self, host: str | None) -> None:
        """Open the data for the readers of an address; None or "" is every address.

        Raises NotPublishable where they may not see all that is open.
        """
        options = replace(self._options, host=host or EVERY_ADDRESS)
        opened = self.atlas()
        if options.is_public:
            check_readers(opened.summary)
        self._options = options
        self._keep(replace(opened, options=options))

    def new_uploads(self, client: str = "") -> Uploads:
        """Return a place for one session's files. Raises UnreadableData where there are too many.

        It leaves by its own `close`, or an hour after its last use. `client` is that of the
        session (`client_of`): one has some places only.
        """
        with self._lock:
            self._check_places(client)
            uploads = Uploads(self.atlas, on_close=self._forget)
            self._uploads[uploads.token] = uploads
            self._clients[uploads.token] = client
            return uploads

    def uploads_of(self, token: str) -> Uploads:
        """Return the files that a token stands for. Raises NotFound."""
        try:
            return self._uploads[token]
        except KeyError:
            raise NotFound(GONE) from None

    def close(self) -> None:
        """End the uploads and orders of all sessions; from now on nobody asks for the data."""
        self.is_open = False
        self.file_orders.close()
        for uploads in list(self._uploads.values()):
            uploads.close()

    def _keep(self, opened: Atlas) -> Atlas:
        self._opened, self._looked_at = opened, monotonic()
        return opened

    def _check_places(self, client: str) -> None:
        """Raise UnreadableData where all places for files are taken, or those of one client."""
        if len(self._uploads) >= MOST_SESSIONS:
            rule = f"{MOST_SESSIONS} readers have their own files open here, which is the limit"
            raise UnreadableData(f"{rule}: try again later")
        most = limit("uploads")
        if client and list(self._clients.values()).count(client) >= most:
            rule = f"{most:,} pages with own files are open from your network, which is the limit"
            raise UnreadableData(f"{rule}: close one of them, or try again later")

    def _forget(self, uploads: Uploads) -> None:
        self._uploads.pop(uploads.token, None)
        self._clients.pop(uploads.token, None)
