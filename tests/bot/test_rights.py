"""Who may do what with a case, on both databases: one winner, one owner, nobody from outside."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from bot.cases import CaseStatus
from bot.desk import Office, lotse
from bot.errors import (
    AlreadyYoursError,
    ClaimedError,
    EmptyTextError,
    NotClaimedError,
    UnknownCaseError,
    UnknownCityError,
    UnknownUserError,
    UserExistsError,
)
from bot.staff import Role
from bot.store import cases
from tests.bot.scene import CASTROP, MARL, case_of, with_case
from tests.cast import DEPARTMENT, EDITOR, OUTSIDER, hire, jonas

SECOND = "sara"


@pytest.fixture(autouse=True)
async def _staff(office: Office) -> None:
    await hire(office)
    await lotse.add_user(office, SECOND, Role.LOTSE, ("marl", "herten"))


async def _everything(office: Office, user: str, number: str) -> list[BaseException | None]:
    """Tries all that can be done with a case; returns what each said."""
    return [
        await _error(lotse.show(office, user, number)),
        await _error(lotse.claim(office, user, number)),
        await _error(lotse.reply(office, user, number, "x")),
        await _error(lotse.note(office, user, number, "x")),
        await _error(lotse.close(office, user, number)),
    ]


async def _error(doing: Coroutine[Any, Any, object]) -> BaseException | None:
    (found,) = await asyncio.gather(doing, return_exceptions=True)
    return found if isinstance(found, BaseException) else None


async def test_of_two_lotsen_who_claim_one_wins_and_the_person_is_told_once(office: Office) -> None:
    person = jonas(office)
    number = await with_case(person)
    outcome = await asyncio.gather(
        lotse.claim(office, MARL, number), lotse.claim(office, SECOND, number), return_exceptions=True
    )
    lost = [error for error in outcome if error]
    assert [type(error) for error in lost] == [ClaimedError]
    owner = (await case_of(person)).owner
    assert owner in (MARL, SECOND)
    assert owner in str(lost[0])
    assert (await person.reads()).count("kümmert sich jetzt") == 1


@pytest.mark.parametrize("user", [CASTROP, EDITOR, DEPARTMENT, OUTSIDER])
async def test_whoever_has_no_business_there_may_nothing(user: str, office: Office) -> None:
    person = jonas(office)
    number = await with_case(person)
    refused = UnknownCaseError if user == CASTROP else UnknownUserError
    assert {type(error) for error in await _everything(office, user, number)} == {refused}
    assert (await case_of(person)).status is CaseStatus.OPEN
    assert await person.reads() == ""


async def test_who_is_out_of_service_may_nothing(office: Office) -> None:
    number = await with_case(jonas(office))
    await lotse.remove_user(office, MARL)
    assert {type(error) for error in await _everything(office, MARL, number)} == {UnknownUserError}
    with pytest.raises(UnknownUserError):
        await lotse.queue_of(office, MARL)


async def test_a_case_without_a_city_is_everybodys(office: Office) -> None:
    number = await with_case(jonas(office), city=None)
    for user in (MARL, CASTROP):
        assert [case.number for case in await lotse.queue_of(office, user)] == [number]


@pytest.mark.parametrize("typed", ["", "nonsense", "222-222-3", "7KM-2QX"])
async def test_a_number_of_no_case_is_unknown(typed: str, office: Office) -> None:
    with pytest.raises(UnknownCaseError):
        await lotse.show(office, MARL, typed)


async def test_a_number_may_be_typed_as_one_likes(office: Office) -> None:
    number = await with_case(jonas(office))
    case, _ = await lotse.show(office, MARL, number.lower().replace("-", " "))
    assert case.number == number


async def test_only_the_owner_answers(office: Office) -> None:
    number = await with_case(jonas(office))
    with pytest.raises(NotClaimedError):
        await lotse.reply(office, MARL, number, "Guten Tag")
    await lotse.claim(office, MARL, number)
    with pytest.raises(ClaimedError):
        await lotse.reply(office, SECOND, number, "Guten Tag")
    with pytest.raises(ClaimedError):
        await lotse.close(office, SECOND, number)
    with pytest.raises(AlreadyYoursError):
        await lotse.claim(office, MARL, number)
    await lotse.reply(office, MARL, number, "Guten Tag")


@pytest.mark.parametrize("text", ["", "  \n"])
async def test_nothing_is_no_answer(text: str, office: Office) -> None:
    number = await with_case(jonas(office))
    await lotse.claim(office, MARL, number)
    for write in (lotse.reply, lotse.note):
        with pytest.raises(EmptyTextError):
            await write(office, MARL, number, text)


async def test_who_loses_the_race_in_the_database_is_told_so(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lost(*_: object) -> bool:
        return False

    number = await with_case(jonas(office))
    monkeypatch.setattr(cases, "claim", lost)
    with pytest.raises(ClaimedError, match="somebody else"):
        await lotse.claim(office, MARL, number)


async def test_staff_are_added_listed_and_taken_out(office: Office) -> None:
    with pytest.raises(UserExistsError):
        await lotse.add_user(office, MARL, Role.LOTSE, ())
    with pytest.raises(UnknownCityError):
        await lotse.add_user(office, "new", Role.LOTSE, ("berlin",))
    with pytest.raises(UnknownUserError):
        await lotse.remove_user(office, "nobody")
    await lotse.remove_user(office, SECOND)
    found = {user.name: (user.role, user.cities) for user in await lotse.users(office)}
    assert found[DEPARTMENT] == (Role.DEPARTMENT, ("marl",))
    assert found[EDITOR] == (Role.EDITOR, ())
    assert SECOND not in found
