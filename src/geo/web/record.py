"""The routes of one record: a page of its own, and an embed."""

__all__ = ["make_routes"]

from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from geo.atlas.atlas import Atlas
from geo.atlas.current import CurrentAtlas
from geo.atlas.record_embeds import RecordEmbed
from geo.atlas.record_pages import RecordPage
from geo.web.bounds.sizes import IN_A_FILE, checked
from geo.web.kept.conditional import answer_unless_kept
from geo.web.request_params import base_of, pairs_of


def make_routes(current: CurrentAtlas) -> list[BaseRoute]:
    """Return the page of each record of an application's data, and its embed."""
    return [
        Route("/record/{id:path}", partial(record, current, RecordPage)),
        Route("/embed/record/{id:path}", partial(record, current, RecordEmbed)),
    ]


def record(
    current: CurrentAtlas, kind: type[RecordPage | RecordEmbed], request: Request
) -> Response:
    """Answer one record as a plain page, or as one for a frame."""
    if not (id_ := request.path_params["id"]):
        raise HTTPException(404)
    opened = current.atlas()
    page = kind.parse(opened, id_, pairs_of(request), base_of(request, opened))
    opened.check_publishable(page.query)

    def make(_: Atlas) -> Response:
        return checked(HTMLResponse(page.html()), IN_A_FILE)

    return answer_unless_kept(request, opened, make)
