"""What a Lotse and a person do with a case, on both databases."""

import pytest
import sqlalchemy as sa

from bot.cases import CaseStatus, EventKind, Outcome, Reason
from bot.desk import Office, conversation, lotse, post
from bot.errors import (
    ClosedError,
    OutOfReachError,
    RefusedError,
    StaffError,
    UnknownLanguageError,
    UnreadableError,
)
from bot.model import IncomingKind
from bot.session import Step
from bot.staff import Role
from bot.store import cases
from bot.tables import address, citizen
from tests.bot.scene import (
    MARL,
    broken_update,
    case_of,
    fails,
    lives_in,
    session_of,
    stop_clock,
    with_case,
)
from tests.cast import CHANNEL, Person, amira, emine, hire, jonas, olena

SECOND = "sara"


@pytest.fixture(autouse=True)
async def _staff(office: Office) -> None:
    await hire(office)
    await lotse.add_user(office, SECOND, Role.LOTSE, ("marl", "herten"))


async def test_what_was_agreed_to_is_shown_and_nothing_else(office: Office) -> None:
    number = await with_case(jonas(office), words="strom abgestellt")
    case, events = await lotse.show(office, MARL, number)
    assert case.content.words == ("strom abgestellt",)
    assert case.reasons == (Reason.ASKED,)
    assert case.consent
    assert [event.kind for event in events] == [EventKind.OPENED, EventKind.READ]


async def test_reading_is_recorded_and_the_person_can_see_it(office: Office) -> None:
    person = jonas(office)
    number = await with_case(person)
    await lotse.queue_of(office, SECOND)
    assert "Gelesen von" not in await person.says("/mydata")
    await lotse.show(office, MARL, number)
    shown = await person.says("/mydata")
    assert f"Gelesen von {MARL}" in shown
    assert SECOND not in shown


async def test_an_answer_says_what_became_of_it(office: Office) -> None:
    person = jonas(office)
    number = await with_case(person)
    await lotse.claim(office, MARL, number)
    await person.reads()

    async def delivery() -> str:
        _, events = await lotse.show(office, MARL, number)
        return [event.delivery for event in events if event.kind is EventKind.REPLY][-1]

    await lotse.reply(office, MARL, number, "Guten Tag")
    assert await delivery() == "queued"
    (going,) = await post.take(office, CHANNEL, person.name, "test", 5)
    assert await delivery() == "sending"
    await post.sent(office, going, "1")
    assert await delivery() == "sent"
    await lotse.reply(office, MARL, number, "Noch etwas")
    (going,) = await post.take(office, CHANNEL, person.name, "test", 5)
    await post.failed(office, going, RefusedError(why="x"))
    assert await delivery() == "failed"


async def test_a_person_waits_from_their_first_unanswered_message(office: Office) -> None:
    clock = stop_clock(office)
    person = jonas(office)
    number = await with_case(person)
    opened = clock.now
    clock.goes(hours=1)
    await person.says("Hallo?")
    assert (await case_of(person)).waiting_since == opened
    await lotse.claim(office, MARL, number)
    assert (await case_of(person)).waiting_since == opened
    await lotse.reply(office, MARL, number, "Ja?")
    assert (await case_of(person)).waiting_since is None
    clock.goes(hours=1)
    await person.says("Danke")
    began = clock.now
    clock.goes(hours=1)
    await person.says("Noch etwas")
    assert (await case_of(person)).waiting_since == began


async def test_urgent_comes_first_then_who_waits_longest_then_who_was_answered(office: Office) -> None:
    clock = stop_clock(office)
    numbers = {}
    for person in (jonas(office), emine(office), olena(office)):
        numbers[person.name] = await with_case(person, words="strom abgestellt")
        clock.goes(minutes=10)
    answered, waiting, urgent = numbers["jonas"], numbers["emine"], numbers["olena"]
    await lotse.claim(office, MARL, answered)
    await lotse.reply(office, MARL, answered, "Ja")
    someone = olena(office)
    assert "112" in await someone.says("Ich will mich umbringen")
    assert (await case_of(someone)).urgent
    assert [case.number for case in await lotse.queue_of(office, MARL)] == [urgent, waiting, answered]


async def test_closing_tells_the_person_and_the_guide_answers_again(office: Office) -> None:
    person = jonas(office)
    number = await with_case(person)
    await lotse.claim(office, MARL, number)
    await lotse.close(office, MARL, number)
    assert "abgeschlossen" in await person.reads()
    session = await session_of(person)
    assert (session.case, session.step, session.words) == (None, Step.ASK, ())
    assert "Wohngeld" in await person.says("wohngeld")
    with pytest.raises(ClosedError):
        await lotse.close(office, MARL, number)
    with pytest.raises(ClosedError):
        await lotse.reply(office, MARL, number, "zu spät")
    assert await lotse.queue_of(office, MARL) == ()
    assert [case.number for case in await lotse.queue_of(office, MARL, closed=True)] == [number]


async def test_what_became_of_a_case_is_kept(office: Office) -> None:
    number = await with_case(jonas(office))
    await lotse.close(office, MARL, number, Outcome.NOT_REACHED)
    case, _ = await lotse.show(office, MARL, number)
    assert case.outcome is Outcome.NOT_REACHED


async def test_an_answer_is_in_a_language_we_have(office: Office) -> None:
    number = await with_case(jonas(office))
    await lotse.claim(office, MARL, number)
    with pytest.raises(UnknownLanguageError):
        await lotse.reply(office, MARL, number, "Hej", "sv")


@pytest.mark.parametrize(("written", "read"), [("de", "de-simple"), ("de-simple", "de")])
async def test_plain_and_simple_german_are_one_language(written: str, read: str, office: Office) -> None:
    person = Person(office, "jonas", read)
    number = await with_case(person)
    await lotse.claim(office, MARL, number)
    await lotse.reply(office, MARL, number, "Guten Tag", written)
    assert "Sprache der Antwort" not in await person.reads()


async def test_after_an_end_there_can_be_a_new_case(office: Office) -> None:
    person = jonas(office)
    first = await with_case(person)
    await lotse.close(office, MARL, first)
    await person.reads()
    second = await with_case(person)
    assert first != second


async def test_the_person_can_end_it_too(office: Office) -> None:
    person = jonas(office)
    number = await with_case(person)
    await lotse.claim(office, MARL, number)
    assert f"beendet (Fall {number})" in await person.says("/stop")
    case, events = await lotse.show(office, MARL, number)
    assert case.status is CaseStatus.CLOSED
    assert EventKind.WITHDRAWN in [event.kind for event in events]
    assert "höre auf" in await person.says("/stop")


async def test_to_withdraw_what_has_ended_says_nothing(office: Office) -> None:
    person = jonas(office)
    number = await with_case(person)
    async with office.work() as work:
        assert await cases.close(work, number)
        assert not await cases.close(work, number)
    assert await person.says("/stop") == ""
    assert (await session_of(person)).case is None


async def test_a_note_stays_in_the_house(office: Office) -> None:
    person = jonas(office)
    number = await with_case(person)
    await lotse.note(office, MARL, number, "Rückruf am Montag")
    assert await person.reads() == ""
    _, events = await lotse.show(office, MARL, number)
    assert "Rückruf am Montag" in [event.text for event in events]


async def test_an_edited_message_reaches_the_lotse_as_one(office: Office) -> None:
    person = jonas(office)
    number = await with_case(person)
    await person.says("um drei", ref="m1")
    await person.edits("um vier", "m1")
    _, events = await lotse.show(office, MARL, number)
    found = [(event.kind, event.text) for event in events if event.text]
    assert found == [(EventKind.MESSAGE, "um drei"), (EventKind.EDITED, "um vier")]


async def test_a_technical_case_tells_the_lotse_nothing_the_person_wrote(office: Office) -> None:
    person = amira(office)
    await with_case(person, words="wohngeld zqsecret")
    await person.says("/stop")
    number = await fails(person)
    case, events = await lotse.show(office, MARL, number)
    assert case.content.words == ()
    assert not any(event.text for event in events)
    await lotse.close(office, MARL, number)
    assert (await session_of(person)).case is None


async def test_of_a_forgotten_person_nothing_can_be_written_down(office: Office) -> None:
    person = jonas(office)
    number = await with_case(person)
    await person.says("/delete")
    await person.presses("v1:delete:yes")
    case, events = await lotse.show(office, MARL, number)
    assert (case.content.words, [event.text for event in events if event.text]) == ((), [])
    with pytest.raises(ClosedError):
        await lotse.note(office, MARL, number, "er hieß Jonas")
    async with office.work() as work:
        with pytest.raises(UnreadableError):
            await cases.record(work, number, case.citizen, EventKind.NOTE, text="er hieß Jonas")
    assert issubclass(UnreadableError, StaffError)


async def test_a_stranger_whose_first_word_failed_gets_the_lotses_answer(office: Office) -> None:
    person = amira(office)
    await conversation.fail(office, await broken_update(person), person.address, apologise=True)
    await person.reads()
    (case,) = await lotse.queue_of(office, MARL)
    await lotse.claim(office, MARL, case.number)
    await lotse.reply(office, MARL, case.number, "Guten Tag")
    assert "Guten Tag" in await person.reads()


async def test_who_has_agreed_to_nothing_can_do_so_from_the_answer(office: Office) -> None:
    person = await lives_in(jonas(office), "marl")
    number = await fails(person)
    await lotse.claim(office, MARL, number)
    await lotse.reply(office, MARL, number, "Worum geht es?")
    await person.reads()
    assert [offer.data for offer in person.messages[-1].offers] == ["v1:human"]
    assert "Sind Sie einverstanden?" in await person.says("1")
    assert number in await person.says("ja")
    await lotse.reply(office, MARL, number, "Danke")
    await person.reads()
    assert person.messages[-1].offers == ()


async def test_who_blocked_the_guide_cannot_be_answered_until_they_return(office: Office) -> None:
    person = jonas(office)
    number = await with_case(person)
    await lotse.claim(office, MARL, number)
    await person.does(IncomingKind.BLOCKED)
    with pytest.raises(OutOfReachError, match=number):
        await lotse.reply(office, MARL, number, "Guten Tag")
    _, events = await lotse.show(office, MARL, number)
    assert EventKind.REPLY not in [event.kind for event in events]
    await person.does(IncomingKind.RETURNED)
    await lotse.reply(office, MARL, number, "Guten Tag")
    assert "Guten Tag" in await person.reads()


async def test_the_cases_of_who_leaves_are_free_again(office: Office) -> None:
    people = jonas(office), emine(office), olena(office)
    mine, closed, theirs = [await with_case(person) for person in people]
    for user, number in ((MARL, mine), (MARL, closed), (SECOND, theirs)):
        await lotse.claim(office, user, number)
    await lotse.close(office, MARL, closed)
    await lotse.remove_user(office, MARL)
    found = {case.number: (case.status, case.owner) for case in await lotse.queue_of(office, SECOND)}
    assert found == {mine: (CaseStatus.OPEN, None), theirs: (CaseStatus.CLAIMED, SECOND)}
    _, events = await lotse.show(office, SECOND, mine)
    assert (EventKind.RELEASED, MARL) in [(event.kind, event.actor) for event in events]
    await lotse.claim(office, SECOND, mine)
    await lotse.reply(office, SECOND, mine, "Guten Tag")


async def test_whoever_has_no_address_any_more_is_told_nothing(office: Office) -> None:
    number = await with_case(jonas(office))
    async with office.work() as work:
        await work.run(sa.delete(address))
    await lotse.claim(office, MARL, number)
    with pytest.raises(OutOfReachError):
        await lotse.reply(office, MARL, number, "Guten Tag")
    await lotse.close(office, MARL, number)
    assert (await lotse.queue_of(office, MARL, closed=True))[0].number == number


async def test_a_case_whose_key_is_gone_is_empty(office: Office) -> None:
    number = await with_case(jonas(office))
    async with office.work() as work:
        await work.run(sa.update(citizen).values(wrapped_key=None))
    (case,) = await lotse.queue_of(office, MARL)
    assert (case.number, case.content.words) == (number, ())
