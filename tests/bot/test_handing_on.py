"""Handing a case on, standing in for somebody, drafts: on both databases."""

import asyncio
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from bot.cases import EventKind
from bot.desk import Office, absence, drafting, handing_on, lotse, reading
from bot.desk.reading import May
from bot.errors import (
    AbsenceError,
    ClaimedError,
    ClosedError,
    EmptyTextError,
    NotClaimedError,
    NotOfferedError,
    UnknownCaseError,
    UnknownDeputyError,
    UnknownReceiverError,
    UnknownUserError,
)
from bot.staff import Role
from bot.store import cases
from bot.store.drafts import DraftKind
from bot.tables import draft
from tests.bot.scene import (
    CASTROP,
    MARL,
    Clock,
    case_of,
    citizen_of,
    forgets,
    history_of,
    readable,
    rows,
    stop_clock,
    with_case,
)
from tests.cast import EDITOR, Person, amira, hire, jonas

SECOND, ABOVE = "sara", "anna"


@pytest.fixture(autouse=True)
async def _staff(office: Office) -> None:
    await hire(office)
    await lotse.add_user(office, SECOND, Role.LOTSE, ("marl", "herten"))
    await lotse.add_user(office, ABOVE, Role.ADMINISTRATOR, ())


@pytest.fixture
def clock(office: Office) -> Clock:
    return stop_clock(office)


async def _held(person: Person) -> str:
    """A case in Marl that Mehmet has."""
    number = await with_case(person)
    await lotse.claim(person.office, MARL, number)
    await person.reads()
    return number


async def _may(office: Office, name: str, number: str) -> frozenset[May]:
    return (await reading.open_case(office, name, number)).may


async def test_an_offer_leaves_the_case_with_its_owner_until_it_is_taken(office: Office) -> None:
    person = jonas(office)
    number = await _held(person)
    await handing_on.offer(office, MARL, number, f"user:{SECOND}", "Ich bin ab Montag weg")
    assert await person.reads() == ""
    assert (await case_of(person)).owner == MARL
    assert May.TAKE in await _may(office, SECOND, number)
    with pytest.raises(ClaimedError):
        await lotse.reply(office, SECOND, number, "Guten Tag")
    await lotse.reply(office, MARL, number, "Guten Tag")
    await person.reads()
    await handing_on.take(office, SECOND, number)
    case = await case_of(person)
    assert (case.owner, case.city, case.offered_to) == (SECOND, "marl", None)
    assert (await person.reads()).count("kümmert sich jetzt ein anderer Lotse") == 1
    with pytest.raises(NotOfferedError):
        await handing_on.take(office, SECOND, number)


async def test_another_city_sees_the_case_from_the_offer_on(office: Office) -> None:
    person = jonas(office)
    number = await _held(person)
    with pytest.raises(UnknownCaseError):
        await reading.open_case(office, CASTROP, number)
    await handing_on.offer(office, MARL, number, "city:castrop-rauxel", "Zieht nach Castrop")
    assert May.TAKE in await _may(office, CASTROP, number)
    assert [case.number for case in await lotse.queue_of(office, CASTROP)] == [number]
    await handing_on.take(office, CASTROP, number)
    case = await case_of(person)
    assert (case.owner, case.city, case.offered_city) == (CASTROP, "castrop-rauxel", None)
    assert "Stadt Castrop-Rauxel" in await person.reads()


async def test_who_gave_a_case_away_may_read_it_for_three_days_and_write_nothing(
    office: Office, clock: Clock
) -> None:
    number = await _held(jonas(office))
    await handing_on.offer(office, MARL, number, "city:castrop-rauxel", "Zieht um")
    await handing_on.take(office, CASTROP, number)
    found = await reading.open_case(office, MARL, number)
    assert (found.may, found.until) == (frozenset(), clock.now + timedelta(days=3))
    for write in (lotse.reply, lotse.note):
        with pytest.raises(UnknownCaseError):
            await write(office, MARL, number, "noch etwas")
    with pytest.raises(UnknownCaseError):
        await drafting.keep(office, MARL, number, DraftKind.NOTE, "noch etwas")
    clock.goes(days=3, seconds=1)
    with pytest.raises(UnknownCaseError):
        await reading.open_case(office, MARL, number)


async def test_a_colleague_who_never_had_it_loses_it_at_once(office: Office) -> None:
    number = await _held(jonas(office))
    await handing_on.offer(office, MARL, number, "city:castrop-rauxel", "Zieht um")
    await handing_on.take(office, CASTROP, number)
    with pytest.raises(UnknownCaseError):
        await reading.open_case(office, SECOND, number)


async def test_a_refusal_says_why_and_changes_nothing(office: Office) -> None:
    person = jonas(office)
    number = await _held(person)
    await handing_on.offer(office, MARL, number, "city:castrop-rauxel", "Bitte")
    with pytest.raises(EmptyTextError):
        await handing_on.decline(office, CASTROP, number, " ")
    await handing_on.decline(office, CASTROP, number, "Wohnt in Marl")
    case = await case_of(person)
    assert (case.owner, case.city, case.offered_city) == (MARL, "marl", None)
    assert [(event.kind, event.actor, event.text) for event in await history_of(person)][-1] == (
        EventKind.DECLINED,
        CASTROP,
        "Wohnt in Marl",
    )
    assert await person.reads() == ""
    with pytest.raises(UnknownCaseError):
        await reading.open_case(office, CASTROP, number)


async def test_an_offer_can_be_taken_back(office: Office) -> None:
    number = await _held(jonas(office))
    with pytest.raises(NotOfferedError):
        await handing_on.keep(office, MARL, number)
    await handing_on.offer(office, MARL, number, f"user:{SECOND}", "Bitte")
    await handing_on.keep(office, MARL, number)
    with pytest.raises(NotOfferedError):
        await handing_on.take(office, SECOND, number)


@pytest.mark.parametrize(
    "to", ["city:marl", "city:berlin", f"user:{MARL}", f"user:{CASTROP}", f"user:{EDITOR}", "user:nobody", ""]
)
async def test_not_everybody_can_be_offered_a_case(to: str, office: Office) -> None:
    number = await _held(jonas(office))
    with pytest.raises(UnknownReceiverError):
        await handing_on.offer(office, MARL, number, to, "Bitte")


async def test_only_who_has_a_case_hands_it_on(office: Office) -> None:
    number = await with_case(jonas(office))
    with pytest.raises(NotClaimedError):
        await handing_on.offer(office, MARL, number, f"user:{SECOND}", "Bitte")
    await lotse.claim(office, MARL, number)
    with pytest.raises(ClaimedError):
        await handing_on.offer(office, SECOND, number, f"user:{ABOVE}", "Bitte")
    with pytest.raises(EmptyTextError):
        await handing_on.offer(office, MARL, number, f"user:{SECOND}", "")


async def test_of_two_who_take_an_offer_one_gets_it(office: Office) -> None:
    person = jonas(office)
    number = await _held(person)
    await handing_on.offer(office, MARL, number, "city:herten", "Bitte")
    outcome = await asyncio.gather(
        handing_on.take(office, SECOND, number),
        handing_on.take(office, ABOVE, number),
        return_exceptions=True,
    )
    assert [type(error) for error in outcome if error] == [NotOfferedError]
    assert (await case_of(person)).owner in (SECOND, ABOVE)
    assert (await person.reads()).count("kümmert sich jetzt ein Lotse") == 1


async def test_what_ends_or_is_put_back_is_offered_no_more(office: Office) -> None:
    number = await _held(jonas(office))
    await handing_on.offer(office, MARL, number, "city:castrop-rauxel", "Bitte")
    await lotse.release(office, MARL, number)
    with pytest.raises(UnknownCaseError):
        await handing_on.take(office, CASTROP, number)
    await lotse.claim(office, MARL, number)
    await handing_on.offer(office, MARL, number, "city:castrop-rauxel", "Bitte")
    await lotse.close(office, MARL, number)
    with pytest.raises(UnknownCaseError):
        await handing_on.take(office, CASTROP, number)


async def test_whoever_leaves_is_offered_nothing(office: Office) -> None:
    person = jonas(office)
    number = await _held(person)
    await handing_on.offer(office, MARL, number, f"user:{SECOND}", "Bitte")
    await lotse.remove_user(office, SECOND)
    assert (await case_of(person)).offered_to is None


async def test_a_deputy_answers_as_long_as_the_owner_is_away(office: Office, clock: Clock) -> None:
    person = jonas(office)
    number = await _held(person)
    await absence.leave(office, MARL, date(2026, 11, 4), SECOND)
    assert May.HOLD in await _may(office, SECOND, number)
    await lotse.reply(office, SECOND, number, "Herr M. ist im Urlaub")
    assert "im Urlaub" in await person.reads()
    assert (await case_of(person)).owner == MARL
    clock.goes(days=2, hours=13, minutes=59)  # nine in the morning to the last minute of the 4th
    await lotse.reply(office, SECOND, number, "Noch einmal")
    clock.goes(hours=1)
    assert May.HOLD not in await _may(office, SECOND, number)
    with pytest.raises(ClaimedError):
        await lotse.reply(office, SECOND, number, "zu spät")


async def test_who_comes_back_earlier_needs_no_deputy(office: Office, clock: Clock) -> None:
    number = await _held(jonas(office))
    await absence.leave(office, MARL, date(2026, 11, 4), SECOND)
    await absence.come_back(office, MARL)
    with pytest.raises(ClaimedError):
        await lotse.reply(office, SECOND, number, "x")


async def test_a_deputy_sees_all_of_the_cities(office: Office, clock: Clock) -> None:
    for name in (CASTROP, EDITOR, MARL, "nobody"):
        with pytest.raises(UnknownDeputyError):
            await absence.leave(office, MARL, date(2026, 11, 4), name)
    with pytest.raises(UnknownDeputyError):  # Herten is not Mehmet's
        await absence.leave(office, SECOND, date(2026, 11, 4), MARL)
    await absence.leave(office, SECOND, date(2026, 11, 4), ABOVE)
    user, deputies = await absence.shown(office, SECOND)
    assert (user.deputy, [one.name for one in deputies]) == (ABOVE, [ABOVE])


@pytest.mark.parametrize("day", [date(2026, 11, 1), date(2028, 1, 1)])
async def test_an_absence_ends_within_a_year(day: date, office: Office, clock: Clock) -> None:
    with pytest.raises(AbsenceError):
        await absence.leave(office, MARL, day, None)
    with pytest.raises(UnknownUserError):
        await absence.leave(office, "nobody", date(2026, 11, 4), None)


async def test_a_draft_is_its_authors_and_others_only_know_that_there_is_one(office: Office) -> None:
    number = await _held(jonas(office))
    assert await drafting.keep(office, MARL, number, DraftKind.REPLY, "angefangen", "tr")
    assert await drafting.keep(office, MARL, number, DraftKind.REPLY, "angefangen, weiter", "tr")
    (mine,) = (await reading.open_case(office, MARL, number)).drafts
    assert (mine.text, mine.lang) == ("angefangen, weiter", "tr")
    (theirs,) = (await reading.open_case(office, SECOND, number)).drafts
    assert (theirs.author, theirs.text) == (MARL, "")


async def test_what_was_sent_is_no_draft_any_more_and_an_old_page_does_not_bring_it_back(
    office: Office,
) -> None:
    number = await _held(jonas(office))
    seen = (await reading.open_case(office, MARL, number)).events[-1].id
    await drafting.keep(office, MARL, number, DraftKind.REPLY, "Guten Tag", after=seen)
    await lotse.reply(office, MARL, number, "Guten Tag")
    assert await rows(office, draft) == []
    assert not await drafting.keep(office, MARL, number, DraftKind.REPLY, "Guten Tag", after=seen)
    assert await rows(office, draft) == []
    await drafting.keep(office, MARL, number, DraftKind.NOTE, "x", after=seen)
    await drafting.keep(office, MARL, number, DraftKind.NOTE, "  ", after=seen)
    assert await rows(office, draft) == []


async def test_a_draft_is_sealed_and_goes_with_the_person(office: Office) -> None:
    person = amira(office)
    number = await _held(person)
    await drafting.keep(office, MARL, number, DraftKind.REPLY, "zqsecret")
    (kept,) = await rows(office, draft)
    assert b"zqsecret" not in kept["sealed"]
    await forgets(person)
    assert await rows(office, draft) == []
    with pytest.raises(ClosedError):
        await drafting.keep(office, MARL, number, DraftKind.REPLY, "zqsecret")


async def test_a_page_only_opens_for_who_handles_cases(office: Office) -> None:
    number = await with_case(jonas(office))
    for name in (EDITOR, "nobody"):
        with pytest.raises(UnknownUserError):
            await reading.open_case(office, name, number)
        with pytest.raises(UnknownUserError):
            await reading.preview(office, name, number, "x", "de")
    for typed in ("", "222-222-3"):
        with pytest.raises(UnknownCaseError):
            await reading.open_case(office, MARL, typed)


async def test_a_case_whose_key_is_gone_opens_empty(office: Office) -> None:
    from bot.tables import citizen

    person = jonas(office)
    number = await _held(person)
    await lotse.note(office, MARL, number, "Notiz")
    await drafting.keep(office, MARL, number, DraftKind.REPLY, "Entwurf")
    assert await readable(office, await citizen_of(person))
    async with office.work() as work:
        await work.run(sa.update(citizen).values(wrapped_key=None))
    found = await reading.open_case(office, MARL, number)
    assert found.reach.forgotten
    assert not any(event.text for event in found.events)
    assert not any(one.text for one in found.drafts)


async def test_of_two_hundred_races_each_has_one_winner_who_is_told_to_the_person_once(
    office: Office,
) -> None:
    person = jonas(office)
    number = await with_case(person)
    for turn in range(200):
        outcome = await asyncio.gather(
            *(lotse.claim(office, name, number) for name in (MARL, SECOND)), return_exceptions=True
        )
        (won,) = [name for name, error in zip((MARL, SECOND), outcome, strict=True) if error is None]
        (lost,) = [error for error in outcome if error]
        assert isinstance(lost, ClaimedError), turn
        assert lost.data["owner"] == won
        async with office.work() as work:
            case = await cases.get(work, number)
            await cases.free(work, number)
        assert case
        assert case.owner == won
    assert [event.kind for event in await history_of(person)].count(EventKind.CLAIMED) == 200
    assert (await person.reads()).count("kümmert sich jetzt") == 200
