"""Since which day each row is known: what `day_of_row` of the store says, for whole columns."""

__all__ = ["known_days"]

from collections.abc import Mapping
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from geo.importers.published import Document
from geo.intake.columns.part_columns import Spread
from geo.model.dates import last_day


def known_days(parts: Mapping[str, Spread], size: int, document: Document, today: date) -> pa.Array:
    """Return a column of days for rows of a document that are read today."""
    read_on = pa.scalar(today, pa.date32())
    released = last_day(document.released) if document.released else None
    own = parts["origin"].column("is_own", pa.bool_())
    sourced = pc.if_else(own, parts["sources"].column("sourced", pa.date32()), None)
    happened = parts["date"].column("last_day", pa.date32())
    sourced = pc.max_element_wise(sourced, pc.if_else(sourced.is_valid(), happened, None))
    coded = pa.nulls(size, pa.date32())
    if "coded" in parts:
        coded = parts["coded"].column("coded", pa.date32())
    said = pc.coalesce(coded, pa.scalar(released, pa.date32()), sourced, read_on)
    return pc.min_element_wise(said, read_on)
