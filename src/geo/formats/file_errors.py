"""What goes wrong when a file is opened and decoded, in words."""

__all__ = ["file_errors"]

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geo.errors import UnreadableData


@contextmanager
def file_errors(path: Path) -> Iterator[None]:
    """Raise UnreadableData for the errors of a file: their own texts would show the whole path."""
    name = path.name or str(path)
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
