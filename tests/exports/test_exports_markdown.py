"""Briefings in Markdown: what another reader makes of them, whatever the data say."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from geo.exports import export_bytes, export_file, export_files
from geo.exports.documents.briefing import LISTED
from geo.exports.documents.markdown import _target, markdown
from geo.exports.selection import select
from geo.formats.one_line import one_line
from geo.query.query import Query
from hostile import TITLES
from samples import HOSTILE, curated
from selections import hostile_store, selection_of
from strategies import HOSTILE as MORE_HOSTILE

KERMAN = "IR-2024-01-03-kerman"
TRICKY = [
    "- a",
    "+ a",
    "1. a",
    "12) a",
    "(1) a",
    "a) b",
    "# a",
    "---",
    "===",
    "    code",
    "> a",
    "a | b",
    "|--|",
    "[a](http://example.org)",
    "[a]: http://example.org",
    "[1]",
    "[^1]",
    "[[a]]",
    "![a][1]",
    "<http://example.org>",
    "http://example.org",
    "www.example.org",
    "WWW.example.org",
    "ftp://example.org",
    "a@example.org",
    "mailto:a@example.org",
    "&lt;b&gt;",
    "&#42;",
    "$x$",
    "$$x$$",
    "~~a~~",
    "==a==",
    "a\\",
    "\\*a\\*",
    "```",
    "~~~",
    ": a",
    "::: a",
    "[ ] a",
    "a\n\nb",
    "a  \nb",
    "{.a}",
    r"\begin{equation} a \end{equation}",
    "\x00",
    "\u2028- a",
    "*",
    "a_b_c",
]


def reader() -> MarkdownIt:
    """Return a reader with what GitHub, Obsidian and pandoc know beside CommonMark."""
    made = MarkdownIt("gfm-like", {"html": True, "linkify": True})
    for plugin in (amsmath_plugin, attrs_plugin, deflist_plugin, dollarmath_plugin):
        made.use(plugin)
    for plugin in (footnote_plugin, front_matter_plugin, tasklists_plugin):
        made.use(plugin)
    assert made.linkify
    made.linkify.set({"fuzzy_link": False})  # none of them makes a link of every a.b
    return made.use(container_plugin, name="a")


READER = reader()
texts = st.one_of(
    st.text(),
    st.sampled_from([*HOSTILE, *MORE_HOSTILE, *TRICKY]),
    st.lists(st.sampled_from([*TRICKY, *"-+*_`#>|[](){}<>!:=~$^&\\.123 \n"])).map("".join),
)


def flat(tokens: list[Token]) -> Iterator[Token]:
    """Yield tokens with those within them."""
    for token in tokens:
        yield token
        yield from flat(token.children or [])


def kinds(text: str) -> list[str]:
    return [token.type for token in flat(READER.parse(text)) if token.type != "inline"]


def words(text: str) -> str:
    """Return what a reader is shown."""
    tokens = flat(READER.parse(text))
    return "".join(token.content for token in tokens if token.type == "text")


@given(texts)
@example("1. a")
@example("www.example.org")
@example("a@example.org")
def test_whatever_a_text_is_a_reader_shows_it_as_text(text: str) -> None:
    shown, written = one_line(text), markdown(text)
    assert not re.search(r"www\.", written, re.IGNORECASE)
    if not shown:
        assert not written
        return
    paragraph = ["paragraph_open", "text", "paragraph_close"]
    assert kinds(written) == paragraph
    assert words(written) == shown
    assert kinds(f"- {written}")[2:-2] == paragraph
    assert kinds(f"# {written}") == ["heading_open", "text", "heading_close"]
    bold = ["text", "strong_open", "text", "strong_close", "text"]
    assert kinds(f"x **{written}** y")[1:-1] == bold
    assert words(f"x **{written}** y") == f"x {shown} y"


@given(texts)
def test_whatever_a_text_is_it_fills_one_cell(text: str) -> None:
    table = f"| a | b |\n| --- | --- |\n| {markdown(text)} | c |"
    cells = [token for token in READER.parse(table) if token.type == "inline"]
    assert [words(cell.content) for cell in cells] == ["a", "b", one_line(text), "c"]


@given(texts)
def test_whatever_a_text_is_it_names_one_link_and_one_picture(text: str) -> None:
    linked = READER.parse(f"[{markdown(text) or 'x'}](<https://example.org/>)")
    assert [token.type for token in flat(linked)].count("link_open") == 1
    (picture,) = READER.parseInline(f"![{markdown(text)}](a.png)")[0].children or []
    assert picture.type == "image"
    assert "".join(child.content for child in picture.children or []) == one_line(text)


def test_words_stay_readable_as_they_are_written() -> None:
    for text in (
        "Kerman, Iran: in the town, ± 5 km",
        "94–103 (best 94)",
        "ISIS-K",
        "St. John 3.5 %",
    ):
        assert markdown(text) == text


@pytest.mark.parametrize(
    "url", ["https://a.b/?x=1&copy=2", "https://a.b/?x=1&copy;=2", "https://a.b/(c)"]
)
def test_an_address_is_what_it_was(url: str) -> None:
    (link, *_) = READER.parseInline(f"[a](<{_target(url)}>)")[0].children or []
    assert link.attrs["href"] == url


# --- the briefing ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kerman() -> str:
    return export_bytes(selection_of(id=(KERMAN,)), "md").decode()


def test_it_writes_its_pictures_into_a_folder_of_its_name(tmp_path: Path) -> None:
    export_file(selection_of(country=("IR",)), tmp_path / "Iran (4).md")
    text = (tmp_path / "Iran (4).md").read_text("utf-8")
    addresses = re.findall(r"!\[.*\]\((.*)\)", text)
    folder = "Iran%20%284%29.files"
    assert addresses == [f"{folder}/figure.png", f"{folder}/timeline.png"]
    for address in addresses:
        assert (tmp_path / unquote(address)).read_bytes().startswith(b"\x89PNG")


def test_the_charts_of_a_single_record_are_in_the_same_folder() -> None:
    files = export_files(selection_of(id=(KERMAN,)), "a.md", "md")
    assert list(files) == ["a.md", "a.files/figure.png", "a.files/tolls.png"]
    pictures = re.findall(r"^!\[(.*)\]\((.*)\)$", files["a.md"].decode(), re.MULTILINE)
    assert [path for _, path in pictures] == list(files)[1:]
    assert pictures[1][0].startswith("Killed, as it was reported: ")


def test_the_main_file_comes_first() -> None:
    files = export_files(selection_of(), "a.md", "md")
    assert list(files) == ["a.md", "a.files/figure.png", "a.files/timeline.png"]
    nowhere = export_files(selection_of(id=("X-US-RU-2024-03-07",)), "a.md", "md")
    assert list(nowhere) == ["a.md"]
    assert b"![" not in nowhere["a.md"]


def test_the_headings_make_an_outline() -> None:
    text = export_bytes(selection_of(country=("IR",), record=("incident",)), "md").decode()
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert headings == [
        "# 4 attacks, 2017–2024, only incidents, in Iran",
        "## Records",
        "## Who says what",
        "### Kerman bombings, 3 January 2024",
        "### Shah Cheragh shrine attack (2023), 13 August 2023",
        "### Shah Cheragh shrine attack (2022), 26 October 2022",
        "### Tehran attacks, 7 June 2017",
        "## Sources",
        "## How to read this",
    ]


def test_each_number_of_a_source_leads_to_it(kerman: str) -> None:
    tokens = list(flat(READER.parse(kerman)))
    links = {
        tokens[n + 1].content: token.attrs["href"]
        for n, token in enumerate(tokens)
        if token.type == "link_open" and tokens[n + 1].content.isdigit()
    }
    assert len(links) == 25
    known = {source.url for source in curated()[KERMAN].sources}
    assert set(links.values()) <= known
    assert "11" not in links  # it has no address
    assert "\n11. Reuters, via Unnamed Indonesian site" in kerman


def test_statements_have_their_day_speaker_verb_and_sources(kerman: str) -> None:
    assert (
        "- 4 January 2024: **Islamic State** *claimed.* Says: Two of its members set off explosive "
        "belts in the crowd. The statement names no branch. Channel: Telegram; one digest names "
        "the media wing al-Furqan. \\[[6], [7], [8], [9]\\]\n"
    ) in kerman
    assert (
        "*denied* that United States and Israel had a part in it. Answers Ebrahim Raisi, President "
        "of Iran, 3 January 2024. Says: "
    ) in kerman


def test_the_same_input_gives_the_same_files() -> None:
    assert export_files(selection_of(), "a.md", "md") == export_files(selection_of(), "a.md", "md")


@pytest.mark.parametrize("query", [Query(), Query(id=("all",))], ids=["many", "one"])
def test_hostile_rows_stay_text(query: Query) -> None:
    briefing = export_bytes(select(hostile_store(), query), "md").decode()
    found, shown = kinds(briefing), words(briefing)
    assert not {kind for kind in found if re.search("html|math|foot|code", kind)}
    pictures = [
        line for line in briefing.splitlines() if re.match(r"!\[(Map|Records|Killed)", line)
    ]
    assert found.count("image") == len(pictures)
    tokens = flat(READER.parse(briefing))
    links = [str(token.attrs["href"]) for token in tokens if token.type == "link_open"]
    assert not links  # none of the addresses is a plain one
    missing = [text for text in HOSTILE if one_line(text) not in shown]
    assert len(missing) <= (max(0, len(TITLES) - LISTED) if not query.id else 0)
