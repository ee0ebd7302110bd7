"""What a reader is shown of a file or an answer, as one text."""

import csv
import io
import json
import re
import sqlite3
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pyarrow.parquet as pq
from markdown_it import MarkdownIt

from columns_file import raw
from geo.formats.excel_text import decoded
from geo.formats.formulas import unescaped
from serving import Reader

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def plain(text: str) -> str:
    """Return a text without the marks of its direction, and with one space for white space."""
    return " ".join(re.sub("[\u2066-\u2069]", "", text).split())


def strings(value: Any) -> Iterator[str]:
    """Yield every text of a JSON value, keys included; a text that is JSON is looked into."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)
    elif isinstance(value, str):
        yield value


def of_json(content: bytes) -> str:
    return "\n".join(strings(json.loads(content)))


def of_columns(content: bytes) -> str:
    """Return the texts in the header of a columns file; the rest of it is numbers."""
    header, _ = raw(content)
    return "\n".join(strings(header))


def of_page(content: bytes) -> str:
    """Return the text of a page, the values that its tags show, and the data that it carries."""
    page = Reader(content.decode())
    told = [str(a[name]) for _, a in page.tags for name in ("content", "alt", "title") if name in a]
    carried = re.findall(r'JSON\.parse\(("(?:[^"\\]|\\.)*")\)', content.decode())
    carried += re.findall(r'<script type="application/[^"]*"[^>]*>(.*?)</script>', content.decode())
    texts = [each for text in carried for each in strings(json.loads(text))]
    return "\n".join([page.text, *told, *texts])


def of_svg(content: bytes) -> str:
    return "\n".join(each.text or "" for each in ET.fromstring(content).iter())


def of_word(content: bytes) -> str:
    """Return the paragraphs of a document, which leads nowhere outside."""
    archive = ZipFile(io.BytesIO(content))
    parts = [archive.read(name) for name in archive.namelist() if name.endswith(".rels")]
    assert not [part for part in parts if b'TargetMode="External"' in part]
    document = ET.fromstring(archive.read("word/document.xml"))
    paragraphs = document.iter(f"{WORD}p")
    return "\n".join("".join(t.text or "" for t in p.iter(f"{WORD}t")) for p in paragraphs)


def of_markdown(content: bytes) -> str:
    """Return what GitHub shows of a text: HTML in it counts as HTML."""
    tokens = MarkdownIt("gfm-like", {"html": True, "linkify": False}).parse(content.decode())
    inline = [each for token in tokens for each in token.children or []]
    assert not [each for each in inline if each.type in ("link_open", "html_inline")]
    return "".join(each.content or " " for each in inline if each.type in ("text", "softbreak"))


def of_csv(content: bytes) -> str:
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return "\n".join(unescaped(cell) for row in rows for cell in row)


def of_workbook(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b", "d", "inlineStr"}  # no formula
    assert not [cell for cell in cells if cell.hyperlink]
    return "\n".join(unescaped(decoded(str(cell.value))) for cell in cells)


def of_parquet(content: bytes) -> str:
    table = pq.read_table(io.BytesIO(content))
    table = table.drop_columns(["geometry"])
    return "\n".join(looked_into(table.to_pylist()))


def of_geopackage(content: bytes) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.gpkg"
        path.write_bytes(content)
        with sqlite3.connect(path) as found:
            found.row_factory = sqlite3.Row
            rows = [dict(row) for row in found.execute("SELECT * FROM incidents")]
        found.close()
    return "\n".join(looked_into(rows))


def looked_into(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the texts of rows, of which some are JSON."""
    for row in rows:
        for cell in filter(None, row.values()):
            if isinstance(cell, str) and cell[:1] in "[{":
                try:
                    yield from strings(json.loads(cell))
                except ValueError:
                    yield cell
            yield from strings(cell)
