"""What to open, and for which readers."""

__all__ = ["ServeOptions"]

from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from geo.atlas.access.sign_in import SignIn
from geo.atlas.readers import Names, host_name, is_loopback, one_host
from geo.atlas.serving.base_path import base_path, public_address
from geo.errors import BadValue
from geo.intake.dataset import default_path
from geo.maps.streets import Streets
from geo.maps.tiles import Tiles
from geo.settings import setting
from geo.store.directory.remote import Location, locations_from_text
from geo.words.borders import BORDER_VIEWS, CONTROL
from geo.words.notices.contact import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeOptions:
    """The files to open (by default the bundled one), the map's tiles, and where readers find them.

    `borders` is the view of the borders where no address asks for another.
    `corrections` is where readers report a mistake.
    `public_url` is the address that readers use, kept without a slash at its end; `base_path` is
    the path that requests come with, None for that of `public_url`, and "/" where there is none
    (any more: a proxy may take it off). `host` is the address that the server listens on, None
    where nothing is served, and `allow_hosts` are further names under which readers reach it.
    `access_log` is the file of the access log, `-` for standard output. With `sign_in`, the
    dashboard is for those who signed in; without `has_dashboard`, all else is served here.

    Raises BadValue for an unknown view, a bad name or path, where two paths differ, where outside
    tiles would cover the streets of a local file, and where a sign-in would lead back to another
    address.
    """

    paths: tuple[Location, ...] = ()
    public_url: str | None = None
    base_path: str | None = None
    tiles: Tiles | None = None
    streets: Streets | None = None
    borders: str = CONTROL
    corrections: Contact | None = None
    host: str | None = None
    allow_hosts: tuple[str, ...] = ()
    access_log: Path | None = None
    sign_in: SignIn | None = None
    has_dashboard: bool = True

    def __post_init__(self) -> None:
        if self.tiles and self.streets:
            rule = "outside tiles would cover it: give either it or tiles"
            raise BadValue("basemap", str(self.streets.path), rule)
        BORDER_VIEWS.parse("borders", self.borders)
        names = tuple(host_name("allow-host", name) for name in self.allow_hosts)
        object.__setattr__(self, "allow_hosts", names)
        if self.host is not None:
            object.__setattr__(self, "host", one_host("host", self.host))
        url = public_address("public-url", self.public_url) if self.public_url else None
        object.__setattr__(self, "public_url", url)
        path = None if self.base_path is None else base_path("base-path", self.base_path)
        object.__setattr__(self, "base_path", path)
        self._check_paths()
        if self.sign_in:
            self.sign_in.check_public(self.public_url, self.root)
        object.__setattr__(self, "paths", self.paths or (default_path(),))

    @classmethod
    def from_environment(cls) -> "ServeOptions":
        """Read the settings of what is served.

        Raises BadValue, and UnreadableData for a file that is not such a base map, or an address
        that has more than the path of a folder.
        """
        tiles, streets = setting("GEO_TILES"), setting("GEO_BASEMAP")
        mail, names = setting("GEO_CORRECTIONS"), setting("GEO_ALLOW_HOST").split(",")
        log = setting("GEO_ACCESS_LOG")
        url, path = setting("GEO_PUBLIC_URL"), setting("GEO_BASE_PATH")
        return cls(
            paths=locations_from_text(setting("GEO_DATA")),
            public_url=public_address("GEO_PUBLIC_URL", url) if url else None,
            base_path=base_path("GEO_BASE_PATH", path) if path else None,
            tiles=Tiles(url=tiles, credit=setting("GEO_TILES_CREDIT")) if tiles else None,
            streets=Streets.open(Path(streets)) if streets else None,
            borders=BORDER_VIEWS.parse("GEO_BORDERS", setting("GEO_BORDERS")),
            corrections=Contact.parse("GEO_CORRECTIONS", mail) if mail else None,
            allow_hosts=tuple(filter(None, map(str.strip, names))),
            access_log=Path(log) if log else None,
        )

    @property
    def files(self) -> tuple[Path, ...]:
        """Return the files that are only read: of the data, and of the streets."""
        paths = (path for path in self.paths if isinstance(path, Path))
        return (*paths, *((self.streets.path,) if self.streets else ()))

    @property
    def root(self) -> str:
        """Return the path below which readers find everything: "" or one such as "/atlas"."""
        return urlsplit(self.public_url).path if self.public_url else self.asked_path

    @property
    def asked_path(self) -> str:
        """Return what the paths of requests begin with; a proxy may take `root` off."""
        path = urlsplit(self.public_url or "").path if self.base_path is None else self.base_path
        return path.rstrip("/")

    @property
    def dashboard(self) -> str:
        """Return the path of the dashboard for links, "" where readers have none.

        A process without it is one of several where there is a public address: it is there.
        """
        return f"{self.root}/" if self.has_dashboard or self.public_url else ""

    @property
    def of_answers(self) -> "ServeOptions":
        """Return the options on which answers depend: those of two processes may be the same.

        Of paths, answers show names only.
        """
        return replace(
            self,
            paths=tuple(Path(path.name) for path in self.paths),
            host=None,
            access_log=None,
            sign_in=None,
            has_dashboard=bool(self.dashboard),
        )

    @property
    def names(self) -> Names | None:
        """Return the names under which readers may open it; None where nothing is served."""
        return Names.of(self.host, self.public_url, self.allow_hosts) if self.host else None

    @property
    def is_public(self) -> bool:
        """Tell whether other machines reach the server."""
        hosts = (self.host, urlsplit(self.public_url or "").hostname, *self.allow_hosts)
        return any(host and not is_loopback(host) for host in hosts)

    def _check_paths(self) -> None:
        """Raise BadValue where the base path is neither that of the public address nor none."""
        if self.public_url and self.base_path not in (None, "/", self.root):
            where = f"{self.public_url} has the path {self.root or '/'}"
            remedy = "give the same path, or / if the proxy takes it off"
            raise BadValue("base-path", self.base_path, f"{where}: {remedy}")
