"""Leases, retention, backup: what keeps the database in order."""

import base64
import json
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from bot.cases import CaseStatus
from bot.retention import Kept
from bot.store import tally, web
from bot.store.queue import InboxStatus, OutboxStatus
from bot.store.reminders import ReminderStatus
from bot.store.work import Work, living
from bot.tables import (
    Instant,
    address,
    attempt,
    case,
    case_event,
    citizen,
    department_consent,
    document,
    draft,
    guide_revision,
    inbox,
    lease,
    metadata,
    notice,
    outbox,
    question,
    reminder,
    revision_document,
    session,
    staff_session,
    task,
    web_line,
)

_OF_THE_MOMENT = (lease, staff_session, attempt)
_OF_STAFF = {Kept.STAFF_SESSION: staff_session.c.ends_at, Kept.ATTEMPT: attempt.c.at}
Limit = Callable[[Kept, str | None], datetime]


async def hold(work: Work, name: str, holder: str, until: datetime, *, alone: bool) -> bool:
    """Takes or keeps a lease; False while another living process has it. `alone`: there can be no other."""
    free = sa.or_(
        lease.c.holder == holder,
        lease.c.until < work.now,
        lease.c.holder.not_in(living(work)),
        sa.literal(alone),
    )
    values = {"name": name, "holder": holder, "until": until}
    insert = work.insert(lease).values(values)
    result = await work.run(
        insert.on_conflict_do_update(
            index_elements=["name"], set_={"holder": holder, "until": until}, where=free
        ).returning(lease.c.name)
    )
    return result.first() is not None


async def release(work: Work, holder: str) -> None:
    await _delete(work, lease, lease.c.holder == holder)


async def purge(work: Work, limit: Limit) -> dict[Kept, int]:
    """Erases what has outlived its term; returns how much of each kind. An update nobody took is as one parked."""
    gone: dict[Kept, int] = dict.fromkeys(Kept, 0)
    gone[Kept.INBOX_KEY] = await _delete(
        work, inbox, inbox.c.status == InboxStatus.DONE, inbox.c.done_at < limit(Kept.INBOX_KEY, None)
    )
    gone[Kept.INBOX_PARKED] = await _delete(
        work,
        inbox,
        inbox.c.status != InboxStatus.DONE,
        sa.func.coalesce(inbox.c.done_at, inbox.c.received_at) < limit(Kept.INBOX_PARKED, None),
    )
    gone[Kept.REMINDER] = await _delete(
        work,
        reminder,
        reminder.c.status != ReminderStatus.WAITING,
        reminder.c.due_at < limit(Kept.REMINDER, None),
    )
    for kind, when in _OF_STAFF.items():
        gone[kind] = await _delete(work, when.table, when < limit(kind, None))
    for city in await _cities(work):
        gone[Kept.SESSION] += await _purge_sessions(work, limit(Kept.SESSION, city), city)
        gone[Kept.OUTBOX_TEXT] += await _purge_outbox_texts(work, limit(Kept.OUTBOX_TEXT, city), city)
        gone[Kept.OUTBOX_ROW] += await _delete(
            work,
            outbox,
            _in_city(outbox, city),
            outbox.c.created_at < limit(Kept.OUTBOX_ROW, city),
        )
        gone[Kept.QUESTION] += await _delete(
            work, question, _in_city(question, city), question.c.created_at < limit(Kept.QUESTION, city)
        )
        gone[Kept.CASE_TEXT] += await _purge_case_texts(work, limit(Kept.CASE_TEXT, city), city)
        gone[Kept.CASE_ROW] += await _purge_cases(work, limit(Kept.CASE_ROW, city), city)
        await tally.purge(work, city, limit(Kept.CASE_ROW, city))
    gone[Kept.WEB] = await web.purge(work, limit(Kept.WEB, None))
    await _delete(work, reminder, reminder.c.citizen.not_in(sa.select(session.c.citizen)))
    await _purge_citizens(work, limit(Kept.SESSION, None))
    await _delete(work, lease, lease.c.until < work.now)
    return gone


async def _cities(work: Work) -> set[str | None]:
    """The cities that stand on any row, also those that the guide no longer knows, and «none»."""
    found: set[str | None] = {None}
    for table in (session, outbox, case, question):
        found |= {row.city for row in await work.all(sa.select(table.c.city).distinct())}
    return found | await tally.cities(work)


def _in_city(table: sa.Table, city: str | None) -> sa.ColumnElement[bool]:
    return table.c.city.is_(None) if city is None else table.c.city == city


async def _delete(work: Work, table: sa.Table, *where: sa.ColumnElement[bool]) -> int:
    return (await work.run(sa.delete(table).where(*where))).rowcount


async def _purge_sessions(work: Work, before: datetime, city: str | None) -> int:
    """Conversations nobody went on with; one with an open case, a reminder ahead or one sent lately stays."""
    busy = sa.select(case.c.citizen).where(case.c.status != CaseStatus.CLOSED).scalar_subquery()
    live = reminder.c.status != ReminderStatus.DROPPED
    reminded = sa.select(reminder.c.citizen).where(live).scalar_subquery()
    theirs = session.c.citizen
    old = (
        _in_city(session, city),
        session.c.updated_at < before,
        theirs.not_in(busy),
        theirs.not_in(reminded),
    )
    return await _delete(work, session, *old)


async def _purge_outbox_texts(work: Work, before: datetime, city: str | None) -> int:
    done = outbox.c.status.in_([OutboxStatus.SENT, OutboxStatus.FAILED, OutboxStatus.UNCERTAIN])
    old = (_in_city(outbox, city), done, outbox.c.created_at < before, outbox.c.sealed.is_not(None))
    return (await work.run(sa.update(outbox).where(*old).values(sealed=None))).rowcount


def _old_cases(before: datetime, city: str | None) -> "sa.ScalarSelect[Any]":
    old = (_in_city(case, city), case.c.status == CaseStatus.CLOSED, case.c.closed_at < before)
    return sa.select(case.c.number).where(*old).scalar_subquery()


async def _purge_case_texts(work: Work, before: datetime, city: str | None) -> int:
    numbers = _old_cases(before, city)
    events = sa.update(case_event).where(case_event.c.case_number.in_(numbers)).values(sealed=None)
    await work.run(events)
    await _delete(work, draft, draft.c.case_number.in_(numbers))
    await work.run(sa.update(task).where(task.c.case_number.in_(numbers)).values(sealed=None))
    texts = sa.update(case).where(case.c.number.in_(numbers), case.c.sealed.is_not(None)).values(sealed=None)
    return (await work.run(texts)).rowcount


async def _purge_cases(work: Work, before: datetime, city: str | None) -> int:
    numbers = _old_cases(before, city)
    for table in (draft, notice, department_consent, task, case_event):
        await _delete(work, table, table.c.case_number.in_(numbers))
    return await _delete(work, case, case.c.number.in_(numbers))


async def _purge_citizens(work: Work, before: datetime) -> None:
    """Citizens of whom nothing is left, and their keys."""
    await work.run(
        sa.delete(address).where(
            address.c.used_at < before,
            address.c.citizen.not_in(sa.select(session.c.citizen)),
            address.c.citizen.not_in(sa.select(case.c.citizen)),
            address.c.citizen.not_in(sa.select(outbox.c.citizen)),
        )
    )
    await work.run(
        sa.delete(citizen).where(
            citizen.c.id.not_in(sa.select(address.c.citizen)),
            citizen.c.id.not_in(sa.select(session.c.citizen)),
            citizen.c.id.not_in(sa.select(case.c.citizen)),
            citizen.c.id.not_in(sa.select(outbox.c.citizen)),
            citizen.c.id.not_in(sa.select(web_line.c.citizen)),
            citizen.c.id.not_in(sa.select(question.c.citizen)),
        )
    )


async def dump(work: Work) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    """Every row at one moment, parents first, as plain values; a lease or a session that ended must not come back."""
    if not work.is_sqlite:
        await work.run(sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    for table in metadata.sorted_tables:
        if table in _OF_THE_MOMENT:
            continue
        for row in await work.all(sa.select(table)):
            yield table.name, {key: _plain(value) for key, value in zip(table.c.keys(), row, strict=True)}


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return value


_SEEDED = (revision_document, document, guide_revision)  # a new database has these from its seed


async def is_empty(work: Work) -> bool:
    """Whether nobody has used this database; the seed's revision and leases do not count."""
    tables = (table for table in metadata.sorted_tables if table not in (*_SEEDED, *_OF_THE_MOMENT))
    rows = [await work.first(sa.select(sa.literal(1)).select_from(table).limit(1)) for table in tables]
    return not any(rows)


async def clear_guide(work: Work) -> None:
    """The backup brings its own revisions; the seed that a new database began with goes."""
    for table in _SEEDED:
        await work.run(sa.delete(table))


async def load_row(work: Work, table_name: str, row: Mapping[str, Any]) -> None:
    """Puts a dumped row back."""
    table = metadata.tables[table_name]
    values = {key: _typed(table.c[key], value) for key, value in row.items() if key in table.c}
    await work.run(sa.insert(table).values(values))


def _typed(column: sa.Column[Any], value: Any) -> Any:
    if isinstance(value, Mapping):
        return base64.b64decode(value["bytes"])
    read = {Instant: datetime.fromisoformat, sa.Date: date.fromisoformat}.get(type(column.type))
    return read(value) if read and isinstance(value, str) else value


async def reset_serials(work: Work) -> None:
    """After rows with their own numbers came in, PostgreSQL's counters go on behind the highest."""
    if work.is_sqlite:
        return
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            highest = sa.select(sa.func.coalesce(sa.func.max(column), 0) + 1).scalar_subquery()
            sequence = sa.func.pg_get_serial_sequence(f'"{table.name}"', column.name)
            await work.run(sa.select(sa.func.setval(sequence, highest, sa.false())))


def to_line(table: str, row: Mapping[str, Any]) -> str:
    return json.dumps([table, row], ensure_ascii=False)
