"""The guide on a web page: what a person does there is kept like any other update, and what is said becomes a line."""

import hashlib
import json
import re
import secrets
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.desk.bell import token_hash
from bot.desk.office import Office
from bot.errors import TooManyTriesError, UnreachableError
from bot.handlers import answer
from bot.handlers.masking import mask
from bot.model import File, Incoming, IncomingKind, Message
from bot.phrase import as_told, new_phrase
from bot.retention import TERMS, Kept
from bot.session import Session
from bot.store import Work, people, queue, sign_in, web
from bot.store.queue import Outgoing
from bot.store.web import Line

LONGEST = 4096  # as a message on Telegram
_SHOWN = 200
_MINUTES = 15
_PHRASES = 10
_PLACES = 60
_MESSAGES_A_MINUTE = 30
_COMMAND = "v1:cmd:"


@dataclass(frozen=True, slots=True)
class Post:
    """What a person did on the page: words, or a choice as `line:data`.

    `seen`: the newest line before their eyes; `nonce`: which form it was, so that one sent twice counts once.
    """

    text: str
    press: str
    seen: int
    nonce: str


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who may look at a place, and the language that is spoken there."""

    place: str
    lang: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """Where something was kept, its line, and the token of a place that was made for it."""

    place: str
    line: int
    token: str | None


def line_number(written: str) -> int | None:
    """The number of a line, as it stands in a form or an address."""
    return int(written) if re.fullmatch(r"[0-9]{1,15}", written) else None


async def visitor(office: Office, token: str, *, uses: bool = True) -> Visitor | None:
    """Who comes with a token. `uses`: the time without use begins anew."""
    async with office.work() as work:
        hashed = token_hash(work, token)
        place = await web.entered(work, hashed)
        if place is None:
            return None
        if uses:
            await web.use_place(work, place)
            await web.use_login(work, hashed, work.now + _lasts())
        return Visitor(place, await _lang(work, place))


async def _lang(work: Work, place: str) -> str | None:
    citizen = await people.find(work, web.address(place))
    session = await people.load_session(work, citizen) if citizen else None
    return session.lang if session else None


def _lasts() -> timedelta:
    return timedelta(days=TERMS[Kept.WEB].days)


def greeting(office: Office, lang: str, city: str) -> tuple[Session, Message]:
    """How a conversation begins, before anybody is known; `city`: an id, or nothing."""
    start = Incoming(web.address(""), IncomingKind.START, f"city-{city}" if city else "", lang=lang)
    turn = answer(Session(citizen="", lang=lang), start, office.guide, office.clock())
    message = office.texts.render_all(turn.says, lang)
    return replace(turn.session, offered=message.offers), message


async def say(office: Office, token: str, post: Post, lang: str, city: str, client: str) -> Said:
    """Keeps what a person did; at their first word they get a place, with the greeting that they have read.

    Raises TooManyTriesError where it comes faster than people write.
    """
    async with office.work() as work:
        place = await web.entered(work, token_hash(work, token)) if token else None
        made = None
        if place is None:
            await _count(work, "web place", client, _PLACES)
            place = await _begin(office, work, lang, city)
            made = await _let_in(work, place)
        citizen = await _arrive(work, place)
        if await web.said_since(work, place, work.now - timedelta(minutes=1)) >= _MESSAGES_A_MINUTE:
            raise TooManyTriesError(minutes=1)
        await web.use_place(work, place)
        return Said(place, await _keep(office, work, place, citizen, post), made)


async def _begin(office: Office, work: Work, lang: str, city: str) -> str:
    place = secrets.token_urlsafe(24)
    await web.add_place(work, place)
    citizen = await people.arrive(work, web.address(place))
    session, message = greeting(office, lang, city)
    await web.add_line(work, place, citizen, message)
    await people.save_session(work, replace(session, citizen=citizen), office.guide.revision)
    return place


async def _let_in(work: Work, place: str) -> str:
    """A new token for a place."""
    token = secrets.token_urlsafe(32)
    await web.let_in(work, place, token_hash(work, token), work.now + _lasts())
    await web.use_place(work, place)
    return token


async def _arrive(work: Work, place: str) -> str:
    """The citizen at a place, locked; one who was forgotten while we waited is a new one."""
    where = web.address(place)
    citizen = await people.arrive(work, where)
    return citizen if await people.is_known(work, citizen) else await people.arrive(work, where)


async def _keep(office: Office, work: Work, place: str, citizen: str, post: Post) -> int:
    """The person's own line, and the update that the worker will answer; neither of them twice."""
    session = await people.load_session(work, citizen)
    shown, data = await _own_words(office, work, place, post, session)
    said = Message(shown, session.lang if session else "")
    line = await web.add_line(work, place, citizen, said, own=True)
    raw = {"place": place, "text": post.text, "press": data, "lang": said.lang, "ref": _mark(post.seen, line)}
    digest = hashlib.sha256(json.dumps([place, post.nonce, post.text, post.press]).encode()).hexdigest()[:32]
    kept = await queue.receive(work, web.address(place), digest, json.dumps(raw, ensure_ascii=False))
    if not (kept and shown):
        await web.take_back(work, line)
    return line


def _mark(seen: int, line: int) -> str:
    """A number that rises with what a person had seen, and is another one for each line."""
    return f"{seen}{line:012}"


async def _own_words(
    office: Office, work: Work, place: str, post: Post, session: Session | None
) -> tuple[str, str]:
    """What of a post is shown as the person's own words, covered as it is kept; and the choice that it was."""
    if not post.press:
        return (post.text if session and session.case else mask(post.text)[0]), ""
    id_, _, data = post.press.partition(":")
    number = line_number(id_)
    line = await web.line_of(work, place, number) if number is not None else None
    offers = (*(line.message.offers if line else ()), *(session.offered if session else ()))
    label = next((offer.label for offer in offers if offer.data == data), "")
    command = f"command.{data.removeprefix(_COMMAND)}"
    if not label and session and office.texts.has(command):
        label = office.texts.text(command, session.lang)
    return label, data


async def show(office: Office, outgoing: Outgoing) -> str:
    """Lays a message on the page; returns the number that `_mark` is compared with. Raises UnreachableError."""
    place = outgoing.address.external_id
    async with office.work() as work:
        await people.lock(work, outgoing.citizen)
        if not (await web.is_place(work, place) and await people.is_known(work, outgoing.citizen)):
            raise UnreachableError(why="the place is gone")
        line = await web.show(work, place, outgoing.citizen, outgoing.message, outgoing.file, outgoing.id)
        return _mark(line, 0)


async def lines(office: Office, token: str, after: int) -> tuple[Line, ...] | None:
    """What stands behind a line; None when the token has ended."""
    async with office.work() as work:
        place = await web.entered(work, token_hash(work, token))
        return await web.lines_of(work, place, after, _SHOWN) if place else None


async def is_busy(office: Office, place: str) -> bool:
    async with office.work() as work:
        return await web.is_busy(work, place)


async def file(office: Office, token: str, line_id: int) -> File | None:
    """A file that stands at the visitor's own place."""
    async with office.work() as work:
        place = await web.entered(work, token_hash(work, token))
        line = await web.line_of(work, place, line_id) if place else None
        return line.file if line else None


async def make_phrase(office: Office, token: str) -> str | None:
    """New words to come back with; the ones before no longer count. They are kept nowhere."""
    async with office.work() as work:
        place = await web.entered(work, token_hash(work, token))
        if place is None:
            return None
        phrase = new_phrase()
        await web.set_recovery(work, place, _phrase_hash(work, phrase))
        return phrase


async def come_back(office: Office, typed: str, client: str) -> str | None:
    """A token for the place of a phrase; None when there is none. Raises TooManyTriesError."""
    async with office.work() as work:
        await _count(work, "web phrase", client, _PHRASES)
        place = await web.recovered(work, _phrase_hash(work, as_told(typed)))
        return await _let_in(work, place) if place else None


def _phrase_hash(work: Work, phrase: str) -> str:
    return work.seal.secret(f"web phrase {phrase}")


async def _count(work: Work, what: str, client: str, most: int) -> None:
    """Counts a try. Raises TooManyTriesError when there were too many from one machine."""
    key = work.seal.secret(f"{what} {client}")
    if await sign_in.tries(work, key, work.now - timedelta(minutes=_MINUTES)) >= most:
        raise TooManyTriesError(minutes=_MINUTES)
    await sign_in.tried(work, key)


async def look_at_link(office: Office, token: str) -> Visitor | None:
    """Where a link of the bell leads, as long as it holds."""
    async with office.work() as work:
        place = await web.entered(work, token_hash(work, token), once=True)
        return Visitor(place, await _lang(work, place)) if place else None


async def open_link(office: Office, token: str) -> str | None:
    """A token for the place of a link, which counts once."""
    async with office.work() as work:
        hashed = token_hash(work, token)
        place = await web.entered(work, hashed, once=True)
        if place is None or not await web.end_login(work, hashed):
            return None
        return await _let_in(work, place)


async def end(office: Office, token: str) -> str | None:
    """Ends a login; returns its place. What nobody can read any more is erased, and its Lotse sees that nobody is there."""
    async with office.work() as work:
        hashed = token_hash(work, token)
        place = await web.entered(work, hashed)
        if place is None:
            return None
        await web.end_login(work, hashed)
        if await web.is_lost(work, place):
            await web.erase_lines(work, place)
            await people.mark_blocked(work, web.address(place), blocked=True)
        return place
