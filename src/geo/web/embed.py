"""The routes of the embeds: a map, its picture, a record, and oEmbed for links to them."""

__all__ = ["make_routes"]

from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from geo.atlas.atlas import Atlas
from geo.atlas.current import CurrentAtlas
from geo.atlas.embed_params import EmbedParams
from geo.atlas.embeds import EmbedPage
from geo.atlas.link_tags import PictureSize
from geo.atlas.oembed import oembed, page_of
from geo.errors import NotPublishable
from geo.exports.fitting import fitted
from geo.web.admission.own_threads import in_own_threads
from geo.web.admission.per_client import client_asking
from geo.web.bounds.sizes import checked
from geo.web.kept.conditional import answer_unless_kept
from geo.web.preview import Previews
from geo.web.request_params import OEmbedParams, base_of, pairs_of

THREADS = 8  # for pictures: those in line, and as many that wait for one of them


def make_routes(current: CurrentAtlas) -> list[BaseRoute]:
    """Return the embed of an application's data."""
    return [
        Route("/embed/map", partial(embed_map, current)),
        Route(
            "/embed/map.png", in_own_threads(partial(embed_picture, current, Previews()), THREADS)
        ),
        Route("/oembed", partial(embed_answer, current)),
    ]


def embed_map(current: CurrentAtlas, request: Request) -> Response:
    """Answer the map of a query as a plain page."""
    params = EmbedParams.parse(pairs_of(request))
    opened = current.atlas()
    opened.check_publishable(params.query)
    page = EmbedPage(opened, params, base_of(request, opened))
    return answer_unless_kept(request, opened, lambda _: HTMLResponse(page.html()))


def embed_picture(current: CurrentAtlas, previews: Previews, request: Request) -> Response:
    """Answer the map of a query as a picture, for sites that show links with one."""
    params = EmbedParams.parse(pairs_of(request))
    asked = request.query_params.get("size")
    size = PictureSize.parse(asked) if asked else None
    opened = current.atlas()
    opened.check_publishable(params.query)

    def make(opened: Atlas) -> Response:
        picture = previews.picture_of(opened, params, client_asking(request.scope))
        shown = fitted(picture, size.width, size.height) if size else picture
        return Response(shown, media_type="image/png")

    return answer_unless_kept(request, opened, make)


def embed_answer(current: CurrentAtlas, request: Request) -> Response:
    """Answer how an address of this server is shown in another page (https://oembed.com)."""
    params = OEmbedParams.parse(request)
    opened = current.atlas()
    page = page_of(opened, params.url, base_of(request, opened))
    try:
        opened.check_publishable(page.query)
    except NotPublishable as error:
        raise HTTPException(401, str(error)) from error  # oEmbed's status for private content
    return checked(JSONResponse(oembed(page, params.width, params.height)))
