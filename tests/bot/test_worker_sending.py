"""How a worker sends: side by side, our own mistakes once, and at the stop nothing half done."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import structlog

from bot.desk import Office, post, upkeep
from bot.errors import DeliveryError, UnreachableError
from bot.model import Address
from bot.store.queue import Outgoing
from bot.tables import lease, outbox
from bot.worker import Worker
from tests.bot.fake import HERE, FakeChannel, comes, until
from tests.bot.scene import citizen_of, rows
from tests.cast import jonas


@pytest.fixture
def channel() -> FakeChannel:
    return FakeChannel()


@pytest.fixture
async def worker(small_office: Office, channel: FakeChannel) -> AsyncIterator[Worker]:
    one = Worker(small_office, (channel,), messages_per_second=1000.0)
    await one.start()
    yield one
    await one.stop()


@pytest.mark.parametrize(
    ("error", "status"), [(DeliveryError(why="x"), "queued"), (UnreachableError(why="x"), "failed")]
)
async def test_what_cannot_be_sent_is_marked(
    error: DeliveryError, status: str, worker: Worker, channel: FakeChannel
) -> None:
    channel.errors.append(error)
    await comes(worker, '"wohngeld"')
    await until(lambda: worker.counts.undelivered == 1)
    await asyncio.sleep(0.1)
    assert [row["status"] for row in await rows(worker.office, outbox)] == [status]


async def test_our_own_mistake_at_sending_is_tried_once_and_logged_without_words(
    worker: Worker, channel: FakeChannel
) -> None:
    channel.errors.append(RuntimeError("a person's words"))
    with structlog.testing.capture_logs() as logged:
        await comes(worker, '"wohngeld"', "1")
        await until(lambda: worker.counts.undelivered == 1)
        await asyncio.sleep(0.1)
    (row,) = await rows(worker.office, outbox)
    assert (row["status"], row["error"]) == ("failed", "RefusedError")
    (broken,) = [line for line in logged if line["event"] == "outbox.broken"]
    assert broken["error"].startswith("RuntimeError in ")
    assert "words" not in str(logged)
    await comes(worker, '"kindergeld"', "2")
    await until(lambda: "Kindergeld" in channel.said)


async def test_a_send_that_hangs_holds_up_its_own_chat_alone(
    small_office: Office, channel: FakeChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = jonas(small_office)
    await person.says("/help")
    citizen, message = await citizen_of(person), person.messages[-1]
    answers = asyncio.Event()
    sent: list[str] = []

    async def send(outgoing: Outgoing) -> str:
        if outgoing.address.external_id == "hangs":
            await answers.wait()
        sent.append(outgoing.address.external_id)
        return "1"

    monkeypatch.setattr(channel, "send", send)
    async with small_office.work() as work:
        for chat in ("hangs", "hangs", "a", "b"):
            await small_office.put(work, citizen, Address("fake", "7", chat), message)
    worker = Worker(small_office, (channel,), messages_per_second=1000.0)
    await worker.start()
    await until(lambda: len(sent) == 2)
    async with small_office.work() as work:
        await small_office.put(work, citizen, Address("fake", "7", "later"), message)
    worker.outgoing.set()
    await until(lambda: len(sent) == 3)
    assert sent == ["a", "b", "later"]
    answers.set()
    await until(lambda: len(sent) == 5)
    await worker.stop()
    assert {row["status"] for row in await rows(small_office, outbox)} == {"sent"}


async def test_stopping_waits_for_what_is_being_sent_and_gives_back_what_it_holds(
    small_office: Office, channel: FakeChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = asyncio.Event()

    async def slowly(outgoing: Outgoing) -> str:
        began.set()
        await asyncio.sleep(0.2)
        return "1"

    monkeypatch.setattr(channel, "send", slowly)
    worker = Worker(small_office, (channel,))
    await worker.start()
    await comes(worker, '"wohngeld"')
    await asyncio.wait_for(began.wait(), 5)
    assert await rows(small_office, lease)
    await worker.stop()
    assert [row["status"] for row in await rows(small_office, outbox)] == ["sent"]
    assert await rows(small_office, lease) == []


async def test_what_a_dead_process_was_sending_is_said_again(
    small_office: Office, channel: FakeChannel
) -> None:
    person = jonas(small_office)
    await person.says("/help")
    citizen = await citizen_of(person)
    async with small_office.work() as work:
        await small_office.put(work, citizen, HERE, person.messages[-1])
    await upkeep.live(small_office, "dead", 0)
    await post.take(small_office, "fake", "7", "dead", 5)
    worker = Worker(small_office, (channel,))
    await worker.start()
    await until(lambda: "zweimal" in channel.said)
    assert worker.counts.uncertain == 1
    await worker.stop()


async def test_stopping_cancels_a_send_that_hangs(
    small_office: Office, channel: FakeChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.worker._STOP_SECONDS", 0.2)
    began = asyncio.Event()

    async def hangs(outgoing: Outgoing) -> str:
        began.set()
        await asyncio.sleep(60)
        return "1"

    monkeypatch.setattr(channel, "send", hangs)
    worker = Worker(small_office, (channel,))
    await worker.start()
    await comes(worker, '"wohngeld"')
    await asyncio.wait_for(began.wait(), 5)
    await worker.stop()
    assert worker.sending == set()
    assert [row["status"] for row in await rows(small_office, outbox)] == ["sending"]
    assert await post.recover(small_office, "fake", "7", "next") == 1
