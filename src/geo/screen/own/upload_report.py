"""What became of a reader's file: its report, records that look known, and how to keep it."""

__all__ = ["SIDEBAR", "draw_report", "draw_save", "forget_saved"]

import io
from collections.abc import Callable

import streamlit as st

from geo.atlas.uploads import Upload, Uploads
from geo.exports.file_orders import MadeFile, Told
from geo.intake.report import findings_writer, report_in_words
from geo.maps.templates import render
from geo.screen.address import note_change, show_only
from geo.screen.downloads import draw_orders, forget_settled, order_file
from geo.screen.plain import plain
from geo.screen.session_files import opened
from geo.store.statements.similar import NEAR_KM
from geo.words.counts import count_in_words

LISTED = 5  # pairs of records that are named
FINDINGS = "rejects.csv"
SIDEBAR, DIALOG, LEFT_OUT = "sidebar", "dialog", "findings"  # places of files


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
        with left:
            st.button(
                "Download the rows left out and the warnings",
                width="stretch",
                on_click=_order_findings,
                args=(upload,),
            )
            draw_orders(LEFT_OUT)
    if not upload.is_shown:
        return
    with right:
        draw_save(uploads, "Save your files as a store", place=DIALOG)
    with st.expander("The same on your own machine"):
        st.code(f"{upload.command}\ngeo serve {upload.store_name}", language="bash")


def draw_save(uploads: Uploads, label: str, *, place: str) -> None:
    """Offer the session's files as a store, for a place on the screen."""
    st.button(
        label, on_click=_order_store, args=(uploads, place), key=f"save in {place}", width="stretch"
    )
    draw_orders(place)


def forget_saved() -> None:
    """Say no more of what was saved: it is without a file that was read since."""
    forget_settled(SIDEBAR, DIALOG, LEFT_OUT)


def _order_store(uploads: Uploads, place: str) -> None:
    name = uploads.files[-1].store_name

    def make(_: Told) -> MadeFile:
        store, content = uploads.store_bytes()
        return MadeFile(
            name=name,
            content=content,
            media_type="application/octet-stream",
            on_taken=lambda: uploads.note_saved(store),
        )

    order_file(place, name, make)


def _order_findings(upload: Upload) -> None:
    def make(_: Told) -> MadeFile:
        return MadeFile(name=FINDINGS, content=_csv(upload).encode(), media_type="text/csv")

    order_file(LEFT_OUT, FINDINGS, make)


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
