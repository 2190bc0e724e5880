"""/control/…: the same acts and reports as JSON, for a double that runs in a process of its own.

Translates only; every act is one of Person, Faults, Updates.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from . import faults
from .chats import Message
from .people import Person

if TYPE_CHECKING:
    from .telegram import Telegram

Act = Callable[..., Any]

ACTS: dict[str, Act] = {
    act.__name__: act
    for act in (
        Person.says, Person.starts, Person.presses, Person.sends, Person.sends_photo, Person.sends_voice,
        Person.sends_document, Person.sends_sticker, Person.sends_location, Person.sends_contact,
        Person.albums, Person.blocks_bot, Person.unblocks_bot, Person.deactivates, Person.in_group,
        Person.removes_bot, Person.migrates, Person.reads, Person.hears, Person.sees, Person.is_answered,
    )
}  # fmt: skip

REPORTS: dict[str, Callable[[Telegram], Any]] = {
    "sent": lambda telegram: [shown(message) for message in telegram.sent],
    "edits": lambda telegram: [shown(message) for message in telegram.edits],
    "seen": lambda telegram: {str(number): asdict(seen) for number, seen in telegram.seen.items()},
    "violations": lambda telegram: [asdict(violation) for violation in telegram.violations],
    "counters": lambda telegram: dict(telegram.counters),
    "notices": lambda telegram: [asdict(notice) for notice in telegram.notices],
    "profile": lambda telegram: {"/".join(key): value for key, value in telegram.profile.items()},
}

UPDATE_FAULTS: dict[str, Callable[[Telegram, int], Any]] = {
    "twice": lambda telegram, count: telegram.updates.deliver_twice(count),
    "reverse": lambda telegram, count: telegram.updates.reverse(count),
    "jump": lambda telegram, _: telegram.updates.jump(),
    "poison": lambda telegram, _: telegram.poison(),
    "expire": lambda telegram, _: telegram.expires_queries(),
}


def shown(value: Any) -> Any:
    """A result as JSON."""
    if isinstance(value, Message):
        return {
            "message_id": value.message_id,
            "chat_id": value.chat_id,
            "text": value.text,
            "entities": value.entities,
            "buttons": [[asdict(button) for button in row] for row in value.rows],
            "time": value.time.isoformat(),
            "edited": value.edited,
        }
    if isinstance(value, Person):
        return {"key": value.key, "id": value.id, "chat_id": value.chat_id}
    if isinstance(value, list | tuple):
        return [shown(each) for each in value]
    return asdict(value) if hasattr(value, "__dataclass_fields__") else value


@dataclass(frozen=True, slots=True)
class Control:
    """The endpoints over one double."""

    telegram: Telegram

    async def create(self, request: Request) -> Response:
        return JSONResponse(shown(self.telegram.person(**await _arguments(request))))

    async def act(self, request: Request) -> Response:
        person = self.telegram.people[request.path_params["key"]]
        arguments = await _arguments(request)
        result = self._done(person, request.path_params["act"], arguments)
        if isinstance(result, Awaitable):
            result = await result
        if isinstance(result, Person):
            self.telegram.know(result)
        return JSONResponse(shown(result))

    async def plan(self, request: Request) -> Response:
        asked = await _arguments(request)
        fault = faults.BY_NAME[asked.pop("fault")](**asked.pop("with", {}))
        self.telegram.faults.plan(asked.pop("method", None), fault, **asked)
        return JSONResponse({"planned": True})

    async def disturb(self, request: Request) -> Response:
        count = (await _arguments(request)).get("count", 1)
        return JSONResponse(UPDATE_FAULTS[request.path_params["name"]](self.telegram, count))

    async def report(self, request: Request) -> Response:
        return JSONResponse(REPORTS[request.path_params["name"]](self.telegram))

    def _done(self, person: Person, act: str, arguments: dict[str, Any]) -> Any:
        if act == "joins":
            return person.joins(self.telegram.people[arguments["group"]])
        if act == "edits":
            return person.edits(person.chat.messages[arguments["message_id"]], arguments["text"])
        return ACTS[act](person, **arguments)


def control_app(telegram: Telegram) -> Starlette:
    control = Control(telegram)
    routes = [
        Route("/control/people", control.create, methods=["POST"]),
        Route("/control/people/{key}/{act}", control.act, methods=["POST"]),
        Route("/control/faults", control.plan, methods=["POST"]),
        Route("/control/updates/{name}", control.disturb, methods=["POST"]),
        Route("/control/{name}", control.report, methods=["GET"]),
    ]
    wrong = {AssertionError: _wrong, KeyError: _wrong, TypeError: _wrong}
    return Starlette(routes=routes, exception_handlers=wrong)


async def _arguments(request: Request) -> dict[str, Any]:
    return dict(await request.json()) if await request.body() else {}


async def _wrong(_: Request, error: Exception) -> Response:
    """A wrong order, or nothing heard: 409 with the reason."""
    return JSONResponse({"error": f"{type(error).__name__}: {error}"}, status_code=HTTPStatus.CONFLICT)
