"""A town hall whose Lotsen work in a forum group of our own Telegram."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from bot.channels.telegram import Door, ForumRoom, Intake, Poller, Telegram
from bot.desk import Office, conversation, lotse
from bot.desk.forum import Forum, Pace, Places, open_forum
from bot.desk.forum.link import new_code
from bot.model import Address
from bot.staff import Role
from bot.store import staff
from bot.texts import CONSOLE, Texts
from tests import botapi
from tests.bot.scene import Clock, stop_clock
from tests.cast import hire

WORDS = Texts(domain=CONSOLE)
RIGHTS = ("can_manage_topics", "can_delete_messages", "can_pin_messages")
MARL, SECOND = "mehmet", "sara"


@dataclass(slots=True)
class Hall:
    """The group of Marl with two Lotsen in it, and what works for it. `mehmet`, `sara`: in the group."""

    office: Office
    double: botapi.Telegram
    client: Telegram
    clock: Clock
    mehmet: botapi.Person
    sara: botapi.Person
    forum: Forum = field(init=False)
    poller: Poller = field(init=False)

    def __post_init__(self) -> None:
        self.starts()

    def starts(self) -> None:
        """A process begins; whatever one before knew by heart is gone."""
        places = Places(self.office, {"marl": str(self.mehmet.chat_id)})
        self.forum = open_forum(self.office, ForumRoom(self.client), WORDS, places, Pace(limit=1000, gap=0))

        async def keep(where: Address, update_id: str, raw: str) -> bool:
            return await conversation.keep(self.office, where, update_id, raw)

        intake = Intake(self.client, keep, lambda: None, Door(places.is_ours, places.move))
        self.poller = Poller(intake, 0)

    async def goes_on(self) -> None:
        """All that waits at Telegram and here is done."""
        await self.poller.once()
        self.clock.goes(seconds=11)
        while await self.forum.round():
            pass

    @property
    def chat(self) -> botapi.Chat:
        return self.mehmet.chat

    def topic(self) -> int:
        """The newest topic."""
        return max(self.chat.topics)

    def stands(self, topic: int | None = None) -> str:
        """All that we wrote into a topic."""
        wanted = topic or self.topic()
        found = [one for one in self.chat.by_bot if one.shape.get("message_thread_id") == wanted]
        return "\n\n".join(one.text for one in found)

    def labels(self) -> list[str]:
        """The buttons of the newest topic."""
        found = [one for one in self.chat.by_bot if one.shape.get("message_thread_id") == self.topic()]
        return [button.text for message in found for button in message.buttons]

    async def is_known(self, person: botapi.Person, name: str) -> None:
        """Somebody was linked before."""
        async with self.office.work() as work:
            user = await staff.find(work, name)
            assert user
            await staff.await_link(work, user, name, work.now + timedelta(minutes=1))
            await staff.link(work, name, str(person.id))

    async def links(self, person: botapi.Person, name: str) -> str:
        """Sends the code that was printed for somebody; returns what they hear."""
        code = await new_code(self.office, name)
        private = botapi.Person(self.double.state, person.user, self.double.state.chats[person.id])
        private.says(f"/link {code}")
        await self.goes_on()
        return private.reads()[-1].text


@asynccontextmanager
async def opened(
    office: Office, double: botapi.Telegram, *rights: str, forum: bool = True
) -> AsyncIterator[Hall]:
    """A group to which the bot was added, with these rights; nobody is linked yet."""
    await hire(office)
    await lotse.add_user(office, SECOND, Role.LOTSE, ("marl", "herten"))
    client = Telegram(double.token, double.url)
    await client.open()
    mehmet = double.person("Mehmet", "de").in_group("Lotsen Marl", supergroup=True, forum=forum)
    sara = double.person("Sara", "de").joins(mehmet)
    if rights:
        mehmet.promotes_bot(*rights)
    yield Hall(office, double, client, stop_clock(office), mehmet, sara)
    await client.close()
