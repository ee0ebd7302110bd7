"""The program with one filter more, run as a process of its own: writes what came of its row.

The row is put into the text of the table, as a developer would, before anything else is imported.
The column of the store is the other thing that a filter needs.
"""

import json
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any

from geo.query import filters

ROW = """
    publisher: tuple[str, ...] = several(
        Filter(
            kind="overlaps",
            column="publishers",
            values=free_text("the name of a publisher"),
            matches="records with a source of that publisher",
            phrase="published by {}",
            widget="Publisher",
        )
    )
"""
END = "\n\n\nFILTERS: "
table = Path(filters.__file__).read_text("utf-8")
assert table.count(END) == 1
exec(table.replace(END, ROW + END), vars(filters))

from click.testing import CliRunner  # noqa: E402

from geo import cli  # noqa: E402
from geo.exports.carried.packed import packed  # noqa: E402
from geo.exports.carried.page_data import page_data  # noqa: E402
from geo.mercator import WORLD  # noqa: E402
from geo.query.query import Query  # noqa: E402
from geo.store import tables  # noqa: E402
from geo.store.lists import text_from_list  # noqa: E402
from geo.store.store import Store  # noqa: E402
from geo.words.captions import caption_of  # noqa: E402
from samples import curated  # noqa: E402
from screen_app import dashboard  # noqa: E402
from serving import atlas_of, client_of  # noqa: E402

tables.FACTS["publishers"] = lambda incident: text_from_list(
    source.publisher for source in incident.sources
)
PUBLISHER = "Al Jazeera"


def report(folder: Path) -> dict[str, Any]:
    """Return what each part of the program makes of the filter."""
    query = Query.parse([("publisher", PUBLISHER)])
    store = Store()
    store.add(curated().values())
    summary = store.summary(query)
    client = client_of(atlas_of())
    target = folder / "found.geojson"
    options = ["export", "-o", str(target), "--publisher", PUBLISHER]
    command = CliRunner().invoke(cli.main, options)
    with dashboard(atlas_of()) as app:
        app.query_params["publisher"] = PUBLISHER
        app.run()
    return {
        "address": str(query),
        "found": sorted(incident.id for incident in store.iter_incidents(query)),
        "drawn": len({mark.properties["id"] for mark in store.marks(query, WORLD, 2).marks}),
        "facet": {value.value: value.count for value in summary.facets["publisher"]},
        "others": sum(value.count for value in summary.facets["country"]),
        "sentence": caption_of(query, summary, None).sentence,
        "api": client.get("/api/summary", params={"publisher": PUBLISHER}).json(),
        "refused": client.get("/api/summary?publisher=").json(),
        "unknown": client.get("/api/summary?nothing=1").json(),
        "command": command.output,
        "written": [f["id"] for f in json.loads(target.read_text("utf-8"))["features"]],
        "widgets": {each.label: each.value for each in app.multiselect},
        "faults": [each.value for each in app.exception],
        "page": page_data(store.page_rows(Query())),
        "columns": b64encode(packed(store.site_rows(Query())).content).decode(),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(report(Path(sys.argv[1]))))
