"""What a page gives on paper: Chromium prints it, and a reader of PDF says what stands where."""

import re
from collections import Counter
from collections.abc import Iterable
from ctypes import c_double
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium
from playwright.sync_api import Page

A4, LETTER = (595, 842), (612, 792)  # points
LEAST = 7.0  # points of a letter
ARABIC = "\u0590"  # and all that follows in Unicode
EDGE = 28.0  # points of paper that printers leave white: 1 cm


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLetter:
    """One letter of a page, with its size and its box in points, from the left and from below."""

    text: str
    size: float
    left: float
    right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """The pages of a PDF: their sizes in points, their texts in one line, their letters."""

    sizes: list[tuple[int, int]]
    pages: list[str]
    letters: list[PaperLetter]

    @property
    def text(self) -> str:
        return " ".join(self.pages)

    def has(self, text: str) -> bool:
        """Tell whether a text is there, wherever its lines are broken."""
        return joined(text) in joined(self.text)


def printed(page: Page, *, paper: str = "A4") -> Printed:
    """Print a page as a reader does whose paper is A4 or Letter, without backgrounds."""
    page.wait_for_load_state("networkidle", timeout=60_000)
    return read_pdf(page.pdf(format=paper, prefer_css_page_size=paper == "A4"))


def read_pdf(content: bytes) -> Printed:
    """Read a PDF."""
    document = pypdfium2.PdfDocument(content)
    try:
        texts = [page.get_textpage() for page in document]
        return Printed(
            sizes=[(round(width), round(height)) for width, height in map(_size, document)],
            pages=[" ".join(text.get_text_range().split()) for text in texts],
            letters=[letter for text in texts for letter in _letters(text)],
        )
    finally:
        document.close()


def check_paper(paper: Printed, size: tuple[int, int] = A4) -> None:
    """Check that each page has the size, that no letter lies at its edge, and none is too small."""
    assert set(paper.sizes) == {size}
    assert paper.letters
    assert _text_of(each for each in paper.letters if each.size < LEAST) == ""
    # pdfium puts joined letters of Arabic and parts of ligatures anywhere, also far off the page.
    plain = [each for each in paper.letters if each.text < ARABIC]
    right = size[0] - EDGE
    assert _text_of(each for each in plain if each.left < EDGE or each.right > right) == ""


def _text_of(letters: Iterable[PaperLetter]) -> str:
    return "".join(letter.text for letter in letters)


def _size(page: pypdfium2.PdfPage) -> tuple[float, float]:
    size: tuple[float, float] = page.get_size()
    return size


def _letters(text: pypdfium2.PdfTextPage) -> list[PaperLetter]:
    """Leave out the parts of ligatures: they share a place, which pdfium gives wrongly for some."""
    count = text.count_chars()
    places = [_place(text, number) for number in range(count)]
    shared = {place for place, number in Counter(places).items() if number > 1}
    numbers = [n for n in range(count) if not pdfium.FPDFText_IsGenerated(text.raw, n)]
    letters = [_letter(text, n) for n in numbers if places[n] not in shared]
    return [letter for letter in letters if not letter.text.isspace()]


def _place(text: pypdfium2.PdfTextPage, number: int) -> tuple[float, float]:
    x, y = c_double(), c_double()
    pdfium.FPDFText_GetCharOrigin(text.raw, number, x, y)
    return x.value, y.value


def _letter(text: pypdfium2.PdfTextPage, number: int) -> PaperLetter:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text.raw, number, matrix)
    size = pdfium.FPDFText_GetFontSize(text.raw, number) * max(abs(matrix.b), abs(matrix.d))
    left, _, right, _ = text.get_charbox(number)
    code = pdfium.FPDFText_GetUnicode(text.raw, number)
    return PaperLetter(text=chr(code), size=round(size, 1), left=left, right=right)


def joined(text: str) -> str:
    """Leave out the spaces and hyphens of a text: they depend on where its lines are broken."""
    return re.sub(r"[\s\u00ad\u2010\ufffe-]", "", text)
