"""What goes out, on both databases: in order, never twice in silence, never again what failed for good."""

import pytest

from bot.cases import EventKind
from bot.desk import Office, conversation, lotse, post, upkeep
from bot.errors import (
    DeliveryError,
    LaterError,
    MigratedError,
    RefusedError,
    UncertainError,
    UnreachableError,
)
from bot.model import Address, Incoming, IncomingKind, Message
from bot.store import people
from bot.store.queue import OutboxKind, Outgoing
from bot.tables import outbox
from tests.bot.scene import (
    MARL,
    citizen_of,
    history_of,
    lives_in,
    rows,
    session_of,
    stop_clock,
    with_case,
)
from tests.cast import CHANNEL, Person, amira, hire, jonas


async def _queue(person: Person, text: str, kind: OutboxKind = OutboxKind.GUIDE) -> int:
    citizen = await citizen_of(person)
    async with person.office.work() as work:
        return await person.office.put(work, citizen, person.address, Message(text, person.lang), kind=kind)


async def _take(person: Person, holder: str = "h1") -> tuple[Outgoing, ...]:
    return await post.take(person.office, CHANNEL, person.name, holder, 10)


async def _row(office: Office, outbox_id: int) -> dict[str, object]:
    (row,) = await rows(office, outbox, outbox.c.id == outbox_id)
    return row


@pytest.fixture
async def person(office: Office) -> Person:
    return await lives_in(jonas(office), "marl")


async def test_of_each_chat_only_the_oldest_goes_and_what_is_taken_is_nobody_elses(person: Person) -> None:
    first, second = await _queue(person, "eins"), await _queue(person, "zwei")
    (going,) = await _take(person)
    assert (going.id, going.message.text, going.tries) == (first, "eins", 1)
    assert await _take(person, "h2") == ()
    await post.sent(person.office, going, "77")
    row = await _row(person.office, first)
    assert (row["status"], row["external_id"], row["holder"]) == ("sent", "77", None)
    assert [one.id for one in await _take(person)] == [second]


async def test_what_surely_did_not_arrive_is_tried_again_each_time_later(person: Person) -> None:
    clock = stop_clock(person.office)
    await _queue(person, "eins")
    pauses = []
    for _ in range(8):
        (going,) = await _take(person)
        await post.failed(person.office, going, DeliveryError(why="ConnectError"))
        row = await _row(person.office, going.id)
        pauses.append((row["due_at"] - clock.now).total_seconds())  # type: ignore[operator]
        assert await _take(person) == () or row["status"] == "failed"
        clock.goes(seconds=pauses[-1])
    assert pauses[:4] == [1.0, 2.0, 4.0, 8.0]
    assert row["status"] == "failed"


async def test_a_pause_is_as_long_as_the_channel_asks(person: Person) -> None:
    clock = stop_clock(person.office)
    outbox_id = await _queue(person, "eins")
    (going,) = await _take(person)
    await post.failed(person.office, going, LaterError(seconds=33))
    clock.goes(seconds=32)
    assert await _take(person) == ()
    clock.goes(seconds=1)
    assert [one.id for one in await _take(person)] == [outbox_id]


@pytest.mark.parametrize("error", [RefusedError(why="x"), UnreachableError(why="x")])
async def test_what_failed_for_good_is_never_tried_again(error: DeliveryError, person: Person) -> None:
    clock = stop_clock(person.office)
    outbox_id = await _queue(person, "eins")
    (going,) = await _take(person)
    await post.failed(person.office, going, error)
    row = await _row(person.office, outbox_id)
    assert (row["status"], row["error"]) == ("failed", type(error).__name__)
    assert await post.is_blocked(person.office, person.address) == isinstance(error, UnreachableError)
    clock.goes(days=2)
    assert await _take(person) == ()


async def test_a_lotse_who_waits_for_them_is_told(person: Person) -> None:
    await with_case(person)
    await _queue(person, "eins")
    (going,) = await _take(person)
    await post.failed(person.office, going, UnreachableError(why="x"))
    assert [event.kind for event in await history_of(person)][-1] is EventKind.UNREACHABLE


async def test_the_guides_words_are_said_again_openly_when_nobody_knows(person: Person) -> None:
    outbox_id = await _queue(person, "Guten Tag")
    (going,) = await _take(person)
    await post.failed(person.office, going, UncertainError(why="ReadTimeout"))
    assert (await _row(person.office, outbox_id))["status"] == "uncertain"
    again = await person.reads()
    assert "Vielleicht lesen Sie das zweimal" in again
    assert "Guten Tag" in again


async def test_to_a_stranger_it_is_said_again_in_the_language_of_the_message(office: Office) -> None:
    person = amira(office)
    await conversation.keep(office, person.address, "1", "{}")
    (row,) = await conversation.waiting(office, CHANNEL, person.name, 5)
    await conversation.apologise(office, row.id, person.address)
    (going,) = await _take(person)
    await post.failed(office, going, UncertainError(why="x"))
    assert "Vielleicht lesen Sie das zweimal" in await person.reads()


async def test_a_lotses_answer_is_not_said_again(person: Person) -> None:
    await hire(person.office)
    number = await with_case(person)
    await lotse.claim(person.office, MARL, number)
    await person.reads()
    await lotse.reply(person.office, MARL, number, "Ich rufe Sie an")
    (going,) = await _take(person)
    await post.failed(person.office, going, UncertainError(why="x"))
    assert await person.reads() == ""
    _, events = await lotse.show(person.office, MARL, number)
    assert [event.delivery for event in events if event.kind is EventKind.REPLY] == ["uncertain"]


async def test_the_choices_come_again_with_the_words(person: Person) -> None:
    await person.says("/help")
    offered = (await session_of(person)).offered
    citizen = await citizen_of(person)
    async with person.office.work() as work:
        await person.office.put(work, citizen, person.address, Message("Hilfe", "de", offers=offered))
    (going,) = await _take(person)
    await post.failed(person.office, going, UncertainError(why="x"))
    await person.reads()
    assert person.messages[-1].offers == offered


async def test_what_a_dead_process_was_sending_becomes_uncertain(person: Person) -> None:
    clock = stop_clock(person.office)
    await upkeep.live(person.office, "dead", 6)
    await upkeep.live(person.office, "alive", 600)
    await _queue(person, "eins")
    await _take(person, "dead")
    if not person.office.store.is_sqlite:  # on SQLite there is no other process than the one that asks
        assert await post.recover(person.office, "alive") == 0
    clock.goes(seconds=7)
    assert await post.recover(person.office, "alive") == 1
    assert await post.recover(person.office, "alive") == 0
    assert "zweimal" in await person.reads()


async def test_what_this_process_is_sending_is_not_lost_before_its_time(person: Person) -> None:
    clock = stop_clock(person.office)
    await upkeep.live(person.office, "h1", 600)
    await _queue(person, "eins")
    await _take(person, "h1")
    assert await post.recover(person.office, "h1") == 0
    clock.goes(seconds=post.SENDING_SECONDS + 1)
    assert await post.recover(person.office, "h1") == 1


async def test_a_late_word_about_a_lost_message_is_taken_but_does_not_send_it_again(person: Person) -> None:
    outbox_id = await _queue(person, "eins")
    (going,) = await _take(person, "dead")
    await post.recover(person.office, "other")
    await post.failed(person.office, going, LaterError(seconds=0))
    assert (await _row(person.office, outbox_id))["status"] == "uncertain"
    await post.sent(person.office, going, "77")
    assert (await _row(person.office, outbox_id))["status"] == "sent"


async def test_a_chat_that_moved_is_followed(person: Person) -> None:
    first, second = await _queue(person, "eins"), await _queue(person, "zwei")
    (going,) = await _take(person)
    await post.failed(person.office, going, MigratedError(chat=-100))
    moved = Address(CHANNEL, person.name, "-100")
    for outbox_id in (first, second):
        (going,) = await _take(person)
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
    await _queue(person, "eins")
    (going,) = await _take(person)
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
    await _queue(person, "eins")
    await _queue(person, "zwei")
    await _take(person)
    await conversation.keep(person.office, person.address, "1", "{}")
    depth = await upkeep.queue_depth(person.office)
    assert (depth["outbox_sending"], depth["outbox_queued"], depth["inbox_new"]) == (1, 1, 1)
    assert depth["inbox_parked"] == depth["outbox_failed"] == depth["outbox_uncertain"] == 0
