"""Briefings for Word, read back by python-docx and, where it is there, by LibreOffice."""

import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pypdfium2
import pytest
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from geo.exports import export_bytes, export_file
from geo.exports.documents.briefing import LISTED
from geo.exports.documents.statements import Run
from geo.exports.documents.word_styles import TABLE, styled_document
from geo.exports.documents.word_text import directed, write, write_reference, write_run
from geo.exports.selection import select
from geo.formats.one_line import one_line, shortened
from geo.model.incident import Place
from geo.query.query import Query
from geo.store.store import Store
from geo.words.references import Reference
from samples import HOSTILE, incident
from selections import DAY, hostile_store, many, selection_of

KERMAN, SHIRAZ = "IR-2024-01-03-kerman", "IR-2022-10-26-shiraz"


def read(content: bytes) -> Document:
    return docx.Document(BytesIO(content))


@cache
def iran() -> bytes:
    return export_bytes(selection_of(country=("IR",), record=("incident",)), "docx")


def all_text(content: bytes) -> str:
    """Return the words of a document's body, wherever in it."""
    root = ET.fromstring(ZipFile(BytesIO(content)).read("word/document.xml"))
    paragraphs = root.iter(qn("w:p"))
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in paragraphs)


# --- the file --------------------------------------------------------------------------------


def test_the_same_input_gives_the_same_bytes() -> None:
    again = export_bytes(selection_of(country=("IR",), record=("incident",)), "docx")
    assert again == iran()


def test_a_file_says_what_it_is_and_of_which_day() -> None:
    about = read(iran()).core_properties
    assert about.title == "4 attacks, 2017–2024, only incidents, in Iran"
    assert (about.author, about.last_modified_by) == ("Incident Atlas", "Incident Atlas")
    midnight = datetime(DAY.year, DAY.month, DAY.day, tzinfo=UTC)
    assert [day and day.replace(tzinfo=UTC) for day in (about.created, about.modified)] == [
        midnight,
        midnight,
    ]
    assert about.language == "en-GB"
    assert about.comments.startswith("4 attacks, 2017–2024")


def test_a_page_is_a4_and_its_language_is_said() -> None:
    document = read(iran())
    section = document.sections[0]
    assert section.page_width
    assert section.page_height
    assert [round(section.page_width.cm, 1), round(section.page_height.cm, 1)] == [21.0, 29.7]
    styles = document.styles.element
    assert {each.get(qn("w:val")) for each in styles.iter(qn("w:lang"))} == {"en-GB"}
    assert {each.get(qn("w:ascii")) for each in styles.iter(qn("w:rFonts"))} == {"Arial"}
    assert not [each for each in styles.iter(qn("w:rFonts")) if each.get(qn("w:asciiTheme"))]


def test_nothing_of_the_library_s_own_template_is_left() -> None:
    names = ZipFile(BytesIO(iran())).namelist()
    assert not [name for name in names if "thumbnail" in name]
    settings = ZipFile(BytesIO(iran())).read("word/settings.xml").decode()
    assert 'w:name="compatibilityMode"' in settings
    assert re.search(r'compatibilityMode"[^>]*w:val="15"', settings)


def test_a_file_is_small() -> None:
    assert len(iran()) < 1_000_000
    assert len(export_bytes(selection_of(), "docx")) < 1_000_000


# --- its parts -------------------------------------------------------------------------------


def test_headings_make_an_outline() -> None:
    document = read(iran())
    found = [(p.style.name, p.text) for p in document.paragraphs if p.style]
    outline = [(name, text) for name, text in found if name and name.startswith(("Title", "Head"))]
    assert outline == [
        ("Title", "4 attacks, 2017–2024, only incidents, in Iran"),
        ("Heading 1", "Records"),
        ("Heading 1", "Who says what"),
        ("Heading 2", "Kerman bombings, 3 January 2024"),
        ("Heading 2", "Shah Cheragh shrine attack (2023), 13 August 2023"),
        ("Heading 2", "Shah Cheragh shrine attack (2022), 26 October 2022"),
        ("Heading 2", "Tehran attacks, 7 June 2017"),
        ("Heading 1", "Sources"),
    ]
    for level, name in enumerate(("Heading 1", "Heading 2")):
        style = document.styles[name]
        (line,) = style.element.iter(qn("w:outlineLvl"))
        assert line.get(qn("w:val")) == str(level)
        assert style.paragraph_format.keep_with_next


def test_the_table_repeats_its_header_and_keeps_rows_whole() -> None:
    _, table = read(iran()).tables
    assert table.style
    assert table.style.name == TABLE
    first, *others = table.rows
    assert [cell.text for cell in first.cells] == [
        "Date",
        "What and where",
        "Killed",
        "Injured",
        "Status",
    ]
    assert first._tr.trPr is not None
    assert first._tr.trPr.find(qn("w:tblHeader")) is not None
    assert len([1 for row in others for _ in row._tr.iter(qn("w:cantSplit"))]) == len(others) == 4
    cells = [cell.text.replace("\u200e", "") for cell in others[0].cells]
    assert cells[0] == "3 January 2024"
    assert cells[1].startswith(
        "Kerman bombings\nKerman · کرمان, Kerman Province, Iran; Road to the"
    )
    assert cells[1].endswith("somewhere in the town, ± 5 km")
    assert cells[2:4] == ["95–97 (best 95)", "284"]
    assert "\nclaimed by Islamic State; attributed to " in cells[4]


def test_map_and_timeline_have_their_alt_text_and_their_captions() -> None:
    content = export_bytes(selection_of(), "docx", caption="Own words")
    shape, timeline = read(content).inline_shapes
    assert [round(each.width.cm, 1) for each in (shape, timeline)] == [17.0, 17.0]
    assert timeline._inline.docPr.get("name") == "Timeline"
    assert timeline._inline.docPr.get("descr") == (
        "Records by month, June 2017 to April 2024; the most, 4, in January 2024."
    )
    properties = shape._inline.docPr
    assert properties.get("name") == "Map"
    assert properties.get("descr", "").startswith("Map: 5 attacks and 6 context records, 2017–2024")
    captions = [p.text for p in read(content).paragraphs if p.style and p.style.name == "Caption"]
    assert captions == ["Own words", "The records over time; colour tells the status."]


def test_a_single_record_has_charts_of_its_tolls_with_alt_text() -> None:
    content = export_bytes(selection_of(id=(KERMAN,)), "docx")
    map_, charts = read(content).inline_shapes
    assert [round(shape.width.cm, 1) for shape in (map_, charts)] == [8.0, 17.0]
    properties = charts._inline.docPr
    assert properties.get("name") == "Charts"
    assert properties.get("descr", "").startswith("Killed, as it was reported: ")


def test_links_are_those_of_the_sources() -> None:
    content = export_bytes(selection_of(id=(KERMAN,)), "docx")
    document = read(content)
    links = [link for p in document.paragraphs for link in p.hyperlinks]
    assert {link.address.split(":")[0] for link in links} == {"https"}
    assert all(run.style.name == "Hyperlink" for link in links for run in link.runs)
    by_number = {link.text: link.address for link in links if link.text.isdigit()}
    by_label = {link.address for link in links if not link.text.isdigit()}
    assert set(by_number.values()) <= by_label
    (claim,) = [
        p for p in document.paragraphs if p.text.startswith("4 January 2024: Islamic State")
    ]
    assert [link.text for link in claim.hyperlinks] == ["6", "7", "8", "9"]
    assert by_number["6"].startswith("https://www.tag24.com/")
    assert claim.style
    assert claim.style.name == "List Bullet"
    assert [(run.text, run.bold, run.italic) for run in claim.runs][2:5:2] == [
        ("Islamic State", True, None),
        ("claimed.", None, True),
    ]


def test_what_runs_from_right_to_left_is_marked_and_keeps_to_itself() -> None:
    parts = list(directed(one_line("Kerman · \u2068کرمان\u2069, 3 km")))
    assert parts == [("Kerman · \u200e", False), ("کرمان", True), ("\u200e, 3 km", False)]
    assert list(directed("שלום עולם!")) == [("שלום עולם", True), ("!", False)]
    assert list(directed("")) == []
    place = Place(name="Kerman", names={"fa": "کرمان"}, country="IR")
    store = Store(DAY)
    store.add([incident(place=place)])
    document = read(export_bytes(select(store), "docx"))
    marked = [r.text for p in document.paragraphs for r in p.runs if r.font.rtl]
    assert marked == ["کرمان"]


@cache
def empty() -> Document:
    return styled_document()


@given(st.text())
def test_whatever_a_text_is_word_has_it_as_text(text: str) -> None:
    paragraph = empty().add_paragraph()
    write(paragraph, text, "bold")
    write_reference(paragraph, Reference(label=text, url="https://example.org/"))
    write_run(paragraph, Run(text, "italic", (1,)), [Reference(label=text, url=None)])
    found = ET.fromstring(paragraph._p.xml)
    shown = re.sub("[\u2066-\u2069]", "\u200e", one_line(text))
    words = "".join(each.text or "" for each in found.iter(qn("w:t")))
    assert words == f"{shown}{shown}{shown}\N{NO-BREAK SPACE}[1]"
    assert {each.tag for each in found} <= {qn("w:r"), qn("w:hyperlink")}


@given(st.text(min_size=200, max_size=400))
def test_a_long_title_fits_the_property(text: str) -> None:
    cut, whole = shortened(text, 255), one_line(text)
    assert cut == whole if len(whole) <= 255 else (len(cut), cut[:254]) == (255, whole[:254])


# --- hostile and large -----------------------------------------------------------------------


@pytest.mark.parametrize("query", [Query(), Query(id=("all",))], ids=["many", "one"])
def test_hostile_rows_stay_text(query: Query) -> None:
    selection = select(hostile_store(), query)
    content = export_bytes(selection, "docx", title=HOSTILE[5] * 8, caption=HOSTILE[5])
    document = read(content)
    rels = document.part.rels.values()
    assert not [rel for rel in rels if rel.reltype == RELATIONSHIP_TYPE.HYPERLINK]
    assert {rel.is_external for rel in rels} == {False}
    words = all_text(content)
    missing = [text for text in HOSTILE if one_line(text) not in words]
    assert len(missing) <= (max(0, len(HOSTILE) - LISTED) if not query.id else 0)
    assert b"w:fldSimple" not in ZipFile(BytesIO(content)).read("word/document.xml")


def test_thousands_of_records_are_no_longer_document() -> None:
    store = Store(DAY)
    store.add(many(3_000))
    content = export_bytes(select(store), "docx")
    assert len(content) < 1_000_000
    (table,) = read(content).tables
    assert len(table.rows) == LISTED + 1
    assert "The table shows the newest 100 of 3,000 records." in all_text(content)


# --- LibreOffice -----------------------------------------------------------------------------


def is_printed() -> bool:
    """Tell whether LibreOffice is there, and letters as wide as Arial's."""
    if not (shutil.which("soffice") and shutil.which("fc-match")):
        return False
    font = subprocess.run(["fc-match", "Arial"], capture_output=True, text=True, check=False)
    return "Arial" in font.stdout or "Liberation Sans" in font.stdout


def pages(folder: Path, **filters: Any) -> list[str]:
    """Return the words of each page, as LibreOffice prints them."""
    export_file(selection_of(**filters), folder / "briefing.docx")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "briefing.docx"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=240)
    document = pypdfium2.PdfDocument(folder / "briefing.pdf")
    return [page.get_textpage().get_text_range() for page in document]


@pytest.mark.skipif(not is_printed(), reason="LibreOffice, or a font such as Arial, is missing")
@pytest.mark.parametrize("id_", [KERMAN, SHIRAZ])
def test_a_briefing_of_one_incident_is_two_pages_at_most(tmp_path: Path, id_: str) -> None:
    first, *others = pages(tmp_path, id=(id_,))
    assert len(others) <= 1
    assert "Who says what" in first
    for each in ("Reported figures", "Sources", "How to read this", "page 1"):
        assert each in " ".join([first, *others])
