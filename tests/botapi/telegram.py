"""The double as a test holds it: starts and stops, makes people, tells what was sent, seen and violated.

The composition root of this package; each duty is in its own file.
"""

from collections import Counter
from typing import Any, Self

from . import shapes
from .calls import Calls, Opinion
from .chats import Chat, Message
from .control import control_app
from .facts import checker
from .faults import Faults
from .people import Person
from .server import Door, Server
from .state import STRANGER, Notice, State
from .updates import Seen, Updates
from .violations import Kind, Violation
from .webhook import Deliveries
from .wire import JsonObject

BOT_ID = 7_000_000_001
FIRST_PERSON = 5_000_000_000
DEFAULT_TOKEN = f"{BOT_ID}:{'AAEdoubleOfTelegram'.ljust(35, '_')}"


class Telegram:
    """A Telegram of our own: `async with Telegram() as telegram: …`."""

    def __init__(
        self,
        *,
        token: str = DEFAULT_TOKEN,
        username: str = "lotse_bot",
        port: int = 0,
        aiogram: bool = True,
        webhook_pause: float = 0.05,
        webhook_timeout: float = 60,
        webhook_routes: dict[str, str] | None = None,
        query_lifetime: float = 30,
    ) -> None:
        """Makes the double; nothing listens before `start`.

        Args:
            token: the only token that is let in.
            username: of the bot.
            port: 0 takes a free one.
            aiogram: whether aiogram reads every update and request too (off for load tests).
            webhook_pause: seconds before an update is delivered again.
            webhook_timeout: seconds the webhook has for an answer.
            webhook_routes: beginning of a public webhook address → local address.
            query_lifetime: seconds in which a callback query can be answered.

        """
        bot = shapes.bot(int(token.partition(":")[0]), "Lotse", username)
        self.state = State(token, bot, query_lifetime)
        self.state.updates.check = self._check_update
        self.people: dict[str, Person] = {}
        on_update, on_request = _opinions() if aiogram else (_no_opinion, _no_opinion)
        self._on_update = on_update
        self._deliveries = Deliveries(self.state, webhook_pause, webhook_timeout, webhook_routes or {})
        calls = Calls(self.state, self._deliveries, on_request)
        self._server = Server(Door(calls, control_app(self)), port)

    async def start(self) -> Self:
        await self._server.start()
        return self

    async def stop(self) -> None:
        self.state.closing.set()
        await self._deliveries.stop()
        await self._server.stop()

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    # where it is

    @property
    def token(self) -> str:
        return self.state.token

    @property
    def port(self) -> int:
        return self._server.port

    @property
    def url(self) -> str:
        """The API's root, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def base_url(self) -> str:
        """What python-telegram-bot takes as base_url."""
        return f"{self.url}/bot"

    # who acts

    def person(self, first_name: str = "Amira", language_code: str | None = "ar", **more: Any) -> Person:
        """A new person who has not written yet; `more` are further fields of User (username, last_name)."""
        user = shapes.user(FIRST_PERSON + len(self.people), first_name, language_code, **more)
        chat = Chat(shapes.private_chat(user), refusal=STRANGER)
        self.state.chats[chat.id] = chat
        return self.know(Person(self.state, user, chat))

    def know(self, person: Person) -> Person:
        """Enters a person for the control route."""
        self.people[person.key] = person
        return person

    # what goes wrong

    @property
    def faults(self) -> Faults:
        return self.state.faults

    @property
    def updates(self) -> Updates:
        """Orders duplicates, reverse order, jumps of update_id; counts what is pending or withheld."""
        return self.state.updates

    def poison(self, body: JsonObject | None = None, kind: str = "message") -> int | None:
        """An update whose fields have wrong types, so that a client cannot parse it."""
        wrong = {"message_id": "first", "date": "yesterday", "chat": 7, "text": ["no", "text"]}
        return self.state.updates.push(kind, body or wrong, 0, checked=False)

    def expires_queries(self) -> None:
        """All open callback queries are too old from now on."""
        for query in self.state.queries.values():
            query.expired = True

    # what happened

    @property
    def sent(self) -> list[Message]:
        """All accepted messages in order, each as it was when it was sent."""
        return self.state.sent

    @property
    def edits(self) -> list[Message]:
        return self.state.edits

    @property
    def deleted(self) -> list[tuple[int, int]]:
        """Pairs of chat and message id."""
        return self.state.deleted

    @property
    def actions(self) -> list[tuple[int, str]]:
        """Pairs of chat id and chat action."""
        return self.state.actions

    @property
    def notices(self) -> list[Notice]:
        """Answers to callback queries."""
        return self.state.notices

    @property
    def seen(self) -> dict[int, Seen]:
        """update_id → how often delivered, whether confirmed."""
        return self.state.updates.seen()

    @property
    def violations(self) -> list[Violation]:
        return self.state.violations

    @property
    def counters(self) -> Counter[str]:
        """Calls by method, and drop_pending_updates, dropped updates, logged out."""
        return self.state.counters

    @property
    def profile(self) -> dict[tuple[str, ...], Any]:
        """What is stored under ("commands", language, scope), ("description", language) and the like."""
        return self.state.profile

    def _check_update(self, kind: str, update: JsonObject) -> None:
        for problem in filter(None, (checker("Update")(update), self._on_update(kind, update))):
            self.state.violate(Kind.UPDATE, kind, problem)


def _opinions() -> tuple[Opinion, Opinion]:
    """Of aiogram, on updates and requests; imported only when asked, because that takes seconds."""
    from . import second_opinion

    return second_opinion.on_update, second_opinion.on_request


def _no_opinion(_: str, __: JsonObject) -> None:
    return None
