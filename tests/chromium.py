"""The Chromium that the browser tests drive; run as a script, says what to install if it lacks."""

import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
MISSING = f"The browser tests need one of {', '.join(NAMES)} on the PATH: install Chromium."


def find_chromium() -> str | None:
    """Return the path of the machine's Chromium, or None."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or (MAC if Path(MAC).exists() else None)


if __name__ == "__main__":
    sys.exit(0 if find_chromium() else MISSING)
