"""The loops of one process, with a channel of our own: nobody is left in silence, and the loops live."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.desk import Office, conversation, post, tasks, upkeep
from bot.errors import StoreError
from bot.model import Incoming
from bot.store import Work, queue
from bot.store.queue import Outgoing
from bot.store.queue.inbox import Failed
from bot.tables import case, inbox, lease, notice
from bot.worker import Worker
from tests.bot.fake import FakeChannel, comes, until
from tests.bot.scene import fails, rows
from tests.cast import hire, jonas


@pytest.fixture
def channel() -> FakeChannel:
    return FakeChannel()


@pytest.fixture
async def worker(small_office: Office, channel: FakeChannel) -> AsyncIterator[Worker]:
    one = Worker(small_office, (channel,), messages_per_second=1000.0)
    await one.start()
    yield one
    await one.stop()


async def test_what_comes_in_is_answered(worker: Worker, channel: FakeChannel) -> None:
    await comes(worker, '"wohngeld"')
    await until(lambda: bool(channel.sent))
    assert "Wohngeld" in channel.said
    await until(lambda: worker.counts.sent == 1)
    assert (worker.counts.answered, worker.counts.parked) == (1, 0)


async def test_poison_is_parked_and_the_chat_goes_on(worker: Worker, channel: FakeChannel) -> None:
    await comes(worker, "poison", "1")
    await comes(worker, '"wohngeld"', "2")
    await until(lambda: bool(channel.sent))
    assert worker.counts.parked == 1
    assert {row["status"] for row in await rows(worker.office, inbox)} == {"parked", "done"}


async def test_at_our_mistake_the_person_is_told_once_and_later_the_chat_goes_on(
    worker: Worker, channel: FakeChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = 0
    receive = conversation.receive

    async def broken(office: Office, inbox_id: int, incoming: Incoming) -> bool:
        nonlocal tries
        if incoming.text == "bad":
            tries += 1
            raise RuntimeError("a person's words")
        return await receive(office, inbox_id, incoming)

    again = queue.again

    async def at_once(work: Work, inbox_id: int, now: datetime) -> Failed:
        return await again(work, inbox_id, now - timedelta(minutes=1))

    monkeypatch.setattr(conversation, "receive", broken)
    monkeypatch.setattr(queue, "again", at_once)
    await comes(worker, '"bad"', "1")
    await comes(worker, '"wohngeld"', "2")
    await until(lambda: "Wohngeld" in channel.said)
    assert tries == worker.counts.failed == 5
    assert channel.said.count("ein Fehler passiert") == 1
    (opened,) = await rows(worker.office, case)
    assert opened["reasons"] == "technical"


async def test_a_database_that_stumbles_is_not_the_persons_trouble(
    worker: Worker, channel: FakeChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive, stumbles = conversation.receive, [True]

    async def stumbling(office: Office, inbox_id: int, incoming: Incoming) -> bool:
        if stumbles:
            stumbles.clear()
            raise StoreError(why="OperationalError")
        return await receive(office, inbox_id, incoming)

    monkeypatch.setattr(conversation, "receive", stumbling)
    await comes(worker, '"wohngeld"')
    await until(lambda: "Wohngeld" in channel.said)
    assert "Fehler" not in channel.said
    assert await rows(worker.office, case) == []


async def test_what_somebody_else_answered_is_not_counted(
    worker: Worker, channel: FakeChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def late(office: Office, inbox_id: int, incoming: Incoming) -> bool:
        await conversation.park(office, inbox_id)
        return False

    monkeypatch.setattr(conversation, "receive", late)
    await comes(worker, '"wohngeld"')
    await asyncio.sleep(0.2)
    assert worker.counts.answered == 0


async def test_an_error_in_a_loop_does_not_end_it(
    worker: Worker, channel: FakeChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    take, failing = post.take, [True]

    async def stumbling(office: Office, *given: Any) -> tuple[Outgoing, ...]:
        if failing:
            failing.clear()
            raise RuntimeError
        return await take(office, *given)

    monkeypatch.setattr(post, "take", stumbling)
    await comes(worker, '"wohngeld"', "1")
    await until(lambda: bool(channel.sent))
    assert failing == []
    assert worker.is_alive()


async def test_stopping_lets_what_is_done_end_and_cancels_what_hangs(
    small_office: Office, channel: FakeChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.worker._STOP_SECONDS", 0.2)
    worker = Worker(small_office, (channel,))
    await worker.start()

    async def hangs() -> None:
        await asyncio.sleep(60)

    worker.every(0, hangs)
    await asyncio.sleep(0.05)
    await worker.stop()
    assert not worker.is_alive()
    assert all(task.done() for task in worker.tasks)


async def test_a_worker_that_never_started_stops_too(small_office: Office) -> None:
    await Worker(small_office, ()).stop()


async def test_what_is_leased_runs_only_with_the_lease(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = asyncio.Event()
    free = False

    async def hold(office: Office, name: str, holder: str, seconds: float) -> bool:
        return free

    async def once() -> None:
        ran.set()
        await asyncio.sleep(0.01)

    monkeypatch.setattr(upkeep, "hold", hold)
    worker.leased("poll", 0.3, once)
    await asyncio.sleep(0.05)
    assert not ran.is_set()
    free = True
    await asyncio.wait_for(ran.wait(), 2)


async def test_the_upkeep_runs_and_says_that_the_process_lives(worker: Worker) -> None:
    await worker._refresh()
    await worker._purge()
    assert {f"process:{worker.holder}", "purge"} <= {row["name"] for row in await rows(worker.office, lease)}


async def test_a_purge_that_another_process_does_is_left_to_it(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no(*_: object) -> bool:
        return False

    monkeypatch.setattr(upkeep, "hold", no)
    await worker._purge()


async def test_cases_that_wait_are_announced(worker: Worker) -> None:
    await fails(jonas(worker.office))
    await hire(worker.office)
    await worker._announce()
    await worker._announce()
    assert [row["kind"] for row in await rows(worker.office, notice)] == ["waits", "waits"]


async def test_a_published_guide_is_taken_over(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    async def published(_: Office) -> bool:
        return True

    monkeypatch.setattr("bot.worker.refresh", published)
    await worker._refresh()


async def test_every_task_that_waits_is_followed_up(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = [False, True, True]

    async def follow_up(_: Office) -> bool:
        return bool(waiting) and waiting.pop()

    monkeypatch.setattr(tasks, "follow_up", follow_up)
    await worker._follow_up()
    assert waiting == []
