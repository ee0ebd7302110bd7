"""Temporary places: a private folder of each process, and what killed processes left behind.

A process holds a lock (flock) on its folder, and on each file that it writes next to another, until
it ends, however it does. So what nobody holds is of a process that is gone, and is removed.
Without such locks (Windows, some network disks) nothing is removed that a killed process left.
"""

__all__ = ["hold", "nameless_file", "private_folder", "process_folder", "remove_if_left"]

import atexit
import errno
import io
import os
import re
import secrets
import shutil
import stat
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from geo.errors import Unwritable
from geo.formats.disk_errors import WordedFile, disk_in_words

NAME = "incident-atlas"
PRIVATE = 0o700
_OTHERS = 0o077  # what others than the owner may do
_OF_PROCESS = re.compile(r"process-[0-9a-f]{8}")
_MAKING = Lock()
_made: dict[int, Path] = {}  # by process: a forked one has a folder of its own


def private_folder() -> Path:
    """Return this user's folder among temporary files, which nobody else can change or read.

    Raises Unwritable where something of that name is another user's, a link, or open to others.
    """
    folder = Path(tempfile.gettempdir()) / f"{NAME}-{_user()}"
    try:
        folder.mkdir(mode=PRIVATE, exist_ok=True)
        found = folder.lstat()
    except OSError as error:
        raise Unwritable(_said(folder, f"cannot be made: {error.strerror}.")) from error
    if not stat.S_ISDIR(found.st_mode):
        raise Unwritable(_said(folder, "is not a folder, or is a link to one: remove it."))
    if hasattr(os, "getuid") and (found.st_uid != os.getuid() or found.st_mode & _OTHERS):
        rule = "belongs to another user, or others may use it: it is not trusted"
        raise Unwritable(_said(folder, f"{rule}. Remove it."))
    return folder


def _said(folder: Path, fault: str) -> str:
    """Say a fault of a folder, without its path: readers of a server are told, too."""
    return f"the temporary folder {folder.name} {fault} Or set TMPDIR to a folder of your own"


def process_folder() -> Path:
    """Return the folder for this process's temporary files, which goes when the process ends.

    The first call removes the folders of this user's processes that were killed. Raises Unwritable.
    """
    with _MAKING:
        folder = _made.get(os.getpid())
        if folder is None or not folder.is_dir():  # somebody tidies temporary files up
            folder = _made[os.getpid()] = _new_folder()
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return folder


def nameless_file(what: str) -> BinaryIO:
    """Open a temporary file without a name, which goes when it is closed, or its process ends.

    Its errors say `what` it is. Raises Unwritable.
    """
    with (
        disk_in_words(Path(what)),
        tempfile.TemporaryFile(buffering=0, dir=process_folder()) as file,
    ):
        return io.BufferedRandom(WordedFile(os.dup(file.fileno()), Path(what), "r+b"))


def _new_folder() -> Path:
    parent = _trusted_parent()
    for path in parent.iterdir():
        if _OF_PROCESS.fullmatch(path.name):
            remove_if_left(path)
    while True:
        folder = parent / f"process-{secrets.token_hex(4)}"
        try:
            folder.mkdir(mode=PRIVATE)
        except OSError as error:
            raise Unwritable(_said(folder, f"cannot be made: {error.strerror}.")) from error
        if _hold_folder(folder):
            return folder


def _trusted_parent() -> Path:
    """Return the user's private folder, or a new one where that cannot be trusted."""
    try:
        return private_folder()
    except Unwritable:
        return Path(tempfile.mkdtemp(prefix=f"{NAME}-"))


def _hold_folder(folder: Path) -> bool:
    """Hold a folder until the process ends; False where it was removed meanwhile as left behind."""
    if sys.platform == "win32":
        return True
    return hold(os.open(folder, os.O_RDONLY | os.O_DIRECTORY), folder)


def hold(descriptor: int, path: Path) -> bool:
    """Hold what is open until it is closed; tell whether it is still at its path."""
    if _lock(descriptor) is False:
        return False
    with suppress(OSError):
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    return False


def remove_if_left(path: Path) -> None:
    """Remove a file or folder of a process that is gone, and leave what a process holds."""
    if sys.platform == "win32":
        return
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:  # another process has removed it, or it is a link
        return
    try:
        if _lock(descriptor):
            if stat.S_ISDIR(os.fstat(descriptor).st_mode):
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> bool | None:
    """Lock what is open: False where another holds it, None where the disk knows no locks."""
    if sys.platform == "win32":
        return None
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return False if error.errno in (errno.EWOULDBLOCK, errno.EACCES) else None
    return True


def _user() -> int:
    return os.getuid() if hasattr(os, "getuid") else 0
