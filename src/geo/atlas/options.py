"""What to open, and for which readers."""

__all__ = ["ServeOptions"]

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from geo.atlas.readers import is_loopback
from geo.intake.dataset import default_path
from geo.maps.tiles import Tiles
from geo.settings import setting


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeOptions:
    """The files to open (by default the bundled one), the map's tiles, and where readers find them.

    `public_url` is the address that readers use, kept without a slash at its end; `host` is the
    address that the server listens on, None where nothing is served.
    """

    paths: tuple[Path, ...] = ()
    public_url: str | None = None
    tiles: Tiles | None = None
    host: str | None = None

    def __post_init__(self) -> None:
        url = (self.public_url or "").rstrip("/")
        object.__setattr__(self, "public_url", url or None)
        object.__setattr__(self, "paths", self.paths or (default_path(),))

    @classmethod
    def from_environment(cls) -> "ServeOptions":
        """Read GEO_DATA, GEO_PUBLIC_URL, GEO_TILES and GEO_TILES_CREDIT.

        Raises BadValue.
        """
        paths = filter(None, setting("GEO_DATA").split(os.pathsep))
        tiles = setting("GEO_TILES")
        return cls(
            paths=tuple(map(Path, paths)),
            public_url=setting("GEO_PUBLIC_URL"),
            tiles=Tiles(url=tiles, credit=setting("GEO_TILES_CREDIT")) if tiles else None,
        )

    @property
    def is_public(self) -> bool:
        """Tell whether other machines reach the server."""
        hosts = (self.host, urlsplit(self.public_url or "").hostname)
        return any(host and not is_loopback(host) for host in hosts)
