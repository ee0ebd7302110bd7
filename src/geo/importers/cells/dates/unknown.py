"""What people write where a day is not known."""

__all__ = ["is_unknown"]

import re

from geo.importers.cells.dates.plain import plain_date

# In the languages of headings too; as `plain_name` has them, without the words for "date".
_WORDS = {
    *("unknown", "unkn", "unk", "not known", "not available", "not stated", "not specified"),
    *("not recorded", "not given", "unspecified", "undetermined", "unclear", "undated", "no date"),
    *("n/a", "na", "n.a.", "n.a", "nan", "nat", "none", "null", "nil", "n/k", "n.d.", "nd", "n/d"),
    *("tbd", "tba", "tbc", "to be determined", "to be confirmed", "missing", "pending"),
    *("inconnu", "inconnue", "non connu", "non connue", "non precise", "non precisee", "s.d."),
    *("sans date", "indetermine", "indeterminee", "non disponible", "a preciser", "a confirmer"),
    *("unbekannt", "nicht bekannt", "o.d.", "ohne datum", "k.a.", "keine angabe", "offen"),
    *("desconocido", "desconocida", "no se sabe", "sin fecha", "s/f", "sin datos", "s/d"),
    *("no disponible", "por determinar", "por confirmar", "no especificado", "no especificada"),
    *("desconhecido", "desconhecida", "ignorado", "ignorada", "sem data", "nao informado"),
    *("sconosciuto", "sconosciuta", "ignoto", "senza data", "onbekend", "geen datum"),
    *("неизвестно", "неизвестна", "не известно", "нет данных", "н/д", "без даты", "нет"),
    *("невідомо", "невідома", "немає даних", "nieznana", "nieznany", "brak", "brak danych"),
    *("غیر معروف", "غیر معروفه", "غیر محدد", "مجهول", "لا یوجد", "بدون تاریخ", "غیر متوفر"),
    *("نامعلوم", "نامشخص", "معلوم نیست", "مشخص نیست", "ندارد", "نا معلوم"),
    *("tidak diketahui", "belum diketahui", "tidak ada", "tanpa tanggal", "haijulikani"),
    *("bilinmiyor", "bilinmeyen", "belirsiz", "yok", "tarihsiz"),
}
_WORDS_PLAIN = {plain_date(word) for word in _WORDS}
_DATE_WORDS = re.compile(r"\b(?:date|datum|fecha|data|дата|تاریخ|التاریخ|tanggal|tarih)\b")
_NO_SIGN = re.compile(
    r"[-?.*/_ ]+|(?:[-?./_ ]*x){2,}[-?./_ ]*"
    r"|00([-/.])00\1(?:0000|[x?]{4})|0000([-/.])00\2?00"
)


def is_unknown(text: str) -> bool:
    """Tell whether a text says that there is no date, rather than one that cannot be read.

    >>> is_unknown("Not known"), is_unknown("date inconnue"), is_unknown("yesterday")
    (True, True, False)
    """
    plain = plain_date(text).strip("()[]<> ")
    bare = _DATE_WORDS.sub("", plain).strip(" :.")
    return plain in _WORDS_PLAIN or bare in _WORDS_PLAIN or bool(_NO_SIGN.fullmatch(plain))
