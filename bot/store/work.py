"""Connections and transactions, the same on SQLite and PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import StoreError
from bot.seal import Seal
from bot.tables import lease

_BUSY_MILLISECONDS = 15_000
_WIPED = "citizen, session, inbox, outbox, case_event, reminder, draft, task, notice, question, web_line"
_WIPE_TRIES = 100  # somebody reads nearly always; an erased key must not wait for the next checkpoint
_WIPE_PAUSE = 0.05


@dataclass(slots=True)
class Work:
    """One transaction: its connection, the deployment's seal, and the moment it began."""

    connection: AsyncConnection
    seal: Seal
    now: datetime
    seals: dict[str, Seal] = field(default_factory=dict)

    async def run(self, statement: sa.Executable, **values: Any) -> sa.CursorResult[Any]:
        """`values`: of the parameters that a statement leaves open."""
        return await self.connection.execute(statement, values)

    async def first(self, statement: sa.Executable, **values: Any) -> sa.Row[Any] | None:
        return (await self.run(statement, **values)).first()

    async def all(self, statement: sa.Executable, **values: Any) -> tuple[sa.Row[Any], ...]:
        return tuple((await self.run(statement, **values)).all())

    def attempt(self) -> AbstractAsyncContextManager[object]:
        """A part of the transaction that is undone when its block raises, and the rest is not."""
        return self.connection.begin_nested()

    @property
    def is_sqlite(self) -> bool:
        return self.connection.dialect.name == "sqlite"

    def insert(self, table: sa.Table) -> "postgresql.Insert | sqlite.Insert":
        """An insert that knows ON CONFLICT, in the database's own dialect."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)


PROCESS = "process:"


def living(work: Work) -> sa.ScalarSelect[Any]:
    """The processes that said lately that they live."""
    alive = sa.alias(lease)
    return (
        sa.select(alive.c.holder)
        .where(alive.c.name.startswith(PROCESS), alive.c.until >= work.now)
        .scalar_subquery()
    )


class Store:
    """The door to the database."""

    def __init__(self, url: str, seal: Seal, *, pool_size: int = 10) -> None:
        self.url = make_url(url)
        self.seal = seal
        self.engine = _engine(self.url, pool_size)

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @asynccontextmanager
    async def work(self, now: datetime) -> AsyncIterator[Work]:
        """A transaction: committed at the end of the block, undone when the block raises.

        Raises StoreError for whatever the database says.
        """
        try:
            async with self.engine.begin() as connection:
                yield Work(connection, self.seal, now)
        except SQLAlchemyError as error:
            raise StoreError(why=type(error).__name__) from error

    async def wipe(self) -> None:
        """Overwrites what was erased where the database would keep it: the write-ahead log, or dead rows."""
        async with self.engine.connect() as connection:
            if not self.is_sqlite:
                free = await connection.execution_options(isolation_level="AUTOCOMMIT")
                await free.execute(sa.text(f"VACUUM {_WIPED}"))
                return
            driver = (await connection.get_raw_connection()).driver_connection
            assert driver is not None, "a connection that was checked out has its driver's"
            for _ in range(_WIPE_TRIES):
                busy, _, _ = await (await driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")).fetchone()
                if not busy:
                    return
                await asyncio.sleep(_WIPE_PAUSE)

    async def close(self) -> None:
        await self.engine.dispose()


def _engine(url: sa.URL, pool_size: int) -> AsyncEngine:
    if url.get_backend_name() != "sqlite":
        return create_async_engine(url, pool_size=pool_size, pool_pre_ping=True, hide_parameters=True)
    if url.database:
        _private_file(Path(url.database))
    engine = create_async_engine(
        url, connect_args={"timeout": _BUSY_MILLISECONDS / 1000}, hide_parameters=True
    )
    sa.event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    sa.event.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


def _private_file(path: Path) -> None:
    """A database that nobody else on the machine reads; SQLite's files beside it take after it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Write-ahead log, erased pages overwritten, and transactions that are begun by us alone."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "secure_delete = ON",
        "foreign_keys = ON",
        f"busy_timeout = {_BUSY_MILLISECONDS}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: sa.Connection) -> None:
    """A transaction that will write takes its turn at the beginning, not in the middle."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
