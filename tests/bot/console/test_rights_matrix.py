"""Who may use what: every route × every role × what is of the own city and of another one.

What is expected comes from the roles that each route declares; a new route is walked as soon as it stands in ROUTES.
What a part of an address means is named once, in `_PARTS`; a part that is not named there fails.
"""

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa

from bot.cases import parse_number
from bot.console import ROUTES
from bot.console.doors import Doors
from bot.console.route import Route
from bot.desk import Office, lotse
from bot.desk.sign_in import token_hash
from bot.staff import Role, SecondStep
from bot.store import sign_in, staff
from bot.tables import attempt, case, case_event, department_consent, lease, metadata, staff_session, task
from tests.bot.scene import with_case
from tests.cast import amira, jonas
from tests.console import console_of, pages_of

OWN, FOREIGN = "marl", "castrop-rauxel"
_DEPARTMENT = "jugendamt"
# What forms ask for, so that it is the rights that refuse, and not an empty field.
_FIELDS = dict.fromkeys(("text", "title", "reason", "note"), "x")
_OF_THE_MOMENT = (staff_session, attempt, lease)
Parts = dict[str, str]
Message = MutableMapping[str, Any]


async def _case(office: Office, city: str, parts: Parts) -> str:
    who = jonas if city == OWN else amira
    number = parse_number(await with_case(who(office), city))
    assert number
    return number


async def _task(office: Office, city: str, parts: Parts) -> str:
    """A task of the case in that city, which its department may see."""
    number = parts["number"]
    citizen = sa.select(case.c.citizen).where(case.c.number == number).scalar_subquery()
    values = {"case_number": number, "citizen": citizen, "department": _DEPARTMENT}
    async with office.work() as work:
        given = {"status": "given", "version": "1", "asked_at": work.now, "answered_at": work.now}
        await work.run(sa.insert(department_consent).values(values | given))
        proposed = {"city": city, "status": "proposed", "created_at": work.now, "changed_at": work.now}
        row = await work.first(sa.insert(task).values(values | proposed).returning(task.c.id))
    assert row
    return str(row.id)


async def _event(office: Office, city: str, parts: Parts) -> str:
    """Something that happened to the case in that city."""
    async with office.work() as work:
        newest = sa.func.max(case_event.c.id)
        row = await work.first(sa.select(newest).where(case_event.c.case_number == parts["number"]))
    assert row
    return str(row[0])


async def _member(office: Office, city: str, parts: Parts) -> str:
    name = f"colleague-{city}"
    await lotse.add_user(office, name, Role.LOTSE, (city,))
    async with office.work() as work:
        found = await staff.find(work, name)
        assert found
        await sign_in.set_password(work, found, "of a colleague")
    return str(found.id)


async def _everywhere(office: Office, city: str, parts: Parts) -> str:
    return _DEPARTMENT


async def _made_up(office: Office, city: str, parts: Parts) -> str:
    return "made-up"


# What stands for a part of an address, in a city; in this order, because tasks and events are of a case.
_PARTS: dict[str, Callable[[Office, str, Parts], Awaitable[str]]] = {
    "number": _case,
    "task": _task,
    "event": _event,
    "member": _member,
    "department": _everywhere,
    "token": _made_up,
}


class Walker:
    """Somebody who tries every route."""

    def __init__(self, office: Office, role: Role | None) -> None:
        self.office, self.role = office, role
        self.console = console_of(office, Doors(second_step=SecondStep.OPTIONAL))
        self.web = pages_of(self.console)
        self.parts: dict[str, Parts] = {OWN: {}, FOREIGN: {}}

    async def settles(self) -> None:
        """Everything that addresses name, in both cities."""
        names = {name for route in ROUTES for name in _names(route)}
        assert names <= _PARTS.keys(), f"say in _PARTS what {names - _PARTS.keys()} stands for"
        for city, parts in self.parts.items():
            for name, made in _PARTS.items():
                parts[name] = await made(self.office, city, parts)
        if self.role:
            department = _DEPARTMENT if self.role is Role.DEPARTMENT else None
            await lotse.add_user(self.office, "walker", self.role, (OWN,), department)

    async def _signs_in(self) -> str:
        """A session of its own for each step: some routes end it."""
        token = secrets.token_urlsafe()
        async with self.office.work() as work:
            user = await staff.find(work, "walker")
            assert user
            await sign_in.set_password(work, user, "of the walker")
            ends_at = work.now.replace(year=work.now.year + 1)
            await sign_in.open_session(work, user, token_hash(token), ends_at)
        return token

    def path(self, route: Route, city: str) -> str:
        return re.sub(r"\{(\w+)[^}]*\}", lambda found: self.parts[city][found[1]], route.path)

    async def tries(self, route: Route, city: str, *, part: bool = False) -> tuple[int, dict[str, str]]:
        """Status and headers of the answer."""
        path = self.path(route, city)
        headers = {"host": "test", "content-type": "application/x-www-form-urlencoded"}
        body = b""
        if part:
            headers["hx-request"] = "true"
        if self.role:
            token = await self._signs_in()
            headers["cookie"] = f"{self.console.cookie}={token}"
            form = _FIELDS | {"csrf": self.console.csrf(token)}
            body = urlencode(form).encode() if route.method != "GET" else b""
        return await _asked(self.web, route.method, path, headers | {"content-length": str(len(body))}, body)


async def _asked(
    web: Any, method: str, path: str, headers: dict[str, str], body: bytes
) -> tuple[int, dict[str, str]]:
    """Asks until the answer begins; a stream of news would never end."""
    begun: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("203.0.113.9", 1234),
        "server": ("test", 80),
    }

    parts = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        if parts:
            return parts.pop()
        await begun
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start" and not begun.done():
            begun.set_result(message)

    answering = asyncio.ensure_future(web(scope, receive, send))
    try:
        await asyncio.wait({begun, answering}, timeout=10, return_when=asyncio.FIRST_COMPLETED)
        if answering.done():
            answering.result()
        start = begun.result()
        await asyncio.wait({answering}, timeout=1)  # what it does after it answered is done, too
    finally:
        answering.cancel()
        await asyncio.gather(answering, return_exceptions=True)
    return start["status"], {name.decode(): value.decode() for name, value in start["headers"]}


def _names(route: Route) -> list[str]:
    return re.findall(r"\{(\w+)", route.path)


async def _everything(office: Office) -> dict[str, list[Any]]:
    async with office.work() as work:
        return {
            table.name: sorted(map(repr, await work.all(sa.select(table))))
            for table in metadata.sorted_tables
            if table not in _OF_THE_MOMENT
        }


async def _walker(office: Office, role: Role | None) -> Walker:
    walker = Walker(office, role)
    await walker.settles()
    return walker


@pytest.mark.parametrize("role", Role)
async def test_what_is_of_another_city_does_not_exist_and_nothing_happens_to_it(
    role: Role, small_office: Office
) -> None:
    walker = await _walker(small_office, role)
    for route in ROUTES:
        if not _names(route) or not route.roles:
            continue
        await walker._signs_in()
        before = await _everything(small_office)
        status, _ = await walker.tries(route, FOREIGN)
        assert status == (404 if role in route.roles else 403), (route.method, route.path)
        assert await _everything(small_office) == before, (route.method, route.path)


@pytest.mark.parametrize("role", Role)
async def test_who_may_use_a_route_can_and_nobody_else(role: Role, small_office: Office) -> None:
    walker = await _walker(small_office, role)
    for route in ROUTES:
        status, _ = await walker.tries(route, OWN)
        where = (route.method, route.path, status)
        if not route.roles:
            assert status < 500, where
        elif role in route.roles:
            assert status not in (401, 403, 404), where
            assert status < 500, where
        else:
            assert status == 403, where


async def test_who_has_not_signed_in_is_led_there_first(small_office: Office) -> None:
    walker = await _walker(small_office, None)
    before = await _everything(small_office)
    for route in ROUTES:
        status, headers = await walker.tries(route, OWN)
        if not route.roles:
            assert status < 500, (route.method, route.path)
            continue
        assert status == 303, (route.method, route.path)
        assert headers["location"].startswith("/console/sign-in")
        status, headers = await walker.tries(route, OWN, part=True)
        assert (status, headers["hx-redirect"]) == (401, headers["hx-redirect"])
        assert headers["hx-redirect"].startswith("/console/sign-in")
    assert await _everything(small_office) == before


async def test_no_form_counts_without_the_mark_of_its_session(small_office: Office) -> None:
    walker = await _walker(small_office, Role.ADMINISTRATOR)
    token = await walker._signs_in()
    before = await _everything(small_office)
    cookie = {"host": "test", "cookie": f"{walker.console.cookie}={token}", "content-length": "0"}
    for route in ROUTES:
        if route.method != "GET":
            status, _ = await _asked(walker.web, route.method, walker.path(route, OWN), cookie, b"")
            assert status == 403, (route.method, route.path)
    assert await _everything(small_office) == before


def test_every_address_is_answered_once() -> None:
    addresses = [(route.method, re.sub(r"\{[^}]*\}", "{}", route.path)) for route in ROUTES]
    assert len(addresses) == len(set(addresses))
