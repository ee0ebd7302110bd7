"""Foreign names in Chinese and Arabic writing: which names of towns they may stand for, by ear.

Chinese has a character for a syllable, and few syllables; Arabic writes no short vowels. So the
consonants that a writing tells apart find the names, and their letters decide between these.
"""

__all__ = ["WRITINGS", "names_that_sound_like"]

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from geo.gazetteer.index import gazetteer

SOUNDS_WEIGHT, LETTERS_WEIGHT = 0.4, 0.6  # of the likeness of a name
LIKE_SOUNDS = 0.6  # least share of sounds that agree
MOST = 150  # names whose letters are compared
FEWEST_IN_COUNTRY, FEWEST_ANYWHERE = 2, 4  # sounds of a name to go by

Changes = Sequence[tuple[re.Pattern[str], str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """How a language writes foreign names.

    `characters` stand for these letters, others for those of anyascii. `countries` are those whose
    own names are in this writing. The two letters of a pair in `same` are one sound to it.
    `leaves_out_r` is set where an "r" before a consonant is not written in English names, but is in
    others. `like` is the least likeness of a name, in a country and anywhere.
    """

    characters: Mapping[str, str]
    countries: frozenset[str]
    same: Sequence[str]
    leaves_out_r: bool
    like: tuple[float, float]


def _characters(table: str) -> dict[str, str]:
    """Read a table of characters, "=", and the letters that they stand for."""
    entries = (entry.split("=") for entry in table.split())
    return {character: letters for characters, letters in entries for character in characters}


# After the tables of Xinhua, by which Chinese newspapers write foreign names; what is not here is
# written as the character is read.
_CHINESE = _characters(
    "尔爾耳=r 斯=s 克=k 特=t 德=d 格=g 布=b 普=p 夫弗=f 姆=m 恩=n 赫=h 茨=ts 兹茲=z 什=sh 奇=ch "
    "里=ri 雷=re 鲁魯=ru 罗羅=ro 莱萊列=le 加=ga 基=ki 吉=gi 希=hi 西锡錫=si 休=hu 维維=vi 瓦=va "
    "沃=wo 韦韋=we 威=wi 温溫=win 万萬旺=van 内內涅=ne 切=che 采策=tse 谢謝舍=she 歇=che 夏=sha "
    "乔喬=jo 琼瓊=jon 约約=yo 杰傑=je 捷=dje 丘=chu 齐齊=tsi 贾賈=ja 恰查察=cha 欣=hin 辛=sin "
    "热熱=je 日=ji 让讓=jan 若=jo 治=ge 季=ji 尤于=yu 叙敘=si 吕呂=lu 屈居=ku 菲=fi 费費=fe "
    "福佛=fo 芬=fin 埃=e 奥奧=o 豪=ho 高戈=go 科哥考=ko 绍紹肖=sho 劳勞=lo 陶=to 道=do 泽澤=ze "
    "扎=za 乌烏=u 翁=on 因=in 亚亞=a 盖蓋=ga 凯凱=ke 麦麥=mc 默梅=me 佩=pe 贝貝=be 珀=per 伯=ber "
    "厄=er 顿頓=ton 登=den 堡=burg 圣聖=san 新纽紐=new 施=sh"
)
# Persian has letters for "p", "ch", "zh" and "g". Arabic writes "v" as ف and "g" as ج or غ.
_ARABIC = _characters(
    "اآىة=a ب=b پ=p ت=t ث=th ج=g چ=ch حخه=h دذض=d ر=r زظ=z ژ=zh سص=s ش=sh ط=t غگ=g ف=f ڤ=v قكک=k "
    "ل=l م=m ن=n و=o يی=i ع=' ء='"
)
_READ_AS: Changes = ((re.compile(r"^(?:zh|q)"), "ch"), (re.compile(r"^x"), "sh"))

_CHINESE_IN = frozenset(["CN", "HK", "JP", "KP", "KR", "MO", "TW", "VN"])
_ARABIC_IN = frozenset([
    "AE", "AF", "BH", "DJ", "DZ", "EG", "EH", "IL", "IN", "IQ", "IR", "JO", "KW", "LB", "LY", "MA",
    "MR", "OM", "PK", "PS", "QA", "SA", "SD", "SO", "SY", "TD", "TN", "YE",
])  # fmt: skip

WRITINGS = {
    "chinese": Writing(
        characters=_CHINESE,
        countries=_CHINESE_IN,
        same=("bp", "td", "kg", "lr", "nm"),
        leaves_out_r=True,
        like=(0.72, 0.84),
    ),
    "arabic": Writing(
        characters=_ARABIC,
        countries=_ARABIC_IN,
        same=("bp", "td", "kg"),
        leaves_out_r=False,
        like=(0.75, 0.84),
    ),
}

# How names are spoken, as far as English, French, German and Spanish agree.
_SPOKEN: Changes = (
    (re.compile(r"tch|sch|sh|ch|zh|t[sz]|d[sz]|cz|dge|c(?=[eiy])|g(?=[ei])|[zj]"), "s"),
    (re.compile(r"ph|v"), "f"),
    (re.compile(r"([td])h"), r"\1"),
    (re.compile(r"gh(?=t|$)", re.MULTILINE), ""),
    (re.compile(r"x"), "ks"),
    (re.compile(r"ng"), "n"),
    (re.compile(r"[cq]"), "k"),
    (re.compile(r"[aeiouywh]"), ""),
)
_SPELT: Changes = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"([td])h"), r"\1"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"c(?!h)|q"), "k"),
    (re.compile(r"[wu]"), "o"),
    (re.compile(r"y"), "i"),
)
_SILENT_R = re.compile(r"r(?![aeiouyhr])")
_DOUBLE = re.compile(r"([a-z])\1+")


def names_that_sound_like(text: str, script: str, country: str) -> Iterator[tuple[str, float]]:
    """Yield the keys of towns that a foreign name in a writing may mean, with their likeness (0-1).

    Within a country, those of all its towns; without one, those of large towns only.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA, Indel

    letters = letters_of(text, script)
    sounds, spelt = sounds_of(letters, script), spelling_of(letters)
    if len(sounds) < (FEWEST_IN_COUNTRY if country else FEWEST_ANYWHERE):
        return
    keys, spoken, written = _towns(gazetteer().town_names(country), script)
    least = WRITINGS[script].like[not country]
    for _, alike, place in process.extract(
        sounds, spoken, scorer=OSA.normalized_similarity, score_cutoff=LIKE_SOUNDS, limit=MOST
    ):
        town = place % len(keys)
        share = Indel.normalized_similarity(spelt, written[town])
        likeness = SOUNDS_WEIGHT * alike + LETTERS_WEIGHT * share
        if likeness >= least:
            yield keys[town], likeness


def letters_of(text: str, script: str) -> str:
    """Return the letters that a key in another writing stands for in a foreign name.

    >>> letters_of("利物浦", "chinese"), letters_of("مانشستر", "arabic")
    ('liwupu', 'manshstr')
    """
    known = WRITINGS[script].characters
    return "".join(known.get(one) or _changed(anyascii(one).lower(), _READ_AS) for one in text)


def sounds_of(keys: str, script: str) -> str:
    """Return the consonants of Latin keys that a writing tells apart; lines stay lines.

    >>> sounds_of("uxbridge", "chinese")
    'ksbls'
    >>> sounds_of(letters_of("阿克斯布里奇", "chinese"), "chinese")
    'ksbls'
    """
    text = _changed(keys, _SPOKEN)
    for pair in WRITINGS[script].same:
        text = text.replace(pair[1], pair[0])
    return _DOUBLE.sub(r"\1", text)


def spelling_of(keys: str) -> str:
    """Return Latin keys with one letter for each sound, roughly; lines stay lines.

    >>> spelling_of("vancouver") == spelling_of("vankoover")
    True
    """
    return _DOUBLE.sub(r"\1", _changed(keys, _SPELT))


def _changed(text: str, changes: Changes) -> str:
    for pattern, letters in changes:
        text = pattern.sub(letters, text)
    return text


@lru_cache(maxsize=32)
def _towns(
    keys: tuple[str, ...], script: str
) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
    """Return keys, their sounds, and their spellings; the sounds without silent letters follow."""
    lines = "\n".join(keys)
    sounds = sounds_of(lines, script).split("\n")
    if WRITINGS[script].leaves_out_r:
        sounds += sounds_of(_SILENT_R.sub("", lines), script).split("\n")
    return keys, sounds, spelling_of(lines).split("\n")
