"""What goes out, on both databases: in order, never twice in silence, never again what failed for good."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.cases import EventKind
from bot.desk import conversation, post, upkeep
from bot.errors import (
    DeliveryError,
    LaterError,
    MigratedError,
    RefusedError,
    UncertainError,
    UnreachableError,
)
from bot.model import Address, Incoming, IncomingKind
from bot.store import people
from bot.tables import citizen as citizens
from tests.bot.posting import queue_for, row_of, take
from tests.bot.scene import (
    citizen_of,
    history_of,
    is_blocked,
    lives_in,
    stop_clock,
    with_case,
)
from tests.cast import CHANNEL, Person, amira


async def test_of_each_chat_only_the_oldest_goes_and_what_is_taken_is_nobody_elses(person: Person) -> None:
    first, second = await queue_for(person, "eins"), await queue_for(person, "zwei")
    (going,) = await take(person)
    assert (going.id, going.message.text, going.tries) == (first, "eins", 1)
    assert await take(person, "h2") == ()
    await post.sent(person.office, going, "77")
    row = await row_of(person.office, first)
    assert (row["status"], row["external_id"], row["holder"]) == ("sent", "77", None)
    assert [one.id for one in await take(person)] == [second]


async def test_what_surely_did_not_arrive_is_tried_again_each_time_later(person: Person) -> None:
    clock = stop_clock(person.office)
    await queue_for(person, "eins")
    pauses = []
    for _ in range(30):
        (going,) = await take(person)
        await post.failed(person.office, going, DeliveryError(why="ConnectError"))
        row = await row_of(person.office, going.id)
        pauses.append((row["due_at"] - clock.now).total_seconds())  # type: ignore[operator]
        assert await take(person) == ()
        clock.goes(seconds=pauses[-1])
    assert pauses[:4] == [1.0, 2.0, 4.0, 8.0]
    assert set(pauses[10:]) == {300.0}
    assert row["status"] == "queued"  # however often: what counts is the age


@pytest.mark.parametrize("error", [DeliveryError(why="ConnectError"), LaterError(seconds=5)])
async def test_a_message_is_given_up_by_its_age(error: DeliveryError, person: Person) -> None:
    clock = stop_clock(person.office)
    await with_case(person)
    outbox_id = await queue_for(person, "eins")
    (going,) = await take(person)
    clock.goes(seconds=post.GIVE_UP_AFTER.total_seconds())
    await post.failed(person.office, going, error)
    clock.goes(seconds=300)
    (going,) = await take(person)
    assert going.created_at == clock.now - post.GIVE_UP_AFTER - timedelta(seconds=300)
    await post.failed(person.office, going, error)
    assert (await row_of(person.office, outbox_id))["status"] == "failed"
    assert (await history_of(person))[-1].kind is EventKind.UNREACHABLE


async def test_a_pause_is_as_long_as_the_channel_asks(person: Person) -> None:
    clock = stop_clock(person.office)
    outbox_id = await queue_for(person, "eins")
    (going,) = await take(person)
    await post.failed(person.office, going, LaterError(seconds=33))
    clock.goes(seconds=32)
    assert await take(person) == ()
    clock.goes(seconds=1)
    assert [one.id for one in await take(person)] == [outbox_id]


@pytest.mark.parametrize("error", [RefusedError(why="x"), UnreachableError(why="x")])
async def test_what_failed_for_good_is_never_tried_again(error: DeliveryError, person: Person) -> None:
    clock = stop_clock(person.office)
    outbox_id = await queue_for(person, "eins")
    (going,) = await take(person)
    await post.failed(person.office, going, error)
    row = await row_of(person.office, outbox_id)
    assert (row["status"], row["error"]) == ("failed", type(error).__name__)
    assert await is_blocked(person.office, person.address) == isinstance(error, UnreachableError)
    clock.goes(days=2)
    assert await take(person) == ()


async def test_a_lotse_who_waits_for_them_is_told(person: Person) -> None:
    await with_case(person)
    await queue_for(person, "eins")
    (going,) = await take(person)
    await post.failed(person.office, going, UnreachableError(why="x"))
    assert [event.kind for event in await history_of(person)][-1] is EventKind.UNREACHABLE


async def test_a_message_whose_key_is_gone_holds_up_nobody(person: Person) -> None:
    lost, other = await queue_for(person, "eins"), await lives_in(amira(person.office), "marl")
    who = await citizen_of(person)
    async with person.office.work() as work:
        await work.run(sa.update(citizens).where(citizens.c.id == who).values(wrapped_key=None))
    assert await take(person) == ()
    row = await row_of(person.office, lost)
    assert (row["status"], row["error"], row["holder"]) == ("failed", "unreadable", None)
    assert await other.says("/help")


async def test_a_chat_that_moved_to_one_we_know_leads_nowhere(person: Person) -> None:
    there = Address(CHANNEL, person.name, "-100")
    async with person.office.work() as work:
        stranger = await people.arrive(work, there)
    outbox_id = await queue_for(person, "eins")
    (going,) = await take(person)
    await post.failed(person.office, going, MigratedError(chat=-100))
    row = await row_of(person.office, outbox_id)
    assert (row["status"], row["chat"]) == ("failed", person.name)
    async with person.office.work() as work:
        assert await people.find(work, there) == stranger


async def test_a_chat_that_moved_is_followed(person: Person) -> None:
    first, second = await queue_for(person, "eins"), await queue_for(person, "zwei")
    (going,) = await take(person)
    await post.failed(person.office, going, MigratedError(chat=-100))
    moved = Address(CHANNEL, person.name, "-100")
    for outbox_id in (first, second):
        (going,) = await take(person)
        assert (going.id, going.address) == (outbox_id, moved)
        await post.sent(person.office, going, "1")
    async with person.office.work() as work:
        assert await people.find(work, moved)
        assert await people.find(work, person.address) is None


@pytest.mark.parametrize(
    "error",
    [LaterError(seconds=0), UncertainError(why="x"), UnreachableError(why="x"), MigratedError(chat="9")],
)
async def test_what_was_being_sent_to_somebody_who_is_forgotten_does_not_come_back(
    error: DeliveryError, person: Person
) -> None:
    await person.says("/delete")
    await queue_for(person, "eins")
    (going,) = await take(person)
    other = await lives_in(amira(person.office), "marl")
    await conversation.keep(person.office, person.address, "d1", "{}")
    (row,) = await conversation.waiting(person.office, CHANNEL, person.name, 5)
    await conversation.receive(
        person.office, row.id, Incoming(person.address, IncomingKind.PRESS, "v1:delete:yes")
    )
    await post.failed(person.office, going, error)
    said = await person.reads()
    assert "gelöscht" in said
    assert "eins" not in said
    assert await other.says("/help")


async def test_the_metrics_count_what_is_open(person: Person) -> None:
    await queue_for(person, "eins")
    await queue_for(person, "zwei")
    await take(person)
    await conversation.keep(person.office, person.address, "1", "{}")
    depth = await upkeep.queue_depth(person.office)
    assert (depth["outbox_sending"], depth["outbox_queued"], depth["inbox_new"]) == (1, 1, 1)
    assert depth["inbox_parked"] == depth["outbox_failed"] == depth["outbox_uncertain"] == 0
