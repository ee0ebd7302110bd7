"""Cells that say that something is not known."""

__all__ = ["is_unknown"]

import re

# Marks and words that stand in tables where nothing is known; 0 and "none" are not among them.
_MARKS = re.compile(r"[-‐‑–—―−_?.…/*\s]*")
_WORDS = frozenset(
    {
        *("n/a", "n.a.", "n.a", "na", "n/k", "nk", "nan", "null", "#n/a", "<na>", "nil data"),
        *("unknown", "unk", "unk.", "not known", "unspecified", "not specified", "undetermined"),
        *("not available", "not applicable", "not stated", "not reported", "no data", "no info"),
        *("inconnu", "inconnue", "non disponible", "unbekannt", "keine angabe", "k.a.", "onbekend"),
        *("desconocido", "sin datos", "no disponible", "s/d", "desconhecido", "ignorado"),
        *("sconosciuto", "неизвестно", "нет данных", "н/д", "невідомо", "غير معروف", "غير محدد"),
        *("نامعلوم", "نامشخص", "tidak diketahui", "bilinmiyor"),
        *("missing", "tbc", "tbd", "to be confirmed", "to be determined", "unconfirmed", "unclear"),
    }
)


def is_unknown(text: str) -> bool:
    """Tell a text that only says that something is not known.

    >>> is_unknown("N/A"), is_unknown("?"), is_unknown("none")
    (True, True, False)
    """
    return bool(_MARKS.fullmatch(text)) or " ".join(text.casefold().split()) in _WORDS
