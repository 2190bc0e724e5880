"""Forum groups: where each is today, which topic a case has there, and what is still to be posted or deleted.

A topic of a forum is a thread here; topics are what people browse.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from bot.cases import CaseStatus, EventKind
from bot.store.work import Work
from bot.tables import case, case_event
from bot.tables import forum_group as groups
from bot.tables import forum_topic as threads


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the settings. `today`: its id now; `trouble`: what keeps us from it, as it was said."""

    chat: str
    today: str
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """The topic of a case. `last`: the newest event that stands there."""

    case: str
    chat: str
    id: str
    last: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """A case of which something is to be posted; without a thread it has none yet."""

    case: str
    city: str
    thread: Thread | None


async def group(work: Work, chat: str) -> Group:
    """What is known of a group, by its id in the settings."""
    row = await work.first(sa.select(groups).where(groups.c.chat == chat))
    return Group(chat, row.moved_to or chat, row.trouble) if row else Group(chat, chat)


async def move(work: Work, known: Group, chat: str) -> None:
    """The group has a new id; its threads go with it."""
    await _save(work, known.chat, {"moved_to": chat})
    await work.run(sa.update(threads).where(threads.c.chat == known.today).values(chat=chat))


async def set_trouble(work: Work, known: Group, trouble: str | None) -> None:
    await _save(work, known.chat, {"trouble": trouble})


async def _save(work: Work, chat: str, values: dict[str, str | None]) -> None:
    insert = work.insert(groups).values(chat=chat, **values)
    await work.run(insert.on_conflict_do_update(index_elements=["chat"], set_=values))


async def newest(work: Work) -> int:
    """The newest event of all."""
    row = await work.first(sa.select(sa.func.max(case_event.c.id)))
    return row[0] or 0 if row else 0


async def due(work: Work, places: Mapping[str, str], limit: int) -> tuple[Due, ...]:
    """What is to be posted in the groups of cities: urgent first, then what happened first."""
    unsaid = sa.exists().where(
        case_event.c.case_number == case.c.number,
        case_event.c.id > threads.c.last_event,
        case_event.c.kind != EventKind.READ,
    )
    rows = await work.all(
        sa.select(case.c.number, case.c.city, threads.c.chat, threads.c.topic, threads.c.last_event)
        .join(threads, threads.c.case_number == case.c.number, isouter=True)
        .where(
            case.c.city.in_(list(places)),
            case.c.sealed.is_not(None),
            sa.case((threads.c.topic.is_(None), case.c.status != CaseStatus.CLOSED), else_=unsaid),
        )
        .order_by(case.c.urgent.desc(), case.c.moved_at, case.c.opened_at)
        .limit(limit)
    )
    return tuple(
        Due(
            row.number,
            row.city,
            Thread(row.number, row.chat, row.topic, row.last_event) if row.topic else None,
        )
        for row in rows
    )


async def astray(work: Work, places: Mapping[str, str]) -> tuple[Thread, ...]:
    """Threads that must go: of a case that is erased, or whose city has another group or none."""
    right = [sa.and_(case.c.city == city, threads.c.chat == chat) for city, chat in places.items()]
    rows = await work.all(
        sa.select(threads)
        .join(case, case.c.number == threads.c.case_number, isouter=True)
        .where(sa.or_(case.c.sealed.is_(None), sa.not_(sa.or_(sa.false(), *right)), case.c.city.is_(None)))
        .order_by(threads.c.created_at)
    )
    return tuple(Thread(row.case_number, row.chat, row.topic, row.last_event) for row in rows)


async def case_at(work: Work, chat: str, thread: str) -> str | None:
    """The number of the case that a thread is about."""
    row = await work.first(
        sa.select(threads.c.case_number).where(threads.c.chat == chat, threads.c.topic == thread)
    )
    return row.case_number if row else None


async def save(work: Work, thread: Thread) -> None:
    """Remembers a thread and how far it is; a case has one."""
    values = {"chat": thread.chat, "topic": thread.id, "last_event": thread.last}
    insert = work.insert(threads).values(case_number=thread.case, created_at=work.now, **values)
    await work.run(insert.on_conflict_do_update(index_elements=["case_number"], set_=values))


async def drop(work: Work, number: str) -> None:
    """Forgets the thread of a case, which is no longer there."""
    await work.run(sa.delete(threads).where(threads.c.case_number == number))
