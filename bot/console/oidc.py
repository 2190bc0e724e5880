"""Signing in with the identity provider of the house (OpenID Connect): the home of authlib and joserfc.

Authorization code with PKCE. What it says about itself and its keys are kept for an hour; a key that is new is asked
for at once.
"""

import hashlib
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from bot.errors import ProviderError

_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
_KINDS = ("RSA", "EC", "OKP")  # a secret of ours is no key that the provider signs with
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_LEEWAY = 60  # seconds that two clocks may differ
_HOUR = 3600.0
_TIMEOUT = 10.0
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True)
class Begun:
    """One sign-in on its way: where the browser goes, and what it must bring back."""

    address: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Identity:
    """`subject`: who it is at this provider, as a hash; `name`: what the chosen claim says, where it can be relied on."""

    subject: str
    name: str | None


@dataclass(slots=True)
class Provider:
    """`claim`: by what a member of staff is known at their first sign-in."""

    issuer: str
    client: str
    secret: str = field(repr=False)
    claim: str = "preferred_username"
    transport: httpx.AsyncBaseTransport | None = None
    _kept: dict[str, tuple[float, Any]] = field(default_factory=dict, repr=False)

    async def begin(self, back: str) -> Begun:
        """Where to send a browser that shall come back to `back`. Raises ProviderError."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        address = prepare_grant_uri(
            (await self._about())["authorization_endpoint"],
            self.client,
            "code",
            redirect_uri=back,
            scope="openid profile email",
            state=state,
            nonce=nonce,
            code_challenge=create_s256_code_challenge(verifier),
            code_challenge_method="S256",
        )
        return Begun(address, state, nonce, verifier)

    async def finish(self, back: str, code: str, nonce: str, verifier: str, now: datetime) -> Identity:
        """Who came back with a code. Raises ProviderError."""
        about = await self._about()
        grant = {"code": code, "code_verifier": verifier, "client_id": self.client}
        body = prepare_token_request(
            "authorization_code", redirect_uri=back, **grant, **self._as_field(about)
        )
        answer = await self._fetch(
            "POST", about["token_endpoint"], content=body, headers=_FORM, auth=self._as_header(about)
        )
        claims = await self._proved(str(answer.get("id_token", "")), nonce, now)
        subject = hashlib.sha256(f"{self.issuer}\n{claims['sub']}".encode()).hexdigest()
        return Identity(subject, self._name(claims))

    def _name(self, claims: Mapping[str, Any]) -> str | None:
        value = claims.get(self.claim)
        if self.claim == "email" and claims.get("email_verified") is not True:
            return None
        return value if isinstance(value, str) else None

    def _posts_secret(self, about: Mapping[str, Any]) -> bool:
        ways = about.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        return "client_secret_basic" not in ways

    def _as_field(self, about: Mapping[str, Any]) -> dict[str, str]:
        return {"client_secret": self.secret} if self.secret and self._posts_secret(about) else {}

    def _as_header(self, about: Mapping[str, Any]) -> httpx.BasicAuth | None:
        if not self.secret or self._posts_secret(about):
            return None
        return httpx.BasicAuth(self.client, self.secret)

    async def _proved(self, token: str, nonce: str, now: datetime) -> CodeIDToken:
        """The claims of an ID token that is signed by the provider, for us, for this sign-in, and is valid now."""
        try:
            decoded = await self._decoded(token)
            claims = CodeIDToken(
                decoded.claims,
                decoded.header,
                options={
                    "iss": {"essential": True, "value": self.issuer},
                    "aud": {"essential": True, "value": self.client},
                },
                params={"nonce": nonce, "client_id": self.client},
            )
            claims.validate(now=int(now.timestamp()), leeway=_LEEWAY)
        except (JoseError, ValueError) as error:
            raise ProviderError(why=f"ID token: {type(error).__name__}") from None
        return claims

    async def _decoded(self, token: str) -> jwt.Token:
        try:
            return jwt.decode(token, await self._keys(), algorithms=_ALGORITHMS)
        except (InvalidKeyIdError, BadSignatureError):
            return jwt.decode(token, await self._keys(anew=True), algorithms=_ALGORITHMS)

    async def _about(self) -> Mapping[str, Any]:
        """What the provider says about itself."""
        about: Mapping[str, Any] = await self._known(
            f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
        )
        if about.get("issuer") != self.issuer:
            raise ProviderError(why="it calls itself by another name than LOTSE_OIDC_ISSUER")
        if missing := [name for name in _ENDPOINTS if not isinstance(about.get(name), str)]:
            raise ProviderError(why=f"it does not say its {missing[0]}")
        return about

    async def _keys(self, *, anew: bool = False) -> KeySet:
        found = await self._known((await self._about())["jwks_uri"], anew=anew)
        keys = [key for key in found.get("keys", ()) if key.get("kty") in _KINDS]
        return KeySet.import_key_set({"keys": keys})

    async def _known(self, address: str, *, anew: bool = False) -> Any:
        since, value = self._kept.get(address, (0.0, None))
        if value is None or anew or time.monotonic() - since > _HOUR:
            value = await self._fetch("GET", address)
            self._kept[address] = time.monotonic(), value
        return value

    async def _fetch(self, method: str, address: str, **given: Any) -> dict[str, Any]:
        try:
            async with httpx.AsyncClient(transport=self.transport, timeout=_TIMEOUT) as web:
                answer = await web.request(method, address, **given)
                answer.raise_for_status()
                found = answer.json()
        except httpx.HTTPStatusError as error:
            raise ProviderError(why=f"status {error.response.status_code}") from None
        except (httpx.HTTPError, ValueError) as error:
            raise ProviderError(why=type(error).__name__) from None
        if not isinstance(found, dict):
            raise ProviderError(why="no JSON object")
        return found
