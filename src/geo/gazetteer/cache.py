"""Answers of a service, kept on disk with the empty ones, so that nothing is asked twice."""

__all__ = ["Answers", "open_answers"]

import json
import sqlite3
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

KEPT_DAYS = 90  # what is asked about may change
_DAY = 86_400
_TABLE = "CREATE TABLE IF NOT EXISTS answers (question TEXT PRIMARY KEY, asked REAL, answer TEXT)"


class Answers:
    """Questions with their answers, as JSON. Not to be used by two threads at once."""

    def __init__(self, path: Path | str) -> None:
        self._connection = sqlite3.connect(path, check_same_thread=False)
        self._connection.execute(_TABLE)

    def get(self, question: str) -> list[Any] | None:
        """Return the answer, which may be empty; None where there is none, or an old one."""
        sql = "SELECT answer FROM answers WHERE question = ? AND asked > ?"
        try:
            oldest = time.time() - KEPT_DAYS * _DAY
            row = self._connection.execute(sql, (question, oldest)).fetchone()
            answer = json.loads(row[0]) if row else None
        except (sqlite3.Error, ValueError):
            return None
        return answer if isinstance(answer, list) else None

    def put(self, question: str, answer: list[Any]) -> None:
        """Keep an answer, if the disk takes it: without that, it is asked again."""
        row = question, time.time(), json.dumps(answer, ensure_ascii=False)
        with suppress(sqlite3.Error), self._connection:
            self._connection.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", row)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def open_answers(name: str) -> Answers:
    """Open a file of answers in the user's cache folder, else in one for temporary files.

    A file that is damaged is begun anew; where no file can be kept, memory must do.
    """
    from platformdirs import user_cache_path

    temporary = Path(tempfile.gettempdir()) / "incident-atlas"
    for folder in (user_cache_path("incident-atlas", appauthor=False), temporary):
        for _ in range(2):
            try:
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                return Answers(folder / name)
            except sqlite3.OperationalError:  # it cannot be opened: leave it to its owner
                break
            except sqlite3.DatabaseError:
                (folder / name).unlink(missing_ok=True)
            except OSError:
                break
    return Answers(":memory:")
