"""A CSV file comes back row for row, with positions where they were found."""

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from geo.cli import main
from geo.errors import UnreadableData
from geo.gazetteer.csv_file import ADDED, geocode_csv
from geo.gazetteer.geocoder import Location
from geo.gazetteer.not_places import NOT_PLACES

PLACE = Location(
    lon=-1.5, lat=2.0, name="=cmd()", country="XX", admin1="", precision="site", radius_km=0.3,
    method="@x", confidence=0.5, gazetteer_id="+1", credit="",
)  # fmt: skip


def run(tmp_path: Path, text: str | bytes, *more: str) -> tuple[Result, list[list[str]]]:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes(text if isinstance(text, bytes) else text.encode())
    args = ["geocode", "--csv", str(source), "--out", str(target), *more]
    result = CliRunner().invoke(main, args)
    if not target.exists():
        return result, []
    with target.open(encoding="utf-8", newline="") as file:
        return result, list(csv.reader(file))


def test_every_row_comes_back_with_its_position(tmp_path: Path) -> None:
    text = "id,query,country,admin1,language\n7,Kirkuk,IQ,,en\n8,Kerman,,California,\n9,zzzqq,,,\n"
    result, rows = run(tmp_path, text)
    assert result.exit_code == 0
    assert rows[0] == ["id", "query", "country", "admin1", "language", *ADDED]
    assert rows[1][:5] == ["7", "Kirkuk", "IQ", "", "en"]
    assert rows[1][5:11] == ["44.39222", "35.46806", "Kirkuk", "IQ", "settlement", "name"]
    assert rows[1][12] == "geonames:94787"
    assert 0 < float(rows[1][11]) <= 1
    assert rows[2][8] == "US"
    assert rows[3] == ["9", "zzzqq", "", "", "", *[""] * 8]
    assert "out.csv: 3 rows, 2 found, 1 not found, 0 refused" in result.stdout
    assert "Places" in result.stderr


def test_the_output_is_rfc_4180_in_utf_8(tmp_path: Path) -> None:
    text = '\ufeffquery,note\r\nتهران,"a ""b"",\r\nc"\r\n'.encode()
    result, rows = run(tmp_path, text)
    assert result.exit_code == 0
    written = (tmp_path / "out.csv").read_bytes()
    assert written.startswith(b"query,note,lon,lat,")
    assert '\r\nتهران,"a ""b"",\r\nc",51.42151,35.69439,Tehran,'.encode() in written
    assert len(rows) == 2


def test_a_bad_row_is_reported_and_left_blank(tmp_path: Path) -> None:
    result, rows = run(tmp_path, "query,country\nKirkuk,XX\nKirkuk,iq\n,\n")
    assert result.exit_code == 0
    assert "in.csv: line 2: country='XX' is not allowed: write an ISO 3166-1" in result.stderr
    assert [row[4] for row in rows[1:]] == ["", "Kirkuk", ""]
    assert "3 rows, 1 found, 1 not found, 1 refused" in result.stdout


def test_a_row_of_another_length_loses_nothing(tmp_path: Path) -> None:
    result, rows = run(tmp_path, "query,note\nKirkuk\nKirkuk,a,b\n\nKirkuk,c\n")
    assert rows[1][:3] == ["Kirkuk", "", "44.39222"]
    assert (rows[2][2], rows[2][-1]) == ("44.39222", "b")
    assert rows[3][1] == "c"
    assert "in.csv: line 2 has 1 cells under 2 headings" in result.stderr
    assert "in.csv: line 3 has 3 cells under 2 headings" in result.stderr


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"name,country\nKirkuk,IQ\n", "in.csv has the columns 'name', 'country': it needs a col"),
        (b"Query;country\n", "in.csv has the columns 'Query;country': it needs a column 'query'"),
        (b"", "in.csv has the columns none: it needs a column 'query'"),
        (b"query\n\xff\xfe\n", "in.csv is not UTF-8 text"),
        (b'query\n"' + b"x" * 200_000 + b'"\n', "in.csv is not valid CSV in line 2"),
        (b"query,lat,lon\n", "in.csv already has lon, lat: rename or remove"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(
    tmp_path: Path, content: bytes, message: str
) -> None:
    result, rows = run(tmp_path, content)
    assert result.exit_code == 1
    assert message in result.stderr
    assert rows == []
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    args = ["geocode", "--csv", str(tmp_path / "no.csv"), "--out", str(tmp_path / "out.csv")]
    result = CliRunner().invoke(main, args)
    assert result.exit_code == 1
    assert "no.csv cannot be read: No such file or directory" in result.stderr


def test_an_old_output_stays_when_the_new_one_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("geo.gazetteer.csv_file.geocode", broken)
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("query\nKirkuk\n", "utf-8")
    target.write_text("old", "utf-8")
    with pytest.raises(RuntimeError):
        geocode_csv(source, target)
    assert target.read_text("utf-8") == "old"
    assert {path.name for path in tmp_path.iterdir()} == {"in.csv", "out.csv"}


def test_a_mark_of_our_own_tables_is_not_looked_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        "geo.gazetteer.csv_file.geocode", lambda query, **hints: asked.append(query)
    )
    _, rows = run(tmp_path, "query\n''s-Hertogenbosch\n's-Hertogenbosch\n'-x\n")
    assert asked == ["'s-Hertogenbosch", "'s-Hertogenbosch", "-x"]
    assert rows[1][0] == "''s-Hertogenbosch"


def test_no_cell_that_is_added_is_a_formula(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo.gazetteer.csv_file.geocode", lambda *_, **__: PLACE)
    _, rows = run(tmp_path, "query\n=1+1\n")
    assert rows[1] == ["=1+1", "-1.5", "2.0", "'=cmd()", "XX", "site", "'@x", "0.5", "'+1"]


HOSTILE = [
    *("", " ", "x" * 10_000, "\x00\x01", "\u202eKirkuk\u202c", "😀", "'; DROP TABLE places; --"),
    *(".*", "%", "(", "[a-", "\\", '"', *sorted(NOT_PLACES)[:20]),
]


def test_whatever_stands_in_a_cell_costs_only_its_row(tmp_path: Path) -> None:
    source = tmp_path / "rows.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["query", "n"], *([text, "1"] for text in HOSTILE)])
    result, rows = run(tmp_path, source.read_bytes())
    assert result.exit_code == 0
    assert [row[0] for row in rows[1:]] == HOSTILE


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["Kirkuk", "--csv", "in.csv"],
        ["--csv", "in.csv"],
        ["Kirkuk", "--out", "out.csv"],
        ["--csv", "in.csv", "--out", "out.csv", "--country", "IQ"],
        ["--csv", "in.csv", "--out", "out.csv", "--json"],
    ],
)
def test_what_does_not_go_together_is_refused(args: list[str]) -> None:
    result = CliRunner().invoke(main, ["geocode", *args])
    assert result.exit_code == 2
    assert "Error: " in result.stderr


def test_an_open_quote_is_an_error_and_does_not_swallow_the_rest(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text('query\n"Kerman\nShiraz\n', "utf-8")
    with pytest.raises(UnreadableData, match="unexpected end of data"):
        geocode_csv(source, tmp_path / "out.csv")
