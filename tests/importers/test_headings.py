"""What headings of tables stand for: names, names among other words, nested names, and neither."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.importers.columns import columns_of
from geo.importers.headings.words import words_of
from geo.importers.tables.columns import FIELDS, SYNONYMS


def fields_of(*header: str) -> dict[str, str]:
    """Return which column is used as which field."""
    return columns_of("own.csv", header, synonyms=SYNONYMS, mapping={}, known=FIELDS).names


def field_of(heading: str) -> str | None:
    return next(iter(fields_of(heading)), None)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Number of Dead", "killed"),
        ("No. of deaths", "killed"),
        ("# killed", "killed"),
        ("Total killed", "killed"),
        ("killed (total)", "killed"),
        ("Number of people killed", "killed"),
        ("How many people were injured?", "injured"),
        ("Fatalities (number)", "killed"),
        ("killed (min)", "killed_low"),
        ("Number of perpetrators killed", "perpetrators_killed"),
        ("Date of incident", "date"),
        ("dateOccurred", "date"),
        ("1. Date of the attack", "date"),
        ("Q4 When did it happen?", "date"),
        ("Date of report", "reported"),
        ("End date of the event", "date_end"),
        ("Date (dd/mm/yyyy)", "date_dmy"),
        ("Date of incident [mm-dd-yyyy]", "date_mdy"),
        ("Date (YYYY-MM-DD)", "date"),
        ("Date (Hijri)", "date_islamic"),
        ("Hijri date", "date_islamic"),
        ("تاریخ شمسی حادثه", "date_jalali"),
        ("Location of Incident", "place"),
        ("Name of the village", "place"),
        ("Where did the incident take place", "place"),
        ("Country of incident", "country"),
        ("Incident country", "country"),
        ("location_province", "admin1"),
        ("District name", "admin2"),
        ("Type of incident", "type"),
        ("AttackType", "type"),
        ("Name of armed group", "group"),
        ("Information Source", "source"),
        ("Description of the event", "summary"),
        ("Latitude (°)", "latitude"),
        ("GPS latitude [decimal degrees]", "latitude"),
        ("event.latitude", "latitude"),
        ("LongitudeWGS84", "longitude"),
        ("centroid_lon", "longitude"),
    ],
)
def test_a_name_among_filler_words_is_known(heading: str, field: str) -> None:
    assert fields_of(heading) == {field: heading}


@pytest.mark.parametrize(
    ("date", "place", "killed", "injured", "group", "others"),
    [
        (
            "Date de l’attaque",
            "Nom du village",
            "Nb de morts",
            "NOMBRE DE BLESSES",
            "Auteurs présumés",
            ["Pays d'origine", "Blessés graves", "Date de naissance", "Nom de l’enquêteur"],
        ),
        (
            "Datum des Anschlags",
            "Ort",
            "Zahl der Toten",
            "Anzahl Verletzte",
            "Mutmaßliche Täter",
            ["Geburtsdatum", "Herkunftsland", "Tote Polizisten", "Breite"],
        ),
        (
            "Fecha del hecho",
            "Ciudad",
            "Número de fallecidos",
            "Total heridos",
            "Presunto autor",
            ["País de origen", "Policías muertos", "Fecha de nacimiento"],
        ),
        (
            "Data do ataque",
            "Cidade",
            "Número de mortos",
            "Feridos",
            "Grupo armado",
            ["Data de nascimento", "Policiais mortos"],
        ),
        (
            "Дата происшествия",
            "Населённый пункт",
            "Число погибших",
            "Количество раненых",
            "Группировка",
            ["Дата рождения", "Страна происхождения", "Погибшие полицейские"],
        ),
        ("Дата нападу", "Місто", "Кількість загиблих", "Поранено", "Угруповання", ["Вік"]),
        (
            "تاريخ الهجوم",
            "اسم القرية",
            "عدد القتلى",
            "عَدَد الجَرحى",
            "الجهة المنفّذة",
            ["تاريخ الميلاد", "عدد الأطفال القتلى"],
        ),
        (
            "تاريخ حادثه",  # with an Arabic ي
            "شهر",
            "تعداد کشته‌شدگان",
            "تعداد زخمی ها",
            "عامل حمله",
            ["تاریخ تولد", "تعداد کودکان کشته"],
        ),
        (
            "Tanggal kejadian",
            "Lokasi kejadian",
            "Jumlah korban meninggal dunia",
            "Jumlah luka-luka",
            "Pelaku",
            ["Tanggal lahir", "Luka berat", "Negara asal"],
        ),
        (
            "Olay tarihi",
            "OLAY YERİ",
            "Ölü sayısı",
            "Yaralı sayısı",
            "Örgüt",
            ["Doğum tarihi", "Ölen polis"],
        ),
    ],
    ids=["fr", "de", "es", "pt", "ru", "uk", "ar", "fa", "id", "tr"],
)
def test_headings_of_other_languages_are_known(
    date: str, place: str, killed: str, injured: str, group: str, others: list[str]
) -> None:
    known = {"date": date, "place": place, "killed": killed, "injured": injured, "group": group}
    assert fields_of(*others, *known.values()) == known


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("_Attack/GPS_latitude", "latitude"),
        ("Attack/_point_longitude", "longitude"),
        ("_Where was it?_latitude", "latitude"),
        ("where_was_it-Longitude", "longitude"),
        ("location.lat", "latitude"),
        ("properties.x", "longitude"),
        ("group:village", "place"),
        ("incident_info-date_of_attack", "date"),
        ("harm-killed", "killed"),
        ("Harm/Number wounded", "injured"),
        ("group_kx81w/Date", "date"),
        ("Section 2/Type", "type"),
        ("Basic information > Date of event", "date"),
        ("fields__killed", "killed"),
        ("location.name", "place"),
        ("location/address", "site"),
        ("sources[0].url", "source_url"),
        ("source.name", "source"),
        ("perpetrators/killed", "perpetrators_killed"),
        ("victims/killed", "killed"),
        ("event.date.start", "date"),
        ("City/Town", "place"),
        ("Province / State", "admin1"),
        ("Village (town)", "place"),
    ],
)
def test_a_nested_name_is_known_by_its_last_part(heading: str, field: str) -> None:
    assert fields_of(heading) == {field: heading}


@pytest.mark.parametrize(
    "heading",
    [
        "Country of origin",
        "source country",
        "source/country",
        "Date of birth",
        "victim/date",
        "interview/date",
        "follow-up/date",
        "created.date",
        "submission_date",
        "_submission_time",
        "start",
        "end",
        "today",
        "Number of survivors",
        "Number of incidents",
        "Total number of dead and missing",
        "dead animals",
        "Livestock/killed",
        "killed_police",
        "police/killed",
        "civilians killed",
        "killed (children)",
        "killed (%)",
        "% killed",
        "killed per 100,000",
        "non-killed",
        "killed-injured",
        "weapon-type",
        "Killed/injured",
        "dead and wounded",
        "injury severity",
        "cause of death",
        "GPS_altitude",
        "_point_precision",
        "GPS_accuracy",
        "home latitude",
        "_Home of the reporter_latitude",
        "Country/Province",
        "age",
        "name of reporter",
        "reporter/name",
        "author.name",
        "weapon/type",
        "Type of weapon",
        "target of attack",
        "victims/country",
        "origin.country",
        "hospital/location",
        "sub-district",
        "sub event type",
        "email address",
        "total",
        "number",
        "incident",
        "X.509",
        "tags",
        "12 killed",
    ],
)
def test_what_only_resembles_a_name_stays_unused(heading: str) -> None:
    assert fields_of(heading) == {}


@pytest.mark.parametrize(
    ("header", "used"),
    [
        (["Number killed", "killed"], {"killed": "killed"}),
        (["Ward 7/killed", "killed (total)"], {"killed": "killed (total)"}),
        (["start", "Visit/Village", "Attack/Village"], {"place": "Attack/Village"}),
        (["Team/lat", "Attack/lat", "Team/lon", "Attack/lon"], "Attack"),
        (["Total number of dead", "Number of dead"], {"killed": "Number of dead"}),
        (["City", "place"], {"place": "place"}),
    ],
)
def test_the_column_that_says_it_most_plainly_is_used(
    header: list[str], used: dict[str, str] | str
) -> None:
    if isinstance(used, str):
        used = {"latitude": f"{used}/lat", "longitude": f"{used}/lon"}
    assert fields_of(*header) == used


def test_a_mapped_column_is_no_other_field() -> None:
    header = ["Date of incident", "Date of attack"]
    found = columns_of(
        "own.csv", header, synonyms=SYNONYMS, mapping={"Date of incident": "summary"}
    )
    assert found.names == {"summary": "Date of incident", "date": "Date of attack"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Tués", ["tues"]),
        ("TUES", ["tues"]),
        ("D’où", ["d", "ou"]),
        ("GPSLatitude", ["gps", "latitude"]),
        ("admin1Name_en", ["admin1", "name", "en"]),
        ("İlçe", ["ilce"]),
        ("الحادث", ["حادث"]),
        ("كشته\u200cشدگان", ["كشته", "شدگان"]),
        ("B2) Village", ["village"]),
        ("1.4 Village", ["village"]),
        ("2nd village", ["2nd", "village"]),
        ("", []),
    ],
)
def test_words_are_the_same_in_every_spelling(text: str, words: list[str]) -> None:
    assert words_of(text) == tuple(map("".join, map(words_of, words)))


@given(st.text(max_size=60))
def test_no_heading_is_too_odd(heading: str) -> None:
    assert set(fields_of(heading)) <= set(FIELDS)


@given(st.lists(st.sampled_from([*SYNONYMS, "Number of dead", "a/lat", "b/lat", "?"]), max_size=9))
def test_a_column_is_one_field_at_most(header: list[str]) -> None:
    found = columns_of("own.csv", header, synonyms=SYNONYMS, mapping={})
    assert len(set(found.places.values())) == len(found.places)


@pytest.mark.parametrize(
    ("tag", "field"),
    [
        ("#date+occurred", "date"),
        ("#date +start", "date"),
        ("#date+end", "date_end"),
        ("#DATE+Reported", "reported"),
        ("#loc", "place"),
        ("#loc+i_fr+name", "place"),
        ("#adm1+name", "admin1"),
        ("#adm2+name+fr", "admin2"),
        ("#country+code+v_iso3", "country"),
        ("#geo+lat", "latitude"),
        ("#geo+lon", "longitude"),
        ("#affected+killed", "killed"),
        ("#affected+injured+num", "injured"),
        ("#org+actor", "group"),
        ("#group+first+name", "group"),
        ("#event+type", "type"),
        ("#event+code", "id"),
        ("#cause+type", "type"),
        ("#meta+source", "source"),
        ("#meta+source+url", "source_url"),
        ("#description", "summary"),
        ("#affected+killed+f", None),
        ("#affected+killed+per100000", None),
        ("#affected+missing", None),
        ("#affected", None),
        ("#adm1+code", None),
        ("#event+type+sub", None),
        ("#group+name+second", None),
        ("#org", None),
        ("#indicator+killed", None),
        ("#meta+count", None),
        ("#killed", "killed"),  # a heading, and no tag
    ],
)
def test_tags_of_hxl_say_what_a_column_is(tag: str, field: str | None) -> None:
    assert fields_of(tag) == ({field: tag} if field else {})


def test_tags_count_and_not_the_headings_above_them() -> None:
    header = ("Killed", "Dead", "Day of it", "Ville")
    tags = ("#affected+killed+children", "#affected+killed", "#date+occurred", "")
    found = columns_of("x", header, synonyms=SYNONYMS, mapping={}, tags=tags)
    assert found.names == {"killed": "Dead", "date": "Day of it", "place": "Ville"}


@pytest.mark.parametrize(
    ("tags", "place"),
    [(("#adm3+name", "#loc+name"), "b"), (("#loc+name", "#adm3+name"), "a")],
)
def test_of_several_tags_the_plainest_counts(tags: tuple[str, str], place: str) -> None:
    found = columns_of("x", ["a", "b"], synonyms=SYNONYMS, mapping={}, tags=tags)
    assert found.names == {"place": place}


def test_a_mapped_column_has_no_tag() -> None:
    found = columns_of(
        "x", ["a", "b"], synonyms=SYNONYMS, mapping={"a": "title"}, tags=("#loc", "#loc")
    )
    assert found.names == {"title": "a", "place": "b"}
