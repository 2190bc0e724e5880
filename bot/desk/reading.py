"""A case as a member of staff reads it: all that one page shows, in one transaction and few queries."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.cases import Case, CaseStatus, Event, parse_number
from bot.desk.handing_on import GRACE, is_offered, receivers
from bot.desk.lotse import MAY_HANDLE, answer, read, user_of
from bot.desk.office import Office
from bot.desk.tasks import Held, held
from bot.desk.tell import session_of
from bot.errors import UnknownCaseError, UnknownUserError
from bot.model import Message
from bot.staff import User
from bot.store import Work, cases, drafts, handing_on, people, staff
from bot.store.drafts import Draft
from bot.store.people import Reach


class May(StrEnum):
    """What a user may do with a case now."""

    CLAIM = "claim"
    HOLD = "hold"
    CLOSE = "close"
    TAKE = "take"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Reading:
    """`may`: what the user may do; `receivers`: to whom they may hand it on; `held`: what departments have of it.

    `until`: they have given it to another city and may read it so long.
    """

    case: Case
    events: tuple[Event, ...]
    drafts: tuple[Draft, ...]
    reach: Reach
    may: frozenset[May]
    receivers: tuple[User, ...]
    until: datetime | None
    held: Held


async def open_case(office: Office, name: str, typed: str, *, by_itself: bool = False) -> Reading:
    """Opens a case; that it was read is recorded. Raises UnknownCaseError for what is not the user's to see.

    `by_itself`: an open page looks for news; where there are none, nobody has read anything.
    """
    async with office.work() as work:
        everybody = await staff.all_(work)
        user = next((one for one in everybody if one.name == name and one.role in MAY_HANDLE), None)
        if user is None:
            raise UnknownUserError(name=name)
        case, until = await _found(work, user, typed)
        events = await read(work, user, case, by_itself=by_itself)
        return Reading(
            case=case,
            events=events,
            drafts=await drafts.of_case(work, case, user),
            reach=await people.reach(work, case.citizen, case.lang),
            may=frozenset() if until else _may(case, user),
            receivers=receivers(everybody, case, user),
            until=until,
            held=await held(work, case),
        )


async def _found(work: Work, user: User, typed: str) -> tuple[Case, datetime | None]:
    """A case that the user may see, and until when, where they have given it to another city."""
    number = parse_number(typed)
    case = await cases.get(work, number) if number else None
    if case is None:
        raise UnknownCaseError(number=typed)
    if cases.is_open_to(case, user):
        return case, None
    given = await handing_on.had_it_until(work, case.number, user)
    if given is None or work.now > given + GRACE:
        raise UnknownCaseError(number=typed)
    return case, given + GRACE


def _may(case: Case, user: User) -> frozenset[May]:
    if case.status is CaseStatus.CLOSED:
        return frozenset()
    found = {May.NOTE}
    if case.owner is None:
        found |= {May.CLAIM, May.CLOSE}
    if case.is_held_by(user.name):
        found |= {May.HOLD, May.CLOSE}
    if is_offered(case, user):
        found.add(May.TAKE)
    return frozenset(found)


async def preview(office: Office, name: str, typed: str, text: str, lang: str) -> Message:
    """What the person would get to read of an answer."""
    async with office.work() as work:
        case, _ = await _found(work, await user_of(work, name), typed)
        session = await session_of(work, case)
        return office.texts.render(answer(office, case, session, text, lang), session.lang)
