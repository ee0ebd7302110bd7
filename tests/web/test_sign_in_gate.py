"""The dashboard is for readers who signed in: the gate in front of Streamlit's routes."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocket

from geo.atlas.access.sign_in import SignIn
from geo.screen.sign_in.cookies import sets_user
from geo.web.guard.sign_in import SignInChecks
from geo.web.server import make_parts
from serving import Reader, atlas_of

LOCAL = SignIn(
    redirect_uri="http://127.0.0.1:8501/oauth2callback",
    server_metadata_url="http://127.0.0.1:9/x",
)
PUBLIC = SignIn(
    redirect_uri="https://atlas.example.org/oauth2callback",
    server_metadata_url="https://login.example.org/x",
)
BELOW = SignIn(
    redirect_uri="https://atlas.example.org/atlas/oauth2callback",
    server_metadata_url="https://login.example.org/x",
)
ID = "IR-2017-06-07-tehran"
WITH_COOKIE = {"Cookie": "_streamlit_user=signed"}
BEGUN = {"Cookie": "_streamlit_session=begun"}
SIGNED_IN = "_streamlit_user=signed; Path=/; HttpOnly; SameSite=lax"
TAKEN_BACK = '_streamlit_user=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/'


def page(_: Request) -> Response:
    return PlainTextResponse("the dashboard")


def login(request: Request) -> Response:
    assert request.url.query == "provider=fresh"
    return RedirectResponse("https://login.example.org/authorize", 302)


def no_login(_: Request) -> Response:
    return PlainTextResponse("Authentication error", 400)


def callback(request: Request) -> Response:
    """Answer as Streamlit does: to a good code with the reader's cookie, to a bad one without."""
    answer = RedirectResponse("/", 302)
    is_good = request.query_params.get("code") == "good"
    answer.headers.append("Set-Cookie", SIGNED_IN if is_good else TAKEN_BACK)
    return answer


async def stream(connection: WebSocket) -> None:
    await connection.accept()
    await connection.send_text("the data")
    await connection.close()


def checks() -> SignInChecks:
    def has_begun(cookies: Mapping[str, str], state: str) -> bool:
        return (cookies.get("_streamlit_session"), state) == ("begun", "mine")

    return SignInChecks(
        is_signed_in=lambda _, cookies: cookies.get("_streamlit_user") == "signed",
        has_begun=has_begun,
        login_query=lambda: "provider=fresh",
        sets_user=sets_user,
    )


def client_of(sign_in: SignIn | None, **routes: Any) -> TestClient:
    """Return a client of an app that stands for Streamlit, with the routes of the atlas."""
    public_url = sign_in.home.rstrip("/") if sign_in in (PUBLIC, BELOW) else None
    current = atlas_of(sign_in=sign_in, public_url=public_url)
    root = current.root
    others = [
        Route(f"{root}/", page),
        Route(f"{root}/media/x.png", page),
        Route(f"{root}/_stcore/upload_file/a/b", page, methods=["PUT"]),
        Route(f"{root}/auth/login", routes.get("login", login)),
        Route(f"{root}/auth/logout", page),
        Route(f"{root}/oauth2callback", callback),
        WebSocketRoute(f"{root}/_stcore/stream", stream),
    ]
    parts = make_parts(current, checks=checks())
    app = Starlette(routes=[*parts["routes"], *others], middleware=parts["middleware"])
    return TestClient(app, follow_redirects=False)


@pytest.fixture(scope="module")
def client() -> TestClient:
    return client_of(LOCAL)


def test_a_stranger_gets_the_page_that_leads_to_the_provider(client: TestClient) -> None:
    answer = client.get("/?q=%22%3E%3Cscript%3E&from=2015")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    page = Reader(answer.text)
    assert "Sign in to open the dashboard" in page.text
    assert "/auth/login?q=%22%3E%3Cscript%3E&from=2015" in page.attributes("href")
    assert ("script", []) not in page.skeleton


def test_a_reader_who_signed_in_gets_the_dashboard(client: TestClient) -> None:
    assert client.get("/", headers=WITH_COOKIE).text == "the dashboard"
    assert client.get("/media/x.png", headers=WITH_COOKIE).status_code == 200
    assert client.put("/_stcore/upload_file/a/b", headers=WITH_COOKIE).status_code == 200
    with client.websocket_connect("/_stcore/stream", headers=WITH_COOKIE) as connection:
        assert connection.receive_text() == "the data"


@pytest.mark.parametrize("cookie", [None, "", "_streamlit_user=forged", "other=signed"])
def test_nobody_else_gets_the_connection_the_files_or_a_place_for_one(
    client: TestClient, cookie: str | None
) -> None:
    headers = {} if cookie is None else {"Cookie": cookie}
    for answer in (
        client.get("/media/x.png", headers=headers),
        client.put("/_stcore/upload_file/a/b", headers=headers),
    ):
        assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "not_signed_in"
    with (
        pytest.raises(WebSocketDenialResponse) as denied,
        client.websocket_connect("/_stcore/stream", headers=headers),
    ):
        pass
    assert denied.value.status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/api/incidents",
        "/embed/map",
        "/about",
        f"/record/{ID}",
        "/health",
        "/oembed",
    ],
)
def test_what_is_public_stays_so(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == client_of(None).get(path).status_code != 403


def test_without_sign_in_nothing_changes_and_its_addresses_are_closed() -> None:
    client = client_of(None)
    assert client.get("/").text == "the dashboard"
    for path in ("/auth/login", "/auth/logout", "/oauth2callback"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/auth", "/auth/login/x", "/auth/other", "/oauth2callback/x"])
def test_only_the_addresses_of_sign_in_open(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_reader_comes_back_to_the_view_of_the_link(client: TestClient) -> None:
    answer = client.get("/auth/login?from=2015&q=a%20b")
    assert answer.status_code == 302
    kept = answer.headers["Set-Cookie"]
    assert kept.startswith("incident_atlas_view=from=2015&q=a%20b; Path=/; Max-Age=600; HttpOnly")
    cookies = "_streamlit_session=begun; incident_atlas_view=from=2015&q=a%20b"
    answer = client.get("/oauth2callback?state=mine&code=good", headers={"Cookie": cookies})
    assert answer.headers["Location"] == "/?from=2015&q=a%20b"
    assert answer.headers.get_list("Set-Cookie")[0] == SIGNED_IN
    assert "incident_atlas_view=; Path=/; Max-Age=0" in answer.headers["Set-Cookie"]


def test_below_a_path_the_view_is_told_to_no_other_page_of_the_host() -> None:
    client = client_of(BELOW)
    asked = {"/atlas/auth/login?from=2015": {}, "/atlas/oauth2callback?state=mine&code=good": BEGUN}
    for path, headers in asked.items():
        kept = client.get(path, headers=headers).headers.get_list("Set-Cookie")[-1]
        assert kept.startswith("incident_atlas_view=")
        assert "; Path=/atlas; " in kept


@pytest.mark.parametrize("view", ["a;Domain=example.org", "a|b", "x" * 2001])
def test_a_view_is_no_more_than_a_query(client: TestClient, view: str) -> None:
    kept = client.get(f"/auth/login?{view}").headers["Set-Cookie"]
    assert kept.startswith("incident_atlas_view=; ")
    headers = {"Cookie": f"_streamlit_session=begun; incident_atlas_view={view}"}
    answer = client.get("/oauth2callback?state=mine&code=good", headers=headers)
    assert answer.headers["Location"] in {"/", "/?a"}  # a cookie ends at its semicolon


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_stranger_s_state_is_refused_however_it_is_asked(client: TestClient, method: str) -> None:
    answer = client.request(method, "/oauth2callback?state=other&code=good", headers=BEGUN)
    assert answer.status_code == 400
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_streamlit_begins_with_its_own_query_however_it_is_asked(
    client: TestClient, method: str
) -> None:
    assert client.request(method, "/auth/login?provider=other").status_code == 302


FAILURES = [
    ("state=other&code=good", 400, "begun in another browser", "the state is not"),
    ("state=mine&code=bad", 502, "did not understand each other", "check client_id, client_secret"),
    ("state=mine&error=access_denied", 403, "cancelled, or your account", "access_denied"),
    ("state=mine&error=temporarily_unavailable", 503, "does not answer", "server_metadata_url"),
    ("state=mine&error=invalid_scope", 502, "refused this server", "redirect_uri"),
    ("error=%1b%5b31mred", 502, "refused this server", "redirect_uri"),
]


@pytest.mark.parametrize(("query", "status", "said", "logged"), FAILURES)
def test_a_failure_says_what_is_wrong_and_what_to_do(
    client: TestClient,
    caplog: pytest.LogCaptureFixture,
    query: str,
    status: int,
    said: str,
    logged: str,
) -> None:
    answer = client.get(f"/oauth2callback?{query}&error_description=secret", headers=BEGUN)
    id_ = answer.headers["Incident-Atlas-Error"]
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
    assert "_streamlit_user" not in answer.headers.get("Set-Cookie", "")
    text = " ".join(Reader(answer.text).text.split())
    assert said in text
    assert f"Error {id_}." in text
    assert "Sign in again" in text
    assert re.search(rf"error {id_}: sign-in: .*{logged}", caplog.text)
    assert "secret" not in answer.text + caplog.text.replace("client_secret", "")
    assert "\x1b" not in caplog.text


def test_a_provider_that_is_down_is_said(caplog: pytest.LogCaptureFixture) -> None:
    answer = client_of(LOCAL, login=no_login).get("/auth/login")
    assert answer.status_code == 503
    assert "The sign-in service does not answer." in Reader(answer.text).text
    assert "the provider was not reached" in caplog.text


def test_the_way_back_from_signing_out_is_the_page(client: TestClient) -> None:
    assert client.get("/oauth2callback").headers["Location"] == "/"


@pytest.mark.parametrize("sign_in", [LOCAL, PUBLIC])
def test_cookies_need_https_where_readers_come_by_it(sign_in: SignIn) -> None:
    client = client_of(sign_in)
    asked = {"/auth/login?a": {}, "/oauth2callback?state=mine&code=good": BEGUN}
    for path, headers in asked.items():
        found = client.get(path, headers=headers).headers.get_list("Set-Cookie")
        assert found
        assert all(each.endswith("; Secure") == sign_in.is_secure for each in found)
