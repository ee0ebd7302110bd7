"""A provider of OpenID Connect on this machine, as strict as a real one (OpenID Connect Core 1.0).

It lets in whoever presses its button. `faults` makes it answer wrongly, once a test asks for that.
"""

import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from secrets import token_urlsafe
from threading import Thread
from urllib.parse import unquote, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from server_process import free_port

CLIENT, SECRET = "atlas", "the secret of the client"
EMAIL = "ann_b@newsroom.example"
SECONDS = 300  # that an ID token is good for


@dataclass(slots=True, kw_only=True)
class Provider:
    """A running provider: where it is, who comes back to where, and what it was asked."""

    url: str
    redirect_uri: str
    faults: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)  # the paths, in order
    grants: dict[str, dict[str, str]] = field(default_factory=dict)  # by their codes
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))

    @property
    def metadata_url(self) -> str:
        return f"{self.url}/.well-known/openid-configuration"

    def metadata(self, request: Request) -> Response:
        self.asked.append(request.url.path)
        if "down" in self.faults:
            return Response(status_code=503)
        return JSONResponse(
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/jwks",
                "end_session_endpoint": f"{self.url}/end",
                "code_challenge_methods_supported": ["S256"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
            }
        )

    def keys(self, _: Request) -> Response:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    def authorize(self, request: Request) -> Response:
        """Ask whether to go on, with a link for yes and one for no."""
        self.asked.append(request.url.path)
        params = dict(request.query_params)
        if params["redirect_uri"] != self.redirect_uri or params["client_id"] != CLIENT:
            return HTMLResponse("<h1>This redirect_uri is not registered</h1>", 400)
        assert params["response_type"] == "code"
        assert params["code_challenge_method"] == "S256"
        assert "openid" in params["scope"].split()
        code = token_urlsafe()
        self.grants[code] = params
        yes = urlencode({"code": code, "state": params["state"]})
        no = urlencode({"error": "access_denied", "state": params["state"]})
        links = (("Yes", yes), ("No", no))
        there = escape(self.redirect_uri)
        page = "".join(f'<p><a href="{there}?{escape(to)}">{name}</a>' for name, to in links)
        return HTMLResponse(
            f"<!doctype html><link rel=icon href=data:,><title>Log in</title>{page}"
        )

    async def token(self, request: Request) -> Response:
        self.asked.append(request.url.path)
        form = await request.form()
        kind, _, pair = request.headers["Authorization"].partition(" ")
        name, _, secret = b64decode(pair).decode().partition(":")
        given = (kind, unquote(name), unquote(secret))
        if "secret" in self.faults or given != ("Basic", CLIENT, SECRET):
            return JSONResponse({"error": "invalid_client"}, 401)
        params = self.grants.pop(str(form["code"]), {})  # it is good once
        digest = sha256(str(form["code_verifier"]).encode()).digest()
        challenge = urlsafe_b64encode(digest).decode().rstrip("=")
        same = params.get("redirect_uri") == form["redirect_uri"]
        if not same or params["code_challenge"] != challenge:
            return JSONResponse({"error": "invalid_grant"}, 400)
        nonce = "another" if "nonce" in self.faults else params["nonce"]
        return JSONResponse(
            {
                "access_token": token_urlsafe(),
                "token_type": "Bearer",
                "id_token": self._id_token(nonce),
            }
        )

    def _id_token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {
            "iss": self.url,
            "sub": "1",
            "aud": CLIENT,
            "iat": now,
            "exp": now + SECONDS,
            "nonce": nonce,
            "email": EMAIL,
        }
        return jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.key)

    def end(self, request: Request) -> Response:
        self.asked.append(request.url.path)
        assert request.query_params["post_logout_redirect_uri"] == self.redirect_uri
        return RedirectResponse(self.redirect_uri)

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.metadata),
                Route("/jwks", self.keys),
                Route("/authorize", self.authorize),
                Route("/token", self.token, methods=["POST"]),
                Route("/end", self.end),
            ]
        )


@contextmanager
def running_provider(redirect_uri: str) -> Iterator[Provider]:
    """Run a provider for one client until the block ends."""
    port = free_port()
    provider = Provider(url=f"http://127.0.0.1:{port}", redirect_uri=redirect_uri)
    config = uvicorn.Config(provider.app(), port=port, log_level="critical", ws="none")
    server = uvicorn.Server(config)
    thread = Thread(target=server.run)
    thread.start()
    try:
        yield provider
    finally:
        server.should_exit = True
        thread.join()
