"""What people write where a day is not known."""

__all__ = ["is_unknown"]

import re

from geo.importers.cells.dates.plain import plain_date
from geo.importers.cells.unknown import UNKNOWN_WORDS

# In the languages of headings too; as `plain_name` has them, without the words for "date".
_WORDS = UNKNOWN_WORDS | {
    *("unkn", "not recorded", "not given", "undated", "no date", "nat", "none", "nil", "n.d."),
    *("nd", "n/d", "tba", "pending", "non connu", "non connue", "non precise", "non precisee"),
    *("s.d.", "sans date", "indetermine", "indeterminee", "a preciser", "a confirmer"),
    *("nicht bekannt", "o.d.", "ohne datum", "offen", "desconocida", "no se sabe", "sin fecha"),
    *("s/f", "por determinar", "por confirmar", "no especificado", "no especificada"),
    *("desconhecida", "ignorada", "sem data", "nao informado", "sconosciuta", "ignoto"),
    *("senza data", "geen datum", "неизвестна", "не известно", "без даты", "нет", "невідома"),
    *("немає даних", "nieznana", "nieznany", "brak", "brak danych", "غیر معروف", "غیر معروفه"),
    *("غیر محدد", "مجهول", "لا یوجد", "بدون تاریخ", "غیر متوفر", "معلوم نیست", "مشخص نیست"),
    *("ندارد", "نا معلوم", "belum diketahui", "tidak ada", "tanpa tanggal", "haijulikani"),
    *("bilinmeyen", "belirsiz", "yok", "tarihsiz"),
}
_WORDS_PLAIN = {plain_date(word) for word in _WORDS}
_DATE_WORDS = re.compile(r"\b(?:date|datum|fecha|data|дата|تاریخ|التاریخ|tanggal|tarih)\b")
_NO_SIGN = re.compile(
    r"[-?.*/_ ]+|(?:[-?./_ ]*x){2,}[-?./_ ]*"
    r"|00([-/.])00\1[x?]{4}"
)


def is_unknown(text: str) -> bool:
    """Tell whether a text says that there is no date, rather than one that cannot be read.

    >>> is_unknown("Not known"), is_unknown("date inconnue"), is_unknown("yesterday")
    (True, True, False)
    """
    plain = plain_date(text).strip("()[]<> ")
    bare = _DATE_WORDS.sub("", plain).strip(" :.")
    return plain in _WORDS_PLAIN or bare in _WORDS_PLAIN or bool(_NO_SIGN.fullmatch(plain))
