"""Takes what was done in the forum groups from the inbox, and tells whoever did it what has to be told.

An act and its end in the inbox are one transaction. A refusal changes nothing, so it ends only when it was told.
"""

from contextlib import suppress
from dataclasses import dataclass

import structlog

from bot import logs
from bot.desk import conversation
from bot.desk.forum.act import Answer, perform
from bot.desk.forum.nouns import CHANNEL, Act, ActKind, Room
from bot.desk.forum.pace import Pace
from bot.desk.office import Office
from bot.errors import DeliveryError, LaterError, PoisonError, ThreadGoneError
from bot.store import queue
from bot.store.queue import Received
from bot.texts import Texts

_TRIES = 5
_AT_ONCE = 20
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Listener:
    """One update a group at a time."""

    office: Office
    room: Room
    words: Texts
    pace: Pace

    async def round(self) -> bool:
        """False when there was nothing, or all has to wait."""
        rows = await conversation.waiting(self.office, CHANNEL, self.room.bot, _AT_ONCE)
        return any([await self._hear(row) for row in rows])

    async def _hear(self, row: Received) -> bool:
        try:
            act = self.room.read(row.raw)
        except PoisonError as error:
            log.warning("forum.parked", inbox=row.id, error=error.data["why"])
            await conversation.park(self.office, row.id)
            return True
        if act.kind is ActKind.MEMBER:
            self.pace.worked(act.chat)  # our rights there have changed: worth a new try
        try:
            return await self._answer(row, act)
        except Exception as error:  # noqa: BLE001 - the outermost edge: one update must not stop a group
            log.error("forum.failed", inbox=row.id, tries=row.tries + 1, error=logs.where(error))
            await self._again(row)
            return True

    async def _answer(self, row: Received, act: Act) -> bool:
        async with self.office.work() as work:
            if not await queue.take(work, row.id):
                return False
            answer = await perform(self.office, work, self.words, act)
            if answer.done:
                await queue.finish(work, row.id)
        if act.query:
            await self._show(act, answer)
        elif answer.text and not await self._say(row, act, answer):
            return False
        if not answer.done:
            await self._finish(row)
        return True

    async def _show(self, act: Act, answer: Answer) -> None:
        """To whoever pressed, and below the message."""
        await self.room.answer(act.query, answer.text, alert=not answer.done)
        if answer.offers is not None:
            with suppress(DeliveryError):
                await self.room.offer(act.chat, act.message, answer.offers)

    async def _say(self, row: Received, act: Act, answer: Answer) -> bool:
        """Where they wrote. False when the group bears no more now, or Telegram could not be reached."""
        now = self.office.clock()
        if not answer.done and not self.pace.may(act.chat, now, answering=True):
            return False
        try:
            await self.room.say(act.chat, act.thread, answer.text, answer_to=act.message)
        except LaterError as error:
            self.pace.wait(act.chat, now, error.seconds)
            return False
        except ThreadGoneError:
            return True  # nobody reads there any more
        except DeliveryError as error:
            log.warning("forum.answer_failed", inbox=row.id, error=type(error).__name__)
            if not answer.done:
                await self._again(row)
            return False
        self.pace.sent(act.chat, now)
        return True

    async def _finish(self, row: Received) -> None:
        async with self.office.work() as work:
            if await queue.take(work, row.id):
                await queue.finish(work, row.id)

    async def _again(self, row: Received) -> None:
        """Tried again later; after some tries it is erased: it may hold what a person told."""
        async with self.office.work() as work:
            if not await queue.take(work, row.id):
                return
            if (await queue.again(work, row.id, work.now)).tries >= _TRIES:
                await queue.finish(work, row.id)
