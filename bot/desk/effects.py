"""Performs what a Turn asks for. An effect that knows something the dialogue cannot know says it itself."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot import sheet
from bot.cases import Case, CaseStatus, Consent, Content, EventKind, Reason, new_number
from bot.clock import today
from bot.desk import share
from bot.desk.clocks import announce_new, limit_of
from bot.desk.office import Office
from bot.desk.reminders import plan_anew
from bot.desk.risk import withdraw_all
from bot.handlers import planned, waiting
from bot.handlers.matter import facts_of, plan_of
from bot.handlers.views import REMIND_OFF, TO_DELETE, TO_MY_DATA, TO_PLAN
from bot.model import (
    Address,
    Effect,
    File,
    Forget,
    LeaveGroup,
    MarkBlocked,
    OpenCase,
    PassOn,
    Remind,
    Say,
    SendSheet,
    Share,
    ShowData,
    TellPrivacy,
    Turn,
    Withdraw,
    say,
)
from bot.retention import TERMS, Kept, before
from bot.session import Session
from bot.store import Work, cases, clocks, people, queue, reminders, web


@dataclass(frozen=True, slots=True)
class Done:
    """The session after the effects, what they say, the files behind it, and whether to leave the group."""

    session: Session
    says: tuple[Say, ...] = ()
    files: tuple[File, ...] = ()
    leave: bool = False


async def perform(office: Office, work: Work, where: Address, turn: Turn) -> Done:
    """All effects of a turn, in their order."""
    done = Done(turn.session)
    for effect in turn.effects:
        one = await _PERFORM[type(effect)](office, work, where, done.session, effect)
        files = (*done.files, *one.files)
        done = Done(one.session, (*done.says, *one.says), files, done.leave or one.leave)
    return done


async def _open_case(office: Office, work: Work, where: Address, session: Session, effect: OpenCase) -> Done:
    """Opens the case, or adds to the technical one that is open already: one open case a person."""
    known = await cases.open_case_of(work, session.citizen)
    case = Case(
        number=known.number if known else new_number(),
        citizen=session.citizen,
        city=session.city,
        lang=session.lang,
        channel=where.channel,
        status=known.status if known else CaseStatus.OPEN,
        owner=known.owner if known else None,
        reasons=tuple(dict.fromkeys((*(known.reasons if known else ()), effect.reason))),
        urgent=effect.urgent or bool(known and known.urgent),
        opened_at=known.opened_at if known else work.now,
        waiting_since=(known.waiting_since if known else None) or work.now,
        closed_at=None,
        revision=office.guide.revision,
        consent=Consent(effect.consent, work.now),
        content=effect.content,
    )
    await (cases.save_told(work, case) if known else cases.save_new(work, case))
    await cases.record(work, case.number, session.citizen, EventKind.OPENED, actor="citizen")
    await announce_new(office, work, case.number)
    says = (say("case.opened", number=case.number), *_told(office, case, work.now))
    return Done(replace(session, case=case.number), says)


def _told(office: Office, case: Case, now: datetime) -> tuple[Say, ...]:
    """By when an answer can be expected, and which numbers help until then."""
    since, hours = case.waiting_since or now, limit_of(office, case, now)
    return waiting.told(office.times(case.city), since, hours, now, case.content.danger, office.guide)


async def open_technical(office: Office, work: Work, where: Address, session: Session) -> str:
    """A case without a word of the person's, since they agreed to nothing; returns its number."""
    known = await cases.open_case_of(work, session.citizen)
    if known:
        await cases.record(work, known.number, session.citizen, EventKind.FAILED)
        await cases.wait(work, known.number)
        return known.number
    case = Case(
        number=new_number(),
        citizen=session.citizen,
        city=session.city,
        lang=session.lang,
        channel=where.channel,
        status=CaseStatus.OPEN,
        owner=None,
        reasons=(Reason.TECHNICAL,),
        urgent=False,
        opened_at=work.now,
        waiting_since=work.now,
        closed_at=None,
        revision=office.guide.revision,
        consent=None,
        content=Content(),
    )
    await cases.save_new(work, case)
    await cases.record(work, case.number, session.citizen, EventKind.OPENED)
    await announce_new(office, work, case.number)
    return case.number


async def _pass_on(office: Office, work: Work, where: Address, session: Session, effect: PassOn) -> Done:
    """Gives the words to the Lotse. Who writes while nobody is there is told so, once until it opens again."""
    number = str(session.case)
    before = await clocks.last_written(work, number)
    kind = EventKind.EDITED if effect.edited else EventKind.MESSAGE
    await cases.record(
        work,
        number,
        session.citizen,
        kind,
        actor="citizen",
        text=effect.text,
        lang=session.lang,
        ref=effect.ref,
    )
    if effect.danger:
        await cases.record(work, number, session.citizen, EventKind.DANGER, text=effect.danger)
    await cases.wait(work, number, urgent=bool(effect.danger))
    case = await cases.get(work, number)
    if case and not effect.danger and waiting.is_news(office.times(case.city), before, work.now):
        return Done(session, _told(office, case, work.now))
    return Done(session)


async def _withdraw(office: Office, work: Work, where: Address, session: Session, effect: Withdraw) -> Done:
    case = await cases.open_case_of(work, session.citizen)
    if case is None:
        return Done(session)
    await withdraw_all(work, case)
    await cases.close(work, case.number)
    await cases.record(work, case.number, session.citizen, EventKind.WITHDRAWN, actor="citizen")
    return Done(session, (say("case.withdrawn", number=case.number),))


async def _tell_privacy(
    office: Office, work: Work, where: Address, session: Session, effect: TellPrivacy
) -> Done:
    talk, texts = (
        (work.now - before(kind, work.now, session.city, office.retention)).days
        for kind in (Kept.SESSION, Kept.CASE_TEXT)
    )
    text = say("privacy.text", TO_MY_DATA, TO_DELETE, count=talk, days=texts)
    page = say("privacy.page", days=TERMS[Kept.WEB].days)
    return Done(session, (text, say("privacy.reminders", days=TERMS[Kept.REMINDER].days), page))


async def _show_data(office: Office, work: Work, where: Address, session: Session, effect: ShowData) -> Done:
    shared = await share.own(office, work, session.citizen)
    lines = (*await _own_data(office, work, session), *(line for line, _ in shared))
    return Done(session, (say("own_data.text", TO_DELETE, *(choice for _, choice in shared), lines=lines),))


async def _share(office: Office, work: Work, where: Address, session: Session, effect: Share) -> Done:
    return Done(session, await share.answered(office, work, session, effect))


async def _own_data(office: Office, work: Work, session: Session) -> tuple[Say, ...]:
    """What is stored about a person, line by line, and who has read it."""
    guide = office.guide
    city = guide.cities.get(session.city or "")
    words = tuple(say("consent.quote", words=word.text) for word in session.words)
    needs = tuple(
        say("name", name=guide.services[id_].name) for id_ in session.needs if id_ in guide.services
    )
    lines = [
        say("own_data.language"),
        say("own_data.city", city=city.name) if city else say("own_data.no_city"),
        say("own_data.words", words=words) if words else say("own_data.no_words"),
    ]
    if needs:
        lines.append(say("own_data.needs", needs=needs))
    for case in await cases.cases_of(work, session.citizen):
        said = (EventKind.MESSAGE, EventKind.EDITED, EventKind.REPLY)
        count = sum(1 for event in await cases.history(work, case) if event.kind in said)
        count += len(case.content.words)
        lines.append(say("own_data.case", number=case.number, day=case.opened_at.date(), count=count))
    readers = await cases.readers(work, session.citizen)
    lines += [say("own_data.reader", name=reader.actor, day=reader.at.date()) for reader in readers]
    if not readers:
        lines.append(say("own_data.no_reader"))
    if facts := planned.facts(facts_of(session, office.guide, today(work.now)), office.guide):
        lines.append(say("own_data.facts", facts=facts))
    if due_at := await reminders.next_due(work, session.citizen):
        lines.append(say("own_data.reminder", day=today(due_at)))
    if count := await queue.count_waiting(work, session.citizen):
        lines.append(say("own_data.waiting", count=count))
    if count := await web.count_lines(work, session.citizen):
        lines.append(say("own_data.page", count=count))
    return tuple(lines)


async def _send_sheet(
    office: Office, work: Work, where: Address, session: Session, effect: SendSheet
) -> Done:
    """The page and the days; made off the event loop, since it takes a tenth of a second."""
    day = today(work.now)
    taken = sheet.Taken(
        made=plan_of(session, office.guide, day),
        guide=office.guide,
        texts=office.texts,
        lang=session.lang,
        city=office.guide.cities.get(session.city or ""),
        case=session.case,
        today=day,
    )
    return Done(session, files=await asyncio.to_thread(_files, taken))


def _files(taken: sheet.Taken) -> tuple[File, ...]:
    name = f"plan-{taken.today.isoformat()}"
    days = sheet.calendar(taken)
    page = File(f"{name}.pdf", "application/pdf", sheet.page(taken))
    return (page, File(f"{name}.ics", "text/calendar", days)) if days else (page,)


async def _forget(office: Office, work: Work, where: Address, session: Session, effect: Forget) -> Done:
    """Erases the person; the goodbye goes to a new, empty one at the same address."""
    case = await cases.open_case_of(work, session.citizen)
    if case:
        await cases.close(work, case.number)
        await cases.record(work, case.number, session.citizen, EventKind.WITHDRAWN, actor="citizen")
    await cases.erase(work, session.citizen)
    await queue.erase_outgoing(work, session.citizen)
    await queue.erase_received(work, await people.addresses_of(work, session.citizen))
    await web.erase(work, session.citizen, stays=where)
    await people.erase(work, session.citizen)
    fresh = await people.arrive(work, where)
    return Done(Session(citizen=fresh, lang=session.lang, greeted=True), (say("delete.done"),))


async def _leave(office: Office, work: Work, where: Address, session: Session, effect: LeaveGroup) -> Done:
    return Done(session, leave=True)


async def _mark_blocked(
    office: Office, work: Work, where: Address, session: Session, effect: MarkBlocked
) -> Done:
    await people.mark_blocked(work, where, blocked=effect.blocked)
    if effect.blocked and session.case:
        await cases.record(work, session.case, session.citizen, EventKind.UNREACHABLE)
    return Done(session)


async def _remind(office: Office, work: Work, where: Address, session: Session, effect: Remind) -> Done:
    """Plans the reminders anew; where they were just wanted, says so, and when the next one comes."""
    await plan_anew(office, work, session)
    if not effect.tell:
        return Done(session)
    due_at = await reminders.next_due(work, session.citizen)
    when = say("reminder.next", day=today(due_at)) if due_at else say("reminder.none")
    on = say("reminder.on", TO_PLAN, REMIND_OFF, days=TERMS[Kept.REMINDER].days)
    return Done(session, (on, when))


_PERFORM: dict[type[Effect], Callable[[Office, Work, Address, Session, Any], Awaitable[Done]]] = {
    OpenCase: _open_case,
    PassOn: _pass_on,
    Withdraw: _withdraw,
    Share: _share,
    TellPrivacy: _tell_privacy,
    ShowData: _show_data,
    SendSheet: _send_sheet,
    Forget: _forget,
    LeaveGroup: _leave,
    MarkBlocked: _mark_blocked,
    Remind: _remind,
}
