"""What a user should know about the hints of a look-up, each thing in a sentence."""

__all__ = ["contradiction_of", "notes_on_hints"]

from collections.abc import Iterator

from geo.gazetteer.areas import Area, areas_of_hint, areas_of_province
from geo.gazetteer.candidates import Search, candidates_of, clashing, hinted
from geo.gazetteer.codes import Meaning, meanings_of, subdivision_code
from geo.gazetteer.index import country_code, gazetteer
from geo.gazetteer.phrase import Phrase, parse
from geo.gazetteer.place import Place

REMEDY = "Check it, or write the name of the province"


def notes_on_hints(
    text: str, *, country: str | None = None, admin1: str | None = None
) -> list[str]:
    """Say which hints were not used, had several meanings, or contradict the place's name.

    The arguments are those of `geocode`. Raises BadValue for an unknown country.

    >>> notes_on_hints("Qom", admin1="IR-26")
    ['IR-26 means Qazvīn today; Qom until 2020-11-24. Write the name if you mean only one']
    """
    search = Search(country=country_code(country), admin1=(admin1 or "").strip())
    phrase = parse(text)
    hints = [*(phrase.hints if phrase else ()), search.admin1]
    codes = [subdivision_code(hint) for hint in (phrase.code if phrase else "", *hints)]
    notes = [note for code in codes if code for note in _on_code(code, search.country)]
    if search.admin1 and not subdivision_code(search.admin1):
        notes += _on_province(search)
    return [*notes, *filter(None, [contradiction_of(text, country=country, admin1=admin1)])]


def contradiction_of(text: str, *, country: str | None = None, admin1: str | None = None) -> str:
    """Name the town that a name without an answer has, and the hint that denies it; else ""."""
    search = Search(country=country_code(country), admin1=(admin1 or "").strip())
    phrase = parse(text)
    groups = hinted(phrase, search) if phrase and not phrase.code else []
    towns = clashing(phrase, search, groups) if phrase and groups else []
    if not phrase or not towns or candidates_of(phrase, search):
        return ""
    town = max(towns, key=lambda place: place.population)
    hint = _contradicting(town, phrase, search)
    where = f"{town.name!r} is a town of {_province_of(town)}, and not of {hint!r}"
    return f"{where}: no place was chosen. Correct one of them"


def _on_code(code: str, country: str) -> Iterator[str]:
    meanings = meanings_of(code)
    if not meanings:
        yield f"{code} is not a known code of ISO 3166-2 and was not used. {REMEDY}"
    elif country and all(meaning.country != country for meaning in meanings):
        yield f"{code} is not a code of the country {country} and was not used. {REMEDY}"
    elif len(meanings) > 1 or meanings[0].until:
        all_ = "; ".join(map(_dated, meanings))
        yield f"{code} means {all_}. Write the name if you mean only one"


def _dated(meaning: Meaning) -> str:
    return f"{meaning.name} until {meaning.until}" if meaning.until else f"{meaning.name} today"


def _on_province(search: Search) -> list[str]:
    if areas_of_province(search.admin1, search.country):
        return []
    where = f" in {search.country}" if search.country else ""
    return [f"{search.admin1!r} is not a known province{where} and was not used. {REMEDY}"]


def _contradicting(town: Place, phrase: Phrase, search: Search) -> str:
    """Return the first hint that does not hold the town."""
    groups: list[tuple[str, tuple[Area, ...]]] = [
        (hint, areas_of_hint(hint, search.country)) for hint in phrase.hints
    ]
    groups.append((search.admin1, areas_of_province(search.admin1, search.country)))
    return next(hint for hint, areas in groups if areas and not _any_holds(areas, town))


def _any_holds(areas: tuple[Area, ...], town: Place) -> bool:
    return any(area.holds(town) for area in areas)


def _province_of(town: Place) -> str:
    """Return the name of a town's province with its country."""
    name = gazetteer().province_name(town.country, town.admin1)
    return ", ".join(filter(None, [name, town.country]))
