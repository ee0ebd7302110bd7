"""Which of Streamlit's own addresses are answered: those that its page asks for.

The others would tell of the insides (metrics, the state of the script), or drive the app by a
program. Those that sign readers in are answered where the operator set that up. What Streamlit adds
with a later version is closed until it stands here.
"""

__all__ = ["CALLBACK", "FOLDERS", "LOGIN", "OPEN", "SIGN_IN", "is_open"]

from collections.abc import Sequence

from geo.atlas.access.sign_in import CALLBACK
from geo.atlas.serving.prefixes import is_under

# An address, or with a slash at its end all below it → what the page does with it.
OPEN = {
    "/": "the page",
    "/_stcore/bidi-components/": "the script of the table",
    "/_stcore/health": "is asked before each connection",
    "/_stcore/host-config": "is asked with it",
    "/_stcore/stream": "the connection",
    "/_stcore/upload_file/": "a file that a reader adds",
    "/component/": "the frame of the map",
    "/favicon.png": "its icon, until the script names that of the page",
    "/media/": "files that the script makes",
    "/static/": "the page's scripts and styles",
}

LOGIN = "/auth/login"
# With sign-in, these too.
SIGN_IN = {
    LOGIN: "begins it",
    "/auth/logout": "ends it",
    CALLBACK: "is where the provider sends a reader back",
}

FOLDERS = tuple(each for each in OPEN if each.endswith("/") and each != "/")


def is_open(path: str, others: Sequence[str] = (), *, sign_in: bool = False) -> bool:
    """Tell whether a path is answered: one of Streamlit's that is open, or one under `others`."""
    is_page = path in OPEN or (sign_in and path in SIGN_IN)
    return is_page or path.startswith(FOLDERS) or is_under(path, others)
