"""An identity provider to sign in with: OpenID Connect with PKCE and RS256 keys, strict where real ones are.

It is spoken to over ASGI, and can be told to lie, so that what we check can be seen to be checked.
"""

import base64
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlencode

import httpx
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

ISSUER = "https://id.test/realm"
CLIENT, SECRET = "lotse", "the secret of the client"


@dataclass(slots=True)
class Double:
    """`person`: who sits before the browser; `lies`: claims that replace the true ones; None: left out."""

    back: str
    clock: Callable[[], datetime]
    person: dict[str, Any] = field(default_factory=lambda: {"sub": "7", "preferred_username": "lena"})
    lies: dict[str, Any] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)
    auth: str = "client_secret_basic"
    keys: list[RSAKey] = field(default_factory=list)
    signs_with: RSAKey | None = None
    grants: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rotate()

    @property
    def transport(self) -> httpx.ASGITransport:
        routes = [
            Route("/realm/.well-known/openid-configuration", self._discovery),
            Route("/realm/keys", self._jwks),
            Route("/realm/authorize", self._authorize),
            Route("/realm/token", self._token, methods=["POST"]),
        ]
        return httpx.ASGITransport(Starlette(routes=routes))

    def rotate(self) -> None:
        """A new key replaces the old one."""
        kid = f"key {len(self.asked)} {secrets.token_hex(4)}"
        self.keys = [RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"})]

    async def visited(self, address: str) -> str:
        """The browser was sent here, and is sent back; returns where to."""
        async with httpx.AsyncClient(transport=self.transport) as browser:
            answer = await browser.get(address)
        assert answer.status_code == 302, answer.text
        return answer.headers["location"]

    async def _discovery(self, _: Request) -> Response:
        self.asked.append("discovery")
        about = {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/keys",
            "token_endpoint_auth_methods_supported": [self.auth],
        }
        return JSONResponse(about | self.about)

    async def _jwks(self, _: Request) -> Response:
        self.asked.append("keys")
        return JSONResponse(KeySet(list(self.keys)).as_dict(private=False))

    async def _authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        wanted = {"response_type": "code", "client_id": CLIENT, "redirect_uri": self.back}
        if {key: asked.get(key) for key in wanted} != wanted or "openid" not in asked["scope"].split():
            return Response("a request that nobody registered", 400)
        code = secrets.token_urlsafe(16)
        self.grants[code] = asked
        query = {"code": code, "state": asked["state"], "iss": ISSUER}
        return RedirectResponse(f"{self.back}?{urlencode(query)}", 302)

    async def _token(self, request: Request) -> Response:
        form = {key: values[0] for key, values in parse_qs((await request.body()).decode()).items()}
        grant = self.grants.pop(form.get("code", ""), None)  # a code counts once
        if not self._knows_client(request, form):
            return JSONResponse({"error": "invalid_client"}, 401)
        if grant is None or not _proves(form, grant) or form.get("redirect_uri") != grant["redirect_uri"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        return JSONResponse({"access_token": "a", "token_type": "Bearer", "id_token": self._id_token(grant)})

    def _knows_client(self, request: Request, form: dict[str, str]) -> bool:
        if self.auth == "client_secret_post":
            return form.get("client_secret") == SECRET and "authorization" not in request.headers
        given = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        return request.headers.get("authorization") == f"Basic {given}" and "client_secret" not in form

    def _id_token(self, grant: dict[str, str]) -> str:
        now = int(self.clock().timestamp())
        claims = {"iss": ISSUER, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": grant["nonce"]}
        claims = {
            key: value for key, value in (claims | self.person | self.lies).items() if value is not None
        }
        key = self.signs_with or self.keys[0]
        return jwt.encode({"alg": "RS256", "kid": self.keys[0].kid}, claims, key)


def _proves(form: dict[str, str], grant: dict[str, str]) -> bool:
    """PKCE: who fetches the token is who asked for the code."""
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return grant["code_challenge_method"] == "S256" and challenge == grant["code_challenge"]
