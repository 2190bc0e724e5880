"""One message of a person: understood before the lock, answered, saved and queued in one transaction."""

import asyncio
from dataclasses import dataclass, replace

from bot.clock import today
from bot.desk import effects
from bot.desk.office import Office
from bot.errors import UnknownCityError, UnknownLanguageError
from bot.handlers import answer, share
from bot.handlers.masking import mask
from bot.handlers.views import data
from bot.model import Address, File, Incoming, IncomingKind, Message, Say, Turn, say
from bot.session import Session, Step
from bot.store import Work, people, queue, tally
from bot.store.queue import InboxStatus, Received
from bot.store.tally import Tallied
from knowledge.localized import GERMAN
from knowledge.model import Command
from knowledge.understand import understand

_TRIES = 5
# Steps whose answer cannot be taken back, how their question is asked again.
_DECISIONS = {Step.CONSENT: data("human"), Step.DELETE: data("cmd", Command.DELETE_MY_DATA)}
_WORDS = (IncomingKind.TEXT, IncomingKind.EDIT, IncomingKind.MEDIA)


@dataclass(frozen=True, slots=True)
class Heard:
    """An incoming as it was written, and as it may be kept."""

    written: Incoming
    covered: Incoming

    def for_session(self, session: Session) -> Incoming:
        """What a person gives to the Lotse, after consent, is not covered; what they wrote before stays so."""
        known = self.written.kind is IncomingKind.EDIT and self.written.ref in {w.ref for w in session.words}
        if session.case and not known:
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


async def receive(office: Office, inbox_id: int, incoming: Incoming) -> bool:
    """Answers one update. False when somebody else did."""
    heard = await _listen(office, incoming)
    async with office.work() as work:
        if not await queue.take(work, inbox_id):
            return False
        forgot = await _answer(office, work, heard)
        await queue.finish(work, inbox_id)
    if forgot:
        await office.store.wipe()
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


async def _answer(office: Office, work: Work, heard: Heard) -> bool:
    """True when the person had themselves forgotten."""
    where = heard.written.address
    citizen = await people.arrive(work, where)
    session = await people.load_session(work, citizen)
    if session is None:
        session = Session(citizen=citizen, lang=office.texts.match(heard.written.lang))
    incoming = await _typed(office, work, session, heard.for_session(session))
    turn = _known_language(office, session, answer(session, incoming, office.guide, work.now))
    if turn.session.unclear > session.unclear:
        await tally.count(work, Tallied.UNANSWERED, session.city, session.lang)
    done = await effects.perform(office, work, where, turn)
    await speak(office, work, where, done.session, (*turn.says, *done.says), done.files, leave=done.leave)
    return done.session.citizen != citizen


async def _typed(office: Office, work: Work, session: Session, incoming: Incoming) -> Incoming:
    """What was typed as a choice. Nobody agrees to a question that had not reached them: it is asked again."""
    chosen = _typed_choice(office, session, incoming)
    question = share.shown_again(session) or _DECISIONS.get(session.step)
    if question is None or incoming.kind is not IncomingKind.TEXT:
        return chosen
    command = incoming.understood.command if incoming.understood else None
    says_yes = (Command.YES, Command.DELETE_MY_DATA) if session.step is Step.DELETE else (Command.YES,)
    agrees = chosen.text.endswith(":yes") if chosen is not incoming else command in says_yes
    if agrees and not await queue.has_seen(work, session.citizen, incoming.ref):
        return replace(incoming, kind=IncomingKind.PRESS, text=question)
    return chosen


def _typed_choice(office: Office, session: Session, incoming: Incoming) -> Incoming:
    """A typed number or label is the choice itself, as long as the choice is the last thing that was said."""
    if incoming.kind is not IncomingKind.TEXT:
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
    files: tuple[File, ...] = (),
    *,
    leave: bool = False,
    unasked: bool = False,
) -> None:
    """Queues what is said as one message, then the files, and remembers which choices the person sees last.

    `unasked`: nobody wrote; the conversation is kept no longer for it.
    """
    if says:
        message = office.texts.render_all(says, session.lang)
        session = replace(session, offered=message.offers)
        await office.put(work, session.citizen, where, message, city=session.city, case=session.case)
    for file in files:
        await office.put_file(work, session.citizen, where, file, session.lang, city=session.city)
    if leave:
        farewell = Message("", session.lang)
        await office.put(work, session.citizen, where, farewell, kind=queue.OutboxKind.LEAVE)
    await people.save_session(work, session, office.guide.revision, spoken=unasked)


async def park(office: Office, inbox_id: int) -> None:
    """Puts aside what cannot be read, so that it does not come again and again."""
    async with office.work() as work:
        if await queue.take(work, inbox_id):
            await queue.finish(work, inbox_id, InboxStatus.PARKED)


async def fail(office: Office, inbox_id: int, where: Address, *, apologise: bool) -> None:
    """An update could not be answered: tried again later, parked after some tries.

    With `apologise`, and at the last try in any case, the person is told, once, and a technical case without any of
    their words is opened: nobody is left in silence.
    """
    async with office.work() as work:
        if not await queue.take(work, inbox_id):
            return
        failed = await queue.again(work, inbox_id, work.now)
        last = failed.tries >= _TRIES
        if (apologise or last) and not failed.told:
            await _apologise(office, work, where)
            await queue.told(work, inbox_id)
        if last:
            await queue.finish(work, inbox_id, InboxStatus.PARKED)


async def _apologise(office: Office, work: Work, where: Address) -> None:
    citizen = await people.arrive(work, where)
    session = await people.load_session(work, citizen) or Session(citizen=citizen, lang=GERMAN)
    number = await effects.open_technical(office, work, where, session)
    sorry = office.texts.render(say("case.technical", number=number), session.lang)
    await office.put(work, citizen, where, sorry, city=session.city, case=number)
