"""What comes by itself: every line once and in order, whatever becomes of the line that carries it."""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from bot.channels.web import Site, Web, routes
from bot.channels.web.listeners import Listeners, woken
from bot.desk import Office, post, web
from bot.errors import UncertainError, UnreachableError
from bot.model import WEB, Address, File, Message
from bot.store import people
from bot.store import web as store
from bot.tables import inbox, outbox, web_line
from bot.worker import Worker
from tests.bot.scene import rows
from tests.browser import served
from tests.page import Surfer, the_page

DROPS = 100


@asynccontextmanager
async def _place(office: Office) -> AsyncIterator[tuple[str, str]]:
    """A token and its place, without a page."""
    said = await web.say(office, "", web.Post("/help", "", 0, "n"), "de", "", "here")
    assert said.token
    yield said.token, said.place


async def _told(office: Office, place: str, text: str) -> None:
    """The guide says something."""
    where = store.address(place)
    async with office.work() as work:
        citizen = await people.arrive(work, where)
        await office.put(work, citizen, where, Message(text, "de"))


async def test_a_hundred_dropped_streams_miss_no_line_and_bring_none_twice(office: Office) -> None:
    seen: list[int] = []
    texts: list[str] = []
    dice = random.Random(7)
    async with the_page(office) as (app, _), served(app) as url, httpx.AsyncClient(base_url=url) as client:
        one = Surfer(client)
        await one.opens("", **{"accept-language": "de"})
        await one.writes("/help")
        seen += [number for number, _, _ in one.lines]
        place = (await rows(office, web_line))[0]["place"]

        async def speaks() -> None:
            for number in range(DROPS):
                await _told(office, place, f"Nummer {number}.")

        speaking = asyncio.create_task(speaks())
        drops = 0
        async with asyncio.timeout(60):
            while drops < DROPS or len(texts) < DROPS:
                drops += 1
                async for number, html in _stream(client, seen[-1], dice.randint(0, 2)):
                    seen.append(number)
                    texts.append(html.partition("Nummer ")[2].partition(".")[0])
        await speaking
    assert drops >= DROPS
    assert texts == [str(number) for number in range(DROPS)]
    assert seen == sorted(set(seen))


async def _stream(client: httpx.AsyncClient, after: int, most: int) -> AsyncIterator[tuple[int, str]]:
    """Lines of one stream, which is dropped after `most` of them, sometimes in the middle of the next."""
    headers = {"last-event-id": str(after)}
    async with client.stream("GET", "/events", headers=headers) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        found = 0
        async for line in answer.aiter_lines():
            if found >= most:
                return
            if line.startswith("data: "):
                event = json.loads(line.removeprefix("data: "))
                found += 1
                yield event["id"], event["html"]
            elif line == ":":
                return


async def test_a_stream_is_only_for_who_may_come_in_and_ends_with_their_login(small_office: Office) -> None:
    async with (
        the_page(small_office) as (app, _),
        served(app) as url,
        httpx.AsyncClient(base_url=url) as client,
    ):
        assert (await client.get("/events")).status_code == 403
        one = Surfer(client)
        await one.opens("", **{"accept-language": "de"})
        await one.writes("/help")
        token = client.cookies["lotse"]
        async with asyncio.timeout(10), client.stream("GET", "/events") as answer:
            async for line in answer.aiter_lines():
                if line == ":":
                    await client.post("/end", data=one.hidden, headers={"cookie": f"lotse={token}"})


async def test_when_the_process_ends_its_streams_do(small_office: Office) -> None:
    async with (
        the_page(small_office) as (app, page),
        served(app) as url,
        httpx.AsyncClient(base_url=url) as client,
    ):
        one = Surfer(client)
        await one.opens("", **{"accept-language": "de"})
        await one.writes("/help")
        async with asyncio.timeout(10), client.stream("GET", "/events") as answer:
            async for line in answer.aiter_lines():
                if line == ":":
                    page.listeners.close()


async def test_a_listener_is_woken_and_forgotten() -> None:
    listeners = Listeners()
    with listeners.listening("here") as event, listeners.listening("here") as other:
        listeners.wake("there")
        assert not event.is_set()
        listeners.wake("here")
        await woken(event, 60)
        assert not event.is_set()
        assert other.is_set()
    assert not listeners._waiting


async def test_a_message_sent_twice_is_one_line(office: Office) -> None:
    async with _place(office) as (token, place):
        await _told(office, place, "einmal")
        (taken,) = await post.take(office, WEB, WEB, "dead", 5)
        first = await web.show(office, taken)
        assert await web.show(office, taken) == first
        lines = await web.lines(office, token, 0) or ()
        assert [line.message.text for line in lines if not line.own][1:] == ["einmal"]


async def test_what_a_dead_process_was_about_to_show_is_shown_as_it_is(office: Office) -> None:
    async with _place(office) as (token, place):
        await _told(office, place, "noch da")
        await post.take(office, WEB, WEB, "dead", 5)
        assert await post.recover(office, WEB, WEB, "alive", again=True) == 1
        async with the_page(office):
            async with asyncio.timeout(10):
                while "noch da" not in [
                    line.message.text for line in await web.lines(office, token, 0) or ()
                ]:
                    await asyncio.sleep(0.05)
    assert {row["kind"] for row in await rows(office, outbox)} == {"guide"}


async def test_what_is_for_a_place_that_is_gone_goes_nowhere(office: Office) -> None:
    async with _place(office) as (_, place):
        await _told(office, place, "x")
        (taken,) = await post.take(office, WEB, WEB, "me", 5)
        async with office.work() as work:
            await store.erase(work, taken.citizen, Address("test", "x", "x"))
        try:
            await web.show(office, taken)
        except UnreachableError as error:
            await post.failed(office, taken, error)
    assert {row["status"] for row in await rows(office, outbox)} == {"failed"}


async def test_updates_of_the_page_are_read_or_parked(small_office: Office) -> None:
    page = Web(small_office)
    assert page.ours
    assert routes(page, lambda: None, Site())
    worker = Worker(small_office, (page,))
    await worker.start()
    async with small_office.work() as work:
        from bot.store import queue

        for number, raw in enumerate(("", "[]", "{}", '{"place": 1}')):
            await queue.receive(work, store.address("p"), str(number), raw)
    worker.incoming.set()
    async with asyncio.timeout(5):
        while worker.counts.parked < 4:
            await asyncio.sleep(0.01)
    await worker.stop()
    assert {row["status"] for row in await rows(small_office, inbox)} == {"parked"}


async def test_a_file_is_a_line_as_well(office: Office) -> None:
    async with _place(office) as (token, place):
        async with office.work() as work:
            where = store.address(place)
            citizen = await people.arrive(work, where)
            await office.put_file(
                work, citizen, where, File("a.pdf", "application/pdf", b"%PDF"), "de", city=None
            )
        (taken,) = await post.take(office, WEB, WEB, "me", 5)
        number = int((await web.show(office, taken))[:-12])
        assert await web.file(office, token, number) == File("a.pdf", "application/pdf", b"%PDF")
        assert await web.file(office, "somebody else", number) is None
        assert UncertainError(why="x").permanent is False
