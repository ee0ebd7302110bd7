"""HTML from the templates in assets/; every value is escaped on its way in."""

__all__ = ["render"]

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

ASSETS = Path(__file__).with_name("assets")


def render(template: str, **values: object) -> str:
    """Fill a template of assets/ with values, which can only ever become text or attributes."""
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(ASSETS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
