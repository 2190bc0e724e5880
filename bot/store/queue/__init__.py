"""Inbox and outbox: two tables, one rule, that a chat's rows are taken in their order."""

import sqlalchemy as sa

from bot.store.queue.inbox import (
    InboxStatus,
    Received,
    again,
    erase_received,
    finish,
    receive,
    take,
    told,
    waiting,
)
from bot.store.queue.outbox import (
    OutboxKind,
    OutboxStatus,
    Outgoing,
    count_waiting,
    erase_outgoing,
    has_seen,
    lost,
    move_chat,
    pace,
    pack,
    postpone,
    put,
    say_again,
    settle,
    take_out,
    unpack,
)
from bot.store.work import Work
from bot.tables import inbox as inbox_table
from bot.tables import outbox as outbox_table

__all__ = [
    "InboxStatus",
    "OutboxKind",
    "OutboxStatus",
    "Outgoing",
    "Received",
    "again",
    "count_waiting",
    "depth",
    "erase_outgoing",
    "erase_received",
    "finish",
    "has_seen",
    "lost",
    "move_chat",
    "pace",
    "pack",
    "postpone",
    "put",
    "receive",
    "say_again",
    "settle",
    "take",
    "take_out",
    "told",
    "unpack",
    "waiting",
]


async def depth(work: Work) -> dict[str, int]:
    """How many rows stand in each open state, for the metrics."""
    counts: dict[str, int] = {}
    for table, states in (
        (inbox_table, (InboxStatus.NEW, InboxStatus.PARKED)),
        (
            outbox_table,
            (OutboxStatus.QUEUED, OutboxStatus.SENDING, OutboxStatus.UNCERTAIN, OutboxStatus.FAILED),
        ),
    ):
        rows = await work.all(
            sa.select(table.c.status, sa.func.count().label("number"))
            .where(table.c.status.in_(states))
            .group_by(table.c.status)
        )
        found = {row.status: row.number for row in rows}
        counts |= {f"{table.name}_{state}": found.get(state, 0) for state in states}
    return counts
