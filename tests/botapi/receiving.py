"""getUpdates, setWebhook, deleteWebhook, getWebhookInfo: how the bot gets its updates."""

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from .state import State, WebhookSet
from .wire import Cut, JsonObject, Refusal, bad_request

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_CAME = "terminated by setWebhook request"


def conflict(reason: str) -> Refusal:
    return Refusal(HTTPStatus.CONFLICT, f"Conflict: {reason}")


async def get_updates(
    state: State, params: JsonObject, gone: Callable[[], Awaitable[None]]
) -> list[JsonObject]:
    """Long polling; `gone` returns when the bot has hung up."""
    if state.webhook is not None:
        raise conflict(WEBHOOK_ACTIVE)
    _end_poll(state, OTHER_POLLER)
    _remember_allowed(state, params)
    offset = params.get("offset", 0)
    if offset > 0:
        state.updates.confirm_below(offset)
    elif offset < 0:
        state.updates.keep_last(-offset)
    if not state.updates.pending and params.get("timeout", 0):
        await _wait(state, params["timeout"], gone)
    return [entry.update for entry in state.updates.take(params.get("limit", 100))]


def set_webhook(state: State, params: JsonObject) -> bool:
    _drop(state, params)
    url = params["url"]
    if not url:
        return delete_webhook(state, {})
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    _remember_allowed(state, params)
    state.webhook = WebhookSet(url, params.get("secret_token"), params.get("max_connections", 40))
    state.webhook_error = None
    _end_poll(state, WEBHOOK_CAME)
    return True


def delete_webhook(state: State, params: JsonObject) -> bool:
    _drop(state, params)
    state.webhook = None
    return True


def get_webhook_info(state: State, _: JsonObject) -> JsonObject:
    info: JsonObject = {
        "url": state.webhook.url if state.webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(state.updates.pending),
    }
    if state.webhook:
        info |= {"max_connections": state.webhook.max_connections, "ip_address": "127.0.0.1"}
    if state.webhook and state.webhook_error:
        info |= {"last_error_date": state.webhook_error[0], "last_error_message": state.webhook_error[1]}
    if state.updates.allowed:
        info["allowed_updates"] = list(state.updates.allowed)
    return info


def _remember_allowed(state: State, params: JsonObject) -> None:
    """Sticky: without the parameter the last list holds; an empty list is the default again."""
    if "allowed_updates" in params:
        state.updates.allowed = tuple(params["allowed_updates"])


def _drop(state: State, params: JsonObject) -> None:
    if params.get("drop_pending_updates"):
        state.counters["drop_pending_updates"] += 1
        state.counters["dropped updates"] += state.updates.drop()


def _end_poll(state: State, reason: str) -> None:
    if state.poller is not None and not state.poller.done():
        state.poller.set_result(reason)


async def _wait(state: State, seconds: float, gone: Callable[[], Awaitable[None]]) -> None:
    """Until there are updates or the time is over.

    Raises:
        Refusal: another poller or a webhook came.
        Cut: the bot hung up, so nothing counts as delivered.

    """
    state.poller = poller = asyncio.get_running_loop().create_future()
    hung_up = asyncio.ensure_future(gone())
    news = asyncio.ensure_future(state.updates.bell.wait())
    closing = asyncio.ensure_future(state.closing.wait())
    waits = {poller, hung_up, news, closing}
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        over = poller.result() if poller.done() else None
        left = hung_up.done()
        for each in waits:
            each.cancel()
    if over is not None:
        raise conflict(over)
    if left:
        raise Cut
