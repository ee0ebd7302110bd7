"""What goes along with data files."""

from datetime import date

from geo.exports.about import about
from geo.exports.selection import select
from geo.model.dates import in_words
from geo.query.query import Query
from geo.store.store import Store
from samples import incident


def test_it_says_what_is_there_and_leaves_out_what_says_nothing() -> None:
    store = Store()
    store.add([incident()])
    assert "Licences" not in about(select(store, Query(country=("IR",))))
    lines = about(select(store))
    assert lines["Contents"] == "1 attack, 2024"
    assert lines["Licences"] == "tests: CC0-1.0."
    assert lines["Data"] == "tests, version 1."
    day = in_words(date.today().isoformat())
    draft = "1 record in draft: not checked by a person."
    cited = f"Incident Atlas: 1 attack, 2024. Data: tests, version 1. {draft} {day}."
    assert lines["Cite as"] == cited
    assert "Address" not in lines
    then = about(select(store, Query(as_of="2024-03-24")))
    assert then["Contents"] == "1 attack, 2024, as known on 24 March 2024"
    assert then["Statuses"].startswith("Statuses as of 24 March 2024.")
    assert then["Cite as"].endswith(f" {day}.")  # it was not opened on that day
    address = "https://atlas.example/"
    assert about(select(store, address=address))["Address"] == address
