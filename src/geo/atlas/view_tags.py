"""How a link to the dashboard is shown: in the words of its view, unless its rows are private."""

__all__ = ["tags_of_view", "words_of_view"]

from contextlib import suppress

from geo.atlas.atlas import Atlas
from geo.atlas.embed_params import LONGEST, EmbedParams
from geo.atlas.embeds import DASHBOARD, EmbedPage
from geo.atlas.link_tags import NAME, LinkTags
from geo.atlas.links import Pairs, link
from geo.atlas.params import own_params
from geo.atlas.record_pages import RecordPage
from geo.errors import BadValue, GeoError, NotFound
from geo.formats.one_line import shortened
from geo.query.query import Query
from geo.words.phrases import query_in_words

SHOWN = ("at", "borders", "color")  # parameters that the picture of a link has too
NO_VIEW = LinkTags(title=NAME)


def words_of_view(pairs: Pairs) -> LinkTags:
    """Return the tags of an address without the numbers of its view, and without looking them up.

    >>> words_of_view([("from", "2024"), ("country", "IR")]).title
    'Incident Atlas: since 2024, in Iran'
    """
    query, _ = Query.parse_leniently(own_params(pairs))
    return LinkTags(title=": ".join(filter(None, [NAME, ", ".join(query_in_words(query))])))


def tags_of_view(opened: Atlas, pairs: Pairs, base: str) -> LinkTags:
    """Return the tags of an address of the dashboard; what is wrong in it is left out.

    Rows that may not be passed on leave only the program's name.
    """
    try:
        return _tags(opened, own_params(pairs, (*SHOWN, "select")), base)
    except GeoError:
        return NO_VIEW


def _tags(opened: Atlas, pairs: Pairs, base: str) -> LinkTags:
    more = {name: text for name, text in reversed(pairs) if name in (*SHOWN, "select")}
    query, _ = Query.parse_leniently(pair for pair in pairs if pair[0] not in more)
    shown = [pair for pair in more.items() if pair[0] in SHOWN and _is_good(*pair)]
    if record := more.get("select"):
        with suppress(NotFound):  # then the view is what there is to see
            return _of_record(opened, RecordPage(opened, record, base, query.as_of))
    opened.check_publishable(query)
    page = EmbedPage(opened, EmbedParams.parse([*query.params(), *shown]), base)
    return page.tags(page.dashboard_url)


def _of_record(opened: Atlas, page: RecordPage) -> LinkTags:
    opened.check_publishable(page.query)
    title = shortened(page.incident().title, LONGEST["title"])
    shown = EmbedPage(opened, EmbedParams(query=page.query, title=title), page.base)
    return shown.tags(link(f"{page.base}{DASHBOARD}", [*page.day_params, ("select", page.id)]))


def _is_good(name: str, text: str) -> bool:
    try:
        EmbedParams.parse([(name, text)])
    except BadValue:
        return False
    return True
