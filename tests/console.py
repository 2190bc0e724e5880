"""The console as a member of staff uses it: a client that signs in and sends forms as a browser does."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import httpx
import uvicorn
from fastapi import FastAPI

from bot import console
from bot.console.ask import Console
from bot.console.doors import Doors
from bot.console.render import Pages
from bot.desk import Office, sign_in
from bot.desk.watch import PAUSE, Watch
from bot.texts import CONSOLE, Texts
from tests.process import free_port

PASSWORD = "a long enough password"
FAREWELL_SECONDS = 5
_CSRF = re.compile(r'name="csrf" value="(\w+)"')


class Clerk:
    """Somebody at the console."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.csrf = ""

    async def enters(self, name: str, password: str = PASSWORD) -> httpx.Response:
        answer = await self.client.post("/console/sign-in", data={"name": name, "password": password})
        await self.opens("/console")
        return answer

    async def is_in(self) -> bool:
        """Whether the console shows a page that is for staff alone."""
        return (await self.client.get("/console/account")).status_code == 200

    async def opens(self, path: str, **headers: str) -> httpx.Response:
        """A page; the mark of its forms is remembered."""
        answer = await self.client.get(path, headers=headers, follow_redirects=True)
        if found := _CSRF.search(answer.text):
            self.csrf = found.group(1)
        return answer

    async def sends(self, path: str, **fields: str) -> httpx.Response:
        """A form; the answer is the page that follows."""
        data = {"csrf": self.csrf} | fields
        return await self.client.post(path, data=data, follow_redirects=True)


def console_of(
    office: Office, doors: Doors | None = None, address: str | None = None, watch: Watch | None = None
) -> Console:
    """A console on this office."""
    pages = Pages(Texts(domain=CONSOLE), office.texts)
    return Console(office, pages, watch or Watch(office), doors or Doors(), address)


def pages_of(console_: Console) -> FastAPI:
    """The console alone, in a web application."""
    web = FastAPI()
    console.add_routes(web, console_)
    return web


@asynccontextmanager
async def clerk(
    office: Office, name: str | None = None, doors: Doors | None = None, address: str | None = None
) -> AsyncIterator[Clerk]:
    """Somebody who has signed in, where a name is given; in a browser of their own."""
    transport = httpx.ASGITransport(pages_of(console_of(office, doors, address)))
    async with httpx.AsyncClient(transport=transport, base_url=address or "http://test") as client:
        one = Clerk(client)
        if name:
            await sign_in.set_password(office, name, PASSWORD)
            await one.enters(name)
        yield one


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@dataclass(frozen=True, slots=True)
class House:
    """The console on a real port, and the watch that it hears of news from."""

    url: str
    watch: Watch


@asynccontextmanager
async def served(office: Office, port: int | None = None) -> AsyncIterator[House]:
    """The console behind a real web server, which looks for news as a process does."""
    watch, port = Watch(office), port or free_port()
    config = uvicorn.Config(
        pages_of(console_of(office, watch=watch)),
        port=port,
        log_config=None,
        lifespan="off",
        timeout_graceful_shutdown=FAREWELL_SECONDS,
    )
    server = _Server(config)
    serving, looking = asyncio.create_task(server.serve()), asyncio.create_task(_look(watch))
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield House(f"http://127.0.0.1:{port}", watch)
    finally:
        looking.cancel()
        watch.close()
        server.should_exit = True
        await serving


async def _look(watch: Watch) -> None:
    while True:
        await watch.look()
        await asyncio.sleep(PAUSE)
