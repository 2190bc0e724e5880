"""The guide's page as a person uses it: without script, by forms alone; and the page with its worker, on one office."""

import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from starlette.applications import Starlette

from bot.channels.web import Site, Web, routes
from bot.desk import Office
from bot.worker import Worker

HOST = "http://test"
_FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
_BUTTON = re.compile(r'<button form="press" name="press" value="([^"]*)"[^>]*>([^<]*)</button>')
_LINE = re.compile(r'(own|guide)" id="line-(\d+)">(.*)', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


class Surfer:
    """Somebody at the page whose browser runs no script."""

    def __init__(self, client: httpx.AsyncClient, base: str = "") -> None:
        self.client, self.base = client, base
        self.html = ""

    async def opens(self, path: str = "", **headers: str) -> httpx.Response:
        target = self.base + (path or ("" if self.base else "/"))
        return self._sees(await self.client.get(target, headers=headers, follow_redirects=True))

    async def writes(self, text: str, **headers: str) -> httpx.Response:
        return await self.sends("/say", {"text": text}, **headers)

    async def presses(self, part: str) -> httpx.Response:
        """Presses the choice whose label or data contains `part`."""
        found = next(data for data, label in self.choices if part in label or part in data)
        return await self.sends("/say", {"press": found})

    async def sends(self, path: str, fields: dict[str, str], **headers: str) -> httpx.Response:
        """A form as it stands on the page, with what is filled in."""
        data = self.hidden | fields
        answer = await self.client.post(self.base + path, data=data, headers=headers, follow_redirects=True)
        return self._sees(answer)

    def _sees(self, answer: httpx.Response) -> httpx.Response:
        self.html = answer.text
        return answer

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields of the last form on the page."""
        return {name: html.unescape(value) for name, value in _FIELD.findall(self.html)}

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(html.unescape(data), html.unescape(label)) for data, label in _BUTTON.findall(self.html)]

    @property
    def lines(self) -> list[tuple[int, str, str]]:
        """Number, who spoke, and the text of every line on the page."""
        log = self.html.partition('role="log"')[2].partition("</main>")[0]
        found = (_LINE.match(part) for part in log.split('<div class="line ')[1:])
        return [
            (int(one.group(2)), one.group(1), html.unescape(_TAG.sub("", one.group(3))).strip())
            for one in found
            if one
        ]

    @property
    def last(self) -> str:
        return self.lines[-1][2]


@asynccontextmanager
async def the_page(office: Office, site: Site | None = None) -> AsyncIterator[tuple[Starlette, Web]]:
    """The page with its worker."""
    page = Web(office)
    worker = Worker(office, (page,))
    await worker.start()
    try:
        yield Starlette(routes=routes(page, worker.incoming.set, site or Site())), page
    finally:
        page.listeners.close()
        await worker.stop()


@asynccontextmanager
async def browser_at(app: Starlette, host: str = HOST) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that has never been here."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=host) as client:
        yield client


@asynccontextmanager
async def surfer(office: Office, site: Site | None = None, base: str = "") -> AsyncIterator[Surfer]:
    """Somebody who comes for the first time."""
    host = site.url if site and site.url else HOST
    async with the_page(office, site) as (app, _), browser_at(app, host) as client:
        yield Surfer(client, base)
