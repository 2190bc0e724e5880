"""News at the console over a real connection: nothing is missed or told twice, and every stream ends in time."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from bot.console.pages import live
from bot.desk import Office, lotse, sign_in
from tests.bot.scene import MARL, stop_clock, with_case
from tests.cast import LOTSE_CASTROP, LOTSE_MARL, Person, hire, jonas
from tests.console import FAREWELL_SECONDS, PASSWORD, House, clerk, served

_SECONDS = 20.0
_CONSOLES = 5
_DROPS = 12
_QUIET = {"HX-Request": "true", "X-By-Itself": "1"}


@pytest.fixture
async def house(small_office: Office) -> AsyncIterator[House]:
    await hire(small_office)
    for name in (LOTSE_MARL, LOTSE_CASTROP):
        await sign_in.set_password(small_office, name, PASSWORD)
    async with served(small_office) as one:
        yield one


@dataclass(slots=True)
class Screen:
    """A console that listens, and looks anew whenever it hears something."""

    client: httpx.AsyncClient
    query: str = ""
    ids: list[int] = field(default_factory=list)
    data: list[dict[str, Any]] = field(default_factory=list)
    shown: str = ""
    looked: asyncio.Event = field(default_factory=asyncio.Event)
    stream: asyncio.Task[None] | None = None

    async def listen(self) -> None:
        """The stream; one that is there breaks."""
        await self.stop()
        self.stream = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        async with self.client.stream("GET", f"/console/live{self.query}") as stream:
            async for line in stream.aiter_lines():
                if line.startswith("id: "):
                    self.ids.append(int(line[4:]))
                if line.startswith("data: "):
                    self.data.append(json.loads(line[6:]))
                    self.shown = (await self.client.get("/console/queue?tab=all", headers=_QUIET)).text
                    self.looked.set()

    async def until(self, holds: str) -> None:
        """Waits until the screen shows it."""
        async with asyncio.timeout(_SECONDS):
            while not re.search(holds, self.shown):
                self.looked.clear()
                await self.looked.wait()

    async def ends(self) -> None:
        """Waits until the house ends the stream."""
        assert self.stream
        await asyncio.wait_for(asyncio.shield(self.stream), _SECONDS)

    async def stop(self) -> None:
        if self.stream:
            self.stream.cancel()
            await asyncio.wait([self.stream])


@asynccontextmanager
async def _screen(house: House, name: str, query: str = "") -> AsyncIterator[Screen]:
    """Somebody who signed in, whose screen shows the queue and listens."""
    async with httpx.AsyncClient(base_url=house.url, timeout=_SECONDS) as client:
        await client.post("/console/sign-in", data={"name": name, "password": PASSWORD})
        screen = Screen(client, query)
        await screen.listen()
        await screen.until("<nav")
        try:
            yield screen
        finally:
            await screen.stop()


async def test_a_new_case_is_on_the_screen_of_its_city_and_of_no_other(
    house: House, small_office: Office
) -> None:
    async with _screen(house, LOTSE_MARL) as marl, _screen(house, LOTSE_CASTROP) as castrop:
        number = await with_case(jonas(small_office))
        await marl.until(number)
        assert number in {one.get("case") for one in marl.data}
        assert {key for one in marl.data for key in one} <= {"case", "kind"}
        assert castrop.data == [{}]


async def test_a_stream_of_one_case_hears_of_no_other(house: House, small_office: Office) -> None:
    one = await with_case(jonas(small_office))
    async with _screen(house, LOTSE_MARL, f"?case={one}") as screen:
        other = await with_case(Person(small_office, "somebody else", "de"))
        await lotse.note(small_office, MARL, one, "etwas")
        async with asyncio.timeout(_SECONDS):
            while len(screen.data) < 2:
                await asyncio.sleep(0.01)
        assert [found.get("case") for found in screen.data] == [None, one]
        assert other in (await screen.client.get("/console/queue?tab=all")).text


async def test_when_streams_break_nothing_is_missed_and_nothing_is_there_twice(
    house: House, small_office: Office
) -> None:
    async with AsyncExitStack() as stack:
        screens = [await stack.enter_async_context(_screen(house, LOTSE_MARL)) for _ in range(_CONSOLES)]
        numbers = []
        for drop in range(_DROPS):
            numbers.append(await with_case(Person(small_office, f"person {drop}", "de")))
            await screens[drop % _CONSOLES].listen()
        await asyncio.gather(*(screen.until(number) for screen in screens for number in numbers))
        for screen in screens:
            assert sorted(re.findall(r'id="case-([\w-]+)"', screen.shown)) == sorted(numbers)
            assert len(screen.ids) == len(set(screen.ids))


async def test_a_stream_ends_with_its_session(
    house: House, small_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "_CHECK_SECONDS", 0.05)
    async with _screen(house, LOTSE_MARL) as screen:
        await sign_in.leave(small_office, screen.client.cookies["lotse-staff"])
        await screen.ends()


async def test_a_page_that_only_looks_keeps_nobody_signed_in(small_office: Office) -> None:
    await hire(small_office)
    clock = stop_clock(small_office)
    async with clerk(small_office, LOTSE_MARL) as mehmet:
        clock.goes(hours=1.5)
        assert (await mehmet.client.get("/console/queue", headers=_QUIET)).status_code == 200
        clock.goes(hours=1)
        assert (await mehmet.client.get("/console/queue", headers=_QUIET)).status_code == 401


async def test_open_streams_do_not_keep_the_process_from_stopping(small_office: Office) -> None:
    await hire(small_office)
    await sign_in.set_password(small_office, LOTSE_MARL, PASSWORD)
    stack = AsyncExitStack()
    house = await stack.enter_async_context(served(small_office))
    async with _screen(house, LOTSE_MARL) as screen:
        async with asyncio.timeout(FAREWELL_SECONDS - 1):
            await stack.aclose()
        await screen.ends()
