"""The names in the gazetteer that are like a text, with how much they are."""

__all__ = ["LIKE", "Like", "names_like"]

from collections.abc import Iterator
from dataclasses import dataclass

from geo.gazetteer.index import gazetteer
from geo.gazetteer.likeness.transcription import WRITINGS, names_that_sound_like
from geo.gazetteer.names import key, latin, script_of, skeleton

# Times the share of letters that differ, by the script that they were transliterated from.
UNLIKE = {"latin": -15.0, "arabic": -5.0, "chinese": -5.0, "other": -10.0}
UNLIKE_FOREIGN = -20.0  # … and, of foreign names in it, of sounds and letters

LIKE = 0.8  # least share of letters that agree with a misspelt name …
SHORT, LIKE_SHORT = 4, 0.75  # … and with a short one, where the country is given
# … and where only the sounds agree, by the script that the name was transliterated from: Arabic
# does not write short vowels.
LIKE_SOUND = {"latin": 0.7, "arabic": 0.3, "chinese": 0.5, "other": 0.6}
SHORTEST = {"similar name": 4, "sound": 5}  # letters of a name that may be misspelt
SHORTEST_SOUND = 2  # consonants


@dataclass(frozen=True, slots=True, kw_only=True)
class Like:
    """A name that is like a text in a script: how much (0–1), and what is alike.

    `is_foreign` is set where the script writes a foreign name by ear.
    """

    text: str
    script: str
    name: str
    likeness: float
    method: str
    is_foreign: bool = False

    @property
    def change(self) -> float:
        """Return what is added to the score of a place with this name."""
        return (UNLIKE_FOREIGN if self.is_foreign else UNLIKE[self.script]) * (1 - self.likeness)


def names_like(words: str, country: str) -> Iterator[Like]:
    """Yield the names that are like folded words, in their script and in Latin letters."""
    yield from _spelt_like(key(words), "latin", country)
    if words.isascii():
        return
    script = script_of(words)
    heard = list(_heard_like(words, script, country))
    yield from heard
    if not heard and (country or script != "chinese"):
        yield from _spelt_like(latin(words), script, country)


def _heard_like(words: str, script: str, country: str) -> Iterator[Like]:
    """Yield the names that sound like a foreign name in a script that writes these by ear."""
    if script in WRITINGS and country not in WRITINGS[script].countries:
        text = key(words)
        for name, likeness in names_that_sound_like(text, script, country):
            yield Like(
                text=text, script=script, name=name, likeness=likeness, method="sound",
                is_foreign=True,
            )  # fmt: skip


def _spelt_like(text: str, script: str, country: str) -> Iterator[Like]:
    """Yield the names that share letters or sounds with a key."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    if len(text) < SHORTEST["similar name"]:
        return
    sounds = skeleton(text) if text.isascii() else ""
    can_sound = len(sounds) >= SHORTEST_SOUND and len(text) >= SHORTEST["sound"]
    can_sound = can_sound or script in WRITINGS
    names, least = gazetteer().similar(text, country), LIKE_SOUND[script]
    for name, likeness, _ in process.extract(
        text, names, scorer=OSA.normalized_similarity, score_cutoff=least, limit=50
    ):
        is_near = likeness >= (LIKE_SHORT if country and len(text) <= SHORT else LIKE)
        if is_near or (can_sound and skeleton(name) == sounds):
            method = "similar name" if is_near else "sound"
            yield Like(text=text, script=script, name=name, likeness=likeness, method=method)
