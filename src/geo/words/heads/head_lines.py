"""The lines of a head: parties and speakers of one kind of statement, named together."""

__all__ = [
    "ACCUSED",
    "CLAIMED",
    "DENIED",
    "NONE_FOUND",
    "HeadLine",
    "HeadPart",
    "Said",
    "line_of",
    "noted",
]

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from geo.formats.and_line import and_line
from geo.words.counts import count_in_words

CLAIMED, ACCUSED, DENIED = "Claimed by", "Accused", "Denied by"
NONE_FOUND = "No attack found by"
NAMING_SPEAKERS = (CLAIMED, DENIED, NONE_FOUND)  # labels that end before a speaker
NAMED = 3  # speakers in a row; others are counted


class HeadPart(NamedTuple):
    """Words of a line; `number` is that of the statement to which they lead, or 0."""

    text: str
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadLine:
    """One line of the head: its label, and words of which the names lead to their statements."""

    label: str
    parts: tuple[HeadPart, ...]

    @property
    def text(self) -> str:
        """Return the words of the line."""
        return "".join(part.text for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement of a line: who makes it, its number in the ledger, which parties it is about.

    `note` says of the parties what the label does not; of a denial, what else it denies.
    """

    speaker: str
    number: int
    parties: tuple[str, ...]
    note: str


Speakers = dict[str, list[int]]  # by name, the numbers of what each says
Groups = dict[str, Speakers]  # by what they say


def line_of(label: str, said: Sequence[Said]) -> HeadLine:
    """Put the statements of a line in words."""
    groups = GROUPED.get(label, _by_party)(said)
    parts: list[HeadPart] = []
    for what, speakers in _together(groups).items():
        before = "" if label in NAMING_SPEAKERS else f"{what} by "
        after = f": {what}" if label == DENIED else ""
        parts.append(HeadPart(("; " if parts else "") + before))
        parts += [*_speakers(speakers), HeadPart(after)]
    return HeadLine(label=label, parts=tuple(part for part in parts if part.text))


def _of_speakers(said: Sequence[Said]) -> Groups:
    return _gathered(("", each) for each in said)


def _by_party(said: Sequence[Said]) -> Groups:
    return _gathered((noted(party, each.note), each) for each in said for party in each.parties)


def _by_accused(said: Sequence[Said]) -> Groups:
    """Group by party only: a note stands where each statement about it has one."""
    notes: dict[str, list[str]] = {}
    for each in said:
        for party in each.parties:
            notes.setdefault(party, []).append(each.note)
    phrases = {
        party: noted(party, " ".join(dict.fromkeys(found)) if all(found) else "")
        for party, found in notes.items()
    }
    return _gathered((phrases[party], each) for each in said for party in each.parties)


def _by_denied(said: Sequence[Said]) -> Groups:
    """Group by all that a speaker denies."""
    denied: dict[str, list[Said]] = {}
    for each in said:
        denied.setdefault(each.speaker, []).append(each)
    phrases = {speaker: _denied(all_) for speaker, all_ in denied.items()}
    return _gathered((phrases[each.speaker], each) for each in said)


def _denied(said: Sequence[Said]) -> str:
    parties = list(dict.fromkeys(party for each in said for party in each.parties))
    part = [f"that {and_line(parties)} had a part in it"] if parties else []
    return and_line([*part, *dict.fromkeys(each.note for each in said if each.note)])


GROUPED: dict[str, Callable[[Sequence[Said]], Groups]] = {
    CLAIMED: _of_speakers,
    NONE_FOUND: _of_speakers,
    ACCUSED: _by_accused,
    DENIED: _by_denied,
}


def _gathered(pairs: Iterable[tuple[str, Said]]) -> Groups:
    groups: Groups = {}
    for what, said in pairs:
        groups.setdefault(what, {}).setdefault(said.speaker, []).append(said.number)
    return groups


def noted(party: str, note: str) -> str:
    """Return the name of a party with a note next to it, if there is one."""
    return f"{party} {note}" if note else party


def _together(groups: Groups) -> Groups:
    """Name parties together of which the same speakers speak in the same statements."""
    merged: dict[str, list[str]] = {}
    for what, speakers in groups.items():
        merged.setdefault(str(speakers), []).append(what)
    return {and_line(parties): groups[parties[0]] for parties in merged.values()}


def _speakers(speakers: Mapping[str, Sequence[int]]) -> Iterator[HeadPart]:
    """Yield the speakers, each with the number of its first statement; many are counted."""
    for place, (name, numbers) in enumerate(list(speakers.items())[:NAMED]):
        count = f" ({len(numbers)})" if len(numbers) > 1 else ""
        yield from [HeadPart(", ")] if place else []
        yield HeadPart(name + count, numbers[0])
    others = list(speakers.values())[NAMED:]
    if others:
        yield HeadPart(" and ")
        yield HeadPart(count_in_words(len(others), "other"), others[0][0])
