"""HTML from the templates in pages/; every value is escaped on its way in."""

__all__ = ["render"]

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from geo.maps.marks.symbol_svg import svg_of
from geo.maps.themes import THEMES
from geo.model.attribution import CONTESTED
from geo.words.counts import count_in_words

ASSETS = Path(__file__).parents[1] / "assets"  # served unchanged
PAGES = Path(__file__).parents[1] / "pages"


def render(template: str, **values: object) -> str:
    """Fill a template of pages/ with values, which can only become text or attributes."""
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader([PAGES, ASSETS]),  # a picture has the styles of the pages in it
        auto_reload=False,  # they change only with the program, and a check costs more than a use
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["counted"] = count_in_words  # {{ 3 | counted("record") }}: "3 records"
    environment.filters["one_line"] = _one_line
    environment.globals["svg_of"] = svg_of  # in symbol.html
    environment.globals["themes"] = THEMES
    environment.globals["CONTESTED"] = CONTESTED
    return environment


def _one_line(text: str) -> Markup:
    """Return a text of several lines for an attribute in single quotation marks.

    An empty line would end HTML in Markdown. Double quotation marks stay: a page has so many in its
    JSON that, escaped, they would make it a fifth larger.
    """
    line = escape(text).replace(Markup("&#34;"), Markup('"'))
    return line.replace("\n", Markup("&#10;")).replace("\r", Markup("&#13;"))
