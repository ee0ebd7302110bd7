"""A dataset that does not exist: all that it takes to add one to the folder of datasets."""

__all__ = ["IMPORTER"]

from geo.importers.actors import actor
from geo.importers.cells.days import day
from geo.importers.checks.day_fields import read_when
from geo.importers.feature_parts import atlas_type, named_place
from geo.importers.importer import Importer
from geo.importers.parts import Part, Parts, origin_part
from geo.importers.published import Document, PublishedDataset
from geo.importers.record import Record
from geo.importers.row import Feature
from geo.model.licences import Terms

RAIDS = PublishedDataset(
    name="RAIDS",
    publisher="Institute of Raids",
    title="Register of Armed Incidents (RAIDS)",
    url="https://raids.example.org/",
    licence="RAIDS licence",
    redistributable=False,
    terms=Terms(
        citation="Institute of Raids, Register of Armed Incidents",
        licence="it asks for a letter first",
        contact="the Institute of Raids",
    ),
    signature=frozenset({"raid_no", "raider"}),
    groups={"The State of Islam": "islamic-state"},
)
HEADER = ("raid_no", "raided_on", "raider", "town", "nation", "latitude", "longitude")


def _when(record: Record, _: Document) -> Feature:
    on = read_when(record, "raided_on", day)
    return {"start": on.text, "precision": "day"} if on else {}


def _place(record: Record, _: Document) -> Feature:
    town = record.text("town")
    return {"place": named_place(record, town, "nation"), "named": town}


def _site(_record: Record, _document: Document) -> Feature:
    return {"precision": "settlement"}


def _kind(_record: Record, _document: Document) -> Feature:
    return {"record_type": "incident", "types": [atlas_type("attack")], "label": "Raid"}


def _parties(record: Record, _: Document) -> Feature:
    raider = actor(record.text("raider") or "", groups=RAIDS.groups)
    return {"actors": [raider], "assertions": [RAIDS.coding([raider])]}


def _casualties(_record: Record, _document: Document) -> None:
    return None


def _sources(_: Record, document: Document) -> list[Feature]:
    return [RAIDS.source(document)]


IMPORTER = Importer(
    dataset=RAIDS,
    parts=Parts(
        id_field="raid_no",
        id_prefix="raids-",
        id_rule="a raid has a number",
        date=Part(("raided_on",), _when),
        place=Part(("town", "nation"), _place),
        site=Part((), _site),
        kind=Part((), _kind),
        parties=Part(("raider",), _parties),
        casualties=Part((), _casualties),
        sources=Part((), _sources),
        origin=origin_part(RAIDS),
    ),
    required=HEADER,
    header=HEADER,
)
