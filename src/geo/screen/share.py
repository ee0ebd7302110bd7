"""The tab Share: addresses, snippet, caption, citation and data of the current query."""

__all__ = ["base_url", "draw_share"]

from datetime import date
from urllib.parse import urlsplit

import streamlit as st

from geo.atlas.atlas import Atlas
from geo.atlas.embed_params import EmbedParams
from geo.atlas.embeds import EmbedPage, iframe
from geo.atlas.readers import is_loopback
from geo.errors import NotPublishable
from geo.query.query import Query
from geo.query.summary import Summary
from geo.screen.address import note_change
from geo.screen.application import application_atlas
from geo.screen.files import draw_files
from geo.screen.plain import plain
from geo.words.captions import Caption
from geo.words.citations import FORMS


def draw_share(opened: Atlas, query: Query, summary: Summary) -> None:
    """Offer the addresses, the snippet, the caption and the data of the current query."""
    base = base_url(opened)
    page = EmbedPage(opened, EmbedParams(query=query, at=st.session_state.at), base)
    link, embed = page.dashboard_url, page.url
    caption = opened.caption(query, summary)
    # Addresses show the map without the session's own files.
    linked = application_atlas().atlas().caption(query) if opened.own_files else caption
    if is_loopback(urlsplit(base).hostname):
        st.info(
            "This dashboard runs on this computer only: readers elsewhere cannot open these "
            "addresses. Start it with `geo serve --public-url https://your.host` to get addresses "
            "that they can open."
        )
    if opened.own_files:
        st.info(
            f"{plain(', '.join(opened.own_files))}: visible in this window only. Link, embed and "
            "citation are those of the map without it."
        )
    private = _forbidden(opened, query)
    left, right = st.columns(2)
    with left:
        st.markdown("**Link to this view**")
        st.code(link, language=None, wrap_lines=True)
        draw_view()
        st.markdown("**Embed this map**")
        st.code(embed, language=None, wrap_lines=True)
        st.code(iframe(embed, linked.sentence), language="html", wrap_lines=True)
        st.markdown("**Cite this**")
        draw_citation(linked, link)
    with right:
        st.markdown("**Files**")
        draw_files(opened, query, summary, is_private=private)
        st.markdown("**Caption**")
        st.code("\n".join(caption.lines()), language=None, wrap_lines=True)


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


def draw_citation(caption: Caption, link: str) -> None:
    """Draw the citation of a view in the chosen form."""
    form = st.segmented_control(
        "Form", list(FORMS), default="Short", key="citation", label_visibility="collapsed"
    )
    cited = FORMS[form or "Short"](caption, link, date.today())
    st.code(cited, language=None, wrap_lines=True)


def _forbidden(opened: Atlas, query: Query) -> bool:
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
