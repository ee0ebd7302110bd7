"""What goes wrong when a file is opened and decoded, in words."""

__all__ = ["check_regular", "file_errors"]

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from geo.errors import UnreadableData

# What a path leads to in place of a file. Some of them make who opens them wait, or have no end.
_KINDS = MappingProxyType(
    {
        stat.S_IFIFO: "is a pipe",
        stat.S_IFSOCK: "is a socket",
        stat.S_IFCHR: "is a device",
        stat.S_IFBLK: "is a device",
        stat.S_IFDIR: "is a folder",
    }
)
_OF_SYSTEM = (Path("/proc"), Path("/sys"))  # whose files are made while they are read


@contextmanager
def file_errors(path: Path) -> Iterator[None]:
    """Raise UnreadableData for the errors of a file: their own texts would show the whole path."""
    name = path.name or str(path)
    check_regular(path)
    try:
        yield
    except UnreadableData:
        raise
    except FileNotFoundError:
        raise UnreadableData(f"{name} does not exist: check the path") from None
    except OSError as error:
        raise UnreadableData(f"{name} cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        text = f"{name} is not {error.encoding.upper()} text: {error.reason}"
        raise UnreadableData(f"{text}. Save it as UTF-8") from None


def check_regular(path: Path) -> None:
    """Raise UnreadableData for a pipe, a device or a folder, before it is opened.

    Whoever opens what is not there, or may not be looked at, says so.
    """
    try:
        found, resolved = path.stat(), path.resolve()
    except (OSError, RuntimeError, ValueError):  # links in a circle; a name with a NUL
        return
    kind = _KINDS.get(stat.S_IFMT(found.st_mode))
    if kind is None and any(resolved.is_relative_to(folder) for folder in _OF_SYSTEM):
        kind = "is made by the system while it is read"
    if kind:
        name = path.name or str(path)
        raise UnreadableData(f"{name} {kind}, and not a file: give the path of a file")
