"""A reader's own files: chosen, previewed, read, and shown only in this session."""

__all__ = ["draw_own_files"]

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo import importers
from geo.atlas.uploads import MOST_BYTES, MOST_ROWS, Upload, Uploads
from geo.errors import BadValue, GeoError
from geo.importers import Guess, ImportedRow
from geo.intake.report import findings_writer, report_in_words
from geo.maps.templates import render
from geo.screen.address import note_change
from geo.screen.plain import plain
from geo.screen.session_files import session_uploads
from geo.words.detail import date_in_words, place_in_words, range_in_words

KINDS = ["csv", "tsv", "xlsx", "geojson", "json"]
PREVIEWED = 5  # rows
# Our field → the label of its question. GeoJSON has its positions in geometries.
QUESTIONS = {
    "date": "Date",
    "place": "Place",
    "country": "Country",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "type": "Type of event",
    "group": "Group",
    "killed": "Killed",
    "injured": "Injured",
    "title": "Title",
    "source": "Source",
    "id": "Id",
}
# Our field for a column of dates → how they are written.
DATE_ORDERS = {
    "date": "2024-03-22, or 22 March 2024",
    "date_dmy": "22/03/2024, the day first",
    "date_mdy": "03/22/2024, the month first",
}
GEOMETRY = ("latitude", "longitude")
PREVIEW = ("Row", "Title", "Date", "Place", "Position", "Killed", "Group", "Left out because")
NEEDED = {"date": "a date", "place": "a place, or latitude and longitude"}


@dataclass(slots=True, kw_only=True)
class ChosenFile:
    """A chosen file that is not read yet; `previews` are its first rows by mapping."""

    file_id: str
    path: Path
    guess: Guess
    previews: dict[frozenset[tuple[str, str]], list[ImportedRow]] = field(default_factory=dict)

    def preview(self, mapping: Mapping[str, str]) -> list[ImportedRow]:
        """Return the first rows as they would be read. Raises UnreadableData, BadValue."""
        key = frozenset(mapping.items())
        if key not in self.previews:
            source = self.guess.source
            rows = importers.read(source, self.path, mapping=mapping, first=PREVIEWED)
            self.previews[key] = list(rows)
        return self.previews[key]


def draw_own_files() -> None:
    """List the session's files in the sidebar, with buttons to add more and to remove them."""
    uploads: Uploads | None = st.session_state.get("uploads")
    if uploads:
        st.html(render("own_files.html", files=uploads.files))
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
        draw_report(done)
    else:
        draw_choice()


def draw_choice() -> None:
    """Let the reader choose a file, and read it."""
    st.caption(
        f"CSV, Excel (.xlsx) or GeoJSON, up to {MOST_BYTES >> 20} MB and {MOST_ROWS:,} rows. Only "
        "you see it, in this window: it goes when you close the page, or an hour after its last "
        "use."
    )
    file = st.file_uploader("File", type=KINDS, max_upload_size=MOST_BYTES >> 20)
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
        with st.spinner("Looking at the file…"):
            chosen = ChosenFile(file_id=file_id, path=path, guess=importers.guess(path))
        st.session_state.chosen_file = chosen
    return chosen


def draw_file(chosen: ChosenFile) -> None:
    """Say how a file is understood, ask about unclear columns, and show its first rows."""
    guess = chosen.guess
    columns = f", known columns: {len(guess.fields)} of {len(guess.columns)}"
    known = "" if guess.is_fixed else columns
    st.markdown(f"**{plain(chosen.path.name)}**: {importers.SOURCES[guess.source].label}{known}")
    mapping = {} if guess.is_fixed else draw_questions(guess)
    if missing := [NEEDED[need] for need in guess.missing_with(mapping)]:
        st.info(f"Say which column holds {' and '.join(missing)}.")
        return
    with st.spinner("Reading the first rows…"):
        previewed = chosen.preview(mapping)
    st.caption("The first rows, as they will be shown")
    st.dataframe([_in_words(row) for row in previewed], hide_index=True)
    if st.button("Read the file", type="primary"):
        read(chosen, mapping)


def draw_questions(guess: Guess) -> dict[str, str]:
    """Ask which column is which, with recognised ones filled in; return theirs → ours."""
    with st.expander("Which column holds what", expanded=bool(guess.missing)):
        columns = st.columns(3)
        names = [name for name in QUESTIONS if not (guess.has_geometry and name in GEOMETRY)]
        answers = {
            name: _column(columns[number % 3], guess, name) for number, name in enumerate(names)
        }
        order = st.selectbox("Dates are written", DATE_ORDERS, format_func=DATE_ORDERS.__getitem__)
    if "date" in answers:
        answers[order] = answers.pop("date")
    columns_used = [column for column in answers.values() if column]
    if twice := {column for column in columns_used if columns_used.count(column) > 1}:
        raise BadValue("columns", ", ".join(sorted(twice)), "each column for one thing only")
    return {
        column: name
        for name, column in answers.items()
        if column and guess.fields.get(name) != column
    }


def _column(place: DeltaGenerator, guess: Guess, name: str) -> str | None:
    known = guess.fields.get(name)
    options: list[str | None] = [*([] if known else [None]), *guess.columns]
    chosen: str | None = place.selectbox(
        QUESTIONS[name],
        options,
        index=options.index(known),
        format_func=lambda column: column or "–",
        key=f"column {name} {hash(guess.columns)}",
    )
    return chosen


def _in_words(row: ImportedRow) -> dict[str, str]:
    """Return a row as the table of the dashboard would show it, or why it would not."""
    incident, reasons = row.incident, "; ".join(map(str, row.findings))
    if incident is None:
        return dict.fromkeys(PREVIEW, "") | {"Row": str(row.line), "Left out because": reasons}
    tolls = incident.casualties
    groups = ", ".join(actor.name for actor in incident.actors)
    cells = (
        str(row.line),
        incident.title,
        date_in_words(incident.date),
        place_in_words(incident.place),
        "; ".join(f"{lat:g}, {lon:g}" for lon, lat in incident.positions) or "by name",
        range_in_words(tolls.killed) if tolls else "",
        groups,
        reasons,
    )
    return dict(zip(PREVIEW, cells, strict=True))


def read(chosen: ChosenFile, mapping: Mapping[str, str]) -> None:
    """Read the file, and show the progress."""
    line = st.empty()

    def progress(rows: int) -> None:
        if rows:
            line.caption(f"Reading… {rows:,} rows")

    line.caption("Reading…")
    uploads = session_uploads()
    try:
        done = uploads.add(chosen.path, chosen.guess.source, mapping, progress)
    except GeoError:
        line.empty()
        raise
    if done.report.imported:
        st.session_state.uploads = uploads
    st.session_state.read = done
    note_change()
    st.rerun()  # the whole screen, since its map shows them now


def draw_report(upload: Upload) -> None:
    """Show the report of a file, and offer all that was found of its rows."""
    report = report_in_words(upload.name, upload.report)
    st.html(render("report.html", report=report, outcome=_outcome(upload)))
    if upload.findings:
        st.download_button(
            "Download the rows left out and the warnings",
            data=lambda: _csv(upload),
            file_name="rejects.csv",
            mime="text/csv",
            on_click="ignore",
        )
    if st.button("Show the map", type="primary"):
        end()
        st.rerun()


def _outcome(upload: Upload) -> str:
    if not upload.report.imported:
        return "No row could be read: the map has not changed."
    instead = f", instead of {', '.join(upload.replaced)}" if upload.replaced else ""
    return f"They are on the map now, with the rest{instead}. Nobody else sees them."


def _csv(upload: Upload) -> str:
    file = io.StringIO(newline="")
    write = findings_writer(file)
    for found in upload.findings:
        write(found)
    return file.getvalue()
