"""One message of a person on both databases: kept, answered once, in order."""

import asyncio

import pytest

from bot.cases import EventKind
from bot.channels.slash import slash
from bot.desk import Office, conversation, lotse
from bot.errors import UnknownCityError, UnknownLanguageError
from bot.model import Address, Incoming, IncomingKind
from bot.store.queue import OutboxKind
from bot.tables import address, case, case_event, inbox, outbox, session
from tests.bot.scene import (
    MARL,
    asks_for_a_lotse,
    broken_update,
    case_of,
    fails,
    history_of,
    is_blocked,
    lives_in,
    rows,
    session_of,
    stop_clock,
    with_case,
)
from tests.cast import amira, hire, jonas, olena

HERE = Address("test", "bot", "1")
THERE = Address("test", "bot", "2")


async def _waiting(office: Office) -> list[int]:
    return [row.id for row in await conversation.waiting(office, "test", "bot", 10)]


def _text(where: Address, words: str) -> Incoming:
    return Incoming(where, IncomingKind.TEXT, words, lang="de", ref=words)


async def test_an_update_is_kept_once(office: Office) -> None:
    assert await conversation.keep(office, HERE, "1", "{}")
    assert not await conversation.keep(office, HERE, "1", "{}")
    assert await conversation.keep(office, Address("test", "other", "1"), "1", "{}")
    assert len(await rows(office, inbox)) == 2


async def test_of_each_chat_only_the_oldest_update_is_next(office: Office) -> None:
    for number, where in enumerate((HERE, HERE, THERE)):
        await conversation.keep(office, where, str(number), f"raw {number}")
    waiting = await conversation.waiting(office, "test", "bot", 10)
    assert [(row.address, row.raw) for row in waiting] == [(HERE, "raw 0"), (THERE, "raw 2")]
    await conversation.receive(office, waiting[0].id, _text(HERE, "wohngeld"))
    assert [row.raw for row in await conversation.waiting(office, "test", "bot", 10)] == ["raw 1", "raw 2"]


async def test_what_is_put_off_holds_up_its_own_chat_alone(office: Office) -> None:
    clock = stop_clock(office)
    for number, where in enumerate((HERE, HERE, THERE)):
        await conversation.keep(office, where, str(number), "{}")
    first, _ = await _waiting(office)
    for pause in (0.5, 1.0, 2.0):
        await conversation.fail(office, first, HERE, apologise=False)
        clock.goes(seconds=pause - 0.1)
        assert len(await _waiting(office)) == 1
        clock.goes(seconds=0.1)
        assert first in await _waiting(office)


async def test_of_two_who_answer_the_same_update_one_does(office: Office) -> None:
    await conversation.keep(office, HERE, "1", "{}")
    (update,) = await _waiting(office)
    done = await asyncio.gather(
        *(conversation.receive(office, update, _text(HERE, "wohngeld")) for _ in range(4))
    )
    assert sorted(done) == [False, False, False, True]
    assert len(await rows(office, outbox)) == 1


async def test_an_answered_update_is_erased_but_for_its_key(office: Office) -> None:
    await conversation.keep(office, HERE, "1", "secret")
    (update,) = await _waiting(office)
    await conversation.receive(office, update, _text(HERE, "wohngeld"))
    (row,) = await rows(office, inbox)
    assert (row["status"], row["sealed"], row["update_id"]) == ("done", None, "1")


async def test_a_parked_update_lets_the_chat_go_on(office: Office) -> None:
    await conversation.keep(office, HERE, "1", "poison")
    await conversation.keep(office, HERE, "2", "{}")
    (update,) = await _waiting(office)
    await conversation.park(office, update)
    await conversation.park(office, update)
    assert (await rows(office, inbox, inbox.c.id == update))[0]["sealed"]
    assert update not in await _waiting(office)
    assert len(await _waiting(office)) == 1


async def test_a_citizen_is_a_random_id_at_an_address(office: Office) -> None:
    people = [amira(office), olena(office)]
    await asyncio.gather(*(person.says("hallo") for person in people))
    assert len({row["citizen"] for row in await rows(office, address)}) == 2
    assert {row["lang"] for row in await rows(office, session)} == {"ar", "uk"}


async def test_a_conversation_needs_a_language_and_a_city_that_exist(office: Office) -> None:
    with pytest.raises(UnknownLanguageError, match="de-simple"):
        await conversation.begin(office, HERE, "xx", None)
    with pytest.raises(UnknownCityError, match="castrop-rauxel"):
        await conversation.begin(office, HERE, "de", "berlin")


async def test_what_is_kept_is_masked_until_a_lotse_is_there(office: Office) -> None:
    person = jonas(office)
    await lives_in(person, "marl")
    told = await person.says("wohngeld, ruf 0176 12345678 an")
    assert "Telefonnummer" in told
    assert "12345678" not in (await session_of(person)).words[-1].text
    await asks_for_a_lotse(person)
    await person.says("meine Nummer ist 0176 12345678")
    assert "meine Nummer ist 0176 12345678" in [event.text for event in await history_of(person)]


async def test_a_number_picks_what_was_offered_and_to_a_lotse_is_a_word(office: Office) -> None:
    person = await lives_in(jonas(office), "marl")
    await person.says("/help")
    assert "Sind Sie einverstanden?" in await person.says("1")
    await person.presses(":yes")
    assert "weitergegeben" in await person.says("1")
    assert [event.text for event in await history_of(person) if event.text] == ["1"]


async def test_with_a_case_a_number_is_a_choice_as_long_as_it_was_said_last(office: Office) -> None:
    await hire(office)
    person = jonas(office)
    number = await with_case(person)
    await lotse.claim(office, MARL, number)
    await person.reads()
    await person.says("/help")
    assert "90 Tagen" in await person.says("2")
    await person.says("ich habe noch eine Frage")
    assert "weitergegeben" in await person.says("2")
    await person.says("/help")
    await lotse.reply(office, MARL, number, "Wie viele Kinder haben Sie?")
    await person.reads()
    assert "weitergegeben" in await person.says("2")
    texts = [event.text for event in await history_of(person) if event.kind is EventKind.MESSAGE]
    assert texts == ["ich habe noch eine Frage", "2", "2"]


async def test_a_language_that_does_not_exist_is_not_taken(office: Office) -> None:
    person = await lives_in(jonas(office), "marl")
    await person.does(IncomingKind.PRESS, "v1:lang:klingon")
    assert (await session_of(person)).lang == "de"


async def test_a_group_gets_one_sentence_and_is_left(office: Office) -> None:
    person = jonas(office)
    await person.does(IncomingKind.GROUP)
    assert [row["kind"] for row in await rows(office, outbox)] == [OutboxKind.GUIDE, OutboxKind.LEAVE]


async def test_whoever_blocked_us_is_noted_until_they_return(office: Office) -> None:
    person = jonas(office)
    await with_case(person)
    await person.does(IncomingKind.BLOCKED)
    assert await is_blocked(office, person.address)
    assert "unreachable" in {row["kind"] for row in await rows(office, case_event)}
    await person.does(IncomingKind.RETURNED)
    assert not await is_blocked(office, person.address)
    assert not await is_blocked(office, HERE)


# our own mistakes


async def test_at_our_mistake_the_person_is_told_and_a_case_without_words_is_opened(office: Office) -> None:
    person = await lives_in(jonas(office), "marl")
    await person.says("wohngeld zqsecret")
    await conversation.fail(office, await broken_update(person), person.address, apologise=True)
    assert "ein Fehler passiert" in await person.reads()
    known = await case_of(person)
    assert (known.reasons, known.consent, known.content.words) == (("technical",), None, ())


async def test_a_stranger_is_told_too(office: Office) -> None:
    await conversation.keep(office, HERE, "1", "{}")
    (update,) = await _waiting(office)
    await conversation.fail(office, update, HERE, apologise=True)
    await conversation.park(office, update)
    await conversation.fail(office, update, HERE, apologise=True)
    assert len(await rows(office, outbox)) == 1
    assert len(await rows(office, case)) == 1


@pytest.mark.parametrize(("apologise", "told_at"), [(True, 1), (False, 5)])
async def test_of_five_failures_the_person_hears_once_and_then_the_chat_goes_on(
    apologise: bool, told_at: int, office: Office
) -> None:
    person = await lives_in(jonas(office), "marl")
    update = await broken_update(person)
    heard = []
    for _ in range(5):
        await conversation.fail(office, update, person.address, apologise=apologise)
        heard.append((await person.reads()).count("ein Fehler passiert"))
    assert heard == [int(number == told_at) for number in range(1, 6)]
    (row,) = await rows(office, inbox, inbox.c.id == update)
    assert (row["status"], row["tries"], row["told"]) == ("parked", 5, True)
    assert row["sealed"]
    (opened,) = await rows(office, case)
    assert (opened["reasons"], opened["consent_at"]) == ("technical", None)
    assert await person.says("wohngeld")


async def test_what_somebody_else_answered_has_not_failed(office: Office) -> None:
    await conversation.keep(office, HERE, "1", "{}")
    (update,) = await _waiting(office)
    await conversation.receive(office, update, _text(HERE, "wohngeld"))
    await conversation.fail(office, update, HERE, apologise=True)
    assert await rows(office, case) == []
    assert len(await rows(office, outbox)) == 1


async def test_a_failure_while_a_lotse_is_there_is_theirs_to_see(office: Office) -> None:
    await hire(office)
    clock = stop_clock(office)
    person = jonas(office)
    number = await with_case(person)
    await lotse.claim(office, MARL, number)
    await lotse.reply(office, MARL, number, "Guten Tag")
    await person.reads()
    assert (await case_of(person)).waiting_since is None
    clock.goes(hours=1)
    await conversation.fail(office, await broken_update(person), person.address, apologise=True)
    assert f"Fall {number}" in await person.reads()
    assert (await case_of(person)).waiting_since == clock.now
    assert (await history_of(person))[-1].kind is EventKind.FAILED


async def test_a_person_never_has_two_open_cases(office: Office) -> None:
    await hire(office)
    person = await lives_in(jonas(office), "marl")
    technical = await fails(person)
    assert await fails(person) == technical
    await person.says("strom abgestellt")
    number = await asks_for_a_lotse(person)
    assert number == technical
    (row,) = await rows(office, case)
    assert row["reasons"] == "technical,asked"
    assert row["consent_version"]
    assert await fails(person) == technical


async def test_the_privacy_text_tells_the_days_of_the_city(office: Office) -> None:
    office.retention = {"marl": {"session": 12}}
    assert "12 Tagen" in await (await lives_in(jonas(office), "marl")).says("/privacy")
    assert "90" in await (await lives_in(amira(office), "herten")).says("/privacy")


async def test_my_data_tells_all_that_is_stored(office: Office) -> None:
    person = jonas(office)
    await person.does(IncomingKind.START)
    nothing = await person.says("/mydata")
    assert "Stadt: keine" in nothing
    assert "Keine Nachrichten" in nothing
    number = await with_case(person, words="wohngeld")
    shown = await person.says("/mydata")
    for part in ("Stadt: Marl", "„wohngeld“", "Wohngeld", f"Fall {number}", "1 Nachricht", "Kein Mensch hat"):
        assert part in shown


async def test_my_data_tells_what_is_still_on_its_way(office: Office) -> None:
    person = await lives_in(jonas(office), "marl")
    for number, word in enumerate(("/help", "/mydata")):
        await conversation.keep(office, person.address, f"n{number}", "{}")
        (row,) = await conversation.waiting(office, "test", person.name, 5)
        await conversation.receive(office, row.id, slash(word, person.address, "de", "r"))
    assert "1 Nachricht an Sie" in await person.reads()
