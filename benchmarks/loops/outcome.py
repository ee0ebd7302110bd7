"""What a loop has done and found, as docs/reliability.json keeps it."""

__all__ = ["Outcome"]

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Outcome:
    """How often a loop went around, how each turn ended, and what was wrong."""

    turns: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def note(self, end: str) -> None:
        """Count a turn that ended as it must."""
        self.turns += 1
        self.ends[end] += 1

    def blame(self, what: str) -> None:
        """Count a turn that ended as it must not."""
        self.turns += 1
        self.wrong.append(what)
