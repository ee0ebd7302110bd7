"""What became of a reader's file: its report, records that look known, and how to keep it."""

__all__ = ["draw_report", "draw_save"]

import io
from collections.abc import Callable

import streamlit as st

from geo.atlas.uploads import Upload, Uploads
from geo.intake.report import findings_writer, report_in_words
from geo.maps.templates import render
from geo.screen.address import note_change, show_only
from geo.screen.plain import plain
from geo.screen.session_files import opened
from geo.store.statements.similar import NEAR_KM
from geo.words.counts import count_in_words

LISTED = 5  # pairs of records that are named


def draw_report(upload: Upload, uploads: Uploads, end: Callable[[], None]) -> None:
    """Show the report of a file, offer to keep what was understood, and lead to the map."""
    report = report_in_words(upload.name, upload.report)
    st.html(render("report.html", report=report, outcome=_outcome(upload)))
    if upload.is_shown:
        _draw_similar(upload, uploads)
    _draw_files(upload, uploads)
    _draw_ways_on(upload, end)


def _outcome(upload: Upload) -> str:
    if not upload.is_shown:
        return "No row could be read: the map has not changed."
    instead = f", instead of {', '.join(upload.replaced)}" if upload.replaced else ""
    return f"They are on the map now, with the rest{instead}. Nobody else sees them."


def _draw_similar(upload: Upload, uploads: Uploads) -> None:
    """Say which records look like records that are open already; let the reader count them once."""
    pairs = upload.similar
    if not pairs:
        return
    named = "\n".join(f"- {plain(pair.title)}" for pair in pairs[:LISTED])
    more = f"\n- … and {len(pairs) - LISTED:,} more" if len(pairs) > LISTED else ""
    looks = "looks" if len(pairs) == 1 else "look"
    st.warning(
        f"{count_in_words(len(pairs), 'record')} of your file {looks} like one that is open "
        f"already, of the same day and within {NEAR_KM:g} km. Such events count twice:\n\n"
        f"{named}{more}"
    )
    if st.toggle("Count them once: leave out those of my file", key=f"once {upload.name}"):
        uploads.leave_out({pair.id for pair in pairs})
    else:
        uploads.leave_out(set())


def _draw_files(upload: Upload, uploads: Uploads) -> None:
    """Offer the findings, the records as a store, and the command that makes the same store."""
    left, right = st.columns(2)
    if upload.findings:
        left.download_button(
            "Download the rows left out and the warnings",
            width="stretch",
            data=lambda: _csv(upload),
            file_name="rejects.csv",
            mime="text/csv",
            on_click="ignore",
        )
    if not upload.is_shown:
        return
    with right:
        if draw_save(uploads, "Save your files as a store", key="save in dialog"):
            st.rerun()  # the map outside the dialog hears of it
    with st.expander("The same on your own machine"):
        st.code(f"{upload.command}\ngeo serve {upload.store_name}", language="bash")


def draw_save(uploads: Uploads, label: str, *, key: str) -> bool:
    """Offer the session's files as a store, and tell whether it was taken just now."""
    return st.download_button(
        label,
        data=uploads.store_bytes,
        file_name=uploads.files[-1].store_name,
        mime="application/octet-stream",
        on_click=uploads.note_saved,
        key=key,
        width="stretch",
    )


def _draw_ways_on(upload: Upload, end: Callable[[], None]) -> None:
    """Lead to the map: to all records, or to the reader's own only."""
    all_, own = st.columns(2)
    wanted = [
        all_.button("Show the map", type="primary", width="stretch", on_click=_look, args=(upload,))
    ]
    if upload.is_shown:
        wanted.append(
            own.button("Show only mine", width="stretch", on_click=_look_at_own, args=(upload,))
        )
    if any(wanted):
        end()
        st.rerun()


def _look(upload: Upload) -> None:
    """Look at the records of a file, if they are on the map."""
    note_change()
    if upload.is_shown:
        st.session_state.at = opened().viewpoint(upload.query)


def _look_at_own(upload: Upload) -> None:
    _look(upload)
    show_only("dataset", upload.report.datasets)


def _csv(upload: Upload) -> str:
    file = io.StringIO(newline="")
    write = findings_writer(file)
    for found in upload.findings:
        write(found)
    return file.getvalue()
