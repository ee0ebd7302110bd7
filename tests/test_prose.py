"""Plain international English: words that readers stop at do not stand in docs, code or pages."""

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from samples import ROOT

# What a reader stops at, and what to write instead.
WORDS = {
    r"(?<!there )\b(is|are|was|were) no (?!longer|more|other)": "is not a, has no",
    r"\balone\b": "only",
    r"\banew\b": "again",
    r"\bbeside\b": "next to, with, in addition to",
    r"\bbut for\b": "except",
    r"\bcan(not)? be had\b": "is available, is in use",
    r"\bcomes? along\b": "comes with the program, bundled",
    r"\bdoors?\b": "the thing itself: a route, a command",
    r"\bgo(es)? along\b": "is included",
    r"\bof before\b": "earlier, before",
    r"\bowed to\b": "credit, attribution",
    r"\bparted\b": "separated, split",
    r"\bstood in (its|the|their) sources?\b": "unchanged from the source",
    r"\bunless told\b": "by default",
    r"\bwhom\b": "who",
}
PATTERN = re.compile("|".join(f"(?:{word})" for word in WORDS), re.IGNORECASE)
SOURCE = ROOT / "src" / "geo"
TEXTS = (".css", ".html", ".js", ".md", ".pyi", ".toml")


def wings() -> dict[str, list[Path]]:
    """Return the files that are looked at by the wing that they belong to."""
    pages = (path for name in ("*.md", "docs/**/*.md", "docs/*.ipynb") for path in ROOT.glob(name))
    found = {"docs": sorted(pages)}
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix in (".py", *TEXTS):
            found.setdefault(path.relative_to(SOURCE).parts[0].removesuffix(".py"), []).append(path)
    for folder in ("scripts", "benchmarks"):
        found[folder] = sorted((ROOT / folder).rglob("*.py"))
    return found


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines that a reader sees; of Python its strings and comments."""
    text = path.read_text("utf-8")
    if path.suffix == ".md":
        text = re.sub("`[^`\n]+`", "`…`", text)  # names of the code are as they are
    if path.suffix != ".py":
        yield from enumerate(text.splitlines(), start=1)
        return
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in (tokenize.STRING, tokenize.COMMENT):
            yield from enumerate(token.string.splitlines(), start=token.start[0])


def findings(wing: str) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {found[0]}"
        for path in wings()[wing]
        for number, line in lines(path)
        for found in PATTERN.finditer(line)
        if not found[0].isupper()  # the name of a constant
    ]


@pytest.mark.parametrize("wing", wings())
def test_a_wing_has_only_plain_words(wing: str) -> None:
    assert not findings(wing)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x is no store", True),
        ("there is no store", False),
        ("it is no longer there", False),
        ("on this machine alone", True),
        ("standalone pages", False),
        ("a file beside it", True),
        ("besides, it works", False),
        ("Whom they are owed to", True),
    ],
)
def test_the_list_tells_words_apart(text: str, *, expected: bool) -> None:
    assert bool(PATTERN.search(text)) is expected


def test_of_python_only_strings_and_comments_are_read(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text('alone = 1  # beside\nx = """one\nanew"""\n')
    assert [(n, found[0]) for n, line in lines(file) for found in PATTERN.finditer(line)] == [
        (1, "beside"),
        (3, "anew"),
    ]
