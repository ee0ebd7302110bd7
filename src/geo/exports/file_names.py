"""Names of files from texts of the data, safe on every system."""

__all__ = ["file_name_from"]

import re

LONGEST = 80  # characters, without the ending
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)  # names of Windows' devices


def file_name_from(id_: str) -> str:
    """Return the name of a record's file, without its ending: letters, digits, "-", "_" and ".".

    >>> file_name_from("UCDP/412 a"), file_name_from("../..")
    ('UCDP-412-a', 'record')
    """
    name = re.sub(r"[^\w.-]+", "-", id_)[:LONGEST].strip(".-")
    return "record" if not name or RESERVED.fullmatch(name.split(".")[0]) else name
