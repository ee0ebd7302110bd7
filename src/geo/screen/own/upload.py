"""A reader's own files: chosen, previewed, read, and shown only in this session."""

__all__ = ["draw_own_files"]

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

import streamlit as st

from geo import importers
from geo.atlas.uploads import Uploads
from geo.errors import Finding, GeoError
from geo.importers import Guess, ImportedRow, SheetOptions
from geo.importers.survey import Question
from geo.intake.command import Reading
from geo.intake.report import changes_in_words
from geo.maps.templates import render
from geo.screen.address import note_change
from geo.screen.own.chosen_file import ChosenFile
from geo.screen.own.columns import draw_columns, draw_orders
from geo.screen.own.fields import asked_about
from geo.screen.own.table_choice import draw_table_choice
from geo.screen.own.upload_report import SIDEBAR, draw_report, draw_save, forget_saved
from geo.screen.plain import plain
from geo.screen.session_files import session_uploads
from geo.settings import limit
from geo.store.changes import Choice
from geo.words.detail import date_in_words, place_in_words, range_in_words

PREVIEW = ("Row", "Title", "Date", "Place", "Position", "Killed", "Group", "Note")
NEEDED = {"date": "a date", "place": "a place, or latitude and longitude"}


def draw_own_files() -> None:
    """List the session's files in the sidebar, with buttons to add more and to remove them."""
    uploads: Uploads | None = st.session_state.get("uploads")
    if uploads:
        st.html(render("own_files.html", files=uploads.files))
        draw_save(uploads, "Save your files", place=SIDEBAR)
        st.button("Remove your files", on_click=remove, width="stretch")
    st.button("Add your own data", width="stretch", on_click=begin)
    if st.session_state.get("adding"):
        draw_dialog()


def begin() -> None:
    """Open the dialog at its beginning."""
    note_change()
    st.session_state.update(adding=True, read=None)


def end() -> None:
    """Close the dialog."""
    note_change()
    st.session_state.adding = False


def remove() -> None:
    """Drop the session's files."""
    note_change()
    if uploads := st.session_state.pop("uploads", None):  # none at the second of two clicks
        uploads.close()


@st.dialog("Add your own data", width="large", on_dismiss=end)
def draw_dialog() -> None:
    """Draw the dialog: choose a file, preview it and read it, then see its report."""
    if done := st.session_state.read:
        draw_report(done, session_uploads(), end)
    else:
        draw_choice()


def draw_choice() -> None:
    """Let the reader choose a file, and read it."""
    megabytes, rows = limit("added_megabytes"), limit("added_rows")
    st.caption(
        f"CSV, Excel, OpenDocument, Parquet, JSON or GeoJSON, up to {megabytes:,} MB and "
        f"{rows:,} rows. Only you see it, in this window: it goes when you close or reload "
        "the page, or an hour after its last use."
    )
    file = st.file_uploader("File", max_upload_size=megabytes)
    if file is None:
        return
    try:
        draw_file(_chosen_file(file.file_id, file.name, file.getvalue))
    except GeoError as error:
        st.error(plain(str(error)))


def _chosen_file(file_id: str, name: str, data: Callable[[], bytes]) -> ChosenFile:
    """Return the chosen file, which is inspected once. Raises UnreadableData."""
    chosen: ChosenFile | None = st.session_state.get("chosen_file")
    if chosen is None or chosen.file_id != file_id or not chosen.path.exists():
        path = session_uploads().save(name, data())
        chosen = ChosenFile(file_id=file_id, path=path)
        st.session_state.chosen_file = chosen
    return chosen


def draw_file(chosen: ChosenFile) -> None:
    """Say how a file is understood, ask what is open, and show its first rows."""
    with st.spinner("Looking at the file…"):
        guess = chosen.guess(SheetOptions())
    st.markdown(f"**{plain(chosen.path.name)}**: {importers.SOURCES[guess.source].label}")
    options = draw_table_choice(chosen)
    guess = chosen.guess(options)
    mapping = {} if guess.is_fixed else draw_columns(guess)
    if wanted := list(_wanted(guess, mapping)):
        st.info(f"Please say {' and '.join(wanted)}.")
        return
    reading = Reading(source=guess.source, mapping=mapping, options=options)
    with st.spinner("Reading the first rows…"):
        previewed = chosen.preview(reading)
    if questions := previewed.survey.questions:  # on a column that the reader has named the date
        mapping = mapping | draw_orders(previewed.survey)
        if wanted := list(_unanswered(questions, mapping)):
            st.info(f"Please say {' and '.join(wanted)}.")
            return
        reading = replace(reading, mapping=mapping)
        previewed = chosen.preview(reading)
    st.caption("The first rows, as they will be shown")
    st.dataframe(
        [_in_words(row, chosen.path.name) for row in previewed.rows],
        hide_index=True,
        column_config={"Note": st.column_config.TextColumn(width="large")},
    )
    draw_read(chosen, reading)


def _wanted(guess: Guess, mapping: Mapping[str, str]) -> Iterator[str]:
    """Yield what only the reader can say, and has not said yet."""
    if missing := [NEEDED[need] for need in guess.missing_with(mapping)]:
        yield f"which column holds {' and '.join(missing)}"
    if not guess.is_fixed:
        yield from _unanswered(guess.survey.questions, mapping)


def _unanswered(questions: Iterable[Question], mapping: Mapping[str, str]) -> Iterator[str]:
    for question in questions:
        if mapping.get(question.column) not in question.fields:
            yield f"how the {asked_about(question)} in {plain(question.column)} are written"


def _in_words(row: ImportedRow, file: str) -> dict[str, str]:
    """Return a row of a file as the table of the dashboard would show it, or why it would not."""
    incident = row.incident
    if incident is None:
        note = f"Left out: {_noted(row.findings)}"
        return dict.fromkeys(PREVIEW, "") | {"Row": str(row.line), "Note": note}
    tolls = incident.casualties
    cells = (
        str(row.line),
        incident.title,
        date_in_words(incident.date),
        place_in_words(incident.place),
        "; ".join(f"{lat:g}, {lon:g}" for lon, lat in incident.positions) or "by name",
        range_in_words(tolls.killed) if tolls else "",
        ", ".join(actor.name for actor in incident.actors),
        _noted(each for each in row.warnings if each.record != file),
    )
    return dict(zip(PREVIEW, cells, strict=True))


def _noted(findings: Iterable[Finding]) -> str:
    """Say what was found of a row, without its number, which stands next to it."""
    return "; ".join(str(replace(finding, record="")).removeprefix(": ") for finding in findings)


def draw_read(chosen: ChosenFile, reading: Reading) -> None:
    """Let the reader read the file, and decide about records of the same dataset."""
    changes = chosen.changes
    if changes is None:
        if st.button("Read the file", type="primary"):
            read(chosen, reading, None)
        return
    st.warning(f"{plain(changes_in_words('This window', changes))}.")
    replace_, add = st.columns(2)
    if replace_.button(f"Replace all {changes.before:,}", width="stretch"):
        read(chosen, reading, "replace")
    if add.button(f"Add, and keep {changes.rest:,}", width="stretch"):
        read(chosen, reading, "add")


def read(chosen: ChosenFile, reading: Reading, existing: Choice | None) -> None:
    """Read the file, and show the progress; ask where the session has such records already."""
    line = st.empty()

    def progress(rows: int) -> None:
        if rows:
            line.caption(f"Reading… {rows:,} rows")

    line.caption("Reading…")
    uploads = session_uploads()
    try:
        done = uploads.add(chosen.path, reading, progress, existing=existing)
    except GeoError:
        line.empty()
        raise
    if done.report.end == "stopped":
        chosen.changes = done.report.changes
        st.rerun()  # the dialog stays open
    if done.is_shown:
        st.session_state.uploads = uploads
    st.session_state.read = done
    forget_saved()
    note_change()
    st.rerun()  # the whole screen, since its map shows them now
