"""The commands of `python -m bot`, one file a group. They parse, call a use case, and print.

What staff can mend is one line and exit code 1, never a traceback.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import typer

from bot import logs
from bot.app import open_office
from bot.config import settings
from bot.desk import Office
from bot.errors import StaffError
from knowledge.errors import KnowledgeError

T = TypeVar("T")
_QUIET = "CRITICAL"  # who types a command reads its answer, not events


def mendable(use: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Runs something; an error that staff can mend is said in its own words."""
    logs.configure(_QUIET)
    try:
        return asyncio.run(use())
    except (StaffError, KnowledgeError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


def with_office(use: Callable[[Office], Awaitable[T]]) -> T:
    """Runs a use case on an open office."""

    async def run() -> T:
        async with open_office(settings()) as office:
            return await use(office)

    return mendable(run)
