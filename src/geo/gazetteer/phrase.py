"""A phrase parsed into the name of a place, its hints, the level that is meant, and "near"."""

__all__ = ["Level", "Phrase", "is_kind_only", "parse", "split_type", "split_within"]

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from geo.gazetteer.codes import subdivision_code
from geo.gazetteer.country_names import country_as_written
from geo.gazetteer.names import fold
from geo.gazetteer.not_places import NOT_PLACES

Level = Literal["settlement", "admin2", "admin1", "country", "site", "landform"]

NOT_IN_NAMES = frozenset("<>{}|\\^$=*%+~")
LONGEST = 200  # characters: a longer text is not the name of a place

# Words for kinds of place, by level and language. They are found before and after the name, as
# whole words.
TYPES: dict[Level, dict[str, str]] = {
    "settlement": {
        "en": "town,city,village,suburb,settlement,location,neighborhood,neighbourhood,hamlet,"
        "refugee camp,idp camp,camp,capital,quarter,locality,community,area,colline,ward,township,"
        "village tract,vdc,village development committee,barangay,sitio,kebele,tambon",
        "id": "kota,desa,kampung,dusun,kelurahan,ibu kota",
        "ru": "город,г,село,деревня,поселок,пгт,станица,аул,хутор,столица",
        "fa": "شهر,روستای,روستا,شهرک,دهکده",
        "ar": "مدينة,قرية,بلدة,مخيم,بلدية,حي",
        "tg": "шаҳри,шаҳр,деҳаи,деҳа,шаҳраки,шаҳрак",
        "fr": "ville,village,cité,localité,camp de réfugiés",
        "es": "ciudad,pueblo,aldea,villa,localidad,vereda,corregimiento",
        "de": "stadt,dorf,ort,ortschaft",
        "pt": "cidade,vila,povoado",
        "tr": "köyü,şehri,kasabası",
        "zh": "市,镇,村,鎮",
    },
    "admin2": {
        "en": "district,county,local government area,lga,municipality,woreda,qada,qadaa,"
        "subdistrict,sub district,regency,tehsil,taluk,upazila,parish,borough,commune,"
        "arrondissement,cercle,sub county,division,zone,rural district,union council,raion,rayon,"
        "agency,frontier region,payam,nahiya,nahiyah,nahiyat,qadha,daira,delegation,amphoe,"
        "chiefdom,constituency,traditional authority,autonomous district",
        "id": "kabupaten,kecamatan",
        "ru": "район,уезд,муниципалитет,округ",
        "fa": "شهرستان,بخش,ولسوالی",
        "ar": "قضاء,ناحية,مديرية,منطقة",
        "tg": "ноҳияи,ноҳия",
        "fr": "commune,cercle,arrondissement,comté,district",
        "es": "municipio,distrito,condado,cantón",
        "de": "landkreis,kreis,bezirk,distrikt",
        "pt": "município,distrito",
        "tr": "ilçesi",
        "zh": "县,区,縣,區",
    },
    "admin1": {
        "en": "province,state,governorate,region,oblast,krai,prefecture,territory,republic,canton,"
        "department,voivodeship,emirate,autonomous region,division of,federal district,county of,"
        "muhafazah,muhafazat,wilayah,wilayat,ostan,changwat,velayat,vilayat",
        "id": "provinsi,daerah istimewa",
        "ru": "область,обл,край,республика,провинция,губерния,мухафаза,вилоят,вилайет,штат,регион",
        "fa": "استان,ولایت,ایالت",
        "ar": "محافظة,ولاية,إقليم,اقليم,مقاطعة,إمارة",
        "tg": "вилояти,вилоят,музофоти,устони,остони,ҷумҳурии,иёлати",
        "fr": "province,région,gouvernorat,département,préfecture,état,wilaya",
        "es": "provincia,estado,departamento,región,gobernación,comunidad autónoma",
        "de": "provinz,bundesland,gouvernement,region,oblast,gouvernorat,bundesstaat",
        "pt": "província,estado,departamento",
        "tr": "ili,vilayeti",
        "zh": "省,州,自治区,自治區",
    },
    "country": {"en": "republic of,kingdom of,islamic republic of"},
    "site": {
        "en": "airport,international airport,airfield,air base,airbase,military base,base,hospital,"
        "school,mosque,church,cathedral,railway station,train station,station,bus station,mall,"
        "prison,jail,university,market,bridge,theatre,theater,stadium,hotel,embassy,checkpoint,"
        "border crossing,power plant,nuclear power plant,dam,port,shrine,cemetery,parliament,"
        "concert hall,city hall,oilfield,oil field,highway,road,metro station,museum,park,theatre,"
        "monument,square,street,tunnel,refinery,factory,mine",
        "id": "bandara,bandar udara,rumah sakit,masjid,stasiun,pasar,universitas,gereja,pelabuhan",
        "ru": "аэропорт,больница,школа,мечеть,вокзал,станция,рынок,университет,мост,тюрьма,церковь",
        "fa": "فرودگاه,بیمارستان,مسجد,مدرسه,دانشگاه,بازار,زندان,پایگاه",
        "ar": "مطار,مستشفى,مسجد,مدرسة,جامعة,سوق,سجن,قاعدة,معبر,جسر",
        "tg": "фурудгоҳи,беморхонаи,масҷиди,бозори,донишгоҳи",
        "fr": "aéroport,hôpital,mosquée,école,gare,marché,université,pont,prison",
        "es": "aeropuerto,hospital,mezquita,escuela,estación,mercado,universidad,puente,prisión,"
        "cárcel",
        "de": "flughafen,krankenhaus,moschee,schule,bahnhof,markt,universität,brücke,gefängnis",
        "zh": "机场,医院,学校,清真寺,大学,车站",
    },
    "landform": {
        "en": "mountain,mountains,mount,hills,river,lake,valley,gorge,island,islands,forest,pass,"
        "national park,desert,peninsula,sea,gulf,bay,strait,jabal,wadi,basin,plateau,creek",
        "id": "pulau,sungai,gunung,danau,kepulauan,selat,laut,teluk",
        "ru": "остров,река,гора,озеро,острова,о ва,о в,море,залив,пролив,ущелье,долина",
        "fa": "جزیره,کوه,رودخانه,دریاچه,دره",
        "ar": "جزيرة,جبل,نهر,وادي,بحيرة,بحر",
        "tg": "ҷазираи,кӯҳи,дарёи,кӯли",
        "fr": "île,îles,rivière,mont,lac,vallée,fleuve,mer,golfe",
        "es": "isla,islas,río,monte,lago,valle,mar,golfo",
        "de": "insel,fluss,berg,see,tal,meer",
        "zh": "岛,島,群岛,河,山,湖,海",
    },
}
# Words before (or, in Chinese, after) a name that say it lies thereabouts.
NEAR = {
    "en": "near,close to,outside,outskirts of,vicinity of,around,north of,south of,east of,west of,"
    "northeast of,northwest of,southeast of,southwest of",
    "id": "dekat,di dekat,sekitar,di sekitar",
    "ru": "около,близ,возле,под,рядом с,недалеко от,вблизи,в районе,в окрестностях",
    "fa": "نزدیک,نزدیکی,در نزدیکی,حومه,اطراف",
    "ar": "قرب,بالقرب من,ضواحي,قريب من,جنوب,شمال,شرق,غرب",
    "tg": "наздики,дар наздикии,назди",
    "fr": "près de,près d,proche de,aux environs de,environs de,à côté de,au nord de,au sud de",
    "es": "cerca de,cerca del,en las afueras de,alrededores de,al norte de,al sur de",
    "de": "nahe,bei,in der nähe von,unweit von,außerhalb von",
    "zh": "附近",
}
# Words between a thing and the place that it is in.
WITHIN = {
    "en": "in,inside,within", "id": "di", "ru": "в,во", "fa": "در", "ar": "في", "tg": "дар",
    "fr": "à,dans,en", "es": "en", "de": "in,im",
}  # fmt: skip

LEADING = frozenset(["the", "in", "at", "from", "to", "of", "de", "del"])
TRAILING = frozenset(["of", "de"])

_COMMA = re.compile(r"\s*[,،、，;؛]\s*")
_BRACKETS = re.compile(
    r"^(?P<name>[^()\[\]（）]+?)\s*[(\[（](?P<hint>[^()\[\]（）]+)[)\]）]\s*(?P<rest>.*)$"
)
_DISTANCE = re.compile(r"^\d+([.,]\d+)?\s*(km|kms|kilometers|kilometres|miles|км|کیلومتر|كم)\b\s*")
_CJK = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A parsed phrase: `whole` and `core` are its folded words, with and without type words.

    `code` is the ISO 3166-2 code that the phrase is instead of a name.
    """

    whole: str
    core: str
    hints: tuple[str, ...] = ()
    level: Level | None = None
    is_near: bool = False
    code: str = ""


def parse(text: str) -> Phrase | None:
    """Parse a phrase; return None for a text that cannot name a place."""
    clean = _clean(text)
    if not clean:
        return None
    first, hints = _split(clean)
    # "Korea, Republic of"; "Irã", which without its accent is an armed group
    is_whole = bool(hints) or (not clean.isascii() and fold(clean) in NOT_PLACES)
    if is_whole and (country := country_as_written(clean)):
        name = fold(country)
        return Phrase(whole=name, core=name, level="country")
    if code := subdivision_code(first):
        return Phrase(whole=fold(first), core=fold(first), hints=hints, level="admin1", code=code)
    words, is_near = _split_near(first)
    core, level = split_type(words)
    if not core:
        return None
    return Phrase(whole=words, core=core, hints=hints, level=level, is_near=is_near)


def _split_near(text: str) -> tuple[str, bool]:
    """Fold a text without "near"; "South Sudan" is not south of Sudan, in any language."""
    words, is_near = _without(_NEAR_WORDS, fold(text))
    if is_near and country_as_written(text):
        return fold(text), False
    words, again = _without(_NEAR_WORDS, _DISTANCE.sub("", words))
    return words, is_near or again


def _clean(text: str) -> str:
    """Return the text without control characters, or an empty one if it is not a name."""
    if len(text) > LONGEST or not NOT_IN_NAMES.isdisjoint(text):
        return ""
    clean = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in _joined(text))
    return clean.strip() if any(c.isalpha() for c in clean) else ""


def _joined(text: str) -> str:
    """Drop direction marks and joiners, which occur inside words."""
    return re.sub("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]", "", text)


def _split(text: str) -> tuple[str, tuple[str, ...]]:
    """Split off the hints: in brackets or after a comma."""
    hints: list[str] = []
    brackets = _BRACKETS.match(text)
    if brackets:
        hints.append(brackets["hint"])
        text = f"{brackets['name']}{brackets['rest']}"
    parts = [part for part in _COMMA.split(text) if part]
    first, *rest = parts or [hints.pop()]  # ", (Kerman)"
    return first, (*(_hint(part) for part in rest), *hints)


def _hint(text: str) -> str:
    """Fold a hint, but leave a code as it is."""
    return subdivision_code(text) or _without(_NEAR_WORDS, fold(text))[0]


def split_within(words: str) -> tuple[str, str] | None:
    """Split folded words at the last "in": "hall in krasnogorsk" lies in "krasnogorsk"."""
    found = list(_WITHIN_WORDS.finditer(words))
    return (words[: found[-1].start()], words[found[-1].end() :]) if found else None


def _without(pattern: re.Pattern[str], words: str) -> tuple[str, bool]:
    """Remove a leading (in Chinese: trailing) word."""
    if _CJK.search(words):
        short = words.removesuffix("附近")
        return short.strip(), short != words
    short = pattern.sub("", words, count=1)
    return (short, True) if short != words and short else (words, False)


def split_type(words: str, but: Collection[Level] = ()) -> tuple[str, Level | None]:
    """Remove type words from both ends of folded words; the first one found sets the level.

    Words of the levels in `but` stay.

    >>> split_type("loralai district")
    ('loralai', 'admin2')
    """
    level: Level | None = None
    core = _trim(words)
    for _ in range(3):
        shorter, found = _cut_type(core)
        if not found or not shorter or found in but:
            break
        core, level = _trim(shorter), level or found
    return core or words, level


def is_kind_only(words: str) -> bool:
    """Tell whether folded words are for a kind of place, and name none.

    >>> is_kind_only("the border crossing"), is_kind_only("kansas city")
    (True, False)
    """
    return _trim(words) in _LEVELS


def _cut_type(words: str) -> tuple[str, Level | None]:
    if _CJK.search(words):
        return _cut_chinese(words)
    parts = words.split(" ")
    for size in (3, 2, 1):
        if len(parts) > size:
            for kept, cut in ((parts[:-size], parts[-size:]), (parts[size:], parts[:size])):
                level = _LEVELS.get(" ".join(cut))
                if level:
                    return " ".join(kept), level
    return words, None


def _cut_chinese(words: str) -> tuple[str, Level | None]:
    for suffix, level in _CHINESE:
        if words.endswith(suffix) and len(words) > len(suffix) + 1:
            return words.removesuffix(suffix), level
    return words, None


def _trim(words: str) -> str:
    """Remove "of" and the like, left over from type words."""
    parts = words.split(" ")
    while len(parts) > 1 and parts[0] in LEADING:
        parts = parts[1:]
    while len(parts) > 1 and parts[-1] in TRAILING:
        parts = parts[:-1]
    return " ".join(parts)


def _words(table: dict[str, str]) -> list[str]:
    """List the folded words of all languages, the longest first."""
    words = {fold(word) for text in table.values() for word in text.split(",")}
    return sorted(words, key=len, reverse=True)


_LEVELS: dict[str, Level] = {
    word: level for level, table in reversed(TYPES.items()) for word in _words(table)
}
_CHINESE = sorted(
    ((word, level) for word, level in _LEVELS.items() if _CJK.match(word)),
    key=lambda pair: -len(pair[0]),
)
_NEAR_WORDS = re.compile(rf"^(?:{'|'.join(map(re.escape, _words(NEAR)))})(?: |$)")
_WITHIN_WORDS = re.compile(rf" (?:{'|'.join(map(re.escape, _words(WITHIN)))}) ")
