"""What is said of the rows of a file: findings with their rows, and how many rows a kind is of."""

__all__ = ["SHOWN", "FindingKind", "FindingKinds", "FirstFindings", "RowFinding", "kinds_in_words"]

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from geo.errors import Finding

SHOWN = 20  # kinds that a report lists


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFinding:
    """A rule that a row is rejected for, or a warning about one that is kept.

    `line` is where the row begins, or None for what is said of the whole file; `file` is its name
    where several are read.
    """

    line: int | None
    finding: Finding
    is_kept: bool = False
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingKind:
    """Findings of one kind: of how many rows, and the one of the first of them as an example.

    `line` is where that row begins, or None for what is said of the whole file; `file` is its name
    where several are read.

    >>> rule, remedy = "is not a whole number", "It is kept in origin.raw."
    >>> first = Finding(record="A", field="killed", value="'12?'", rule=rule, remedy=remedy)
    >>> print(FindingKind(count=1_204, line=17, example=first))
    1,204 × killed: is not a whole number (line 17: '12?'). It is kept in origin.raw.
    """

    count: int
    line: int | None
    example: Finding
    file: str = ""

    @property
    def kind(self) -> str:
        """Return field and rule, which all of them have."""
        return self.example.kind

    def __str__(self) -> str:
        return self.in_words()

    def in_words(self, unit: str = "line") -> str:
        """Say it with the example, whose place in the file is counted in a `unit`."""
        where = f"{unit} {self.line}" if self.line is not None else ""
        place = " of ".join(filter(None, [where, self.file]))
        example = ": ".join(filter(None, [place, self.example.value]))
        text = f"{self.count:,} × {self.kind}{f' ({example})' if example else ''}"
        return f"{text}. {self.example.remedy}" if self.example.remedy else text


class FindingKinds:
    """The kinds of the findings of many rows; of each, the rows are counted and the first is kept.

    Iteration yields the most frequent first, and those of one number by their letters.
    """

    def __init__(self, kinds: Iterable[FindingKind] = ()) -> None:
        self._by_kind: dict[str, FindingKind] = {}
        self.update(kinds)

    def update(self, kinds: Iterable[FindingKind]) -> None:
        """Add rows that are counted already."""
        for each in kinds:
            known = self._by_kind.get(each.kind)
            self._by_kind[each.kind] = _of_both(known, each) if known else each

    def add(
        self, findings: Iterable[Finding], *, line: int | None, count: int = 1, file: str = ""
    ) -> None:
        """Count rows of which the same is found, the first at `line`: once for each kind."""
        first: dict[str, Finding] = {}
        for finding in findings:
            first.setdefault(finding.kind, finding)
        self.update(
            FindingKind(count=count, line=line, example=each, file=file) for each in first.values()
        )

    def __iter__(self) -> Iterator[FindingKind]:
        return iter(sorted(self._by_kind.values(), key=lambda each: (-each.count, each.kind)))

    def __len__(self) -> int:
        return len(self._by_kind)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FindingKinds) and self._by_kind == other._by_kind

    __hash__ = None  # type: ignore[assignment]  # it changes

    def __repr__(self) -> str:
        return f"FindingKinds({list(self)})"

    def counts(self) -> dict[str, int]:
        """Return the number of rows of each kind."""
        return {each.kind: each.count for each in self}


def _of_both(one: FindingKind, other: FindingKind) -> FindingKind:
    is_same_file = one.file == other.file
    first = min(one, other, key=lambda each: each.line or 0) if is_same_file else one
    return replace(first, count=one.count + other.count)


class FirstFindings:
    """Findings as they come; of each kind of warning, only the first `most` are kept.

    Iteration yields those that are kept, and then, for each kind, how many more there were.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: list[RowFinding] = []
        self._counts = Counter[str]()
        self._last: dict[str, Finding] = {}

    def add(self, found: RowFinding) -> None:
        """Take a finding."""
        kind = found.finding.kind
        self._counts[kind] += found.is_kept
        if self._counts[kind] <= self._most:
            self._kept.append(found)
        else:
            self._last[kind] = found.finding

    def __iter__(self) -> Iterator[RowFinding]:
        yield from self._kept
        for kind, finding in self._last.items():
            more = f"… and {self._counts[kind] - self._most:,} more"
            remedy = "They are listed by geo import, with --rejects."
            told = replace(finding, record=more, value="", remedy=remedy)
            yield RowFinding(line=None, finding=told, is_kept=True)


def kinds_in_words(kinds: Iterable[FindingKind], unit: str = "line") -> list[str]:
    """Say the first SHOWN kinds, and how many more there are."""
    lines = [each.in_words(unit) for each in kinds]
    more = len(lines) - SHOWN
    return [*lines[:SHOWN], f"… and {more:,} more kinds"] if more > 0 else lines
