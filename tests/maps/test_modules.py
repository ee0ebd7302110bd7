"""The browser's modules joined to one script, and made small."""

import json
import re
from pathlib import Path

import pytest
import rjsmin
import tree_sitter_javascript
from hypothesis import given
from hypothesis import strategies as st
from tree_sitter import Language, Node, Parser

from geo.maps.modules import joined
from geo.maps.static import STREETS
from geo.maps.templates import ASSETS

MODULES = sorted(path for path in ASSETS.rglob("*.js") if path != STREETS)
NAMES = (
    "card",
    "connection",
    "dashboard",
    "embed",
    "frames",
    "notebook",
    "one_file",
    "print",
    "streets",
)
PAGES = [f"pages/{name}.js" for name in NAMES]
WORKERS = ["sources/near/worker.js"]
ELEMENTS = ["pages/table.js"]  # of Streamlit's page, which calls what a module exports as default
MOST_LINES = 300
MOST_FILES = 20
PARSER = Parser(Language(tree_sitter_javascript.language()))


def named(path: Path) -> str:
    return str(path.relative_to(ASSETS))


def tokens(code: str) -> list[str]:
    """Return the tokens of JavaScript, without comments."""
    tree = PARSER.parse(code.encode())
    assert not tree.root_node.has_error
    return list(leaves(tree.root_node))


def leaves(node: Node) -> list[str]:
    if node.type == "comment":
        return []
    if node.type in {"string", "regex"} or not node.children:
        return [(node.text or b"").decode()]
    if node.type == "template_string":
        return template_leaves(node)
    return [leaf for child in node.children for leaf in leaves(child)]


def template_leaves(node: Node) -> list[str]:
    """Return the tokens within a template's braces, and what stands between these."""
    text, start, found = node.text or b"", node.start_byte, []
    at = 0
    for child in node.children:
        if child.type == "template_substitution":
            found += [text[at : child.start_byte - start].decode(), *leaves(child)]
            at = child.end_byte - start
    return [*found, text[at:].decode()]


def write(folder: Path, **modules: str) -> Path:
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text)
    return folder


def text_of(module: str, code: str) -> str:
    """Return the text of a module that a script has as a string."""
    found = re.search(rf"const \${module}\$text ?= ?", code)
    assert found
    text, _ = json.JSONDecoder().raw_decode(code, found.end())
    return str(text)


def test_each_module_stands_once_after_those_that_it_needs(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        page='import { b } from "./b.js";\nimport {\n  a, c,\n} from "./a.js";\nb(a, c);\n',
        b='import { a } from "./a.js";\nexport function b() {\n  return a;\n}\n',
        a="export const a = 1;\nexport class c {}\nconst hidden = 2;\n",
    )
    assert joined("page.js", folder).splitlines() == [
        "(() => {",
        "const $a = (() => {",
        '"use strict";',
        "const a = 1;",
        "class c {}",
        "const hidden = 2;",
        "return { a, c };",
        "})();",
        "const $b = (() => {",
        '"use strict";',
        "const { a } = $a;",
        "function b() {",
        "  return a;",
        "}",
        "return { b };",
        "})();",
        "const $page = (() => {",
        '"use strict";',
        "const { b } = $b;",
        "const {",
        "  a, c,",
        "} = $a;",
        "b(a, c);",
        "return {  };",
        "})();",
        "})();",
    ]


def test_a_worker_is_a_text_with_all_that_it_needs(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        page='import { a } from "./a.js";\nimport text from "./worker.js?text";\na(text);\n',
        a="export const a = 1;\n",
        worker='import { a } from "./a.js";\npost(a, "</script>");  // said\n',
    )
    code = joined("page.js", folder)
    assert code.count("const $worker$text = ") == 1
    assert "\nconst text = $worker$text;\na(text);\n" in code
    assert text_of("worker", code) == joined("worker.js", folder)
    assert "</script>" not in code


def test_a_text_is_made_small_by_whoever_asks(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        page='import text from "./worker.js?text";\npost(text);\n',
        worker="post(`a  ${ 1 }`);   // said\n",
    )
    small = joined("page.js", folder, rjsmin.jsmin)
    assert tokens(text_of("worker", small)) == tokens(joined("worker.js", folder))
    assert "said" not in small
    assert text_of("worker", rjsmin.jsmin(small)) == text_of("worker", small)


def test_a_module_can_be_left_out_with_what_only_it_needs(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        page='import { a } from "./a.js";\nimport { b } from "./b.js";\nb(a);\n',
        a='import { c } from "./c.js";\nexport const a = c;\n',
        b="export const b = 1;\n",
        c="export const c = 2;\n",
    )
    code = joined("page.js", folder, without=frozenset({"a.js"}))
    assert "const $a = {};\n" in code
    assert "$b = (() =>" in code
    assert "$c" not in code


def test_a_module_that_needs_itself_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path, a='import { b } from "./b.js";\n', b='import { a } from "./a.js";\n')
    with pytest.raises(ValueError, match=r"a\.js imports itself: a\.js → b\.js"):
        joined("a.js", folder)


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_uses_the_forms_that_are_known(path: Path) -> None:
    tree = PARSER.parse(path.read_bytes())
    for node in tree.root_node.children:
        text = (node.text or b"").decode()
        if node.type == "import_statement":
            named_ones = text.startswith(("import { ", "import {\n")) and text.endswith('.js";')
            assert named_ones or re.fullmatch(r'import \w+ from "\./\w+\.js\?text";', text)
        if node.type == "export_statement" and text.startswith("export default "):
            assert named(path) in ELEMENTS
        elif node.type == "export_statement":
            assert text.split()[1] in {"async", "class", "const", "function"}


def test_a_page_needs_every_module() -> None:
    code = "".join(map(joined, [*PAGES, *WORKERS, *ELEMENTS]))
    for path in MODULES:
        assert f"const ${named(path).removesuffix('.js').replace('/', '$')} = " in code


def test_a_module_has_one_subject() -> None:
    long = [named(path) for path in MODULES if len(path.read_text().splitlines()) > MOST_LINES]
    assert long == []


def test_no_folder_is_too_full() -> None:
    for folder in {path.parent for path in MODULES}:
        assert len([path for path in folder.iterdir() if path.is_file()]) <= MOST_FILES


@pytest.mark.parametrize("page", PAGES)
def test_small_code_is_the_same_code(page: str) -> None:
    code = joined(page, shrink=rjsmin.jsmin)
    small = rjsmin.jsmin(code)
    assert tokens(small) == tokens(code)
    assert len(small) < 0.8 * len(code)


# What a template may hold, between its braces too; not another template.
TEXTS = st.text(st.sampled_from(" \n\t/*'\"{}ab;()")).map(lambda text: text.replace("\n\r", "\n"))
INNER = st.sampled_from(["a", "a + b", "f(a,  b)", "[1,  2]", '"}"', "'  //'", "a  /* c */"])


@given(st.lists(st.tuples(TEXTS, INNER), max_size=4), TEXTS)
def test_a_template_is_kept_to_the_letter(parts: list[tuple[str, str]], end: str) -> None:
    template = "".join(f"{text}${{{inner}}}" for text, inner in parts) + end
    code = f"const a = `{template}`;  // says `what\n/* and\n  ` why */ f( `{end}` );\n"
    assert tokens(rjsmin.jsmin(code)) == tokens(code)
