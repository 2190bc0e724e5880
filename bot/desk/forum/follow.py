"""What happens to the cases of a city is posted in its group: the events after the last one that stands there.

A post is remembered after it was sent: killed in between, the same stands there twice, and nothing is ever missing.
"""

from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from bot import logs
from bot.cases import Case, CaseStatus, Event, EventKind
from bot.desk.forum import show
from bot.desk.forum.nouns import Room
from bot.desk.forum.pace import Pace
from bot.desk.forum.places import Places
from bot.desk.office import Office
from bot.errors import (
    DeliveryError,
    ForumError,
    LaterError,
    MigratedError,
    ThreadGoneError,
    UnreachableError,
)
from bot.store import cases, forum
from bot.store.forum import Due, Thread
from bot.texts import Texts
from knowledge.localized import GERMAN

_AT_ONCE = 50
_TROUBLE_SECONDS = 600.0
_LOOK_AGAIN = timedelta(seconds=10)  # events of two transactions may become visible out of their order
log = structlog.get_logger()


@dataclass(slots=True)
class Follower:
    """Posts for all groups; what it knows beside the database is what can wait."""

    office: Office
    room: Room
    words: Texts
    places: Places
    pace: Pace
    _newest: int = -1
    _look_at: datetime | None = field(default=None)

    async def round(self) -> bool:
        """At most one message a group, and what has to go; False when there was nothing to do."""
        found = await self._look()
        if found is None:
            return False
        due, gone, places = found
        done = [await self._guarded(thread.chat, thread.case, self._remove(thread)) for thread in gone]
        served: set[str] = set()
        for one in due:
            chat = places[one.city]
            if chat not in served and not self.pace.waits(one.case, self.office.clock()):
                served.add(chat)
                done.append(await self._guarded(chat, one.case, self._post(one, chat)))
        return any(done)

    async def _look(self) -> tuple[tuple[Due, ...], tuple[Thread, ...], dict[str, str]] | None:
        """What is to be posted, what has to go, and where each city's group is; None while nothing is new."""
        now = self.office.clock()
        async with self.office.work() as work:
            newest = await forum.newest(work)
            if newest == self._newest and self._look_at and now < self._look_at:
                return None
            places = {city: group.today for city, group in (await self.places.today(work)).items()}
            may = {city: chat for city, chat in places.items() if self.pace.may(chat, now)}
            due = await forum.due(work, may, _AT_ONCE)
            gone = await forum.astray(work, places)
        idle = not due and len(may) == len(places)
        self._newest, self._look_at = newest if idle else -1, now + _LOOK_AGAIN
        return due, tuple(one for one in gone if self._may_go(one, now)), places

    def _may_go(self, thread: Thread, now: datetime) -> bool:
        return self.pace.may(thread.chat, now) and not self.pace.waits(thread.case, now)

    async def _post(self, due: Due, chat: str) -> None:
        """Everything new of one case as one message; a case without a thread gets one."""
        case, events = await self._load(due)
        thread = due.thread or await self._open(case, chat)
        said, text = self._fitting(case, [one for one in events if one.id > thread.last])
        opening = show.is_opening(said)
        offers = show.buttons(case, self.words) if opening else ()
        message = await self.room.say(chat, thread.id, text, offers)
        self.pace.sent(chat, self.office.clock())
        with suppress(DeliveryError):  # what makes it handier, and may be forbidden to us
            await self._arrange(case, thread, said, message)
        async with self.office.work() as work:
            await forum.save(work, replace(thread, last=said[-1].id))
        self.pace.worked(due.case)

    async def _load(self, due: Due) -> tuple[Case, list[Event]]:
        async with self.office.work() as work:
            case = await cases.get(work, due.case)
            assert case is not None, "a case that is due is there"
            return case, [one for one in await cases.history(work, case) if one.kind is not EventKind.READ]

    async def _open(self, case: Case, chat: str) -> Thread:
        name = show.name(case, self.office, self.words)
        thread = Thread(case.number, chat, await self.room.open(chat, name))
        self.pace.sent(chat, self.office.clock())
        async with self.office.work() as work:
            await forum.save(work, thread)
        await self.places.trouble(chat, None)
        return thread

    def _fitting(self, case: Case, events: list[Event]) -> tuple[tuple[Event, ...], str]:
        """As many events as one message holds, one at least."""
        said = [events[0]]
        text = show.event(events[0], case, self.office, self.words)
        for one in events[1:]:
            longer = f"{text}\n\n{show.event(one, case, self.office, self.words)}"
            if not self.room.fits(longer):
                break
            said.append(one)
            text = longer
        return tuple(said), text

    async def _arrange(self, case: Case, thread: Thread, said: tuple[Event, ...], message: str) -> None:
        """The first message stays on top; the name tells that it became urgent; what is over is closed."""
        if show.is_opening(said):
            await self.room.pin(thread.chat, message)
            self.pace.sent(thread.chat, self.office.clock())
        if any(one.kind is EventKind.DANGER for one in said):
            await self.room.rename(thread.chat, thread.id, show.name(case, self.office, self.words))
        if case.status is CaseStatus.CLOSED and show.is_over(said):
            await self.room.close(thread.chat, thread.id)

    async def _remove(self, thread: Thread) -> None:
        """What a person had erased, or another city has now, does not stay in the group."""
        try:
            await self.room.delete(thread.chat, thread.id)
        except ForumError:
            log.warning(
                "forum.not_deleted", case=thread.case, hint="the bot needs the right to delete messages"
            )
            self.pace.wait(thread.case, self.office.clock(), _TROUBLE_SECONDS)
            return
        except ThreadGoneError:
            pass  # somebody else deleted it
        else:
            self.pace.sent(thread.chat, self.office.clock())
        await self._forget(thread.case)

    async def _forget(self, number: str) -> None:
        async with self.office.work() as work:
            await forum.drop(work, number)

    async def _guarded(self, chat: str, number: str, doing: Awaitable[None]) -> bool:
        """Does one thing, and what follows from its failing. Nothing is lost: it is due until it is done."""
        now = self.office.clock()
        try:
            await doing
        except ThreadGoneError:
            await self._forget(number)  # made anew in the next round, where the case still has use for it
        except MigratedError as error:
            await self.places.move(chat, str(error.data["chat"]))
        except LaterError as error:
            self.pace.wait(chat, now, error.seconds)
        except (ForumError, UnreachableError) as error:
            await self._trouble(chat, str(error.data["why"]))
        except Exception as error:  # noqa: BLE001 - the outermost edge: one case must not stop the others
            log.warning("forum.not_posted", case=number, error=logs.where(error))
            self.pace.failed(number, now)
        return True

    async def _trouble(self, chat: str, why: str) -> None:
        """The group waits, the console goes on; where it can be, it is said there, once."""
        self.pace.wait(chat, self.office.clock(), _TROUBLE_SECONDS)
        if await self.places.trouble(chat, why):
            key = f"forum.trouble.{why}"
            text = self.words.text(key if self.words.has(key) else "forum.trouble.other", GERMAN)
            with suppress(DeliveryError):
                await self.room.say(chat, "", text)
