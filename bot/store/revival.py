"""What of a dumped row comes back: all of it, but of a citizen without a key only what the law lets stay. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.cases import CaseStatus
from bot.store import web
from bot.store.cases import ERASED, KEPT_EVENTS
from bot.store.queue import InboxStatus, OutboxStatus

Row = tuple[str, dict[str, Any]]


def revived(rows: Sequence[Row], keys: Mapping[str, Any], now: datetime) -> Iterator[Row]:
    """Dumped rows with the keys of their citizens.

    Of a citizen without a key comes back what the law lets stay: that there was a case.
    """
    gone = {row["id"] for table, row in rows if table == "citizen" and not keys.get(row["id"])}
    chats = {
        _chat(row, "external_id") for table, row in rows if table == "address" and row["citizen"] in gone
    }
    numbers = {row["number"] for table, row in rows if table == "case" and row["citizen"] in gone}
    tasks = {row["id"] for table, row in rows if table == "task" and row["citizen"] in gone}
    for table, row in rows:
        if table == "citizen":
            yield table, row | {"wrapped_key": keys.get(row["id"])}
        elif table == "inbox" and _chat(row, "chat") in chats:
            done = {"sealed": None, "status": InboxStatus.DONE, "done_at": now.isoformat()}
            yield table, row | done | {"chat": ""}
        elif (table == "task_need" and row["task"] in tasks) or (
            table in web.TABLES and web.chat(row) in chats
        ):
            continue
        elif row.get("citizen") in gone or row.get("case_number") in numbers:
            if _stays(table, row):
                yield table, _emptied(table, row, now)
        else:
            yield table, row


def _chat(row: Mapping[str, Any], id_: str) -> tuple[Any, ...]:
    return row["channel"], row["bot"], row[id_]


_ERASED_WITH_THEM = (
    "address",
    "department_consent",
    "draft",
    "notice",
    "question",
    "reminder",
    "session",
    "task",
    "web_line",
)


def _stays(table: str, row: Mapping[str, Any]) -> bool:
    """What stays of a forgotten citizen, as when they are forgotten here."""
    return row["kind"] in KEPT_EVENTS if table == "case_event" else table not in _ERASED_WITH_THEM


def _emptied(table: str, row: dict[str, Any], now: datetime) -> dict[str, Any]:
    """A row of a forgotten citizen: no text, nowhere to send, nobody waits."""
    row = row | {"sealed": None}
    if table == "outbox":
        unsent = row["status"] in (OutboxStatus.QUEUED, OutboxStatus.SENDING)
        sent = {"chat": "", "external_id": None}
        return row | sent | {"status": OutboxStatus.FAILED if unsent else row["status"]}
    if table == "case":
        closed = {"status": CaseStatus.CLOSED, "waiting_since": None}
        return row | ERASED | closed | {"closed_at": row["closed_at"] or now.isoformat()}
    return row
