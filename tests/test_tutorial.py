"""The tutorial notebook: every cell runs, and its outputs work in a page as Quarto assembles it."""

import os
from base64 import b64decode
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib.font_manager  # noqa: F401 — finds the fonts now, and not within the notebook
import nbformat
import pytest
from nbclient import NotebookClient
from PIL import Image
from playwright.sync_api import Browser, expect

from notebook_pages import frames, opened
from samples import KERMAN, ROOT
from server_process import OFFLINE

TUTORIAL = ROOT / "docs" / "tutorial.ipynb"
MAPS = ("map", "layers")  # cells
SENTENCE = "4 attacks, since 2022, only incidents"


def read() -> Any:
    return nbformat.read(TUTORIAL, as_version=4)  # type: ignore[no-untyped-call]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty folder: what runs there needs no file beside it, and runs in any other."""
    return tmp_path_factory.mktemp("empty")


@pytest.fixture(scope="module")
def executed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Run the notebook without a network; return it."""
    home = tmp_path_factory.mktemp("jupyter")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(OFFLINE), prepend=os.pathsep)
        for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR"):
            patch.setenv(name, str(home))
        resources = {"metadata": {"path": str(folder)}}
        return NotebookClient(read(), timeout=120, resources=resources).execute()


def outputs(notebook: Any, cell: str) -> list[Any]:
    (found,) = (each for each in notebook.cells if each.id == cell)
    return list(found.outputs)


def text(notebook: Any, cell: str) -> str:
    return "".join(output.get("text", "") for output in outputs(notebook, cell))


def test_it_is_kept_without_outputs() -> None:
    for cell in read().cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


def test_every_cell_runs_and_says_nothing_on_stderr(executed: Any) -> None:
    codes = [cell for cell in executed.cells if cell.cell_type == "code"]
    assert len(codes) >= 8
    for cell in codes:
        assert cell.outputs, cell.id
        for output in cell.outputs:
            assert output.output_type != "error"
            assert output.get("name") != "stderr", output.text


def test_it_leaves_no_file_where_it_ran(executed: Any, folder: Path) -> None:
    assert executed.cells
    assert list(folder.iterdir()) == []


def test_it_says_what_the_data_say(executed: Any) -> None:
    assert "11 records, 0 refused" in text(executed, "load")
    (table,) = outputs(executed, "ledger")
    for words in ("claimed", "attributed", "accused", "denied", "Ministry of Intelligence of Iran"):
        assert words in table.data["text/html"]
    assert "95–97 (best 95)" in text(executed, "figures")
    statuses = text(executed, "status").splitlines()
    assert statuses[0].startswith("2024-04-01: Claimed, and attributed to it by US officials (unna")
    assert statuses[0].endswith("Contested: True")
    assert "2026-04-01: Convictions" in text(executed, "status")
    assert text(executed, "query") == f"{SENTENCE}\n257–261 people killed (best 259)\n"
    written = [line.partition(":")[0] for line in text(executed, "export").splitlines()]
    assert written == [
        *("map.html", "map.pdf", "briefing.docx"),
        *("incidents.csv", "incidents.csv-metadata.json"),
    ]


@pytest.mark.parametrize("cell", MAPS)
def test_a_map_has_html_and_a_picture_with_its_words(executed: Any, cell: str) -> None:
    (output,) = outputs(executed, cell)
    assert set(output.data) == {"text/plain", "text/html", "image/png"}
    picture = Image.open(BytesIO(b64decode(output.data["image/png"])))
    size = output.metadata["image/png"]
    assert (size.width, size.height) == (picture.width // 2, picture.height // 2)
    assert size.alt == SENTENCE
    assert len(output.data["text/html"]) < 720_000  # four records, with every figure and source


@pytest.mark.browser
def test_its_maps_work_in_a_page_with_the_network_off(
    browser: Browser, executed: Any, tmp_path: Path
) -> None:
    html = [outputs(executed, cell)[0].data["text/html"] for cell in MAPS]
    with opened(browser, tmp_path, *html) as page:
        first, second = frames(page)
        first.locator(f".atlas-mirror [data-key^='{KERMAN}']").press("Enter")
        expect(first.locator(".atlas-panel h1")).to_have_text("Kerman bombings")
        expect(second.locator("path.leaflet-interactive")).to_be_visible()
