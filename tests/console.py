"""The console as a member of staff uses it: a client that signs in and sends forms as a browser does."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI

from bot import console
from bot.console.ask import Console
from bot.console.render import Pages
from bot.desk import Office, sign_in
from bot.desk.watch import Watch
from bot.texts import CONSOLE, Texts

PASSWORD = "a long enough password"
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


def pages_of(office: Office) -> FastAPI:
    """The console alone, on this office."""
    web = FastAPI()
    console.add_routes(web, Console(office, Pages(Texts(domain=CONSOLE), office.texts), Watch(office)))
    return web


@asynccontextmanager
async def clerk(office: Office, name: str | None = None) -> AsyncIterator[Clerk]:
    """Somebody who has signed in, where a name is given."""
    transport = httpx.ASGITransport(pages_of(office))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        one = Clerk(client)
        if name:
            await sign_in.set_password(office, name, PASSWORD)
            await one.enters(name)
        yield one
