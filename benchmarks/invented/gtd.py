"""Rows in the 135 columns of the GTD, of which most cells are empty, as in the real ones."""

__all__ = ["columns"]

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from invented.chance import Chance, Wholes, iso, joined, padded, picked
from invented.headers import header_of
from invented.places import Places, places, region_of
from invented.texts import sentences

FIRST_DAY, DAYS = np.datetime64("1970-01-01"), 48 * 365
ROWS_A_PLACE = 4
NO_POSITION, NO_DAY, NO_SUMMARY, LONGER = 0.025, 0.005, 0.36, 0.045
SPECIFICITY = (0.79, 0.05, 0.09, 0.06, 0.01)
GROUPS, NAMELESS = 1_500, 0.46
ATTACKS = (
    "Bombing/Explosion",
    "Armed Assault",
    "Assassination",
    "Hostage Taking (Kidnapping)",
    "Facility/Infrastructure Attack",
    "Unknown",
    "Unarmed Assault",
    "Hijacking",
)
TARGETS = (
    "Private Citizens & Property",
    "Military",
    "Police",
    "Government (General)",
    "Business",
    "Transportation",
    "Utilities",
    "Unknown",
    "Educational Institution",
    "Telecommunication",
)
WEAPONS = ("Explosives", "Firearms", "Unknown", "Incendiary", "Melee", "Vehicle", "Other")
MODES = ("Unknown", "Posted to website, blog, etc.", "Call (post-incident)", "Note left at scene")
DAMAGE = (
    "Minor (likely < $1 million)",
    "Unknown",
    "Major (likely >= $1 million but < $1 billion)",
)
BOOLEANS = ("crit1", "crit2", "crit3", "success", "property")
MARKS = {"extended": LONGER, "suicide": 0.036, "doubtterr": 0.17, "multiple": 0.14}
MARKS |= {"individual": 0.003, "guncertain1": 0.08, "claimed": 0.15, "ishostkid": 0.07}


def columns(numbers: Wholes, rows: int) -> dict[str, pa.Array]:
    """Return the rows with these numbers, of a file of so many, which is in order of its days."""
    chance = Chance([5, int(numbers[0])], len(numbers))
    size = max(rows // ROWS_A_PLACE, 1)
    where = places(size).take(chance.ranked(size, size / 20))
    day = numbers * DAYS // rows
    of_day = numbers - -(-day * rows // DAYS)  # those before it on the same day
    text = iso(FIRST_DAY + day)
    filled = {
        "eventid": joined(pc.replace_substring(text, "-", ""), padded(of_day + 1, 4)),
        **_of_date(chance, text),
        **_of_place(chance, where),
        **_marks(chance),
        **_kinds(chance, where),
        **_groups(chance),
        **_tolls(chance),
        **_texts(chance, text, numbers),
    }
    nothing = pa.nulls(len(numbers), pa.string())
    return {name: filled.get(name, nothing) for name in header_of("gtd")}


def _of_date(chance: Chance, text: pa.Array) -> dict[str, pa.Array]:
    year, month, day = (pc.utf8_slice_codeunits(text, *ends) for ends in ((0, 4), (5, 7), (8, 10)))
    known = pc.ascii_ltrim(day, characters="0")
    return {
        "iyear": year,
        "imonth": pc.ascii_ltrim(month, characters="0"),
        "iday": pc.if_else(chance.happens(NO_DAY), "0", known),
        "approxdate": pc.if_else(chance.happens(0.05), text, None),
    }


def _of_place(chance: Chance, where: Places) -> dict[str, pa.Array]:
    unknown = chance.happens(NO_POSITION)
    near = joined("The attack took place near ", where.name, ".")
    country = pa.array(where.country_number + 1)
    return {
        "country": country,
        "country_txt": where.country,
        "region": pa.array(where.country_number % 5 + 1),
        "region_txt": region_of(where.country_number),
        "provstate": where.admin1,
        "city": pc.if_else(chance.happens(0.05), "Unknown", where.name),
        "latitude": pc.if_else(unknown, None, pa.array(where.lat)),
        "longitude": pc.if_else(unknown, None, pa.array(where.lon)),
        "specificity": pa.array(chance.shared(SPECIFICITY) + 1),
        "vicinity": pc.if_else(chance.happens(0.07), "1", "0"),
        "location": pc.if_else(chance.happens(0.3), near, None),
        "natlty1": country,
        "natlty1_txt": where.country,
    }


def _marks(chance: Chance) -> dict[str, pa.Array]:
    yes = {name: pc.if_else(chance.happens(0.9), "1", "0") for name in BOOLEANS}
    rare = {name: pc.if_else(chance.happens(share), "1", "0") for name, share in MARKS.items()}
    compared = {f"INT_{of}": chance.one_of(["-9", "0", "1"]) for of in ("LOG", "IDEO", "ANY")}
    return yes | rare | compared | {"INT_MISC": chance.one_of(["0", "1"])}


def _kinds(chance: Chance, where: Places) -> dict[str, pa.Array]:
    """Return types with their numbers; the second and third ones are rare."""
    found: dict[str, pa.Array] = {}
    for name, labels in (("attacktype", ATTACKS), ("targtype", TARGETS), ("weaptype", WEAPONS)):
        for number, share in ((1, 1.0), (2, 0.06), (3, 0.005)):
            found |= _kind(chance, f"{name}{number}", labels, share)
    return found | {
        "targsubtype1": pa.array(chance.below(110)),
        "targsubtype1_txt": joined("Subtype ", padded(chance.below(110), 3)),
        "weapsubtype1_txt": joined("Weapon subtype ", padded(chance.below(30), 2)),
        "corp1": joined("Body of ", where.admin1),
        "target1": joined("Building ", padded(chance.below(9_000), 4), " of ", where.admin2),
    }


def _kind(chance: Chance, name: str, labels: Sequence[str], share: float) -> dict[str, pa.Array]:
    number, given = chance.ranked(len(labels)), chance.happens(share)
    return {
        name: pc.if_else(given, pa.array(number + 1), None),
        f"{name}_txt": pc.if_else(given, picked(labels, number), None),
    }


def _groups(chance: Chance) -> dict[str, pa.Array]:
    first, second, part = (joined("Group ", padded(chance.ranked(GROUPS) + 1, 4)) for _ in range(3))
    claimed = chance.happens(0.11)
    return {
        "gname": pc.if_else(chance.happens(NAMELESS), "Unknown", first),
        "gsubname": pc.if_else(chance.happens(0.03), joined(part, " unit"), None),
        "gname2": pc.if_else(chance.happens(0.01), second, None),
        "nperps": pc.if_else(chance.happens(0.2), pa.array(chance.below(30)), -99),
        "nperpcap": pc.if_else(chance.happens(0.6), pa.array(chance.tolls(0.95)), None),
        "claimmode": pc.if_else(claimed, "7", None),
        "claimmode_txt": pc.if_else(claimed, chance.one_of(MODES), None),
        "compclaim": pc.if_else(chance.happens(0.02), "1", pc.if_else(claimed, "0", "-9")),
    }


def _tolls(chance: Chance) -> dict[str, pa.Array]:
    killed, wounded = chance.tolls(0.5), chance.tolls(0.6)
    attackers = np.minimum(killed, chance.tolls(0.9, most=9))
    unknown, unhurt = chance.happens(0.057), chance.happens(0.09)
    shared = pc.if_else(chance.happens(0.001), ".5", "")
    figure = joined(pa.array(killed).cast(pa.string()), shared)
    return {
        "nkill": pc.if_else(unknown, None, figure),
        "nkillus": pc.if_else(unknown, None, "0"),
        "nkillter": pc.if_else(unknown, None, pa.array(attackers)),
        "nwound": pc.if_else(unhurt, None, pa.array(wounded)),
        "nwoundus": pc.if_else(unhurt, None, "0"),
        "nwoundte": pc.if_else(chance.happens(0.3), None, "0"),
        "propextent": pc.if_else(chance.happens(0.35), pa.array(chance.below(3) + 2), None),
        "propextent_txt": pc.if_else(chance.happens(0.35), chance.one_of(DAMAGE), None),
        "nhostkid": pc.if_else(chance.happens(0.07), pa.array(chance.below(20)), None),
    }


def _texts(chance: Chance, day: pa.Array, numbers: Wholes) -> dict[str, pa.Array]:
    number = padded(numbers, 7)
    summary = sentences(chance, joined(day, ": Invented, file ", number, "."), 1)
    shares = {"scite1": 0.64, "scite2": 0.4, "scite3": 0.2}
    return {
        "summary": pc.if_else(chance.happens(NO_SUMMARY), None, summary),
        "motive": pc.if_else(chance.happens(0.28), "The motive is not known.", None),
        "weapdetail": pc.if_else(chance.happens(0.6), joined("Detail ", number), None),
        "propcomment": pc.if_else(chance.happens(0.3), joined("Damage, file ", number), None),
        "addnotes": pc.if_else(chance.happens(0.15), joined("A note of file ", number), None),
        "dbsource": joined("Archive ", padded(chance.ranked(25) + 1, 2)),
        "related": pc.if_else(chance.happens(0.14), joined("19700101", number), None),
        **{name: _cited(chance, share, day, number) for name, share in shares.items()},
    }


def _cited(chance: Chance, share: float, day: pa.Array, number: pa.Array) -> pa.Array:
    paper = padded(chance.ranked(400, 3), 3)
    text = joined('"Report ', number, ' of what was seen," Paper ', paper, ", ", day, ".")
    return pc.if_else(chance.happens(share), text, None)
