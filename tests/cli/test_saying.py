"""Nothing of the data, of a file's name or of a command line reaches the terminal as a command."""

import ast
import json
import logging
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import geo
from command_line import run
from geo.cli.saying import say, say_json
from geo.errors import printable
from geo.formats.terminal import guard_output, printable_lines

SOURCE = Path(geo.__file__).parent
# C0 but for the end of a line, DEL, C1; marks of direction; ends of lines; the mark of byte order.
_CONTROLS = r"\x00-\x09\x0b-\x1f\x7f-\x9f"
COMMANDS = re.compile(rf"[{_CONTROLS}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
HOSTILE = "a\x1b]0;owned\x07\x9b31m\u202egnp\r\b.csv"


@pytest.fixture
def guarded() -> Iterator[None]:
    """Guard the output as a command does, for this test only."""
    before = logging.getLogRecordFactory(), sys.excepthook, threading.excepthook
    guard_output()
    yield
    logging.setLogRecordFactory(before[0])
    sys.excepthook, threading.excepthook = before[1:]


@given(st.text())
def test_no_text_keeps_a_command(text: str) -> None:
    assert not COMMANDS.search(printable(text))
    assert "\n" not in printable(text)
    assert not COMMANDS.search(printable_lines(text))
    assert printable_lines(text).count("\n") == text.count("\n")


@given(st.text(st.characters(categories=["L", "N", "P", "S"])))
def test_letters_of_every_script_stay(text: str) -> None:
    assert printable(text) == text


@given(st.text())
def test_json_stays_json(text: str) -> None:
    with redirect_stdout(StringIO()) as out:
        say_json({"name": text})
    assert not COMMANDS.search(out.getvalue())
    assert json.loads(out.getvalue()) == {"name": text}


def test_a_line_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    say("one\ntwo")
    say(HOSTILE, err=True)
    out, err = capsys.readouterr()
    assert out == "one\\ntwo\n"
    assert not COMMANDS.search(err)


@pytest.mark.parametrize(
    "command",
    [
        "validate {}",
        "import table {} --store {}.duckdb",
        "import {} x --store y",
        "import table x --store y --map {}=",
        "import table x --store y --header-row {}",
        "export {} -o x.csv",
        "export -o {}/{}.csv",
        "export -o x.csv --group {}",
        "export -o x.csv --at {}",
        "export -o x.csv --borders {}",
        "locate {}",
        "locate --out {} {}",
        "geocode {}",
        "geocode x --country {}",
        "geocode --csv {} --out {}",
        "gazetteer add {}",
        "gazetteer {}",
        "serve --port {}",
        "serve --host {}",
        "serve --public-url {}",
        "serve --base-path {}",
        "serve --basemap {}",
        "serve --tiles {}",
        "serve --corrections {}",
        "{}",
        "--{}",
        "serve --{}",
    ],
)
@pytest.mark.parametrize("is_file", [False, True])
def test_no_command_prints_a_name_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, *, is_file: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    if is_file:
        text = f"id,date,title,{HOSTILE.replace(',', '')}\nA,never,{HOSTILE},\x1b[2J\n"
        Path(HOSTILE).write_text(text.replace("\r", ""), "utf-8")
    result = run(*(part.format(*[HOSTILE] * 2) for part in command.split(" ")))
    assert result.exit_code != 0
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.output.strip()
    assert not COMMANDS.search(result.output), ascii(result.output)


def test_a_file_that_is_written_is_named_without_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("export", "-o", HOSTILE)
    assert result.exit_code == 0
    assert Path(HOSTILE).exists()
    assert not COMMANDS.search(result.output)


@pytest.mark.usefixtures("guarded")
def test_no_log_and_no_traceback_keeps_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    log = logging.getLogger("another.library")
    handler = logging.StreamHandler(sys.stderr)
    log.addHandler(handler)
    try:
        log.error("GET %s", f"/{HOSTILE}\nsecond")
        try:
            raise ValueError(HOSTILE)
        except ValueError as error:
            log.exception("it failed")
            sys.excepthook(ValueError, error, None)
    finally:
        log.removeHandler(handler)
    thread = threading.Thread(target=int, args=(HOSTILE,))
    thread.start()
    thread.join()
    said = capsys.readouterr().err
    assert said.count("Traceback") == 3
    assert "second" in said
    assert not COMMANDS.search(said)


def prints(path: Path) -> list[str]:
    """Return what a module calls that writes to the terminal."""
    names = {"print", "click.echo", "click.secho", "sys.stdout.write", "sys.stderr.write"}
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    called = [ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)]
    return [name for name in called if name in names]


def test_nothing_goes_around_the_one_place() -> None:
    found = {str(path.relative_to(SOURCE)): prints(path) for path in SOURCE.rglob("*.py")}
    assert {path: calls for path, calls in found.items() if calls} == {
        "cli/saying.py": ["click.echo", "click.echo"],
        "formats/terminal.py": ["sys.stderr.write"],
        "web/application.py": ["print"],
    }
