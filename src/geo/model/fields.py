"""Types of the fields of an incident: texts, counts, dates, degrees."""

__all__ = [
    "STRICT",
    "Count",
    "CountryCode",
    "Day",
    "Id",
    "Kilometres",
    "Name",
    "PartialDate",
    "Position",
    "Slug",
    "SourceIds",
    "Text",
    "broken",
    "check_no_circle",
    "none_if_empty",
]

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictStr,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from geo.errors import BadValue
from geo.model import dates
from geo.model.name_lengths import MAX_NAME, MAX_SLUG

_ID = r"^[^\s\x00-\x1f\x7f]([^\x00-\x1f\x7f]{0,198}[^\s\x00-\x1f\x7f])?$"
MAX_COUNT = 1_000_000_000  # people: sums over millions of incidents stay within 64 bits


def _partial_date(text: str) -> str:
    try:
        dates.first_day(text)
    except BadValue as error:
        raise broken(error.allowed, "Write the digits of a real date.") from None
    return text


def _whole_day(value: object) -> date:
    try:
        return dates.parse_day(value)
    except BadValue as error:
        raise broken(error.allowed, "Write the day as YYYY-MM-DD.") from None


def none_if_empty(value: object) -> object:
    """Read an object without members as None: nothing is known of it."""
    return None if value == {} else value


def broken(rule: str, remedy: str) -> PydanticCustomError:
    # As values of the template, because pydantic would fill in braces in the texts.
    return PydanticCustomError("rule", "{rule}", {"rule": rule, "remedy": remedy})


def check_no_circle(following: Mapping[str, str], rule: str, remedy: str) -> None:
    """Refuse ids of which one leads back to itself, by the id that follows each."""
    for id_ in following:
        seen, other = {id_}, following.get(id_)
        while other and other not in seen:
            seen.add(other)
            other = following.get(other)
        if other:
            raise broken(rule.format(id_), remedy)


def _whole_number(value: object) -> object:
    """Read 94.0 as 94: JSON has only one kind of number."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _without_ends(value: object) -> object:
    """Return a text without the white space at its ends, as an address has it."""
    return value.strip() if isinstance(value, str) else value


Text = Annotated[StrictStr, Field(min_length=1)]
# A value of a filter: what a facet lists, an address can ask for.
Name = Annotated[
    StrictStr,
    Field(min_length=1, max_length=MAX_NAME, json_schema_extra={"pattern": r"\S"}),
    BeforeValidator(_without_ends),
]
# Fit for a web address: no control characters, no white space at the ends.
Id = Annotated[StrictStr, Field(pattern=_ID)]
Slug = Annotated[StrictStr, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=MAX_SLUG)]
CountryCode = Annotated[StrictStr, Field(pattern=r"^[A-Z]{2}$")]
Count = Annotated[int, Field(strict=True, ge=0, le=MAX_COUNT), BeforeValidator(_whole_number)]
Kilometres = Annotated[float, Field(strict=True, gt=0, allow_inf_nan=False)]
Lon = Annotated[float, Field(strict=True, ge=-180, le=180, allow_inf_nan=False)]
Lat = Annotated[float, Field(strict=True, ge=-90, le=90, allow_inf_nan=False)]
Position = tuple[Lon, Lat]
PartialDate = Annotated[
    StrictStr,
    AfterValidator(_partial_date),
    WithJsonSchema({"type": "string", "pattern": dates.PATTERN}),
]
Day = Annotated[date, BeforeValidator(_whole_day)]
SourceIds = Annotated[tuple[Text, ...], Field(min_length=1)]

STRICT = ConfigDict(extra="forbid")
