"""Citizens, where they are reached, and their conversations."""

import json
import uuid
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from bot.cases import Reason
from bot.model import Address
from bot.reminder import Followed
from bot.seal import Seal
from bot.session import Marked, Offer, Session, Step, ToldFact, Word
from bot.store.work import Work
from bot.tables import address as addresses
from bot.tables import citizen as citizens
from bot.tables import question as questions
from bot.tables import reminder as reminders
from bot.tables import session as sessions
from bot.tables import web_line as lines
from knowledge.mark import Mark

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


async def new_citizen(work: Work) -> str:
    """A citizen with a key of their own."""
    id_ = uuid.uuid4().hex
    values = {"id": id_, "wrapped_key": work.seal.new_wrapped(), "created_at": work.now}
    await work.run(sa.insert(citizens).values(values))
    return id_


def _is_at(where: Address) -> sa.ColumnElement[bool]:
    return sa.and_(
        addresses.c.channel == where.channel,
        addresses.c.bot == where.bot,
        addresses.c.external_id == where.external_id,
    )


async def find(work: Work, where: Address) -> str | None:
    """The citizen at an address."""
    row = await work.first(sa.select(addresses.c.citizen).where(_is_at(where)))
    return row.citizen if row else None


async def add_address(work: Work, where: Address, citizen: str) -> None:
    """A further address of a citizen, from which they have never written."""
    values = asdict(where) | {"citizen": citizen, "used_at": _NEVER}
    await work.run(sa.insert(addresses).values(values))


async def arrive(work: Work, where: Address) -> str:
    """The citizen at an address, made when nobody is there; the row stays locked for this transaction."""
    found = await find(work, where)
    if found is None:
        found = await new_citizen(work)
        values = asdict(where) | {"citizen": found, "used_at": work.now}
        await work.run(sa.insert(addresses).values(values))
    else:
        await work.run(sa.update(addresses).where(_is_at(where)).values(used_at=work.now))
    await lock(work, found)
    return found


async def lock(work: Work, citizen: str) -> None:
    """Nobody else changes this citizen's conversation or cases until the transaction ends."""
    await work.run(sa.select(citizens.c.id).where(citizens.c.id == citizen).with_for_update())


async def newest_address(work: Work, citizen: str) -> Address | None:
    """Where the citizen wrote last."""
    return next(iter(await addresses_of(work, citizen)), None)


async def addresses_of(work: Work, citizen: str) -> tuple[Address, ...]:
    """Everywhere the citizen is reached, the place used last first."""
    rows = await work.all(
        sa.select(addresses.c.channel, addresses.c.bot, addresses.c.external_id)
        .where(addresses.c.citizen == citizen)
        .order_by(addresses.c.used_at.desc())
    )
    return tuple(Address(row.channel, row.bot, row.external_id) for row in rows)


@dataclass(frozen=True, slots=True)
class Reach:
    """How somebody is reached. `lang`: what they read now; `channel`: where they wrote last, None where nowhere."""

    lang: str
    channel: str | None
    blocked: bool
    forgotten: bool


async def reach(work: Work, citizen: str, lang: str) -> Reach:
    """Where the citizen wrote last and what they read; `lang` where there is no conversation any more."""
    row = await work.first(
        sa.select(citizens.c.wrapped_key, sessions.c.lang, addresses.c.channel, addresses.c.blocked_at)
        .join(sessions, sessions.c.citizen == citizens.c.id, isouter=True)
        .join(addresses, addresses.c.citizen == citizens.c.id, isouter=True)
        .where(citizens.c.id == citizen)
        .order_by(addresses.c.used_at.desc())
        .limit(1)
    )
    if row is None or not row.wrapped_key:
        return Reach(lang, None, blocked=False, forgotten=True)
    return Reach(row.lang or lang, row.channel, blocked=row.blocked_at is not None, forgotten=False)


async def mark_blocked(work: Work, where: Address, *, blocked: bool) -> None:
    await work.run(sa.update(addresses).where(_is_at(where)).values(blocked_at=work.now if blocked else None))


async def is_blocked(work: Work, where: Address) -> bool:
    row = await work.first(sa.select(addresses.c.blocked_at).where(_is_at(where)))
    return bool(row and row.blocked_at)


async def move(work: Work, where: Address, external_id: str) -> bool:
    """The chat got a new id; False when somebody is known there already."""
    if await find(work, replace(where, external_id=external_id)):
        return False
    await work.run(sa.update(addresses).where(_is_at(where)).values(external_id=external_id))
    return True


async def seal_of(work: Work, citizen: str) -> Seal:
    """The citizen's seal. Raises UnreadableError when the citizen was forgotten."""
    if citizen not in work.seals:
        row = await work.first(sa.select(citizens.c.wrapped_key).where(citizens.c.id == citizen))
        work.seals[citizen] = work.seal.unwrap(row.wrapped_key if row else None)
    return work.seals[citizen]


async def is_known(work: Work, citizen: str) -> bool:
    """Whether a citizen was not forgotten."""
    row = await work.first(sa.select(citizens.c.wrapped_key).where(citizens.c.id == citizen))
    return bool(row and row.wrapped_key)


async def try_key(work: Work) -> None:
    """Opens the newest citizen's seal, if there is one. Raises UnreadableError when our key does not fit."""
    known = sa.select(citizens.c.wrapped_key).where(citizens.c.wrapped_key.is_not(None))
    row = await work.first(known.order_by(citizens.c.created_at.desc()).limit(1))
    if row:
        work.seal.unwrap(row.wrapped_key)


async def load_session(work: Work, citizen: str) -> Session | None:
    row = await work.first(sa.select(sessions).where(sessions.c.citizen == citizen))
    if row is None:
        return None
    seal = await seal_of(work, citizen)
    return _session(citizen, row.lang, row.city, json.loads(seal.open(row.sealed)))


async def save_session(work: Work, session: Session, revision: str, *, spoken: bool = False) -> None:
    """Keeps a conversation. `spoken`: the guide spoke by itself, which does not make it be kept longer."""
    seal = await seal_of(work, session.citizen)
    state = asdict(session)
    for column in ("citizen", "lang", "city"):
        del state[column]
    values = {
        "citizen": session.citizen,
        "city": session.city,
        "lang": session.lang,
        "revision": revision,
        "sealed": seal.close(json.dumps(state, ensure_ascii=False)),
        "updated_at": work.now,
    }
    insert = work.insert(sessions).values(values)
    changed = {key: value for key, value in values.items() if key != "updated_at" or not spoken}
    await work.run(insert.on_conflict_do_update(index_elements=["citizen"], set_=changed))


def _session(citizen: str, lang: str, city: str | None, state: dict[str, Any]) -> Session:
    """A session from what is stored; what an older version did not know keeps its default."""
    known = {key: value for key, value in state.items() if key in Session.__dataclass_fields__}
    session = Session(citizen=citizen, lang=lang, city=city, **known)
    return replace(
        session,
        step=Step(session.step),
        after=Step(session.after) if session.after else None,
        reason=Reason(session.reason) if session.reason else None,
        offered=tuple(Offer(**offer) for offer in state.get("offered", ())),
        words=tuple(Word(**word) for word in state.get("words", ())),
        needs=tuple(session.needs),
        trail=tuple(session.trail),
        facts=tuple(ToldFact(**told) for told in state.get("facts", ())),
        asked=tuple(session.asked),
        marks=tuple(Marked(one["step"], Mark(one["mark"])) for one in state.get("marks", ())),
        followed=tuple(Followed(**one) for one in state.get("followed", ())),
    )


async def erase(work: Work, citizen: str) -> None:
    """Forgets a citizen's conversation and reminders and destroys their key; addresses point to nobody."""
    await work.run(sa.delete(reminders).where(reminders.c.citizen == citizen))
    await work.run(sa.delete(sessions).where(sessions.c.citizen == citizen))
    await work.run(sa.delete(questions).where(questions.c.citizen == citizen))
    await work.run(sa.delete(lines).where(lines.c.citizen == citizen))
    await work.run(sa.delete(addresses).where(addresses.c.citizen == citizen))
    await work.run(sa.update(citizens).where(citizens.c.id == citizen).values(wrapped_key=None))
    work.seals.pop(citizen, None)
