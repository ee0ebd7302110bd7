"""The page about the atlas: what is in it, who chose that, how current it is, corrections."""

__all__ = ["make_routes"]

from datetime import UTC, date, datetime
from functools import partial
from importlib.metadata import version

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from geo.atlas.atlas import Atlas
from geo.atlas.current import CurrentAtlas
from geo.atlas.link_tags import PICTURE, LinkTags
from geo.atlas.links import ABOUT_PATH
from geo.atlas.readers import is_loopback
from geo.importers.published import IMPORTER_VERSION
from geo.intake.dataset import default_path
from geo.maps import static
from geo.maps.streets import STREET_BORDERS
from geo.maps.templates import render
from geo.model import dates
from geo.query.query import Query
from geo.store.tables import VERSION
from geo.web.kept.conditional import answer_unless_kept
from geo.web.request_params import base_of
from geo.words.borders import BORDERS
from geo.words.captions import STATUS_NOTE
from geo.words.citations import FORMS
from geo.words.notices.scope import PURPOSE, checked_line, datasets_in_words, scope_line

TITLE = "About Incident Atlas"
MOST_DATASETS = 100  # that the page tells of


def make_routes(current: CurrentAtlas) -> list[BaseRoute]:
    """Return the page about an application's data."""
    return [Route(ABOUT_PATH, partial(about, current))]


def about(current: CurrentAtlas, request: Request) -> Response:
    """Answer what is open, who chose it, how current it is, and where to report a mistake.

    Its numbers count all rows: where some may not be passed on, it is for readers on this machine.
    """
    opened = current.atlas()
    is_public = not is_loopback(request.base_url.hostname)
    if is_public:
        opened.check_publishable(Query())
    base = base_of(request, opened)

    def make(atlas: Atlas) -> Response:
        return HTMLResponse(_page(atlas, base))

    return answer_unless_kept(request, opened, make, is_public=is_public)


def _page(opened: Atlas, base: str) -> str:
    summary, options = opened.summary, opened.options
    caption = opened.caption(Query(), summary)
    url = f"{base}{ABOUT_PATH}"
    scope, datasets = scope_line(summary), datasets_in_words(summary)
    return render(
        "about.html",
        dashboard=opened.dashboard,
        assets=static.base(opened.root),
        purpose=PURPOSE,
        scope=scope,
        datasets=datasets[:MOST_DATASETS],
        more_datasets=max(0, len(datasets) - MOST_DATASETS),
        checked=checked_line(summary),
        dated=caption.dated,
        changed=_last_change(opened),
        corrections=options.corrections,
        base_map=caption.base_map,
        borders=BORDERS[options.borders].note,
        tiles=opened.tiles,
        streets=opened.streets,
        street_borders=STREET_BORDERS,
        status_note=STATUS_NOTE,
        versions=_versions(),
        citations={name: form(caption, f"{base}/", date.today()) for name, form in FORMS.items()},
        tags=LinkTags(title=TITLE, description=f"{scope}. {PURPOSE}", url=url),
        size=PICTURE,
    )


def _versions() -> dict[str, int | str]:
    return {
        "Incident Atlas": version("incident-atlas"),
        "importers": IMPORTER_VERSION,
        "store files": VERSION,
    }


def _last_change(opened: Atlas) -> str:
    """Say on which day a file was last changed, "" where none was given.

    The time of the bundled file is that of its installation, and that of an address is unknown.
    """
    files = zip(opened.options.paths, opened.seen, strict=True)
    changed = [seen[0] for path, seen in files if seen and seen[0] and path != default_path()]
    if not changed:
        return ""
    return dates.day_in_words(datetime.fromtimestamp(max(changed) / 1e9, UTC).date())
