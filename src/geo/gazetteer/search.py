"""Places for a reader who types: of just this name, of names that begin so, and named alike."""

__all__ = ["LEAST_LETTERS", "find_places"]

from geo.gazetteer.candidates import Search, candidates_of, weight
from geo.gazetteer.index import gazetteer
from geo.gazetteer.names import key
from geo.gazetteer.phrase import parse
from geo.gazetteer.place import Place

LEAST_LETTERS = {True: 3, False: 2}  # is it ASCII? → from so many on, beginnings are looked up
WHOLE = 1.5  # powers of ten of people by which a place of just this name comes before others
ALIKE = -2.0  # a place that is only named alike


def find_places(text: str, most: int) -> list[Place]:
    """Return places that a text may mean or begin to name, in any script, the likeliest first.

    Fewer letters than LEAST_LETTERS find only places of just this name: "Ur" has thousands of
    beginnings. A hint may follow: "Paris, Texas".
    """
    best: dict[int, tuple[float, Place]] = {}

    def keep(place: Place, score: float) -> None:
        if place.id not in best or best[place.id][0] < score:
            best[place.id] = (score, place)

    typed = key(text)
    for place in gazetteer().named(typed):
        keep(place, weight(place) - place.penalty + WHOLE)
    if len(typed) >= LEAST_LETTERS[typed.isascii()]:
        for place in gazetteer().begun(typed):
            keep(place, weight(place) - place.penalty)
    phrase = parse(text) if len(best) < most else None
    for one in candidates_of(phrase, Search()) if phrase else ():
        keep(one.place, one.score + ALIKE)
    ordered = sorted(best.values(), key=lambda found: (-found[0], found[1].id))
    return [place for _, place in ordered[:most]]
