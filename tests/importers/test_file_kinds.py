"""What a file is, whatever its name says; files of other kinds are refused by what they are."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import geo
from geo.errors import UnreadableData
from geo.importers import SOURCES, guess, read
from geo.importers.sheets.file_kinds import CSV, DUCKDB, EXCEL, JSON, PARQUET, kind_of_file

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


def locked(data: bytes) -> bytes:
    """Mark the only part of an archive as encrypted."""
    directory = data.index(b"PK\x01\x02")
    return data[:6] + b"\1" + data[7 : directory + 8] + b"\1" + data[directory + 9 :]


REFUSED = {
    b'<?xml version="1.0"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"/>': "a KML file",
    b"<!-- made by hand --><kml/>": "a KML file",
    b"<html><table><tr><td>date</td></tr></table></html>": "a web page",
    b"\xef\xbb\xbf<!DOCTYPE html>\n<HTML lang='fr'>": "a web page",
    b"<table border=1><tr><td>date": "a web page",
    b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>': "XML of 2003",
    b'<?xml version="1.0"?><gpx version="1.1"/>': "a GPX file",
    b"<rows><row/></rows>": "an XML file",
    b"<??>" * 1_000 + b"<": "an XML file",  # which a pattern that tries all ways never tells
    b"%PDF-1.7\n": "a PDF",
    b"{\\rtf1\\ansi": "a text document",
    b"\x89PNG\r\n\x1a\n": "a picture",
    b"\xff\xd8\xff\xe0": "a picture",
    b"SQLite format 3\x00" + bytes(100): "an SQLite database",
    b"ARROW1\x00\x00": "an Arrow",
    b"\x00\x00\x27\x0a" + bytes(96): "a part of a shapefile",
    bytes(5_000): "a file of zero bytes",
    bytes(4_096) + b"id,date,lat,lon\nA,2024,1,2\n": "a file of zero bytes",
    b"$FL2@(#) SPSS": "an SPSS file",
    b"<stata_dta><header>": "a Stata file",
    gzip.compress(b"date,place\n"): "a packed file",
    gzip.compress(b"RDX3\nX\n"): "a file of R",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"a.csv".ljust(257, b"\0") + b"ustar\x0000" + bytes(248): "a tar archive",
    bytes([3, 124, 3, 5, 1, 0, 0, 0, 33, 0, 5]).ljust(32, b"\0") + b"\r 2024": "a dBASE table",
    b"version https://git-lfs.github.com/spec/v1\nsize 12\n": "a pointer of Git LFS",
    b"MIME-Version: 1.0\nX-Document-Type: Workbook\n": "a web page or an e-mail",
    b'var list = [{"date": "2019"}];': "JavaScript",
    b'jQuery12_3({"type": "FeatureCollection"})': "JavaScript",
    zipped("places.csv"): "a ZIP archive",
    zipped("towns.shp", "towns.dbf"): "a zipped shapefile",
    zipped("doc.kml"): "a KMZ file",
    zipped("[Content_Types].xml", "word/document.xml"): "a Word document",
    zipped("Index/Document.iwa"): "a Numbers file",
    OLE + "WordDocument".encode("utf-16-le"): "a Word document",
    OLE + "EncryptedPackage".encode("utf-16-le"): "protected by a password",
}


@pytest.mark.parametrize(("data", "what"), REFUSED.items(), ids=REFUSED.values())
@pytest.mark.parametrize("name", ["own.csv", "own.xls", "own.geojson", "own"])
def test_other_files_are_refused_by_what_they_are(
    tmp_path: Path, data: bytes, what: str, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    for source in SOURCES:
        with pytest.raises(UnreadableData, match=rf"{name} is (.* )?{what}.*: .") as caught:
            read(source, path)
    for way in (guess, geo.load):
        with pytest.raises(UnreadableData) as other:
            way(path)
        assert str(other.value) == str(caught.value)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"date,place\n", CSV),
        (b"[date],[place]\n", CSV),
        (b"{note},date\n", CSV),
        (b"killed({best}),date\n", CSV),
        (b"version,date\n", CSV),
        (b"0\t\t\t2024\t5\n", CSV),
        (b"", CSV),
        (b"\x1e{}\n", JSON),
        (b"\xef\xbb\xbf [ ]", JSON),
        ('{"a": 1}'.encode("utf-16"), JSON),
        (b"PAR1", PARQUET),
        (zipped("xl/workbook.xml"), EXCEL),
        (b"PK\x03\x04 cut short", EXCEL),
        (locked(zipped("mimetype")), EXCEL),
        (bytes(8) + b"DUCK" + bytes(8), DUCKDB),
        (b"PRIMARY,date\n", CSV),
        (b"ORCHA,date\n", CSV),
        (b"BZh_id,date\n", CSV),
        (b"RDX,date\n", CSV),
        (b"Rar!a,date\n", CSV),
        (b"<5 killed,date\n1,2024\n", CSV),
    ],
)
def test_what_a_file_is(tmp_path: Path, data: bytes, kind: object) -> None:
    path = tmp_path / "own.bin"
    path.write_bytes(data)
    assert kind_of_file(path) == kind


@given(st.binary(max_size=40))
def test_any_file_has_a_kind(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(data)
    assert kind_of_file(path).what
