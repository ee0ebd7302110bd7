"""Words that a heading may have next to the name of a field, and headings of other things."""

__all__ = [
    "CONNECTORS",
    "COUNTING",
    "EVENTS",
    "GENERIC",
    "LEVELS",
    "STRANGERS",
    "WORDS",
    "fillers_of",
]

from functools import cache

from geo.importers.headings.words import words_of


def _words(text: str) -> frozenset[str]:
    """Return words as headings are folded."""
    return frozenset(words_of(text))


# Articles and prepositions of every language, and what questions are made of.
CONNECTORS = _words("""
    a an and at for from in it of on the this to did do does is was were has have been there
    au aux d de des du en et l la le les
    am an das dem den der des die im in ist und vom von wann war
    al de del el en la las los que se su y
    da das do dos em foi na no o os
    dari di dan oleh pada untuk yang
    bir olan ve
    в во где и из как когда о от по с
    від де за і коли про та у
    في من عن التي الذي او و
    از در را که یا به
""")
# What happened, of which a date, a place or a type is that of the record.
EVENTS = _words("""
    incident incidents event attack accident occurrence occurred occurring occur happened happen
    happening took take evenement attaque attentat fait faits survenu survenue
    vorfall vorfalls vorfalles ereignis ereignisses anschlag anschlags angriff angriffs
    incidente evento ataque atentado hecho hechos suceso ocurrencia
    ocorrencia ocorrido fato
    kejadian insiden peristiwa serangan terjadi
    olay olayin saldiri saldirinin
    атака атаки происшествие происшествия инцидент инцидента событие события нападение нападения
    теракт теракта
    інцидент інциденту подія події напад нападу
    حادث حادثة حوادث هجوم حدث واقعة وقوع
    حادثه رویداد حمله واقعه
""")
# Words for a number.
COUNTING = _words("""
    number numbers num nr no nos nb nbr count counts total many
    combien nombre nbre anzahl zahl viele wieviele cuantos cuantas numero cantidad
    quantos quantas quantidade berapa jumlah kac sayisi
    сколько число количество скільки кількість
    كم عدد تعداد چند شمار
""")
# What is counted, and how: only next to a word for a toll.
_COUNTS = COUNTING | _words("""
    n totals sum how people persons
    person victim victims casualty casualties individuals
    totaux effectif personnes victimes
    gesamt gesamtzahl insgesamt personen menschen opfer wie
    personas victimas
    pessoas vitimas
    banyaknya orang korban jiwa
    sayi toplam kisi
    кол всего общее итого человек людей чел жертв
    всього загальна осіб людей
    مجموع اجمالي اشخاص شخص ضحايا ضحیة
    کل مجموع نفر نفرات افراد قربانیان
""")
_POSITIONS = _words("""
    gps geo geolocation geopoint location loc coordinate coordinates coord coords point position map
    place site decimal degree degrees dec deg dd decdeg wgs wgs84 84 epsg 4326 centroid centre
    center
    approximate lieu localisation coordonnees point emplacement degres
    ort standort koordinate koordinaten lage grad
    lugar ubicacion coordenada coordenadas punto grados
    local localizacao ponto graus
    lokasi titik koordinat derajat
    konum koordinat yer derece
    место места координата координаты точки градусы
    координати місця точки
    موقع احداثيات مكان نقطة درجة
    موقعیت مختصات محل مکان درجه
""")
_NAMES = _words("""
    name names label nom noms bezeichnung nombre nombres nome nomes nama isim adi ad название
    наименование
    имя назва اسم نام english en fr es ar ru pt fa uk
""")
# A date is that of the place, in whatever time it is said to be.
_TIMES = _words("local utc gmt")
# Degrees north and east are positive; of those south and west nothing says so.
_NORTH, _EAST = _words("n north nord norte"), _words("e east est ost este")
_WHERE = _words("where ou wo donde onde dimana nerede где де اين کجا")
_PLACES = _words("""
    location place address lieu adresse ort lugar ubicacion direccion local endereco lokasi tempat
    konum yer место адрес місце адреса مكان موقع عنوان محل مکان موقعیت نشانی
""")
_SOURCES = _words("""
    information info data news media informations presse daten nachrichten informacion datos
    noticias informacao noticia informasi berita haber bilgi информации новости данных інформації
    معلومات خبر اخبار اطلاعات
""")

# What may stand next to which field, in addition to articles and prepositions.
_ALLOWED: dict[str, tuple[frozenset[str], ...]] = {
    **dict.fromkeys(("date", "date_dmy", "date_mdy", "date_end"), (EVENTS, _TIMES)),
    **dict.fromkeys(("date_jalali", "date_islamic"), (EVENTS,)),
    **dict.fromkeys(("year", "month", "day", "title", "summary", "id"), (EVENTS,)),
    **dict.fromkeys(("killed", "killed_low", "killed_high"), (EVENTS, _COUNTS)),
    **dict.fromkeys(("injured", "injured_low", "injured_high"), (EVENTS, _COUNTS)),
    "perpetrators_killed": (EVENTS, _COUNTS),
    "latitude": (EVENTS, _POSITIONS, _NORTH),
    "longitude": (EVENTS, _POSITIONS, _EAST),
    **dict.fromkeys(("position", "position_lon_lat"), (EVENTS, _POSITIONS)),
    "place": (EVENTS, _NAMES, _WHERE),
    **dict.fromkeys(("site", "country", "admin1", "admin2"), (EVENTS, _NAMES, _PLACES)),
    "type": (EVENTS, _NAMES),
    "group": (_NAMES,),
    "source": (EVENTS, _NAMES, _SOURCES),
    "source_url": (EVENTS, _SOURCES, _words("article source sources")),
}
# A way has two positions; o is an article of Portuguese, and the west of French and Spanish.
_WAY = _words("from to")
_DENIED = {
    "latitude": _WAY,
    "longitude": _WAY | {"o"},
    "position": _WAY,
    "position_lon_lat": _WAY,
}
# All words that may stand next to a name of some field.
WORDS = frozenset[str]().union(*(words for allowed in _ALLOWED.values() for words in allowed))

# Names that mean something only by what they are the name, the type or the day of.
GENERIC = _words("""
    actor address best category date day description details end event group groups high id iso
    link long low month name notes precision publisher reference region source sources state
    summary title type url x y year
""")
# What a form calls a part of itself.
LEVELS = EVENTS | _words("""
    attribute attributes background basic block column data details detail field fields form fulcrum
    general group grp identification info information main item overview page part properties
    property question questions record report section survey table what when where
    details general informations generales section formulaire donnees
    angaben allgemein formular daten
    informacion general datos formulario seccion
    informasi umum data formulir
    раздел общая информация данные
    معلومات عامة بيانات قسم
    اطلاعات کلی بخش فرم
""")
# Whose name, place, day or death it is where it is not the incident's.
STRANGERS = _words("""
    animal animals army assailant assailants attacker attackers author birth born child children
    civilian civilians claim collector contact created creation creator destination displaced
    editor enumerator ethnicity female females forces forecast home hospital informant interview
    interviewee interviewer journalist livestock male males men meta metadata military modified
    next non not origin perpetrator perpetrators police previous registration relative reporter
    residence respondent self responder response security soldier soldiers source sources sub
    submission submitted submitter survivor survivors target targets troops updated upload user
    victim victims visit witness witnesses women
    police militaires civils enfants femmes naissance origine victime victimes auteur enqueteur
    polizei soldaten zivilisten kinder frauen herkunft geburt opfer reporter
    policia militares civiles ninos mujeres origen nacimiento victima victimas autor
    полиция военные дети женщины происхождения рождения
    شرطة جنود اطفال نساء ميلاد
    پلیس سرباز کودکان زنان تولد
""")


@cache
def fillers_of(field: str) -> frozenset[str]:
    """Return the words that may stand next to a name of a field."""
    allowed = CONNECTORS.union(*_ALLOWED.get(field, ()))
    return allowed - _DENIED.get(field, frozenset())
