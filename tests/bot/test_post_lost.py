"""Messages whose fate is unknown, on both databases: said again once and openly, settled once."""

from bot.cases import EventKind
from bot.desk import Office, conversation, lotse, post, upkeep
from bot.errors import (
    LaterError,
    RefusedError,
    UncertainError,
)
from bot.model import Message
from bot.store import queue
from bot.store.queue import OutboxStatus
from bot.tables import outbox
from tests.bot.posting import queue_for, row_of, take
from tests.bot.scene import (
    MARL,
    broken_update,
    citizen_of,
    rows,
    session_of,
    stop_clock,
    with_case,
)
from tests.cast import CHANNEL, Person, amira, hire


async def _recover(person: Person, holder: str) -> int:
    return await post.recover(person.office, CHANNEL, person.name, holder)


async def test_the_guides_words_are_said_again_openly_when_nobody_knows(person: Person) -> None:
    outbox_id = await queue_for(person, "Guten Tag")
    (going,) = await take(person)
    await post.failed(person.office, going, UncertainError(why="ReadTimeout"))
    assert (await row_of(person.office, outbox_id))["kind"] == "again"
    again = await person.reads()
    assert "Vielleicht lesen Sie das zweimal" in again
    assert "Guten Tag" in again
    assert (await row_of(person.office, outbox_id))["status"] == "sent"


async def test_it_is_said_again_ten_times_at_most_and_explained_once(person: Person) -> None:
    clock = stop_clock(person.office)
    outbox_id = await queue_for(person, "Guten Tag")
    for _ in range(10):
        (going,) = await take(person)
        assert going.message.text.count("Vielleicht lesen Sie das zweimal") <= 1
        await post.failed(person.office, going, UncertainError(why="ReadTimeout"))
        clock.goes(seconds=600)
    assert await take(person) == ()
    assert (await row_of(person.office, outbox_id))["status"] == "uncertain"
    assert len(await rows(person.office, outbox)) == 1


async def test_a_late_word_about_what_waits_to_be_said_again_changes_nothing(person: Person) -> None:
    outbox_id = await queue_for(person, "Guten Tag")
    (going,) = await take(person)
    for _ in range(2):
        await post.failed(person.office, going, UncertainError(why="ReadTimeout"))
    await post.sent(person.office, going, "77")
    row = await row_of(person.office, outbox_id)
    assert (row["status"], row["external_id"]) == ("queued", None)


async def test_to_a_stranger_it_is_said_again_in_the_language_of_the_message(office: Office) -> None:
    person = amira(office)
    await conversation.fail(office, await broken_update(person), person.address, apologise=True)
    (going,) = await take(person)
    await post.failed(office, going, UncertainError(why="x"))
    assert "Vielleicht lesen Sie das zweimal" in await person.reads()


async def test_a_lotses_answer_is_not_said_again(person: Person) -> None:
    await hire(person.office)
    number = await with_case(person)
    await lotse.claim(person.office, MARL, number)
    await person.reads()
    await lotse.reply(person.office, MARL, number, "Ich rufe Sie an")
    (going,) = await take(person)
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
    (going,) = await take(person)
    await post.failed(person.office, going, UncertainError(why="x"))
    await person.reads()
    assert person.messages[-1].offers == offered


async def test_what_a_dead_process_was_sending_becomes_uncertain(person: Person) -> None:
    clock = stop_clock(person.office)
    await upkeep.live(person.office, "dead", 6)
    await upkeep.live(person.office, "alive", 600)
    await queue_for(person, "eins")
    await take(person, "dead")
    if not person.office.store.is_sqlite:  # on SQLite there is no other process than the one that asks
        assert await _recover(person, "alive") == 0
    clock.goes(seconds=7)
    assert await post.recover(person.office, CHANNEL, "another bot", "alive") == 0
    assert await post.recover(person.office, "another channel", person.name, "alive") == 0
    assert await _recover(person, "alive") == 1
    assert await _recover(person, "alive") == 0
    assert "zweimal" in await person.reads()


async def test_what_this_process_is_sending_is_never_lost(person: Person) -> None:
    clock = stop_clock(person.office)
    await upkeep.live(person.office, "h1", 600)
    outbox_id = await queue_for(person, "eins")
    await take(person, "h1")
    clock.goes(days=1)
    assert await _recover(person, "h1") == 0
    assert (await row_of(person.office, outbox_id))["status"] == "sending"


async def test_a_late_word_about_a_lost_message_changes_nothing(person: Person) -> None:
    outbox_id = await queue_for(person, "eins")
    (going,) = await take(person, "dead")
    await _recover(person, "other")
    await post.failed(person.office, going, LaterError(seconds=0))
    await post.failed(person.office, going, RefusedError(why="x"))
    await post.sent(person.office, going, "77")
    row = await row_of(person.office, outbox_id)
    assert (row["status"], row["external_id"]) == ("queued", None)


async def test_a_message_is_settled_once_and_only_while_it_is_sent(person: Person) -> None:
    outbox_id = await queue_for(person, "eins")

    async def settle() -> bool:
        async with person.office.work() as work:
            return await queue.settle(work, outbox_id, OutboxStatus.SENT, external_id="77")

    assert not await settle()
    await take(person)
    assert await settle()
    assert not await settle()
