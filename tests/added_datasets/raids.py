"""A dataset that does not exist: all that it takes to add one to the folder of datasets."""

__all__ = ["IMPORTER"]

from geo.importers.actors import actor
from geo.importers.cells.days import day
from geo.importers.feature_parts import atlas_type, feature, named_place, position
from geo.importers.importer import Importer
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


def feature_from_record(record: Record, document: Document) -> Feature:
    """Return the Feature of a raid."""
    point = position(record)
    when = {"start": str(record.read("raided_on", day)), "precision": "day"}
    raider = actor(record.text("raider") or "", groups=RAIDS.groups)
    properties = {
        "record_type": "incident",
        "title": f"Raid: {record.text('town')}",
        "date": when,
        "place": named_place(record, record.text("town"), "nation")
        | {"sites": [{"precision": "settlement"}] if point else []},
        "types": [atlas_type("attack")],
        "actors": [raider],
        "assertions": [RAIDS.coding(document, [raider], when)],
        "sources": [RAIDS.source(document)],
        "origin": RAIDS.origin(document, record.text("raid_no")),
    }
    return feature(record, f"raids-{record.text('raid_no')}", properties, [point] if point else [])


IMPORTER = Importer(
    dataset=RAIDS,
    id_field="raid_no",
    feature=feature_from_record,
    required=HEADER,
    header=HEADER,
)
