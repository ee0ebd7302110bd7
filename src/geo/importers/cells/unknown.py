"""Cells that say that something is not known."""

__all__ = ["UNKNOWN_WORDS", "is_unknown"]

import re

# Marks and words that stand in tables where nothing is known; 0 and "none" are not among them.
_MARKS = re.compile(r"[-‐‑–—―−_?.…/*\s]*")
# The words that say so of a date as well.
UNKNOWN_WORDS = frozenset(
    {
        *("n/a", "n.a.", "n.a", "na", "n/k", "nan", "null", "unknown", "unk", "not known"),
        *("unspecified", "not specified", "undetermined", "not available", "not stated", "inconnu"),
        *("inconnue", "non disponible", "unbekannt", "keine angabe", "k.a.", "onbekend"),
        *("desconocido", "sin datos", "no disponible", "s/d", "desconhecido", "ignorado"),
        *("sconosciuto", "неизвестно", "нет данных", "н/д", "невідомо", "نامعلوم", "نامشخص"),
        *("tidak diketahui", "bilinmiyor", "missing", "tbc", "tbd", "to be confirmed"),
        *("to be determined", "unclear"),
    }
)
_WORDS = UNKNOWN_WORDS | {
    *("nk", "#n/a", "<na>", "nil data", "unk.", "not applicable", "not reported", "no data"),
    *("no info", "غير معروف", "غير محدد", "unconfirmed"),
}


def is_unknown(text: str) -> bool:
    """Tell a text that only says that something is not known.

    >>> is_unknown("N/A"), is_unknown("?"), is_unknown("none")
    (True, True, False)
    """
    return bool(_MARKS.fullmatch(text)) or " ".join(text.casefold().split()) in _WORDS
