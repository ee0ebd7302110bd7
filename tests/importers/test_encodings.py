"""Encodings of texts: found out, asked about, and noticed by their traces."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import UnreadableData
from geo.importers import SheetOptions, guess, read
from geo.importers.checks.garbled_text import ungarbled
from geo.importers.opening import open_sheet
from sheet_rows import assert_same

TOWNS = {
    "cp1252": ["Ménaka", "Malmö", "São Paulo"],
    "cp1250": ["Łódź", "Częstochowa", "Kraków"],
    "cp1251": ["Красногорск", "Дербент", "Москва"],
    "cp1253": ["Αθήνα", "Θεσσαλονίκη", "Πάτρα"],
    "cp1254": ["İstanbul", "Şırnak", "Diyarbakır Çınar"],
    "cp1256": ["طهران", "الموصل", "بغداد"],
    "gb18030": ["昆明火车站", "乌鲁木齐", "喀什"],
    "cp932": ["東京", "大阪", "さいたま"],
    "koi8-r": ["Красногорск", "Дербент", "Москва"],
}


def table(towns: list[str]) -> str:
    rows = (f"r{n},2016-05-0{n},{town},{n}\n" for n, town in enumerate(towns, start=1))
    return "id,date,place,killed\n" + "".join(rows)


@pytest.mark.parametrize("encoding", TOWNS)
def test_the_encoding_is_found_out_and_asked_about(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes(table(TOWNS[encoding]).encode(encoding))
    sheet = open_sheet(path)
    assert [line.cells[2] for line in sheet.data()] == TOWNS[encoding]
    assert_same(sheet, 10)
    assert (sheet.choice.encoding, set(sheet.choice.open)) == (encoding, {"encoding"})
    (said,) = [each for each in sheet.warnings if "is not UTF-8" in each.rule]
    assert "--encoding" in said.remedy
    assert guess(path).choice == sheet.choice
    told = open_sheet(path, SheetOptions(encoding=encoding))
    assert not told.choice.open
    assert not told.warnings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_certain_encoding_is_not_asked_about(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes(table(TOWNS["cp1252"]).encode(encoding))
    sheet = open_sheet(path)
    assert sheet.header == ("id", "date", "place", "killed")
    assert [line.cells[2] for line in sheet.data()] == TOWNS["cp1252"]
    assert not sheet.choice.open
    assert not sheet.warnings


GARBLED = ("Ménaka", "كرمان", "Дербент", "Łódź", "Pelé’s “field”", "Timișoara", "Gəncə", "Huế")
MISTAKES = ("cp1252", "latin-1", "cp1251", "cp1256", "mac_roman")


def garbled_towns() -> Iterator[tuple[str, str]]:
    """Yield towns as a program shows them that reads their UTF-8 by mistake, where it can."""
    for town in GARBLED:
        for mistake in MISTAKES:
            with suppress(UnicodeDecodeError):  # that program would have left characters out
                garbled = town.encode().decode(mistake)
                if "»" not in garbled:  # "»ô" may be French
                    yield town, garbled


@pytest.mark.parametrize(("town", "garbled"), list(garbled_towns()))
def test_garbled_text_is_noticed(tmp_path: Path, town: str, garbled: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(table([garbled, "Gao"]), "utf-8")
    sheet = open_sheet(path)
    (said,) = sheet.warnings
    assert said.field == "place"
    assert repr(town) in said.remedy
    assert sheet.choice.open == {"encoding"}
    assert said in next(iter(read("table", path))).warnings


def test_a_wrong_encoding_that_is_said_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(table(["Ménaka"]), "utf-8")
    sheet = open_sheet(path, SheetOptions(encoding="cp1252"))
    assert [each.value for each in sheet.warnings] == ["MÃ©naka"]


def test_garbled_text_of_a_workbook_is_noticed(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["date", "place"], ["2016-05-01", "MÃ©naka"], ["2016-05-02", "M\ufffdnaka"]):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "own.xlsx")
    sheet = open_sheet(tmp_path / "own.xlsx")
    assert [each.value for each in sheet.warnings] == ["MÃ©naka"]
    assert not sheet.choice.open


def test_garbled_text_of_features_is_noticed(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [2.4, 15.9]}
    properties = {"date": "2016-05-01", "place": "MÃ©naka"}
    feature = {"type": "Feature", "geometry": point, "properties": properties}
    (tmp_path / "own.geojson").write_text(json.dumps(feature), "utf-8")
    (row,) = read("geojson", tmp_path / "own.geojson")
    assert [each.value for each in row.warnings if each.field == "place"] == ["MÃ©naka"]


def test_lost_characters_are_noticed(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(table(["M\ufffdnaka"]), "utf-8")
    (said,) = open_sheet(path).warnings
    assert (said.field, said.value) == ("place", "M\ufffdnaka")


def test_bytes_that_are_not_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes(bytes(range(256)) * 20)
    with pytest.raises(UnreadableData, match="is not text that can be read"):
        open_sheet(path)


@pytest.mark.parametrize(
    "text",
    [
        *("l’État", "«École»", "BÓŻNICA", "ŁÓDŹ", "Вёшки", "Ві", "ÇA", "Ærø", "Cúcuta – Ñ"),
        *("Le«Émot", "»òre", "RÉ”S”", "Ę’s name", "d’Éş a"),
    ],
)
def test_words_are_not_taken_for_garbled(text: str) -> None:
    assert ungarbled(text) == text


LETTERS = "ßàâäçéèêëíîïñóôöøùûüÿÀÉÓÖÜąćęłńśźżĄĆĘŁŃŚŹŻčřšžğışİ’“”«»– "


def test_one_or_two_letters_are_not_taken_for_garbled() -> None:
    words = [f"Le{one}{two}mot" for one in ("", *LETTERS) for two in LETTERS]
    assert [word for word in words if ungarbled(word) != word] == []


@given(st.text(LETTERS, min_size=1))
def test_a_few_letters_are_not_taken_for_garbled(text: str) -> None:
    word = f"Le{text}mot"
    assert ungarbled(word) == word
