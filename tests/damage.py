"""What happens to a file in its place: a part is overwritten, it is cut, it is emptied."""

import os
from collections.abc import Callable
from pathlib import Path

Damage = Callable[[Path], None]


def overwrite(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 4)
        file.write(os.urandom(size // 2))


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 3)


def empty(path: Path) -> None:
    os.truncate(path, 0)


DAMAGES = (overwrite, cut, empty)
