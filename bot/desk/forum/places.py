"""Which group is which city's, also after it got a new id, and what keeps us from it: said once."""

from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from bot.desk.office import Office
from bot.store import Work, forum
from bot.store.forum import Group

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Places:
    """The groups as the settings name them: city -> chat."""

    office: Office
    settings: Mapping[str, str]

    async def today(self, work: Work) -> dict[str, Group]:
        """Each city's group, with its id of today."""
        known = {chat: await forum.group(work, chat) for chat in set(self.settings.values())}
        return {city: known[chat] for city, chat in self.settings.items()}

    async def _group(self, work: Work, chat: str) -> Group | None:
        """The group that has this id today, or had it when the settings were made."""
        groups = (await self.today(work)).values()
        return next((group for group in groups if chat in (group.today, group.chat)), None)

    async def is_ours(self, chat: str) -> bool:
        async with self.office.work() as work:
            return await self._group(work, chat) is not None

    async def move(self, old: str, new: str) -> bool:
        """A chat has a new id; False when it is none of our groups."""
        async with self.office.work() as work:
            group = await self._group(work, old)
            if group and group.today != new:
                await forum.move(work, group, new)
                log.info("forum.moved")
            return group is not None

    async def trouble(self, chat: str, why: str | None) -> bool:
        """Remembers what keeps us from a group, and that nothing does; True when that is news to be said."""
        async with self.office.work() as work:
            group = await self._group(work, chat)
            if group is None or group.trouble == why:
                return False
            await forum.set_trouble(work, group, why)
        cities = sorted(city for city, configured in self.settings.items() if configured == group.chat)
        if why:
            log.warning("forum.unusable", cities=cities, why=why)
        else:
            log.info("forum.usable", cities=cities)
        return why is not None
