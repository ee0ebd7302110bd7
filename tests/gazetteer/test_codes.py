"""ISO 3166-2 codes: today's meanings, earlier ones, and codes that contradict a town."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from geo.cli import main
from geo.gazetteer.codes import all_meanings, meanings_of, subdivision_code
from geo.gazetteer.geocoder import geocode
from geo.gazetteer.hint_notes import contradiction_of, notes_on_hints
from geo.gazetteer.index import gazetteer


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("AF-KAN", "AF-KAN"),
        (" ng-bo ", "NG-BO"),
        ("UA-14", "UA-14"),
        ("UA-99", "UA-99"),  # a code by its form, though Ukraine has no such one
        ("AK-47", "AK-47"),  # … as no name is
        ("FR-75C", "FR-75C"),
        *(
            (name, "")
            for name in ("AL-BAB", "Al-Bab", "al-bab", "Um-Qsr", "Tehran", "", "IR-", "-07")
        ),
    ],
)
def test_a_code_is_told_from_a_name(text: str, code: str) -> None:
    assert subdivision_code(text) == code


def test_the_table_of_codes_is_whole() -> None:
    today = [code for code, (first, *_) in all_meanings().items() if not first.until]
    assert len(today) > 5000
    assert all(
        len({(m.name, m.country) for m in some}) == len(some) for some in all_meanings().values()
    )
    provinces = {
        (m.country, m.admin1) for code in today for m in meanings_of(code) if m.is_province
    }
    assert len(provinces) > 3400
    for country, count in {"IR": 31, "SY": 14, "IQ": 18, "AF": 34, "NG": 37, "US": 51}.items():
        assert len([pair for pair in provinces if pair[0] == country]) == count


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("IR-14", [("Chahār Maḩāl va Bakhtīārī", ""), ("Fārs", "2020-11-24")]),
        ("IR-32", [("Alborz", "2020-11-24")]),
        ("KZ-AKM", [("Akmolinskaja oblast'", "2022-11-29")]),
        ("UG-221", [("Butaleja", ""), ("Manafwa", "2016-11-15")]),
        ("SY-HL", [("Ḩalab", "")]),
        ("SY-ZZ", []),
    ],
)
def test_a_code_has_its_meanings_with_their_days(code: str, names: list[tuple[str, str]]) -> None:
    assert [(meaning.name, meaning.until) for meaning in meanings_of(code)] == names


@given(st.sampled_from(sorted(all_meanings())))
def test_a_code_alone_is_its_unit_of_today_or_nothing(code: str) -> None:
    meaning, found = meanings_of(code)[0], geocode(code)
    if meaning.lon is None:
        return
    assert found is not None
    assert (found.country, found.admin1) == (meaning.country, meaning.admin1)
    assert found.precision == ("admin1" if meaning.is_province else "admin2")


@given(
    st.from_regex(r"[A-Z]{2}-[0-9][A-Z0-9]{0,2}", fullmatch=True).filter(
        lambda code: code not in all_meanings()
    )
)
def test_an_unknown_code_is_never_a_misspelt_name(code: str) -> None:
    assert geocode(code) is None


def test_the_blocks_of_misspelt_names_hold_no_codes() -> None:
    names = gazetteer().province_names("IR")
    assert "fars" in names
    assert not [name for name in names if "-" in name]


@pytest.mark.parametrize(
    ("town", "code", "admin1"),
    [
        ("Kandahar", "AF-KAN", "23"),
        ("Makhachkala", "RU-DA", "17"),
        ("Shiraz", "IR-07", "07"),
        ("Shiraz", "IR-14", "07"),  # until 2020
        ("Karaj", "ir-32", "44"),
        ("Latakia", "SY-LA", "02"),
    ],
)
def test_a_code_of_any_time_holds_its_towns(town: str, code: str, admin1: str) -> None:
    for found in (geocode(town, admin1=code), geocode(f"{town}, {code}")):
        assert found is not None
        assert (found.precision, found.admin1) == ("settlement", admin1)


def test_a_code_with_two_meanings_does_not_place_an_unknown_village() -> None:
    found = geocode("Xqzzy village", country="IR", admin1="IR-10")
    assert found is not None
    assert (found.name, found.method) == ("Isfahan", "area")
    assert [other.name for other in found.alternatives] == ["Khuzestan"]
    assert found.confidence < 0.5


@pytest.mark.parametrize(
    ("town", "hints"),
    [
        ("Mashhad", {"country": "IR", "admin1": "IR-07"}),
        ("Mashhad", {"country": "IR", "admin1": "Kerman"}),
        ("Homs", {"admin1": "SY-HL"}),
        ("Homs, Aleppo Governorate", {}),
        ("Izberbash", {"admin1": "RU-MOS"}),  # a smaller town, but codes are often wrong
    ],
)
def test_a_town_that_is_not_in_its_province_is_not_placed(town: str, hints: dict[str, str]) -> None:
    assert geocode(town, **hints) is None
    assert "no place was chosen" in contradiction_of(town, **hints)


def test_a_village_with_the_name_of_a_town_elsewhere_is_its_province() -> None:
    found = geocode("Medford", country="US", admin1="Maine")
    assert found is not None
    assert (found.precision, found.admin1) == ("admin1", "ME")
    assert contradiction_of("Medford", country="US", admin1="Maine") == ""


@pytest.mark.parametrize(
    ("text", "hints", "note"),
    [
        ("Kabul", {"admin1": "AF-XX"}, "AF-XX is not a known code of ISO 3166-2 and was not used"),
        ("Kabul", {"country": "AF", "admin1": "IQ-BG"}, "IQ-BG is not a code of the country AF"),
        ("Qom", {"admin1": "IR-26"}, "IR-26 means Qazvīn today; Qom until 2020-11-24"),
        ("Kabul", {"admin1": "Xqzzyplugh", "country": "AF"}, "is not a known province in AF"),
        (
            "Kabul",
            {"country": "AF", "admin1": "Kandahar"},
            "'Kabul' is a town of Kabul, AF, and not",
        ),
    ],
)
def test_a_hint_that_is_not_used_is_named(text: str, hints: dict[str, str], note: str) -> None:
    assert any(said.startswith(note) or note in said for said in notes_on_hints(text, **hints))


def test_good_hints_need_no_words() -> None:
    assert notes_on_hints("Kabul", country="AF", admin1="AF-KAB") == []
    assert notes_on_hints("Kabul (Afghanistan)") == []


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["geocode", *arguments])


def test_the_command_line_and_the_file_say_what_became_of_hints(tmp_path: Path) -> None:
    result = run("Mashhad", "--country", "IR", "--admin1", "IR-07")
    assert result.exit_code == 1
    assert "IR-07 means Fārs today; Tehrān until 2020-11-24" in result.stderr
    assert "'Mashhad' is a town of Razavi Khorasan, IR, and not of 'IR-07'" in result.stderr
    source = tmp_path / "in.csv"
    source.write_text("query,admin1\nMashhad,IR-00\n", "utf-8")
    result = run("--csv", str(source), "--out", str(tmp_path / "out.csv"))
    assert "in.csv: line 2: 'Mashhad' is a town of" in result.stderr
