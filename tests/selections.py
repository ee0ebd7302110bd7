"""Stores and what a query selects of them."""

from datetime import date
from functools import cache
from typing import Any

from geo.exports.selection import Selection, select
from geo.intake.dataset import load
from geo.model.incident import Incident
from geo.query.query import Query
from geo.store.store import Store
from hostile import hostile_incident, hostile_record
from samples import DATA, HOSTILE, located

DAY = date(2026, 11, 23)


@cache
def curated_store() -> Store:
    store = Store(DAY)
    store.add(load(DATA))
    return store


@cache
def hostile_store() -> Store:
    store = Store(DAY)
    store.add([*(hostile_incident(n, text) for n, text in enumerate(HOSTILE)), hostile_record()])
    return store


def selection_of(**filters: Any) -> Selection:
    """Return what a query selects of the curated records."""
    return select(curated_store(), Query(**filters))


def many(number: int) -> list[Incident]:
    return [located(f"A{n:05}", (57, 30), title=f"Number {n}") for n in range(number)]
