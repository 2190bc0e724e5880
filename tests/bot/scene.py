"""Scenes on both databases: a case of somebody in Marl, a clock to set, and what stands in the tables."""

import itertools
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.cases import Case, Event
from bot.channels.slash import slash
from bot.desk import Office, conversation, effects, lotse
from bot.model import Address, Incoming, IncomingKind
from bot.session import Session
from bot.store import cases, people
from bot.tables import case as case_table
from bot.tables import case_event, outbox, reminder, web_line
from bot.tables import citizen as citizens
from bot.tables import session as sessions
from tests.cast import Person

MARL = "mehmet"
CASTROP = "lena"
_SERIAL = itertools.count(1)
START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@dataclass(slots=True)
class Clock:
    """A clock that goes only when it is told to."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def goes(self, **time: float) -> None:
        self.now += timedelta(**time)


def stop_clock(office: Office) -> Clock:
    office.clock = clock = Clock()
    return clock


async def lives_in(person: Person, city: str | None) -> Person:
    await conversation.begin(person.office, person.address, person.lang, city)
    return person


async def asks_for_a_lotse(person: Person) -> str:
    """Consents; returns the case number."""
    await person.says("/lotse")
    opened = await person.presses(":yes")
    found = re.search(r"\w{3}-\w{3}-\w", opened)
    assert found, opened
    return str(found.group())


async def with_case(person: Person, city: str | None = "marl", words: str = "strom abgestellt") -> str:
    """Somebody who has written, and consented."""
    await lives_in(person, city)
    await person.says(words)
    if city is not None:
        return await asks_for_a_lotse(person)
    await person.says("/lotse")
    await person.presses("v1:city:none")
    opened = await person.presses(":yes")
    return str(re.findall(r"\w{3}-\w{3}-\w", opened)[0])


async def citizen_of(person: Person) -> str:
    async with person.office.work() as work:
        found = await people.find(work, person.address)
    assert found
    return found


async def session_of(person: Person) -> Session:
    citizen = await citizen_of(person)
    async with person.office.work() as work:
        session = await people.load_session(work, citizen)
    assert session
    return session


async def fails(person: Person) -> str:
    """The guide fails at what the person did; returns the number of the technical case."""
    office, where = person.office, person.address
    async with office.work() as work:
        citizen = await people.arrive(work, where)
        session = await people.load_session(work, citizen) or Session(citizen=citizen, lang=person.lang)
        return await effects.open_technical(office, work, where, session)


async def unread(person: Person, text: str, ref: str = "r") -> None:
    """Writes while the answers are still on their way."""
    office, where = person.office, person.address
    await conversation.keep(office, where, f"unread {next(_SERIAL)}", "{}")
    (row,) = await conversation.waiting(office, where.channel, where.bot, 5)
    command = slash(text, where, person.lang, ref)
    plain = Incoming(where, IncomingKind.TEXT, text, lang=person.lang, ref=ref)
    assert await conversation.receive(office, row.id, command if text.startswith("/") else plain)


async def broken_update(person: Person) -> int:
    """An update that nobody has answered yet; returns its inbox id."""
    await conversation.keep(person.office, person.address, f"broken {next(_SERIAL)}", "{}")
    (row,) = await conversation.waiting(person.office, person.address.channel, person.address.bot, 5)
    return row.id


async def is_blocked(office: Office, where: Address) -> bool:
    async with office.work() as work:
        return await people.is_blocked(work, where)


async def rows(office: Office, table: sa.Table, *where: sa.ColumnElement[bool]) -> list[dict[str, Any]]:
    async with office.work() as work:
        return [dict(row._mapping) for row in await work.all(sa.select(table).where(*where))]


async def case_of(person: Person) -> Case:
    """Their open case."""
    citizen = await citizen_of(person)
    async with person.office.work() as work:
        found = await cases.open_case_of(work, citizen)
    assert found
    return found


async def history_of(person: Person) -> tuple[Event, ...]:
    """What happened to their open case."""
    case = await case_of(person)
    async with person.office.work() as work:
        return await cases.history(work, case)


async def forgets(person: Person) -> str:
    await person.says("/delete")
    return await person.presses("v1:delete:yes")


async def readable(office: Office, who: str) -> list[str]:
    """Every sealed text of a citizen that can still be opened."""
    found = []
    async with office.work() as work:
        (wrapped,) = [
            row.wrapped_key for row in await work.all(sa.select(citizens).where(citizens.c.id == who))
        ]
        if not wrapped:
            return []
        seal = work.seal.unwrap(wrapped)
        numbers = sa.select(case_table.c.number).where(case_table.c.citizen == who).scalar_subquery()
        for table, theirs in (
            (sessions, sessions.c.citizen == who),
            (outbox, outbox.c.citizen == who),
            (reminder, reminder.c.citizen == who),
            (web_line, web_line.c.citizen == who),
            (case_table, case_table.c.citizen == who),
            (case_event, case_event.c.case_number.in_(numbers)),
        ):
            found += [
                seal.open(row.sealed) for row in await work.all(sa.select(table).where(theirs)) if row.sealed
            ]
    return found


async def conversation_of(person: Person, mark: str) -> str:
    """A case with the mark in the words, a message, an answer and a note."""
    number = await with_case(person, words=f"strom abgestellt {mark}")
    await person.says(f"noch etwas {mark}")
    await lotse.claim(person.office, MARL, number)
    await lotse.reply(person.office, MARL, number, f"Ja {mark}")
    await lotse.note(person.office, MARL, number, f"Notiz {mark}")
    return number
