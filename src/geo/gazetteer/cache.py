"""Answers of a service, empty ones too, kept on disk so that no question is sent twice.

Not diskcache: it stores pickles, which run code when they are read.
"""

__all__ = ["Answers", "open_answers"]

import json
import sqlite3
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from geo.formats.temporary import private_folder

KEPT_DAYS = 90  # OpenStreetMap changes
_DAY = 86_400
_TABLE = "CREATE TABLE IF NOT EXISTS answers (question TEXT PRIMARY KEY, asked REAL, answer TEXT)"


class Answers:
    """Questions with their answers, as JSON. Only one thread at a time may use it."""

    def __init__(self, path: Path | str) -> None:
        self._connection = sqlite3.connect(path, check_same_thread=False)
        self._connection.execute(_TABLE)

    def get(self, question: str) -> list[Any] | None:
        """Return the answer, which may be empty; None for a new question or an old answer."""
        sql = "SELECT answer FROM answers WHERE question = ? AND asked > ?"
        try:
            oldest = time.time() - KEPT_DAYS * _DAY
            row = self._connection.execute(sql, (question, oldest)).fetchone()
            answer = json.loads(row[0]) if row else None
        except (sqlite3.Error, ValueError):
            return None
        return answer if isinstance(answer, list) else None

    def put(self, question: str, answer: list[Any]) -> None:
        """Keep an answer; where the disk does not take it, the question will be sent again."""
        row = question, time.time(), json.dumps(answer, ensure_ascii=False)
        with suppress(sqlite3.Error), self._connection:
            self._connection.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", row)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def open_answers(name: str) -> Answers:
    """Open a file of answers in the user's cache folder, else in one for temporary files.

    A damaged file is replaced by a new one; where no file can be written, answers stay in memory.
    """
    from platformdirs import user_cache_path

    for folder_of in (partial(user_cache_path, "incident-atlas", appauthor=False), private_folder):
        for _ in range(2):
            try:
                folder = folder_of()
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                return Answers(folder / name)
            except sqlite3.OperationalError:  # not a file that this user may open
                break
            except sqlite3.DatabaseError:
                (folder / name).unlink(missing_ok=True)
            except OSError:
                break
    return Answers(":memory:")
