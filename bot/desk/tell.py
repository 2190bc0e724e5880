"""Says something about a case to its person, unasked, and keeps their conversation true."""

from dataclasses import replace

from bot.cases import Case
from bot.desk.office import Office
from bot.model import Say
from bot.session import Session, Step
from bot.store import Work, people, queue


async def tell(
    office: Office, work: Work, case: Case, said: Say, kind: queue.OutboxKind = queue.OutboxKind.GUIDE
) -> int | None:
    """Queues it in the person's language; returns its outbox id, None where nobody can be reached."""
    where = await people.newest_address(work, case.citizen)
    if where is None:
        return None
    session = await session_of(work, case)
    message = office.texts.render(said, session.lang)
    sent = await office.put(work, case.citizen, where, message, city=case.city, case=case.number, kind=kind)
    if said.key == "case.closed" and session.case == case.number:
        session = replace(session.without_matter(), case=None, step=Step.ASK)
    elif session.step is Step.DELETE:  # a yes to this must not erase anything
        session = replace(session, step=Step.HUMAN if session.case else Step.ASK)
    session = replace(session, offered=message.offers)
    await people.save_session(work, session, office.guide.revision)
    return sent


async def session_of(work: Work, case: Case) -> Session:
    """The person's conversation, or a new one."""
    session = await people.load_session(work, case.citizen)
    return session or Session(citizen=case.citizen, lang=case.lang, city=case.city)
