"""Paths as logs have them."""

__all__ = ["logged_path"]

import re

# What stands behind these, wherever they stand, is a secret of one reader.
_SECRET = re.compile(r"(/(?:made|media|_stcore/upload_file)/).+", re.DOTALL)


def logged_path(path: str) -> str:
    """Return a path without what only the pages of one reader know.

    >>> logged_path("/atlas/made/3f9a/map.png"), logged_path("/made"), logged_path("/record/A")
    ('/atlas/made/…', '/made', '/record/A')
    """
    return _SECRET.sub(r"\1…", path)
