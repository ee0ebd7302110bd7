"""The columns file of a store, packed in this process: the seconds of each step, as JSON.

python benchmarks/packing.py STORE
"""

import json
import sys
import time
from pathlib import Path

from geo.exports.carried.packed import packed
from geo.query.query import Query
from geo.store.store import Store

TURNS = 3


def main() -> None:
    """Read, pack and compress the columns a few times."""
    store = Store()
    store.attach(Path(sys.argv[1]))
    print(json.dumps([seconds_of_steps(store) for _ in range(TURNS)]))


def seconds_of_steps(store: Store) -> tuple[float, float, float]:
    """Return what reading, packing and compressing take."""
    begin = time.perf_counter()
    rows = store.site_rows(Query())
    read = time.perf_counter()
    columns = packed(rows)
    done = time.perf_counter()
    columns.gzipped()
    return read - begin, done - read, time.perf_counter() - done


if __name__ == "__main__":
    main()
