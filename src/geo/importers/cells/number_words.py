"""Numbers in English words."""

__all__ = ["NUMBER_WORDS", "number_from_words"]

import re

_UNITS = (  # noqa: SIM905, it reads as a line of words
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
_HUNDRED = "hundred"
_VALUES = {
    **{word: value for value, word in enumerate(_UNITS)},
    **{word: 10 * tens for tens, word in enumerate(_TENS, start=2)},
}
NUMBER_WORDS = (*_VALUES, _HUNDRED)


def number_from_words(text: str) -> int | None:
    """Return the number below 1,000 that some words say; None where they say none.

    >>> number_from_words("two hundred and twenty-one"), number_from_words("one two")
    (221, None)
    """
    words = [word for word in re.split(r"[\s-]+", text.casefold()) if word != "and"]
    hundreds = 0
    if _HUNDRED in words[1:2]:
        hundreds, words = _VALUES.get(words[0], 0), words[2:]
        if not 1 <= hundreds <= 9:
            return None
    rest = _below_hundred(words)
    return None if rest is None else 100 * hundreds + rest


def _below_hundred(words: list[str]) -> int | None:
    match [_VALUES.get(word, -1) for word in words]:
        case []:
            return 0
        case [number] if number >= 0:
            return number
        case [tens, unit] if tens >= 20 and 1 <= unit <= 9:
            return tens + unit
    return None
