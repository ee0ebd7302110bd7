"""Which places a phrase may mean, and how likely each is: the rules of the choice, as numbers.

A score counts powers of ten of people. The numbers were set by hand, against the examples next to
them. Run `benchmarks/geocoding.py` before and after a change to one: with these, of 405 places as
reports write them 80.2 % are found within 161 km, of 406 mentions in documents 83.7 %; of the
answers given, 91.5 % and 88.8 % are right.
"""

__all__ = [
    "Candidate",
    "Search",
    "candidates_of",
    "clashing",
    "confidence",
    "exact",
    "hinted",
    "likelihood",
    "ranked",
    "weight",
]

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from geo.gazetteer.areas import (
    FORMER,
    Area,
    areas_of_code,
    areas_of_hint,
    areas_of_province,
    distance_km,
)
from geo.gazetteer.codes import subdivision_code
from geo.gazetteer.index import gazetteer
from geo.gazetteer.likeness.alike import LIKE, Like, names_like
from geo.gazetteer.likeness.transcription import WRITINGS
from geo.gazetteer.names import key, latin, without_article
from geo.gazetteer.not_places import NOT_PLACES, NOT_WITHOUT_HINT
from geo.gazetteer.phrase import Phrase, is_kind_only, parse, split_within
from geo.gazetteer.place import Place

# Places whose people are not counted here weigh as much as a town of so many powers of ten.
WEIGHTS = {"country": 9.0, "international": 6.5, "fuzzy": 6.0, "site": 6.0}
LEAST_SETTLEMENT = 2.5
LEAST_PROVINCE, PROVINCE_SHARE = 4.0, 1.6  # a province counts as a town of a fortieth of its people
LEAST_DISTRICT, DISTRICT_SHARE = 3.0, 1.8

# Added to the weight of a place, from which the penalty of its name is subtracted.
LEVEL_MEANT = 4.0  # "Kirkuk province" is the province
LEVEL_OTHER = -1.0
CORE_NAME = -0.2  # found without its type word: "Peshawar" in "Peshawar town"
CORE_OF_OTHER = -3.0  # … or article, though another place has the whole name: "Kansas City"
TRANSLITERATED = -1.0  # found by its name in Latin letters, from a phrase in others
FOREIGN_ALTERNATE = 0.5  # share of a name's penalty that texts in other languages than English lift
# Without a country, the less alike a misspelt name is, the larger its place must be: any word is
# like the name of some village.
LEAST_ANYWHERE, MORE_ANYWHERE = 3.6, 10.0  # weight; times the share of letters that differ
LONG_SOUND, LEAST_SOUND = 9, 5.0  # letters; weight, where only the sounds agree
LEAST_SHORT = 4.0  # weight, of a misspelt name of four letters within a country
LIKE_COUNTRY = 0.86  # … with the name of a country

# Of the town that an unknown site is named after, without a country; valleys may lie anywhere.
LEAST_WEIGHT_OF = {"site": 4.3, "landform": math.inf}

LEAST_WORD = 5.4  # weight of a town whose name is a word of reports
LEAST_WHOLE = 4.0  # weight of a town that is called so: "Green Bay", "Port Said"
SAME_VILLAGE_KM = 50  # two villages of one name so near are one, or lead to the same area
OTHER_NAME = 1.5  # penalty of an old, foreign or mistaken name, or of a machine's spelling
SHORT, LEAST_WEIGHT_OF_SHORT = 2, 4.5  # Latin letters; weight: "AS" and "SA" rarely mean towns
CODE, LONGEST_CODE, LEAST_WEIGHT_OF_CODE = 3.0, 3, 6.0  # penalty, letters, weight: "NYC", not "ZZZ"

# People of a town whose name and hints cannot both be right; a code is wrong more often: it says
# nothing to who writes it, and countries have changed theirs.
LEAST_CLASHING, LEAST_CLASHING_CODE = 100_000, 15_000
WIDEST_KM = 250  # radius of the largest area that may stand for an unknown place in it
# Confidence in what a method found, where no other place is near in score.
BASE = {
    "name": 0.97,
    "transliteration": 0.85,
    "similar name": 0.75,
    "sound": 0.6,
    "area": 0.5,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """The hints given with a phrase: a country's code, a province, a language."""

    country: str = ""
    admin1: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place that may be meant; `stands_for` is "near" or "area" where it answers for another."""

    place: Place
    score: float
    method: str
    stands_for: str = ""


def candidates_of(phrase: Phrase, search: Search) -> list[Candidate]:
    """List the places that a phrase may mean, the likeliest first."""
    if phrase.whole in NOT_PLACES or phrase.core in NOT_PLACES:
        return []
    if phrase.code:
        return coded(phrase.code, search.country)
    groups = hinted(phrase, search)
    if not groups and not search.country and _is_word(phrase):
        return []

    def fits(one: Candidate) -> bool:
        is_hinted = bool(groups or search.country)
        return holds(groups, one.place) and (is_hinted or _says_enough(one, phrase))

    found = _without_unclear_villages(find(phrase, search.country, fits))
    if found:
        return ranked(_in_language(_marked(found, phrase), search))
    if clashing(phrase, search, groups):
        return []
    return ranked(areas(groups, phrase) or within(phrase, search))


def _is_word(phrase: Phrase) -> bool:
    """Tell whether a phrase is a word of reports: without a hint, it does not mean a village."""
    words = phrase.core if phrase.level == "settlement" else phrase.whole  # "border area"
    if words not in NOT_WITHOUT_HINT and not is_kind_only(phrase.whole):
        return False
    return not any(map(_is_well_known, gazetteer().named(key(phrase.whole))))


def _is_well_known(place: Place) -> bool:
    """Tell whether a place is known by a name that is a word, too: Kota, Ciudad del Este."""
    is_city = place.kind == "settlement" and weight(place) >= LEAST_WORD
    return place.kind == "country" or (is_city and place.penalty < 1)


def _without_unclear_villages(found: list[Candidate]) -> list[Candidate]:
    """Leave out villages where several have the name: nothing says which one is meant."""
    villages = [one.place for one in found if one.place.is_village]
    if all(distance_km(villages[0], other) <= SAME_VILLAGE_KM for other in villages[1:]):
        return found
    return [one for one in found if not one.place.is_village]


def coded(code: str, country: str) -> list[Candidate]:
    """List the areas that a code means; that of today is the likeliest, however small."""
    places = [area.place for area in areas_of_code(code, country)]
    return [Candidate(place=place, score=-place.penalty, method="name") for place in places]


def clashing(phrase: Phrase, search: Search, groups: list[tuple[Area, ...]]) -> list[Place]:
    """List the towns of a name, none of which lies where the hints say.

    A larger town is known by its name: a hint that says otherwise is likelier wrong than that
    another place, which no source has, has the name too.
    """
    if not groups or phrase.level not in (None, "settlement"):
        return []
    least = LEAST_CLASHING_CODE if _has_code(phrase, search) else LEAST_CLASHING
    same = [one.place for one in exact(phrase, search.country) if one.method == "name"]
    towns = [place for place in same if place.kind == "settlement" and place.penalty < 1]
    return [town for town in towns if town.population >= least]


def ranked(found: Iterable[Candidate]) -> list[Candidate]:
    return sorted(found, key=lambda one: (-one.score, one.place.id))


def hinted(phrase: Phrase, search: Search) -> list[tuple[Area, ...]]:
    """List the areas that each hint may mean; a hint that means no area is ignored."""
    groups = [areas_of_hint(hint, search.country) for hint in phrase.hints]
    if search.admin1:
        groups.append(areas_of_province(search.admin1, search.country))
    return [group for group in groups if group]


def holds(groups: list[tuple[Area, ...]], place: Place) -> bool:
    return all(any(area.holds(place) for area in group) for group in groups)


def _says_enough(one: Candidate, phrase: Phrase) -> bool:
    """Tell whether a name without any hint can mean this place."""
    if one.place.is_village:
        return False
    if phrase.level in LEAST_WEIGHT_OF and _has_whole_name(one.place, phrase):
        return weight(one.place) >= LEAST_WHOLE or one.place.kind != "settlement"
    if phrase.level in LEAST_WEIGHT_OF and one.place.kind == "country":
        return False  # "US embassy", "Sea of Japan"
    if one.place.penalty >= CODE and len(phrase.core) <= LONGEST_CODE:
        return weight(one.place) >= LEAST_WEIGHT_OF_CODE
    if len(phrase.core) <= SHORT and phrase.core.isascii():
        return weight(one.place) - one.place.penalty >= LEAST_WEIGHT_OF_SHORT
    if phrase.level and one.place.kind == "settlement":
        if phrase.level in LEAST_WEIGHT_OF and one.method == "sound":  # "Tiananmen Square"
            return False
        return weight(one.place) >= LEAST_WEIGHT_OF.get(phrase.level, 0.0)
    return True


def _has_whole_name(place: Place, phrase: Phrase) -> bool:
    """Tell whether a place is called so with the word for a kind: "Green Bay", "Faroe Islands"."""
    return any(place.id == other.id for other in gazetteer().named(key(phrase.whole)))


def _marked(found: list[Candidate], phrase: Phrase) -> list[Candidate]:
    """Mark the towns that answer for a site named after them."""
    if phrase.level not in LEAST_WEIGHT_OF:
        return found
    return [
        one if _is_itself(one.place, phrase) else replace(one, stands_for="near") for one in found
    ]


def _is_itself(place: Place, phrase: Phrase) -> bool:
    return place.kind != "settlement" or _has_whole_name(place, phrase)


def _in_language(found: list[Candidate], search: Search) -> Iterator[Candidate]:
    """Trust alternate names more where the text is not in English."""
    share = FOREIGN_ALTERNATE if search.language not in ("", "en") else 0.0
    return (replace(one, score=one.score + share * one.place.penalty) for one in found)


def exact(phrase: Phrase, country: str) -> list[Candidate]:
    """List the places with the phrase's name, as it is written, else in Latin letters."""
    index = gazetteer()
    best: dict[int, Candidate] = {}
    for text in _keys(phrase):
        change = 0.0 if text == key(phrase.whole) else CORE_OF_OTHER if best else CORE_NAME
        for place in index.named(text, country):
            if place.kind != "country" or change != CORE_OF_OTHER:  # "Port Sudan" is not Sudan
                _keep(best, place, score(place, phrase) + change, "name")
    return list(best.values()) or _transliterated(phrase, country)


def _keys(phrase: Phrase) -> dict[str, None]:
    """Return the keys of a phrase: as it is, without its article, and without a type word."""
    words = (phrase.whole, phrase.core)
    return dict.fromkeys(key(text) for whole in words for text in (whole, without_article(whole)))


def _transliterated(phrase: Phrase, country: str) -> list[Candidate]:
    """List the places with the phrase's name in Latin letters."""
    if phrase.core.isascii():
        return []
    best: dict[int, Candidate] = {}
    for words in dict.fromkeys((phrase.whole, phrase.core)):
        for place in gazetteer().named(latin(words), country):
            _keep(best, place, score(place, phrase) + TRANSLITERATED, "transliteration")
    return list(best.values())


def find(phrase: Phrase, country: str, fits: Callable[[Candidate], bool]) -> list[Candidate]:
    """List the places with the phrase's name, and those with names like it if none is named so now.

    "Berli" is Berlin with a slip before it is Burley, which one language calls so.
    """
    found = [one for one in exact(phrase, country) if fits(one)]
    if any(_has_own_name(one) for one in found):
        return found
    known = {one.place.id for one in found}
    like = (one for one in similar(phrase, country) if one.place.id not in known)
    return [*found, *filter(fits, like)]


def _has_own_name(one: Candidate) -> bool:
    place = one.place
    return place.is_village or place.penalty < OTHER_NAME or one.method != "name"


def similar(phrase: Phrase, country: str) -> list[Candidate]:
    """List the places with names like the phrase's: misspelt, or transliterated by other rules."""
    best: dict[int, Candidate] = {}
    for words in dict.fromkeys((phrase.whole, phrase.core)):
        for like in names_like(words, country):
            for place in gazetteer().named(like.name, country):
                if _may_be_meant(place, country, like):
                    _keep(best, place, score(place, phrase) + like.change, like.method)
        if best:
            break
    return list(best.values())


def _may_be_meant(place: Place, country: str, like: Like) -> bool:
    """Tell whether a misspelling of this place is likelier than another word altogether."""
    if place.kind == "country" and (country or like.likeness < LIKE_COUNTRY):
        return False
    if country and like.method == "similar name" and like.likeness < LIKE:
        return weight(place) - place.penalty >= LEAST_SHORT
    if country:
        return True
    if like.is_foreign:
        return place.country not in WRITINGS[like.script].countries
    if like.method == "sound":
        return len(like.text) >= LONG_SOUND and weight(place) >= LEAST_SOUND
    least = LEAST_ANYWHERE + MORE_ANYWHERE * (1 - like.likeness)
    return weight(place) - place.penalty >= least


def _keep(best: dict[int, Candidate], place: Place, points: float, method: str) -> None:
    if place.id not in best or best[place.id].score < points:
        best[place.id] = Candidate(place=place, score=points, method=method)


def areas(groups: list[tuple[Area, ...]], phrase: Phrase) -> list[Candidate]:
    """Answer an unknown place with the area that it is said to lie in, unless that is too large.

    A country answers only where the phrase has a word for a place: "Hospital 12, Yemen".
    """
    for group in groups:
        small = [area.place for area in group if (area.place.radius_km or 0) <= WIDEST_KM]
        countries = [area.place for area in group if area.place.kind == "country"]
        found = [place for place in small if place.kind != "country"] or (
            countries if phrase.level else []
        )
        if found:
            return [
                Candidate(place=place, score=points(place, found), method="area", stands_for="area")
                for place in found
            ]
    return []


def _has_code(phrase: Phrase, search: Search) -> bool:
    return any(map(subdivision_code, (*phrase.hints, search.admin1)))


def points(place: Place, found: list[Place]) -> float:
    """Return the score of an area; of those that one code meant, that of today is first."""
    is_coded = any(other.penalty == FORMER for other in found)
    return weight(found[0]) - place.penalty if is_coded else weight(place)


def within(phrase: Phrase, search: Search) -> list[Candidate]:
    """Answer "hall in Krasnogorsk" with Krasnogorsk."""
    parts = split_within(phrase.whole)
    outer = parse(parts[1]) if parts else None
    if outer is None:
        return []
    found = candidates_of(replace(outer, hints=phrase.hints), search)
    return [replace(one, method="area", stands_for="area") for one in found]


def score(place: Place, phrase: Phrase) -> float:
    """Return the score of a place: its weight, its name, and the level that the phrase means."""
    return weight(place) - place.penalty + level_fit(place.kind, phrase.level)


def weight(place: Place) -> float:
    """Return the weight of a place, in powers of ten of people."""
    people = math.log10(place.population + 1)
    if place.kind == "settlement":
        return max(LEAST_SETTLEMENT, people)
    if place.kind == "admin1":
        return max(LEAST_PROVINCE, people - PROVINCE_SHARE)
    if place.kind == "admin2":
        return max(LEAST_DISTRICT, people - DISTRICT_SHARE)
    return WEIGHTS[place.kind]


def level_fit(kind: str, level: str | None) -> float:
    """Return what the type word of a phrase adds to the score of a kind of place."""
    if level in (None, "site", "landform"):
        return 0.0
    meant = ("admin1", "country", "fuzzy") if level == "admin1" else (level,)
    return LEVEL_MEANT if kind in meant else LEVEL_OTHER


def likelihood(candidate: Candidate) -> float:
    """Return the confidence in a candidate that follows from its method."""
    return BASE.get(candidate.method, 0.5)


def confidence(found: list[Candidate]) -> float:
    """Return the confidence in the first: by its method, and by how far the others are behind."""
    first, *others = found
    rivals = sum(10 ** (one.score - first.score) for one in others if one.place.name)
    return round(likelihood(first) / (1 + min(rivals, 3.0) / 2), 2)
