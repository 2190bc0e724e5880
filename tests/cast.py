"""The fixed cast, so that tests read alike: three citizens, two Lotsen, an editor, a department, an outsider.

`Person` talks to an office as a channel would, without a network.
"""

import itertools
from dataclasses import dataclass, field

from bot.channels.slash import slash
from bot.desk import Office, conversation, lotse, post
from bot.model import Address, File, Incoming, IncomingKind, Message
from bot.staff import Role

CHANNEL = "test"
_SERIAL = itertools.count(1)


@dataclass(slots=True)
class Person:
    """A citizen in a test."""

    office: Office
    name: str
    lang: str
    messages: list[Message] = field(default_factory=list)
    files: list[File] = field(default_factory=list)

    @property
    def address(self) -> Address:
        return Address(CHANNEL, self.name, self.name)

    async def does(self, kind: IncomingKind, text: str = "", *, ref: str = "", album: str = "") -> str:
        """Does something; returns what the guide says to it."""
        serial = str(next(_SERIAL))
        incoming = Incoming(self.address, kind, text, lang=self.lang, ref=ref or serial, album=album)
        return await self._send(incoming, serial)

    async def says(self, text: str, *, ref: str = "") -> str:
        if text.startswith("/"):
            serial = str(next(_SERIAL))
            return await self._send(slash(text, self.address, self.lang, serial), serial)
        return await self.does(IncomingKind.TEXT, text, ref=ref)

    async def edits(self, text: str, ref: str) -> str:
        return await self.does(IncomingKind.EDIT, text, ref=ref)

    async def presses(self, part: str) -> str:
        """Presses the choice of the last message whose label or data contains `part`."""
        offers = self.messages[-1].offers
        found = next(offer for offer in offers if part in offer.label or part in offer.data)
        return await self.does(IncomingKind.PRESS, found.data)

    async def _send(self, incoming: Incoming, serial: str) -> str:
        await conversation.keep(self.office, self.address, serial, "{}")
        rows = await conversation.waiting(self.office, CHANNEL, self.name, 10)
        for row in rows:
            await conversation.receive(self.office, row.id, incoming)
        return await self.reads()

    async def reads(self) -> str:
        """What has come since the last look, as text with numbered choices."""
        fresh: list[Message] = []
        files: list[File] = []
        while rows := await post.take(self.office, CHANNEL, self.name, "test", 20):
            for row in rows:
                if row.file:
                    files.append(row.file)
                else:
                    fresh.append(row.message)
                await post.sent(self.office, row, "")
        self.messages += fresh
        self.files += files
        return "\n".join([*map(_shown, fresh), *(f"[{file.name}]" for file in files)])


def _shown(message: Message) -> str:
    choices = [offer.shown(number) for number, offer in enumerate(message.offers, 1)]
    return "\n".join([message.text, *choices])


def amira(office: Office) -> Person:
    """Writes in Arabic."""
    return Person(office, "amira", "ar")


def olena(office: Office) -> Person:
    """Writes in Ukrainian."""
    return Person(office, "olena", "uk")


def emine(office: Office) -> Person:
    """Writes in Turkish."""
    return Person(office, "emine", "tr")


def jonas(office: Office) -> Person:
    """Writes in German."""
    return Person(office, "jonas", "de")


LOTSE_CASTROP = "lena"
LOTSE_MARL = "mehmet"
EDITOR = "edda"
DEPARTMENT = "jugendamt-marl"
OUTSIDER = "otto"


async def hire(office: Office) -> None:
    """Everybody who works here; the outsider does not."""
    await lotse.add_user(office, LOTSE_CASTROP, Role.LOTSE, ("castrop-rauxel",))
    await lotse.add_user(office, LOTSE_MARL, Role.LOTSE, ("marl",))
    await lotse.add_user(office, EDITOR, Role.EDITOR, ())
    await lotse.add_user(office, DEPARTMENT, Role.DEPARTMENT, ("marl",), "jugendamt")
