"""What to open, and for which readers."""

__all__ = ["ServeOptions"]

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from geo.atlas.access.sign_in import SignIn
from geo.atlas.readers import Names, host_name, is_loopback
from geo.errors import BadValue
from geo.intake.dataset import default_path
from geo.maps.streets import Streets
from geo.maps.tiles import Tiles
from geo.settings import setting
from geo.words.borders import BORDER_VIEWS, CONTROL
from geo.words.notices.contact import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeOptions:
    """The files to open (by default the bundled one), the map's tiles, and where readers find them.

    `borders` is the view of the borders where no address asks for another.
    `corrections` is where readers report a mistake.
    `public_url` is the address that readers use, kept without a slash at its end; `host` is the
    address that the server listens on, None where nothing is served, and `allow_hosts` are further
    names under which readers reach it. `access_log` is the file of the access log, `-` for standard
    output. With `sign_in`, the dashboard is for those who signed in. Raises BadValue for an unknown
    view or a bad name, where outside tiles would cover the streets of a local file, and where a
    sign-in would lead back to another address.
    """

    paths: tuple[Path, ...] = ()
    public_url: str | None = None
    tiles: Tiles | None = None
    streets: Streets | None = None
    borders: str = CONTROL
    corrections: Contact | None = None
    host: str | None = None
    allow_hosts: tuple[str, ...] = ()
    access_log: Path | None = None
    sign_in: SignIn | None = None

    def __post_init__(self) -> None:
        if self.tiles and self.streets:
            rule = "outside tiles would cover it: give either it or tiles"
            raise BadValue("basemap", str(self.streets.path), rule)
        BORDER_VIEWS.parse("borders", self.borders)
        names = tuple(host_name("allow-host", name) for name in self.allow_hosts)
        object.__setattr__(self, "allow_hosts", names)
        url = (self.public_url or "").rstrip("/")
        object.__setattr__(self, "public_url", url or None)
        if self.sign_in:
            self.sign_in.check_public(self.public_url)
        object.__setattr__(self, "paths", self.paths or (default_path(),))

    @classmethod
    def from_environment(cls) -> "ServeOptions":
        """Read the settings of what is served.

        Raises BadValue, and UnreadableData for a file that is not such a base map.
        """
        paths = filter(None, setting("GEO_DATA").split(os.pathsep))
        tiles, streets = setting("GEO_TILES"), setting("GEO_BASEMAP")
        mail, names = setting("GEO_CORRECTIONS"), setting("GEO_ALLOW_HOST").split(",")
        log = setting("GEO_ACCESS_LOG")
        return cls(
            paths=tuple(map(Path, paths)),
            public_url=setting("GEO_PUBLIC_URL"),
            tiles=Tiles(url=tiles, credit=setting("GEO_TILES_CREDIT")) if tiles else None,
            streets=Streets.open(Path(streets)) if streets else None,
            borders=BORDER_VIEWS.parse("GEO_BORDERS", setting("GEO_BORDERS")),
            corrections=Contact.parse("GEO_CORRECTIONS", mail) if mail else None,
            allow_hosts=tuple(filter(None, map(str.strip, names))),
            access_log=Path(log) if log else None,
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
