"""The places that one document mentions, each in the light of the others."""

__all__ = ["Mention", "resolve"]

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from geo.gazetteer.areas import distance_km
from geo.gazetteer.candidates import Candidate, Search, candidates_of, exact, ranked, weight
from geo.gazetteer.names import fold
from geo.gazetteer.phrase import Phrase, parse

MAX_CANDIDATES = 40  # of one mention that are scored …
VOTERS = 10  # … and that vote on others: time grows with the square of the mentions
HINT_WITHIN = 3  # characters after a name: "Cottonport, La." is one place with its state
CERTAINTY = 1.2  # how sharply a candidate's score turns into its share of a vote

# Added to the score of a candidate by the other mentions.
SAME_COUNTRY = 2.5  # times the share of the other mentions that may lie in its country
SAME_PROVINCE = 2.0  # times the share that may lie in its province
NEIGHBOUR = 2.5  # times the nearness of the nearest other mention
NEIGHBOUR_KM = 60.0  # at which nearness has fallen to 1/e
FAR_DEGREES = 3.0  # of latitude, at which nothing is left of it
ROUNDS = 2

LEAST_WEIGHT_OF_PART = 4.5  # of a place that an unknown mention is named after: "Bank of Japan"
LEAST_PART = 4  # letters, except for SHORT_PARTS
MAX_WORDS = 8  # of a mention that are searched
SHORT_PARTS = frozenset(["us", "uk", "uae", "drc"])

Found = list[Candidate]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A name of a place in a document: characters `start` to `end` of its text, end excluded.

    >>> text = "A fire in Gatineau, Que."
    >>> start = text.index("Gatineau")
    >>> Mention(text="Gatineau", start=start, end=start + len("Gatineau"))
    Mention(text='Gatineau', start=10, end=18)
    """

    text: str
    start: int
    end: int


def resolve(mentions: Sequence[Mention]) -> list[tuple[Phrase | None, Found]]:
    """Find for each mention its phrase and its candidates, the likeliest first.

    A name means one place throughout, except where a state or country is written next to it.
    """
    names = [_name(mention, hint) for mention, hint in _with_hints(mentions)]
    phrases = {name: _phrase(*name) for name in names}
    found = {name: _candidates(phrase) for name, phrase in phrases.items()}
    shares = {name: _shares(places) for name, places in found.items()}
    for _ in range(ROUNDS):
        voted = {name: _voted(name, places, shares) for name, places in found.items()}
        shares = {name: _shares(places) for name, places in voted.items()}
    best = {name: ranked(places) for name, places in voted.items()} if names else {}
    return [(phrases[name], best[name]) for name in names]


Name = tuple[str, str]
Shares = list[tuple[Candidate, float]]


def _name(mention: Mention, hint: str) -> Name:
    return " ".join(mention.text.split()), hint


def _with_hints(mentions: Sequence[Mention]) -> Iterator[tuple[Mention, str]]:
    """Pair each mention with the one right behind it, as "Gatineau, Que." is written."""
    for this, after in pairwise([*mentions, None]):
        assert this is not None
        is_hint = after is not None and 0 < after.start - this.end <= HINT_WITHIN
        yield this, after.text if after is not None and is_hint else ""


def _phrase(text: str, hint: str) -> Phrase | None:
    phrase = parse(text)
    return replace(phrase, hints=(*phrase.hints, hint)) if phrase and hint else phrase


def _candidates(phrase: Phrase | None) -> Found:
    """List the places that a mention may mean; a hint that fits none of them is ignored."""
    if phrase is None:
        return []
    for hints in {phrase.hints: None, (): None}:
        found = candidates_of(replace(phrase, hints=hints), Search())
        if found and found[0].method != "area":
            return found[:MAX_CANDIDATES]
    return _parts(phrase)


def _parts(phrase: Phrase) -> Found:
    """Answer an unknown name with the place in it: "Bank of Japan" with Japan."""
    words = phrase.whole.split(" ")[:MAX_WORDS]
    for size in range(len(words) - 1, 0, -1):
        for first in range(len(words) - size + 1):
            part = " ".join(words[first : first + size])
            if len(part) < LEAST_PART and part not in SHORT_PARTS:
                continue
            named = exact(Phrase(whole=part, core=part), "")
            known = [one for one in named if weight(one.place) >= LEAST_WEIGHT_OF_PART]
            if known:
                return [replace(one, method="area", stands_for="area") for one in known]
    return []


def _shares(found: Found) -> Shares:
    """Share one vote among the candidates, by score."""
    if not found:
        return []
    top = max(one.score for one in found)
    powers = [math.exp(CERTAINTY * (one.score - top)) for one in found]
    total = sum(powers)
    shares = [(one, power / total) for one, power in zip(found, powers, strict=True)]
    return sorted(shares, key=lambda vote: -vote[1])[:VOTERS]


def _voted(name: Name, found: Found, shares: dict[Name, Shares]) -> Found:
    """Add the votes of the other mentions to the score of each candidate."""
    others = [votes for other, votes in shares.items() if fold(other[0]) != fold(name[0]) and votes]
    if not others:
        return found
    countries, provinces = _polls(others)
    return [
        replace(
            one,
            score=one.score
            + SAME_COUNTRY * countries[one.place.country]
            + SAME_PROVINCE * provinces[one.place.country, one.place.admin1]
            + NEIGHBOUR * _nearness(one, others),
        )
        for one in found
    ]


def _polls(others: list[Shares]) -> tuple[dict[str, float], dict[tuple[str, str], float]]:
    """Return the share of mentions that may lie in each country and in each province."""
    countries: dict[str, float] = defaultdict(float)
    provinces: dict[tuple[str, str], float] = defaultdict(float)
    for votes in others:
        for one, share in votes:
            countries[one.place.country] += share / len(others)
            if one.place.kind != "country":
                provinces[one.place.country, one.place.admin1] += share / len(others)
    return countries, provinces


def _nearness(one: Candidate, others: list[Shares]) -> float:
    """Return how near the nearest place is that another mention may mean (0–1)."""
    if one.place.kind in ("country", "international"):
        return 0.0
    near = (
        share * math.exp(-distance_km(one.place, other.place) / NEIGHBOUR_KM)
        for votes in others
        for other, share in votes
        if abs(other.place.lat - one.place.lat) < FAR_DEGREES
        and other.place.id != one.place.id  # the same place under another name is not a neighbour
    )
    return max(near, default=0.0)
