"""Signing in with the identity provider of the house: there and back. What must come back is bound to the browser."""

import hmac
from collections.abc import Awaitable
from typing import TypeVar

import structlog
from starlette.responses import Response

from bot.console import ticket
from bot.console.access import PUBLIC
from bot.console.ask import SIGN_IN, Ask
from bot.console.oidc import Provider
from bot.console.pages.sign_in import entered, ours
from bot.console.route import Route
from bot.desk import sign_in
from bot.errors import ForbiddenError, ProviderError

_THERE = f"{SIGN_IN}/provider"
_BACK = f"{SIGN_IN}/back"
_AWAY = "away"
T = TypeVar("T")
log = structlog.get_logger()


async def leave_for(ask: Ask) -> Response:
    provider = _provider(ask)
    begun = await _logged(provider.begin(_address(ask)))
    values = {"state": begun.state, "nonce": begun.nonce, "verifier": begun.verifier}
    away = ask.write_ticket(_AWAY, **values, next=ours(ask.query.get("next", "")))
    response = ask.go(begun.address)
    ask.keep(response, _AWAY, away, int(ticket.LASTS.total_seconds()))
    return response


async def come_back(ask: Ask) -> Response:
    """Only the browser that left may come back, once, and only from the provider that it left for."""
    provider = _provider(ask)
    away = ask.read_ticket(_AWAY, ask.kept(_AWAY))
    if away is None or not hmac.compare_digest(away["state"].encode(), ask.query.get("state", "").encode()):
        raise ProviderError(why="another browser, or too late")
    if ask.query.get("iss", provider.issuer) != provider.issuer or not ask.query.get("code"):
        raise ProviderError(why=ask.query.get("error", "no code")[:40])
    identity = await _logged(
        provider.finish(_address(ask), ask.query["code"], away["nonce"], away["verifier"], ask.now)
    )
    user = await sign_in.identify(ask.office, identity.subject, identity.name)
    response = await entered(ask, user, away["next"])
    ask.drop(response, _AWAY)
    return response


async def _logged(said: Awaitable[T]) -> T:
    """What the provider answers; where it fails, those who run this place must be able to find out why."""
    try:
        return await said
    except ProviderError as error:
        log.warning("provider.failed", why=error.data["why"])
        raise


def _provider(ask: Ask) -> Provider:
    """Raises ForbiddenError where the deployment has none."""
    if ask.console.doors.provider is None:
        raise ForbiddenError
    return ask.console.doors.provider


def _address(ask: Ask) -> str:
    """Where the provider sends people back to; it must know this address."""
    return f"{(ask.console.address or str(ask.request.base_url)).rstrip('/')}{_BACK}"


ROUTES = (
    Route("GET", _THERE, PUBLIC, leave_for, always=True),
    Route("GET", _BACK, PUBLIC, come_back, always=True),
)
