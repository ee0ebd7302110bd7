"""Nominatim, the search of OpenStreetMap: used only on request, and as its policy demands.

The policy (operations.osmfoundation.org/policies/nominatim) demands a name with a contact, at most
one request a second from one thread, a cache of answers, and an end when the service refuses.
GEO_NOMINATIM_CONTACT is the contact, GEO_NOMINATIM_URL another server.
"""

__all__ = ["CREDIT", "SERVICE", "Service", "check_contact", "search"]

import json
import logging
import math
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from importlib.metadata import version
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from geo.errors import BadValue
from geo.gazetteer.cache import Answers, open_answers
from geo.gazetteer.geocoder import ALTERNATIVES, Location
from geo.mercator import KM_OF_DEGREE
from geo.model.precision import Precision
from geo.settings import setting

CREDIT = "© OpenStreetMap contributors"
SERVER, CONTACT = "GEO_NOMINATIM_URL", "GEO_NOMINATIM_CONTACT"

INTERVAL = 1.0  # seconds between the starts of two requests
TIMEOUT = 10.0  # seconds
MAX_FAILURES = 3  # in a row; then this process sends no more requests
CONFIDENCE = 0.6  # the service gives none
LEAST_RADIUS_KM = 0.3  # the box of a single node does not show its size

# Address type of OpenStreetMap → our precision. Any other is a site or, from WIDEST_SITE_KM on, an
# area without clear borders.
PRECISION_OF_ADDRESS: dict[str, Precision] = {
    "country": "country",
    **dict.fromkeys(("ocean", "sea"), "international"),
    **dict.fromkeys(("state", "region", "province", "territory", "archipelago"), "admin1"),
    **dict.fromkeys(("state_district", "county", "district", "municipality"), "admin2"),
    **dict.fromkeys(("city", "town", "village", "hamlet", "isolated_dwelling"), "settlement"),
    **dict.fromkeys(("city_district", "borough", "suburb", "quarter"), "settlement"),
    **dict.fromkeys(("neighbourhood", "locality", "city_block", "croft"), "settlement"),
}
WIDEST_SITE_KM = 3.0
_FIELDS = ("lat", "lon", "name", "display_name", "addresstype", "type", "osm_type", "osm_id")
_LOG = logging.getLogger(__name__)


def search(text: str, *, country: str = "", admin1: str = "") -> Location | None:
    """Find a place; `country` is an ISO code, `admin1` a name.

    Returns None where nothing is found, and where the service cannot be used: a warning says why,
    once.
    """
    found = SERVICE.places(f"{text}, {admin1}" if admin1 else text, country.lower())
    inside = [place for place in found if not country or place.country == country.upper()]
    return replace(inside[0], alternatives=tuple(inside[1:])) if inside else None


def check_contact() -> str:
    """Return the contact that requests carry. Raises BadValue if it is missing."""
    contact = setting(CONTACT).strip()
    if not re.fullmatch(r"[!-~]+[@.:][!-~]+", contact):
        rule = "Nominatim requires an e-mail address or a web page at which you can be reached"
        raise BadValue(CONTACT, contact, rule)
    return contact


class Service:
    """The service as a process uses it. Its lock lets one thread after the other send requests.

    `opened` opens the answers that are kept, when the first question is asked.
    """

    def __init__(self, opened: Callable[[], Answers]) -> None:
        self.answers, self.client = cache(opened), cache(_client)
        self.lock = Lock()
        self.failures = 0
        self.is_stopped = False

    def places(self, query: str, country: str) -> list[Location]:
        server = _server()
        question = json.dumps([server, query, country], ensure_ascii=False)
        with self.lock:
            found = self.answers().get(question)
            if found is None:
                found = self._ask(server, query, country)
                if found is None:
                    return []
                self.answers().put(question, found)
        return [place for place in map(_location, found) if place]

    def _ask(self, server: str, query: str, country: str) -> list[Any] | None:
        """Return the answer of the service, or None if there is none."""
        if self.is_stopped:
            return None
        client = self.client(server, check_contact())
        from geopy import exc

        refusals = (
            exc.GeocoderQuotaExceeded,
            exc.GeocoderInsufficientPrivileges,
            exc.GeocoderAuthenticationFailure,
        )
        try:
            found = client(
                query, exactly_one=False, limit=ALTERNATIVES + 1, addressdetails=True,
                language="en", country_codes=country or None,
            )  # fmt: skip
            self.failures = 0
            return [_kept(place.raw) for place in found or ()]
        except refusals as error:
            self._stop(f"it refused: {error}")
        except (exc.GeopyError, LookupError, TypeError, ValueError, AttributeError) as error:
            self._failed(error)
        return None

    def _failed(self, error: Exception) -> None:
        self.failures += 1
        if self.failures >= MAX_FAILURES:
            self._stop(f"it did not answer {MAX_FAILURES} times: {error}")

    def _stop(self, reason: str) -> None:
        self.is_stopped = True
        _LOG.warning("Nominatim is not used any more, only the gazetteer: %.200s", reason)


def _server() -> str:
    address = setting(SERVER).rstrip("/")
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
        raise BadValue(
            SERVER, address, "write an address such as https://nominatim.openstreetmap.org"
        )
    return address


def _client(server: str, contact: str) -> Callable[..., Any]:
    """Return the search of a server, which waits until the next request is allowed."""
    from geopy.adapters import URLLibAdapter
    from geopy.extra.rate_limiter import RateLimiter
    from geopy.geocoders import Nominatim

    scheme, _, domain = server.partition("://")
    nominatim = Nominatim(
        scheme=scheme, domain=domain, timeout=TIMEOUT, adapter_factory=URLLibAdapter,
        user_agent=f"incident-atlas/{version('incident-atlas')} ({contact})",
    )  # fmt: skip
    # A retry after a refusal would break the policy.
    limits: dict[str, Any] = {"max_retries": 0, "swallow_exceptions": False}
    limited: Callable[..., Any] = RateLimiter(
        nominatim.geocode, min_delay_seconds=INTERVAL, **limits
    )
    return limited


def _kept(raw: dict[str, Any]) -> dict[str, Any]:
    """Return the part of an answer that is kept."""
    address = raw.get("address") or {}
    return {
        **{name: raw[name] for name in _FIELDS if name in raw},
        "box": [float(degrees) for degrees in raw["boundingbox"]],
        "country": str(address.get("country_code", "")).upper(),
        "admin1": str(address.get("ISO3166-2-lvl4", "")),
    }


def _location(kept: Any) -> Location | None:
    """Read one place of an answer; None if it is not valid."""
    try:
        lon, lat = float(kept["lon"]), float(kept["lat"])
        if not (abs(lon) <= 180 and abs(lat) <= 90):
            return None
        radius = _radius_km(kept["box"])
        return Location(
            lon=lon, lat=lat,
            name=str(kept.get("name") or kept["display_name"].partition(",")[0]),
            country=kept["country"], admin1=kept["admin1"],
            precision=_precision(kept, radius), radius_km=radius,
            method="nominatim", confidence=CONFIDENCE,
            gazetteer_id=f"osm:{kept['osm_type']}/{kept['osm_id']}", credit=CREDIT,
        )  # fmt: skip
    except (LookupError, TypeError, ValueError, AttributeError):
        return None


def _precision(kept: dict[str, Any], radius: float) -> Precision:
    for kind in (kept.get("addresstype"), kept.get("type")):
        if kind in PRECISION_OF_ADDRESS:
            return PRECISION_OF_ADDRESS[kind]
    return "site" if radius <= WIDEST_SITE_KM else "fuzzy"


def _radius_km(box: list[float]) -> float:
    """Return half the diagonal of a box: south, north, west, east in degrees."""
    south, north, west, east = box
    width = ((east - west) % 360 or 0.0) * math.cos(math.radians((south + north) / 2))
    return round(max(LEAST_RADIUS_KM, math.hypot(width, north - south) / 2 * KM_OF_DEGREE), 1)


SERVICE = Service(partial(open_answers, "nominatim.sqlite"))  # the one of this process
