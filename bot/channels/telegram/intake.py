"""How updates reach us: a poller of our own, or Telegram calling our webhook. Both keep before they confirm."""

import asyncio
import hmac
from collections.abc import Awaitable, Callable

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram.error import Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.client import Telegram
from bot.channels.telegram.forum import Door
from bot.channels.telegram.read import place
from bot.model import Address

Keep = Callable[[Address, str, str], Awaitable[bool]]
Wake = Callable[[], None]
PATH = "/telegram"
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
_LARGEST = 1024 * 1024
_PAUSE = 3.0
# What to mend, for an error that does not pass by itself.
_HINTS: dict[type[TelegramError], str] = {
    Conflict: "a webhook is set or another poller runs: bot telegram-setup",
    InvalidToken: "Telegram does not know this LOTSE_TELEGRAM_TOKEN",
    Forbidden: "Telegram does not know this LOTSE_TELEGRAM_TOKEN",
}
log = structlog.get_logger()


class Intake:
    """Keeps raw updates, and answers button presses at once; in a forum group the answer says something, later."""

    def __init__(self, telegram: Telegram, keep: Keep, wake: Wake, door: Door | None = None) -> None:
        self.telegram, self._keep, self._wake, self._door = telegram, keep, wake, door
        self._answers: set[asyncio.Task[None]] = set()

    async def take(self, raw: str) -> str:
        """Keeps one update; returns its id. When this returns, it is committed."""
        found = place(raw)
        channel = await self._door.channel(raw, found) if self._door else self.telegram.name
        where = Address(channel, self.telegram.bot, found.chat)
        await self._keep(where, found.update_id, raw)
        self._wake()
        if found.query and channel == self.telegram.name:
            task = asyncio.create_task(self.telegram.answer_press(found.query))
            self._answers.add(task)
            task.add_done_callback(self._answers.discard)
        return found.update_id


class Poller:
    """Asks Telegram for updates; confirms them only after they were kept."""

    def __init__(self, intake: Intake, seconds: int) -> None:
        self._intake, self._seconds = intake, seconds
        self._offset: int | None = None

    async def once(self) -> None:
        """One long poll. Errors of Telegram are waited out."""
        try:
            updates = await self._intake.telegram.raw_updates(self._offset, self._seconds)
        except TelegramError as error:
            await self._wait(error)
            return
        if not updates:
            self._offset = None  # all is confirmed, and after a quiet week the next id may be a lower one
        for raw in updates:
            update_id = await self._intake.take(raw)
            if update_id.isdigit():
                self._offset = int(update_id) + 1

    @staticmethod
    async def _wait(error: TelegramError) -> None:
        hint = next((hint for kind, hint in _HINTS.items() if isinstance(error, kind)), "")
        log.warning("telegram.poll_failed", error=type(error).__name__, hint=hint)
        asked = error.retry_after if isinstance(error, RetryAfter) else 0.0
        await asyncio.sleep(max(_PAUSE, asked if isinstance(asked, (int, float)) else asked.total_seconds()))


def webhook_route(intake: Intake, secret: str) -> Route:
    """Where Telegram calls us. The secret is compared in constant time; what cannot be read is kept, too."""

    async def receive(request: Request) -> Response:
        given = request.headers.get(_SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return Response(status_code=403)
        body = await _limited(request)
        if body is None:
            return Response(status_code=413)
        await intake.take(body.decode("utf-8", errors="replace"))
        return Response(status_code=200)

    return Route(PATH, receive, methods=["POST"])


async def _limited(request: Request) -> bytes | None:
    """The body, or nothing when it is too large."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            return None
    return bytes(body)
