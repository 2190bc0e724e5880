"""What Telegram may carry: all of it, or in some cities only a bell, a link to the page on which the answer stands."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from bot.model import TELEGRAM, WEB, Address, Message, say
from bot.store import Work, people, web
from bot.store.queue import OutboxKind
from bot.texts import Texts

LINK_HOURS = 24
_HERE = timedelta(minutes=1)


class Carries(StrEnum):
    """What Telegram may carry in a city."""

    FULL = "full"
    BELL = "bell"


@dataclass(frozen=True, slots=True)
class Way:
    """Where a message goes, and what rings elsewhere."""

    where: Address
    rings: tuple[Address, Message] | None = None


@dataclass(frozen=True, slots=True)
class Bell:
    """What Telegram carries by city, and the public address of the page."""

    carries: Mapping[str, Carries]
    url: str = ""

    async def way(
        self,
        work: Work,
        texts: Texts,
        citizen: str,
        where: Address,
        message: Message,
        *,
        city: str | None,
        kind: OutboxKind,
    ) -> Way:
        """The way of a message: as it was meant, or to the page, with a bell on Telegram.

        The bell is silent for a file, which follows words, and while the person talks to the guide on the page.
        """
        held_back = self.carries.get(city or "") is Carries.BELL and kind is not OutboxKind.LEAVE
        if not held_back or where.channel not in (TELEGRAM, WEB):
            return Way(where)
        place = where.external_id if where.channel == WEB else await _place(work, citizen)
        there = web.address(place)
        talking = where.channel == WEB and await web.was_used(work, place, work.now - _HERE)
        if kind is OutboxKind.FILE or (talking and kind is not OutboxKind.LOTSE):
            return Way(there)
        chat = where if where.channel == TELEGRAM else await _telegram(work, citizen)
        return Way(there, (chat, await self._ring(work, texts, place, message.lang)) if chat else None)

    async def _ring(self, work: Work, texts: Texts, place: str, lang: str) -> Message:
        """«You have an answer», with a link that opens the page once."""
        token = secrets.token_urlsafe(24)
        ends_at = work.now + timedelta(hours=LINK_HOURS)
        await web.let_in(work, place, token_hash(work, token), ends_at, once=True)
        told = texts.render(say("web.bell", hours=LINK_HOURS), lang)
        return replace(told, text=f"{told.text}\n{self.url}/open/{token}")


def token_hash(work: Work, token: str) -> str:
    """What is kept of a token: nobody can make it from the database alone."""
    return work.seal.secret(f"web token {token}")


async def _place(work: Work, citizen: str) -> str:
    """The citizen's place on the page, made where there is none."""
    place = await web.place_of(work, citizen)
    if place is None:
        place = secrets.token_urlsafe(24)
        await web.add_place(work, place)
        await people.add_address(work, web.address(place), citizen)
    return place


async def _telegram(work: Work, citizen: str) -> Address | None:
    """The citizen's chat on Telegram, unless they blocked the guide there."""
    for where in await people.addresses_of(work, citizen):
        if where.channel == TELEGRAM and not await people.is_blocked(work, where):
            return where
    return None
