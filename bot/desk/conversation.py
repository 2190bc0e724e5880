"""One message of a person: understood before the lock, answered, saved and queued in one transaction."""

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.clock import today
from bot.desk import effects
from bot.desk.office import Office
from bot.errors import UnknownCityError, UnknownLanguageError
from bot.handlers import answer
from bot.handlers.masking import mask
from bot.model import Address, Incoming, IncomingKind, Message, Say, Session, Step, Turn, say
from bot.store import Work, people, queue
from bot.store.queue import InboxStatus, Received
from knowledge.understand import understand

_WORDS = (IncomingKind.TEXT, IncomingKind.EDIT, IncomingKind.MEDIA)


@dataclass(frozen=True, slots=True)
class Heard:
    """An incoming as it was written, and as it may be kept."""

    written: Incoming
    covered: Incoming

    def for_session(self, session: Session) -> Incoming:
        """What a person gives to the Lotse, after consent, is not covered."""
        if session.case:
            return replace(self.written, understood=self.covered.understood)
        return self.covered


async def keep(office: Office, where: Address, update_id: str, raw: str) -> bool:
    """Keeps a raw update before anybody reads it; False when it is known already."""
    async with office.work() as work:
        return await queue.receive(work, where, update_id, raw)


async def waiting(office: Office, channel: str, bot: str, limit: int) -> tuple[Received, ...]:
    async with office.work() as work:
        return await queue.waiting(work, channel, bot, limit)


async def begin(office: Office, where: Address, lang: str, city: str | None) -> None:
    """A conversation whose language and city are known before the first word."""
    if lang not in office.texts.languages:
        raise UnknownLanguageError(lang=lang, langs=", ".join(office.texts.languages))
    if city is not None and city not in office.guide.cities:
        raise UnknownCityError(city=city, cities=", ".join(office.guide.cities))
    async with office.work() as work:
        citizen = await people.arrive(work, where)
        session = Session(citizen=citizen, lang=lang, city=city, step=Step.ASK)
        await people.save_session(work, session, office.guide.revision)


async def try_again(office: Office, inbox_id: int, seconds: float) -> int:
    """Puts an update back after a failure; returns how often it was tried."""
    async with office.work() as work:
        return await queue.again(work, inbox_id, work.now + timedelta(seconds=seconds))


async def receive(office: Office, inbox_id: int, incoming: Incoming) -> bool:
    """Answers one update. False when somebody else did."""
    heard = await _listen(office, incoming)
    async with office.work() as work:
        if not await queue.take(work, inbox_id):
            return False
        await _answer(office, work, heard)
        await queue.finish(work, inbox_id)
    return True


async def _listen(office: Office, incoming: Incoming) -> Heard:
    """Covers and understands the words, outside of any transaction and off the event loop."""
    if incoming.kind not in _WORDS or not incoming.text:
        return Heard(incoming, incoming)
    async with office.work() as work:
        citizen = await people.find(work, incoming.address)
        session = await people.load_session(work, citizen) if citizen else None
    lang = session.lang if session else office.texts.match(incoming.lang)
    text, masked = mask(incoming.text)
    day = today(office.clock())
    understood = await asyncio.to_thread(understand, text, lang, office.guide, day)
    return Heard(incoming, replace(incoming, text=text, masked=masked, understood=understood))


async def _answer(office: Office, work: Work, heard: Heard) -> None:
    where = heard.written.address
    citizen = await people.arrive(work, where)
    session = await people.load_session(work, citizen)
    if session is None:
        session = Session(citizen=citizen, lang=office.texts.match(heard.written.lang))
    incoming = _typed_choice(office, session, heard.for_session(session))
    turn = _known_language(office, session, answer(session, incoming, office.guide, work.now))
    done = await effects.perform(office, work, where, turn)
    await speak(office, work, where, done.session, (*turn.says, *done.says), leave=done.leave)


def _typed_choice(office: Office, session: Session, incoming: Incoming) -> Incoming:
    """A typed number or label is the choice itself; to a Lotse it is a word like others."""
    if incoming.kind is not IncomingKind.TEXT or session.case:
        return incoming
    offer = office.texts.pick(incoming.text, session.offered)
    return replace(incoming, kind=IncomingKind.PRESS, text=offer.data) if offer else incoming


def _known_language(office: Office, session: Session, turn: Turn) -> Turn:
    """A button may name a language that no longer exists."""
    if turn.session.lang in office.texts.languages:
        return turn
    return replace(turn, session=replace(turn.session, lang=session.lang))


async def speak(
    office: Office,
    work: Work,
    where: Address,
    session: Session,
    says: tuple[Say, ...],
    *,
    leave: bool = False,
) -> None:
    """Queues what is said as one message, and remembers which choices the person sees last."""
    if says:
        message = office.texts.render_all(says, session.lang)
        session = replace(session, offered=message.offers)
        await office.put(work, session.citizen, where, message, city=session.city, case=session.case)
    if leave:
        farewell = Message("", session.lang)
        await office.put(work, session.citizen, where, farewell, kind=queue.OutboxKind.LEAVE)
    await people.save_session(work, session, office.guide.revision)


async def park(office: Office, inbox_id: int) -> None:
    """Puts aside what cannot be read, so that it does not come again and again."""
    async with office.work() as work:
        if await queue.take(work, inbox_id):
            await queue.finish(work, inbox_id, InboxStatus.PARKED)


async def apologise(office: Office, inbox_id: int, where: Address) -> None:
    """The guide failed: the person is told, and a technical case without any of their words is opened."""
    async with office.work() as work:
        if not await queue.take(work, inbox_id):
            return
        citizen = await people.arrive(work, where)
        session = await people.load_session(work, citizen) or Session(citizen=citizen, lang="de")
        number = await effects.open_technical(office, work, where, session)
        sorry = office.texts.render(say("case.technical", number=number), session.lang)
        await office.put(work, citizen, where, sorry, city=session.city, case=number)
