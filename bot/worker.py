"""The loops: inbox, outbox, reminders, and what happens every few seconds or every hour. What must happen once holds a lease."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

from bot import logs
from bot.channels import Channel
from bot.desk import Office, clocks, conversation, post, remind, tasks, upkeep
from bot.desk.office import refresh
from bot.errors import DeliveryError, PoisonError, RefusedError, StoreError
from bot.model import Incoming
from bot.store.queue import Outgoing, Received

_AT_ONCE = 20
_IDLE_SECONDS = 0.5
_STOP_SECONDS = 10.0
_HOUR = 3600.0
_REFRESH_SECONDS = 1.0  # with three more to load it, a published guide is everywhere within five
_REMIND_SECONDS = 5.0
_TASK_SECONDS = 30.0
_ANNOUNCE_SECONDS = 60.0
_ALIVE_SECONDS = 6.0
log = structlog.get_logger()


@dataclass(slots=True)
class Counts:
    """What this process did since it started."""

    answered: int = 0
    parked: int = 0
    failed: int = 0
    sent: int = 0
    undelivered: int = 0
    uncertain: int = 0
    reminded: int = 0


@dataclass(slots=True)
class Worker:
    """Runs the loops of one process for its channels."""

    office: Office
    channels: tuple[Channel, ...]
    messages_per_second: float = 30.0
    chat_pause: float = 0.0
    holder: str = field(default_factory=lambda: uuid.uuid4().hex)
    counts: Counts = field(default_factory=Counts)
    incoming: asyncio.Event = field(default_factory=asyncio.Event)
    outgoing: asyncio.Event = field(default_factory=asyncio.Event)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    tasks: list[asyncio.Task[None]] = field(default_factory=list)
    sending: set[asyncio.Task[None]] = field(default_factory=set)

    async def start(self) -> None:
        """Starts every loop; what a dead process left half sent is looked after first."""
        await self._recover()
        for channel in self.channels:
            self._spawn(self._inbox_round(channel), self.incoming)
            self._spawn(self._outbox_round(channel), self.outgoing)
        self.every(_ALIVE_SECONDS / 3, self._recover)
        self.every(_REFRESH_SECONDS, self._refresh)
        self.every(_REMIND_SECONDS, self._remind)
        self.every(_TASK_SECONDS, self._follow_up)
        self.every(_ANNOUNCE_SECONDS, self._announce)
        self.every(_HOUR, self._purge)

    def _spawn(self, once: Callable[[], Awaitable[bool]], wake: asyncio.Event) -> None:
        self.tasks.append(asyncio.create_task(self._loop(once, wake)))

    def every(self, seconds: float, once: Callable[[], Awaitable[object]]) -> None:
        """Runs something again and again, `seconds` after it was done."""

        async def paused() -> bool:
            await once()
            await self._sleep(seconds)
            return True

        self._spawn(paused, asyncio.Event())

    def leased(self, name: str, seconds: float, once: Callable[[], Awaitable[object]]) -> None:
        """Runs something in one process of all at a time."""

        async def under_lease() -> None:
            if await upkeep.hold(self.office, name, self.holder, seconds):
                await once()
            else:
                await self._sleep(_ALIVE_SECONDS / 3)

        self.every(0.0, under_lease)

    async def stop(self) -> None:
        """Lets what is being done end, and then stops."""
        self.stopping.set()
        self.incoming.set()
        self.outgoing.set()
        running = {*self.tasks, *self.sending}  # what is cut off while it is sent would be said twice
        _, late = await asyncio.wait(running, timeout=_STOP_SECONDS) if running else ((), ())
        for task in {*late, *self.sending}:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await upkeep.release(self.office, self.holder)

    def is_alive(self) -> bool:
        return all(not task.done() for task in self.tasks)

    async def _sleep(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.stopping.wait(), seconds)

    async def _loop(self, once: Callable[[], Awaitable[bool]], wake: asyncio.Event) -> None:
        """Again and again, at once while there is work; an error costs a pause, not the loop."""
        while not self.stopping.is_set():
            wake.clear()
            try:
                busy = await once()
            except Exception as error:  # noqa: BLE001 - the outermost edge: the loop must live
                log.error("worker.failed", error=logs.where(error))
                busy = False
            if not busy:
                with suppress(TimeoutError):
                    await asyncio.wait_for(wake.wait(), _IDLE_SECONDS)

    def _inbox_round(self, channel: Channel) -> Callable[[], Awaitable[bool]]:
        async def once() -> bool:
            rows = await conversation.waiting(self.office, channel.name, channel.bot, _AT_ONCE)
            answered = await asyncio.gather(*(self._answer(channel, row) for row in rows))
            return any(answered)

        return once

    async def _answer(self, channel: Channel, row: Received) -> bool:
        """One update; False when another process has it."""
        try:
            incoming = channel.read(row.raw)
        except PoisonError as error:
            log.warning("inbox.parked", inbox=row.id, error=error.data["why"])
            self.counts.parked += 1
            await conversation.park(self.office, row.id)
            return True
        try:
            if not await conversation.receive(self.office, row.id, incoming):
                return False
            self.counts.answered += 1
            self.outgoing.set()
        except Exception as error:  # noqa: BLE001 - the outermost edge: the person must not be left in silence
            await self._failed(row, incoming, error)
        return True

    async def _failed(self, row: Received, incoming: Incoming, error: Exception) -> None:
        """Tried again; at our own mistake the person is told at once, and after five tries the chat goes on."""
        log.error("inbox.failed", inbox=row.id, tries=row.tries + 1, error=logs.where(error))
        self.counts.failed += 1
        ours = not isinstance(error, StoreError)
        await conversation.fail(self.office, row.id, incoming.address, apologise=ours)
        self.outgoing.set()

    def _outbox_round(self, channel: Channel) -> Callable[[], Awaitable[bool]]:
        """Sends to many chats at once; one that hangs holds up nobody else."""
        sending: set[asyncio.Task[None]] = set()

        def sent(task: asyncio.Task[None]) -> None:
            sending.discard(task)
            self.sending.discard(task)
            self.outgoing.set()

        async def once() -> bool:
            free = _AT_ONCE - len(sending)
            rows = await post.take(self.office, channel.name, channel.bot, self.holder, free) if free else ()
            for number, row in enumerate(rows):
                pause = 0.0 if channel.ours else number / self.messages_per_second
                task = asyncio.create_task(self._send(channel, row, pause))
                sending.add(task)
                self.sending.add(task)
                task.add_done_callback(sent)
            if self.stopping.is_set() and sending:
                await asyncio.wait(sending)
            return bool(rows)

        return once

    async def _send(self, channel: Channel, outgoing: Outgoing, pause: float) -> None:
        await asyncio.sleep(pause)
        try:
            external_id = await channel.send(outgoing)
        except DeliveryError as error:
            await self._undelivered(outgoing, error)
        except Exception as error:  # noqa: BLE001 - the outermost edge: our own mistake must not be tried for ever
            log.error("outbox.broken", outbox=outgoing.id, error=logs.where(error))
            await self._undelivered(outgoing, RefusedError(why=type(error).__name__))
        else:
            self.counts.sent += 1
            await post.sent(self.office, outgoing, external_id, 0.0 if channel.ours else self.chat_pause)

    async def _undelivered(self, outgoing: Outgoing, error: DeliveryError) -> None:
        log.warning("outbox.failed", outbox=outgoing.id, tries=outgoing.tries, error=type(error).__name__)
        self.counts.undelivered += 1
        await post.failed(self.office, outgoing, error)

    async def _recover(self) -> None:
        await upkeep.live(self.office, self.holder, _ALIVE_SECONDS)
        lost = 0
        for channel in self.channels:
            again = channel.ours
            lost += await post.recover(self.office, channel.name, channel.bot, self.holder, again=again)
        if lost:
            self.counts.uncertain += lost
            log.warning("outbox.uncertain", count=lost)
            self.outgoing.set()

    async def _refresh(self) -> None:
        if await refresh(self.office):
            log.info("guide.published", revision=self.office.guide.revision)

    async def _remind(self) -> None:
        """Everything that is due; every process takes part, and each reminder is taken once."""
        while not self.stopping.is_set() and await remind.send_due(self.office):
            self.counts.reminded += 1
            self.outgoing.set()

    async def _follow_up(self) -> None:
        """Tasks that nobody answered, or whose day is over."""
        while not self.stopping.is_set() and await tasks.follow_up(self.office):
            self.outgoing.set()

    async def _announce(self) -> None:
        """Cases that wait for staff; every process takes part, and each call is made once."""
        if count := await clocks.announce(self.office):
            log.info("cases.announced", count=count)

    async def _purge(self) -> None:
        if await upkeep.hold(self.office, "purge", self.holder, _HOUR):
            gone = await upkeep.purge(self.office)
            log.info("purge.done", **{str(kind): count for kind, count in gone.items()})
