"""How a briefing looks in Word: A4, its styles, the language that it is checked in.

The styles are set here and not in a template file: a change can be read in a diff, and the colours
are those of the figures.
"""

__all__ = ["TABLE", "styled_document"]

from typing import NamedTuple

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.styles.styles import Styles

from geo.figures.theme import INK, LABEL, LINE

FONT = "Arial"  # every Word has it, and it has Cyrillic, Greek, Arabic and Hebrew letters
LANGUAGE = "en-GB"
LINK = "#0563c1"
PAGE, MARGINS = (21.0, 29.7), (1.4, 2.0)  # cm: A4; above and below, left and right
TABLE = "Records"
WORD_2013 = "15"  # an older one is shown in "compatibility mode"


class Look(NamedTuple):
    """A paragraph style: sizes and distances in points."""

    size: float
    before: float = 0
    after: float = 0
    color: str = INK
    bold: bool = False
    with_next: bool = False
    indent: float = 0  # cm, of all lines but the first


LOOKS = {
    "Normal": Look(9, after=3),
    "Title": Look(18, after=1, bold=True, with_next=True),
    "Heading 1": Look(10.5, before=5, after=2, bold=True, with_next=True),
    "Heading 2": Look(9, before=5, after=1.5, bold=True, with_next=True),
    "Caption": Look(7.5, before=2, color=LABEL),
    "Dated": Look(9, after=6, color=LABEL, with_next=True),
    "Facts": Look(9, after=2.5, indent=2.2),
    "Small": Look(7.5, after=1.5),
    "Note": Look(7.5, after=1.5, color=LABEL),
    "Table Text": Look(8.5, before=1, after=1),
    "Table Note": Look(8, after=1, color=LABEL),
    "List Bullet": Look(9, after=2, indent=0.45),
    "List Number": Look(7.5, after=0.3, indent=0.6),
    "Footer": Look(7.5, color=LABEL),
}
_ADDED = {
    qn(f"w:{name}")
    for name in ("pBdr", "contextualSpacing", "spacing", "kern", "b", "bCs", "i", "iCs", "szCs")
}
# Lines between the rows only.
_TABLE = f"""<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{TABLE}">
<w:name w:val="{TABLE}"/><w:basedOn w:val="TableNormal"/><w:qFormat/>
<w:tblPr><w:tblBorders>
<w:top w:val="single" w:sz="8" w:space="0" w:color="{INK[1:]}"/>
<w:bottom w:val="single" w:sz="4" w:space="0" w:color="{INK[1:]}"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{LINE[1:]}"/>
</w:tblBorders><w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>
</w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr></w:tblStylePr>
</w:style>"""


def styled_document() -> Document:
    """Return an empty document with the styles of a briefing."""
    document = docx.Document()
    _shape(document)
    styles = document.styles
    _letters(styles)
    for name, look in LOOKS.items():
        _set(_paragraph_style(styles, name), look)
    _link_style(styles)
    styles.element.append(parse_xml(_TABLE))
    return document


def _shape(document: Document) -> None:
    """Make the page A4, and remove what python-docx's template says of another document."""
    section = document.sections[0]
    section.page_width, section.page_height = map(Cm, PAGE)
    section.top_margin = section.bottom_margin = Cm(MARGINS[0])
    section.left_margin = section.right_margin = Cm(MARGINS[1])
    section.header_distance = section.footer_distance = Cm(0.7)
    rels = document.part.package.rels
    for id_ in [i for i, rel in rels.items() if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del rels[id_]
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), WORD_2013)


def _letters(styles: Styles) -> None:
    """Give all styles one font, whatever the theme, and the language of our words."""
    for fonts in styles.element.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), FONT)
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)


def _paragraph_style(styles: Styles, name: str) -> ParagraphStyle:
    if name in styles:
        style = styles[name]
    else:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)  # type: ignore[no-untyped-call]  # as below
        style.base_style = styles["Normal"]
    assert isinstance(style, ParagraphStyle)
    return style


def _set(style: ParagraphStyle, look: Look) -> None:
    _clear(style)
    style.font.size = Pt(look.size)
    style.font.bold = style.font.cs_bold = look.bold or None
    style.font.color.rgb = RGBColor.from_string(look.color[1:].upper())
    _complex_size(style, look.size)
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.line_spacing, shape.keep_with_next = 1.0, look.with_next
    if look.indent:
        shape.left_indent, shape.first_line_indent = Cm(look.indent), Cm(-look.indent)
        shape.tab_stops.add_tab_stop(Cm(look.indent))


def _clear(style: ParagraphStyle) -> None:
    """Remove what python-docx's template adds: rules under titles, wide letters, bold captions."""
    properties = style.element.get_or_add_pPr(), style.element.get_or_add_rPr()
    for found in [each for part in properties for each in part if each.tag in _ADDED]:
        found.getparent().remove(found)


def _complex_size(style: ParagraphStyle, size: float) -> None:
    """Set the size of Arabic and Hebrew letters, which Word keeps separately."""
    properties = style.element.get_or_add_rPr()
    element = OxmlElement("w:szCs")
    element.set(qn("w:val"), str(round(2 * size)))
    properties.find(qn("w:sz")).addnext(element)


def _link_style(styles: Styles) -> None:
    style = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)  # type: ignore[no-untyped-call]  # python-docx lacks its type
    assert isinstance(style, CharacterStyle)
    style.font.color.rgb = RGBColor.from_string(LINK[1:].upper())
