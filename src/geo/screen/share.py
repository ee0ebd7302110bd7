"""Addresses, snippet, caption, citation and files: of the current query, and of the open record."""

__all__ = ["draw_printed", "draw_record_share", "draw_share"]

from datetime import date
from urllib.parse import urlsplit

import streamlit as st

from geo.atlas.atlas import Atlas
from geo.atlas.embeds import EmbedPage
from geo.atlas.links import Pairs, link
from geo.atlas.printing.params import PRINT
from geo.atlas.readers import is_loopback
from geo.atlas.record_embeds import RecordEmbed
from geo.atlas.record_pages import RecordPage
from geo.atlas.snippets import iframe, snippet
from geo.errors import NotFound, NotPublishable
from geo.exports.file_names import file_name_of
from geo.formats.one_line import shortened
from geo.formats.own_words import LETTERS
from geo.maps.templates import render
from geo.model.dates import day_in_words
from geo.model.incident import Incident
from geo.query.query import Query
from geo.query.summary import Summary
from geo.screen.address import address_pairs, color_from_state, note_change
from geo.screen.application import application_atlas
from geo.screen.embed_builder import chosen_frame, draw_builder, embed_params
from geo.screen.files import Content, draw_files
from geo.screen.plain import plain
from geo.words.captions import Caption
from geo.words.citations import FORMS
from geo.words.record import cited

RECORD = "Share, cite, download this record"


def draw_share(opened: Atlas, query: Query, summary: Summary) -> None:
    """Offer the addresses, the embed, the caption and the data of the current query."""
    page = EmbedPage(opened, embed_params(query), base_url(opened))
    address, borders = link_to_view(page), page.params.borders
    caption = opened.caption(query, summary, borders)
    # Addresses show the map without the session's own files.
    linked = (
        application_atlas().atlas().caption(query, borders=borders) if opened.own_files else caption
    )
    if opened.own_files:
        st.info(
            f"{plain(', '.join(opened.own_files))}: visible in this window only. Link, print, "
            "embed and citation are those of the map without it."
        )
    if st.session_state.select:
        st.caption(f"Page, embed, citation and files of the open record: *{RECORD}* in its panel.")
    private = is_forbidden(opened, query)
    left, right = st.columns(2)
    with left:
        st.markdown("**Link to this view**")
        st.code(address, language=None, wrap_lines=True)
        if not private:
            st.html(render("print_link.html", path=link(f"{opened.root}{PRINT}", view_pairs(page))))
        draw_reach(page.base)
        draw_view()
    with right:
        st.markdown("**Cite this**")
        draw_citation(linked, address)
    st.markdown("**Embed this map**")
    draw_embed(page, page.params.title or linked.sentence)
    left, right = st.columns(2)
    with left:
        st.markdown("**Files**")
        content = Content(
            opened=opened,
            query=query,
            summary=summary,
            at=page.params.at,
            borders=borders,
            color=color_from_state(),
            name=file_name_of(query, summary),
        )
        draw_files(content, is_private=private)
    with right:
        st.markdown("**Caption**")
        st.code("\n".join(caption.lines()), language=None, wrap_lines=True)


def link_to_view(page: EmbedPage) -> str:
    """Return the dashboard's address with what a reader sees: also the record that is open."""
    return link(f"{page.base}/", view_pairs(page))


def view_pairs(page: EmbedPage) -> Pairs:
    """Return the parameters of what a reader sees, in the order of the table.

    A record of the session's own files has no address.
    """
    id_ = st.session_state.select
    is_found = id_ and _has_page(page.opened, RecordPage(page.opened, id_, page.base, None))
    return [pair for pair in address_pairs(page.params.query) if is_found or pair[0] != "select"]


def draw_printed(opened: Atlas, query: Query, summary: Summary, record: Incident | None) -> None:
    """Say on paper only from where and when it was printed, and what prints the whole table.

    An id that no record has is not part of either address.
    """
    base = base_url(opened)
    pairs = [pair for pair in address_pairs(query) if record or pair[0] != "select"]
    has_page = not (opened.own_files or summary.private)
    st.html(
        render(
            "printed.html",
            day=day_in_words(date.today()),
            url=link(f"{base}/", pairs),
            paper=link(f"{base}{PRINT}", pairs) if has_page else "",
        )
    )


def draw_reach(base: str) -> None:
    """Say that addresses of this computer lead nowhere else."""
    if is_loopback(urlsplit(base).hostname):
        st.caption(
            "This dashboard runs on this computer only: readers elsewhere cannot open these "
            "addresses. Start it with `geo serve --public-url https://your.host` to get addresses "
            "that they can open."
        )


def draw_embed(page: EmbedPage, title: str) -> None:
    """Offer the HTML of a map with what was chosen, and the choices."""
    if frame := chosen_frame():
        st.code(iframe(page, title, frame), language="html", wrap_lines=True)
    else:
        draw_snippets(page, title)
    draw_builder(page)
    st.caption("The map as a page, for sites that make the frame themselves:")
    st.code(page.url, language=None, wrap_lines=True)


def draw_snippets(page: EmbedPage | RecordEmbed, title: str) -> None:
    """Offer the HTML of a frame with its script, and without."""
    st.code(snippet(page, title), language="html", wrap_lines=True)
    st.caption("The script sets the height. A frame of a fixed height, for pages without scripts:")
    st.code(iframe(page, title), language="html", wrap_lines=True)


def draw_view() -> None:
    """Say which view links open with, and how to choose another."""
    if not st.session_state.at:
        st.caption("It shows all matches. *Use this view* on the map puts that view here.")
        return
    st.caption(
        "Link, embed and files show the view in which *Use this view* was pressed on the map."
    )
    st.button("Show all matches instead", on_click=forget_view, type="tertiary")


def forget_view() -> None:
    """Let links show all matches again."""
    note_change()
    st.session_state.at = None


def draw_citation(caption: Caption, address: str, key: str = "citation") -> None:
    """Draw the citation of a view in the chosen form."""
    form = st.segmented_control(
        "Form", list(FORMS), default="Short", key=key, label_visibility="collapsed"
    )
    cited = FORMS[form or "Short"](caption, address, date.today())
    st.code(cited, language=None, wrap_lines=True)


def draw_record_share(opened: Atlas, query: Query, incident: Incident) -> None:
    """Lead to the record's page; offer addresses, citation and files to a reader who asks."""
    page = RecordPage(opened, incident.id, base_url(opened), query.as_of)
    has_page = _has_page(opened, page)
    if has_page:
        paper = link(f"{opened.root}{PRINT}", address_pairs(query))
        path = f"{opened.root}{page.path}"
        st.html(render("page_link.html", path=path, paper=paper))
    with st.expander(RECORD, key="record share", on_change=note_change) as fold:
        if fold.open:
            if has_page:
                draw_addresses(page, incident)
            draw_record_files(opened, page, incident)


def draw_addresses(page: RecordPage, incident: Incident) -> None:
    """Offer the addresses of the page and its embed, and the citation."""
    st.markdown("**Link to this record**")
    st.code(page.url, language=None, wrap_lines=True)
    st.markdown("**Embed this record**")
    draw_snippets(RecordEmbed(page), incident.title)
    st.markdown("**Cite this record**")
    caption = cited(page.opened.caption(page.query), incident, page.day)
    draw_citation(caption, page.url, key="record citation")


def draw_record_files(opened: Atlas, page: RecordPage, incident: Incident) -> None:
    """Offer the record in each format; its files are called by its id."""
    summary = opened.store.summary(page.query)
    st.markdown("**Files**")
    content = Content(
        opened=opened,
        query=page.query,
        summary=summary,
        at=None,
        borders=st.session_state.borders or "",
        name=file_name_of(page.query, summary),
        title=shortened(incident.title, LETTERS["title"]),
        part="record ",
    )
    draw_files(content, is_private=is_forbidden(opened, page.query))


def _has_page(opened: Atlas, page: RecordPage) -> bool:
    """Tell whether readers find the record at an address: not if it is only this session's."""
    if opened.store.has_private(page.query):
        return False
    if not opened.own_files:
        return True
    try:
        application_atlas().atlas().store.incident(page.id)
    except NotFound:
        return False
    return True


def is_forbidden(opened: Atlas, query: Query) -> bool:
    """Tell whether rows may not be passed on, and say why."""
    try:
        opened.check_publishable(query)
    except NotPublishable as error:
        st.warning(plain(str(error)))
        return True
    return False


def base_url(opened: Atlas) -> str:
    """Return the address under which readers reach the dashboard, without a slash at the end."""
    return opened.public_url or (st.context.url or "").split("?")[0].rstrip("/")
