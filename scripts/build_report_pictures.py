"""Make the pictures of docs/reports from the commands that docs/reports.md gives.

Run after a change to what exports look like::

    make reports

Each line of the document that begins with `geo export` is run as it stands, in an empty folder.
What it wrote is shown by readers that are not ours: a page or a drawing by the machine's Chromium,
a PDF by PDFium, a Word document by LibreOffice where it is there. The pictures are named as the
files are; what none of them shows has none. That of a notebook is the output of `geo.incident_map`,
as wide as a column of text.
"""

import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
import geo  # noqa: E402
from chromium import MISSING, find_chromium  # noqa: E402, the tests know where it is
from geo.exports.standalone.notebook_map import HEIGHT  # noqa: E402

DOCUMENT, OUTPUT = ROOT / "docs" / "reports.md", ROOT / "docs" / "reports"
GEO = Path(sys.executable).with_name("geo")
WIDTH, PAGE = 900, {"width": 900, "height": 1100}  # px of a picture, and of the window for a page
SETTLED = 1_500  # ms until a page has drawn its map


def main() -> None:
    """Run the commands, and write a picture of what each of them made."""
    OUTPUT.mkdir(exist_ok=True)
    path = find_chromium()
    if path is None:
        sys.exit(MISSING)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for command in commands(DOCUMENT.read_text("utf-8")):
            target = Path(folder) / run(command, Path(folder))
            picture = OUTPUT / f"{target.name}.png"
            if show := SHOWN.get(target.suffix):
                show(target, picture, browser)
                print(f"{command}\n  → {picture.relative_to(ROOT)}")
        show_output(Path(folder) / "notebook.html", OUTPUT / "notebook.png", browser)
        browser.close()


def commands(text: str) -> list[str]:
    """Return the commands of a document that can be run: those without a placeholder."""
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line.startswith("geo export") and "[" not in line]


def run(command: str, folder: Path) -> str:
    """Run a command in a folder; return the name of the file that it wrote."""
    _, *arguments = shlex.split(command)
    subprocess.run([GEO, *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return arguments[arguments.index("-o") + 1]


def show_page(file: Path, picture: Path, browser: Browser) -> None:
    """Take a picture of a page in a browser without a network."""
    context = browser.new_context(viewport=PAGE, offline=True)  # type: ignore[arg-type]  # a TypedDict there
    page = context.new_page()
    page.goto(file.as_uri())
    page.wait_for_timeout(SETTLED)
    page.screenshot(path=picture, full_page=True)
    context.close()


def show_output(file: Path, picture: Path, browser: Browser) -> None:
    """Take a picture of the map as a notebook's cell shows it."""
    shown = geo.incident_map(geo.load(geo.default_path()), geo.Query(from_="2022"))
    file.write_text(f'<!doctype html><body style="margin:0">{shown._repr_html_()}', "utf-8")
    show_page(file, picture, browser)
    with Image.open(picture) as image:
        image.crop((0, 0, WIDTH, HEIGHT)).save(picture, optimize=True)


def show_drawing(file: Path, picture: Path, browser: Browser) -> None:
    """Take a picture of an SVG as a page has it, as an image."""
    page = file.with_suffix(".page.html")
    page.write_text(f'<!doctype html><body style="margin:0"><img width="100%" src="{file.name}">')
    show_page(page, picture, browser)


def show_print(file: Path, picture: Path, _: Browser) -> None:
    """Draw the first page of a PDF."""
    page = pypdfium2.PdfDocument(file)[0]
    page.render(scale=WIDTH / page.get_width()).to_pil().save(picture, optimize=True)


def show_document(file: Path, picture: Path, browser: Browser) -> None:
    """Draw the first page of a Word document."""
    command = ["soffice", "--headless", "--convert-to", "pdf", file.name]
    subprocess.run(command, cwd=file.parent, check=True, stdout=subprocess.DEVNULL)
    show_print(file.with_suffix(".pdf"), picture, browser)


def show_picture(file: Path, picture: Path, _: Browser) -> None:
    """Make a picture small enough for a document."""
    with Image.open(file) as image:
        image.thumbnail((WIDTH, 10 * WIDTH))
        image.save(picture, optimize=True)


SHOWN = {
    ".html": show_page,
    ".svg": show_drawing,
    ".pdf": show_print,
    ".png": show_picture,
    **({".docx": show_document} if shutil.which("soffice") else {}),
}

if __name__ == "__main__":
    main()
