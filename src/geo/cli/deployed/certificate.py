"""The certificate of a deployed atlas: valid, for this name, and for how long."""

__all__ = ["certificate_in_words"]

import ssl
import time
from contextlib import closing
from http.client import HTTPConnection

from geo.cli.deployed.site import Site

SOON = 14  # days before its end, in which something should have renewed it
_DAY = 86_400
# Codes of OpenSSL (X509_V_ERR_…) → what is wrong, and what to do.
_FAULTS = {
    9: "is not valid yet: is the clock of this machine right, and of who made it?",
    10: "has expired: renew it (certbot renew, or make it again), then systemctl reload nginx",
    18: "is signed by itself: to let this machine trust it, set SSL_CERT_FILE to its file",
    19: "is signed by an authority that this machine does not know: set SSL_CERT_FILE to its file",
    20: "has no known authority: nginx needs the whole chain (fullchain.pem), or, if the authority"
    " is your own, set SSL_CERT_FILE to its file",
    62: "is for other names: make it for {host}, or use the name that it has",
    64: "is for other addresses: use the name that it has",
}
_RENEW = "renew it now (certbot renew), and see why that did not happen by itself"


def certificate_in_words(site: Site) -> tuple[bool, str]:
    """Tell whether a certificate is good, and say why not or until when it is. Raises OSError."""
    try:
        with closing(site.connect()) as connection:
            end = _end(connection)
    except ssl.SSLCertVerificationError as error:
        unforeseen = f"is not trusted: {error.verify_message}"
        return False, _FAULTS.get(error.verify_code, unforeseen).format(host=site.host)
    days = int((end - time.time()) // _DAY)
    until = f"is valid until {time.strftime('%Y-%m-%d', time.gmtime(end))} ({days} days)"
    return (True, until) if days >= SOON else (False, f"{until}: {_RENEW}")


def _end(connection: HTTPConnection) -> float:
    """Return when the certificate of a verified connection ends, in seconds since 1970."""
    assert isinstance(connection.sock, ssl.SSLSocket)
    fields = connection.sock.getpeercert() or {}
    return ssl.cert_time_to_seconds(str(fields["notAfter"]))
