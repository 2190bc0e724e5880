"""What happens to cases, told within a moment to those who look: one look at the database for all of them.

Events are only hints: whoever hears one reads the page anew, and so does whoever comes or comes back. Ids are given
before a transaction is committed, so that a lower one can come later: gaps are looked for again for a while.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.cases import EventKind, Happening
from bot.desk.office import Office
from bot.staff import Role, User
from bot.store import happenings

PAUSE = 0.25
_GAP_LASTS = timedelta(minutes=1)
_LOOK_BACK = 1000
_UNHEARD = 1000


@dataclass(eq=False, slots=True)
class Ear:
    """One who listens. What they hear is what they may see."""

    user: User
    heard: asyncio.Queue[Happening | None] = field(default_factory=lambda: asyncio.Queue(_UNHEARD))
    ended: bool = False

    def hear(self, happening: Happening) -> None:
        """One who reads too slowly is sent away; they come back and read anew."""
        if self.ended or not concerns(happening, self.user):
            return
        if self.heard.full():
            self.end()
        else:
            self.heard.put_nowait(happening)

    def end(self) -> None:
        """No more; what was heard before need not be read any more."""
        self.ended = True
        while not self.heard.empty():
            self.heard.get_nowait()
        self.heard.put_nowait(None)

    async def next(self, seconds: float) -> Happening | None:
        """The next that happens; None when nothing does for so long, or the end has come."""
        try:
            return await asyncio.wait_for(self.heard.get(), seconds)
        except TimeoutError:
            return None


def concerns(happening: Happening, user: User) -> bool:
    """Whether a user may know of it, and has something to see. That somebody read a case changes no list."""
    if happening.kind is EventKind.READ:
        return False
    if user.role in (Role.LOTSE, Role.ADMINISTRATOR):
        offered = happening.offered_to == user.id or happening.offered_city in user.cities
        return offered or user.may_see(happening.city)
    if user.role is Role.DEPARTMENT:
        theirs = happening.department is not None and happening.department == user.department
        return theirs and user.may_see(happening.task_city)
    return False


class Watch:
    """Looks for what has happened, while anybody listens. `look` is called again and again, in one place."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._ears: set[Ear] = set()
        self._last: int | None = None
        self._gaps: dict[int, datetime] = {}
        self._looking = asyncio.Lock()
        self._closed = False

    @asynccontextmanager
    async def listen(self, user: User) -> AsyncIterator[Ear]:
        """Hears all that is committed from now on."""
        ear = Ear(user)
        self._ears.add(ear)
        try:
            if self._last is None:
                await self.look()
            if self._closed:
                ear.end()
            yield ear
        finally:
            self._ears.discard(ear)

    async def look(self) -> None:
        """One look. With nobody there, nothing is asked of the database."""
        async with self._looking:
            if not self._ears:
                self._last = None
            elif self._last is None:
                await self._begin()
            else:
                await self._tell(self._last)

    async def _begin(self) -> None:
        async with self._office.work() as work:
            ids = await happenings.newest(work, _LOOK_BACK)
        self._last = max(ids, default=0)
        first = max(min(ids, default=0), self._last - _LOOK_BACK)
        self._gaps = dict.fromkeys(set(range(first, self._last)) - set(ids), self._office.clock())

    async def _tell(self, last: int) -> None:
        now = self._office.clock()
        self._gaps = {id_: since for id_, since in self._gaps.items() if now - since < _GAP_LASTS}
        async with self._office.work() as work:
            fresh = await happenings.after(work, last, self._gaps)
        ids = {one.id for one in fresh}
        self._last = max(ids | {last})
        passed = range(max(last + 1, self._last - _LOOK_BACK), self._last)
        self._gaps = {id_: since for id_, since in self._gaps.items() if id_ not in ids}
        self._gaps |= dict.fromkeys(set(passed) - ids, now)
        for ear in tuple(self._ears):
            for happening in fresh:
                ear.hear(happening)

    def close(self) -> None:
        """The process stops: everybody is sent home."""
        self._closed = True
        for ear in self._ears:
            ear.end()
