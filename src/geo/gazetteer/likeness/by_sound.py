"""A word in another script as a pattern of how it may be written in Latin letters.

A search compares it with texts, so that «крокус» finds "Crocus". Alphabets say which vowels a word
has; Arabic and Hebrew leave some out, and Japanese and Korean add some between consonants.
"""

__all__ = ["latin_pattern"]

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

SHORTEST = 4  # units of a word that sounds decide on …
FEWEST_CONSONANTS = 3  # … that leaves vowels out, or adds some
SHORTEST_BEGUN = 5  # … and of one that may go on

_LONG = "ッっー"  # marks of length in Japanese
_LENGTH = dict.fromkeys(map(ord, _LONG))
_VOWELS = frozenset("aeiouyw'")
_DOUBLE = re.compile(r"(.)\1+|[^a-z']")


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """How a script writes sounds: its units, each with a pattern of Latin letters.

    A unit is one or more letters of anyascii; or of the script itself, where `is_own` is set.
    `between` two units other letters may stand. Where it `can_begin`, a word may go on.
    """

    units: Mapping[str, str]
    between: str = ""
    is_own: bool = False
    can_begin: bool = False


def _units(table: str) -> dict[str, str]:
    """Read a table of units, "=", and their pattern."""
    return dict(entry.split("=", 1) for entry in table.split())


_CONSONANTS = _units(
    "b=b{1,2} c=[ck] d=d{1,2}h? f=(?:ph|f{1,2}) g=(?:g{1,2}h?|h) h=(?:kh|h) j=(?:j|dj|g|y)"
    " k=[kcq]{1,2}h? l=l{1,2} m=m{1,2} n=n{1,2} p=p{1,2} q=[qk] r=r{1,2}h? s=(?:s{1,2}|sc?|c)"
    " t=t{1,2}h? v=[vw] w=[wv] x=(?:x|ks) z=[zs]{1,2} shch=(?:shch|sch|sh) sh=(?:sh|sch|ch)"
    " ch=(?:tch|tsch|ch|cz|kh|h|c) zh=(?:zh|j|g|z) kh=(?:kh|h|ch|x) ts=(?:ts|tz|z|c) th=th?"
    " ks=(?:x|c?ks|cs) gh=(?:gh|g) dz=(?:dz|z|d) bh=bh? dh=dh? ph=(?:ph|f|p)"
)
_ALPHABET = Writing(
    units=_CONSONANTS
    | _units(
        "a=a[ah]? e=(?:ye|je|ae|e) i=(?:ee|ie|ea|i|y) y=(?:i|y|j|e) o=(?:o[uowh]?|au)"
        " u=(?:oo|ou|u|w) ya=[yij]?a yu=[yij]?u yo=(?:[yij]?o|e) ye=[yij]?e iy=(?:iy|y|ij?|ii)"
        " ey=(?:ey|ei|ay|ai|i)"
    ),
    can_begin=True,
)
_GREEK = Writing(
    units={
        **_ALPHABET.units,
        **_units("mp=(?:b|mp) nt=(?:d|nt|nd) gk=(?:g|gk) ou=(?:oo|ou|u|w) oy=(?:oo|ou|oy|u)"),
    },
    can_begin=True,
)
_ARMENIAN = Writing(units={**_ALPHABET.units, **_units("ow=(?:oo|ou|ow|u)")}, can_begin=True)
_INDIAN = Writing(
    units={unit: pattern for unit, pattern in _ALPHABET.units.items() if unit != "ks"}
    | _units("a=[aeou]{0,2}"),
    between="[aeou]?",
)
_KANA = Writing(
    units=_CONSONANTS
    | _units(
        "r=[rl]{1,2} b=[bv]{1,2} f=(?:f{1,2}|ph|h) h=(?:kh|[hf]) s=(?:s{1,2}|th|c) sh=(?:sh?|c|t)"
        " ch=(?:ch|t|c) z=[zsj]{1,2} j=[jgzd] n=[nm]{1,2} a=[aeu]{1,2}r? i=[iey]{1,2} e=[eai]{0,2}"
        " u=[aeiou]{0,2} o=[oua]{0,2} y=y?"
    ),
)
_HANGUL = Writing(
    units=_CONSONANTS
    | _units(
        "l=[rl]{1,2} r=[rl]{1,2} p=(?:p{1,2}|f|ph) b=[bv]{1,2} j=[jzg] ch=(?:ch|c|z)"
        " s=(?:s{1,2}|c|z|th) h=[hf]? g=[gk] d=[dt] ng=ng? a=[ae]{1,2} e=[eai]{0,2} i=[iey]{0,2}"
        " o=[oua]{1,2} u=[uow]{1,2} eu=[aeiou]{0,2} eo=[oeau]{1,2} ae=[aei]{1,2} y=[yi]?"
    ),
)
_HEBREW = Writing(
    units=_CONSONANTS
    | _units("'=[aeiou]{0,2} v=[ovuw]{1,2} y=[iey]{1,2} h=(?:kh|ch|h|a)? k=(?:kh|ch|[kcq]{1,2})")
    | _units("p=(?:ph|p|f) b=[bv]{1,2} sh=(?:sh|s|ch)"),
    between="[aeiou]{0,2}",
)
_ARABIC = Writing(
    units={
        letter: pattern
        for letters, pattern in _units(
            "اآ=[aeo]{1,2} ب=[bp]{1,2} پ=p{1,2} ت=t{1,2}h? ث=(?:th|s) ج=(?:j|g|dj) چ=(?:ch|tch)"
            " ح=h{1,2} خ=(?:kh|ch|h) د=d{1,2} ذ=(?:dh|z|d) ر=r{1,2} ز=z{1,2} ژ=(?:zh|j)"
            " س=(?:s{1,2}|c) ش=(?:sh|ch) ص=s{1,2} ض=(?:d|z|dh) ط=t{1,2} ظ=(?:z|dh)"
            " غ=(?:gh|g) ف=(?:f|ph|v) ڤ=v ق=(?:gh|[qkg]) ك=(?:c?k|[cq]|kh) گ=g ل=l{1,2}"
            " م=m{1,2} ن=n{1,2} ه=(?:h|eh|ah|a|e) و=[ouwv]{1,2} ي=[eiyj]{1,2} ىئ=[aiy] ع=[ae]?"
        ).items()
        for letter in letters
    },
    between="[aeiou]{0,2}",
    is_own=True,
)
_WRITINGS = {
    "ARABIC": _ARABIC,
    "ARMENIAN": _ARMENIAN,
    "CYRILLIC": _ALPHABET,
    "DEVANAGARI": _INDIAN,
    "GEORGIAN": _ALPHABET,
    "GREEK": _GREEK,
    "HANGUL": _HANGUL,
    "HEBREW": _HEBREW,
    "HIRAGANA": _KANA,
    "KATAKANA": _KANA,
}


@lru_cache(maxsize=1024)
def latin_pattern(word: str) -> str:
    """Return a regular expression for the Latin spellings of a word, "" where it is too short.

    It finds them in a folded text; a word of an alphabet may go on there. Names in Chinese are not
    written by letters.

    >>> import re
    >>> bool(re.search(latin_pattern("крокус"), "at crocus city hall"))
    True
    """
    writing = _WRITINGS.get(_script_of(word))
    if writing is None:
        return ""
    letters = (
        word if writing.is_own else _DOUBLE.sub(r"\1", anyascii(word.translate(_LENGTH)).lower())
    )
    units = _split(letters, writing.units)
    consonants = [unit for unit in units if not set(unit) <= _VOWELS]
    if len(units) < SHORTEST or (not writing.can_begin and len(consonants) < FEWEST_CONSONANTS):
        return ""
    end = "" if writing.can_begin and len(units) >= SHORTEST_BEGUN else "(?:[^a-z]|$)"
    return f"(?:^|[^a-z]){writing.between.join(writing.units[unit] for unit in units)}{end}"


def _script_of(word: str) -> str:
    """Return the script of a word's letters, as Unicode calls it; "" where they are of several."""
    letters = (char for char in word if char.isalpha() and char not in _LONG)
    scripts = {unicodedata.name(char, "").partition(" ")[0] for char in letters}
    return scripts.pop() if len(scripts) == 1 else ""


def _split(letters: str, units: Mapping[str, str]) -> list[str]:
    """Split letters into the longest units; what is none is left out."""
    longest = sorted(units, key=len, reverse=True)
    return re.findall("|".join(map(re.escape, longest)), letters)
