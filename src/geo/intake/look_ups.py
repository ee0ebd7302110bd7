"""What became of rows without a position: how many are placed by name, and which are not."""

__all__ = [
    "NO_POSITION",
    "LookUps",
    "UnplacedName",
    "look_ups_in_words",
    "look_ups_of",
    "unplaced_in_words",
]

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from geo.intake.placement import LookUp, State
from geo.model.precision import PRECISIONS
from geo.words.counts import by_frequency

NO_POSITION = "Rows without a position"  # the heading of their list
_STATES = {
    "placed": "placed by name",
    "country only": "known to a country only",
    "nameless": "without a name of a place",
    "unsure": "not sure enough",
    "not found": "not found",
    "contradictory": "with a town that is not in the stated province",
    "refused": "with a place that is refused",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class UnplacedName:
    """A place that gave no position, or none that was sure.

    `count` is the number of rows that have it, and `line` where the first of them begins; `text` is
    the name, with the reason where there is more to say.
    """

    state: State
    text: str
    count: int
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUps:
    """How looking up rows went that have no position.

    `states` counts them by what became of them, and `precisions` those that are placed by how
    exactly they are. `unplaced` has the places that gave no position, in their order in the file.
    `left` counts records that have the name of a place and no position, and were not looked up:
    those of this program's model are read as they are.
    """

    states: Mapping[str, int] = field(default_factory=dict)
    precisions: Mapping[str, int] = field(default_factory=dict)
    unplaced: tuple[UnplacedName, ...] = ()
    left: int = 0

    @property
    def rows(self) -> int:
        """Return how many rows were looked up."""
        return sum(self.states.values())


def look_ups_of(rows: Iterable[tuple[int, LookUp]]) -> LookUps:
    """Return how the look-ups of some rows went, each with the line where its row begins."""
    states, precisions = Counter[str](), Counter[str]()
    counts, lines = Counter[tuple[State, str]](), dict[tuple[State, str], int]()
    for line, (state, text, _, precision) in rows:
        states[state] += 1
        if precision:
            precisions[precision] += 1
        else:
            counts[state, text] += 1
            lines.setdefault((state, text), line)
    unplaced = (
        UnplacedName(state=state, text=text, count=count, line=lines[state, text])
        for (state, text), count in counts.items()
    )
    return LookUps(states=states, precisions=precisions, unplaced=tuple(unplaced))


def look_ups_in_words(states: Mapping[str, int], precisions: Mapping[str, int]) -> tuple[str, ...]:
    """Say how many rows without a position came to each state, the most frequent first.

    >>> look_ups_in_words({"placed": 3, "not found": 1}, {"admin1": 1, "settlement": 2})
    ('3 × placed by name (2 settlement, 1 admin1)', '1 × not found')
    """
    known = [each for each in PRECISIONS if each in precisions]
    exactly = ", ".join(f"{precisions[each]:,} {each.replace('_', ' ')}" for each in known)
    added = {"placed": f" ({exactly})"} if exactly else {}
    named = Counter({f"{_STATES[s]}{added.get(s, '')}": n for s, n in states.items()})
    return tuple(f"{n:,} × {state}" for state, n in by_frequency(named))


def unplaced_in_words(found: LookUps, unit: str = "line") -> tuple[str, ...]:
    """Name the places that gave no position, with their rows.

    >>> name = UnplacedName(state="not found", text="Xyzzy", count=2, line=4)
    >>> unplaced_in_words(LookUps(unplaced=(name,)))
    ('2 × not found: Xyzzy (line 4)',)
    """
    return tuple(_unplaced(each, unit) for each in found.unplaced)


def _unplaced(each: UnplacedName, unit: str) -> str:
    text = f": {each.text}" if each.text else ""
    return f"{each.count:,} × {_STATES[each.state]}{text} ({unit} {each.line})"
