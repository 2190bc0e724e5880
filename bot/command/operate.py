"""`bot migrate`, `backup`, `restore`, `purge`, `telegram-setup`: for those who run the guide."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.app import migrate as bring_up
from bot.app import open_office, seal_for, telegram_for, webhook_secret
from bot.command.cases import with_office
from bot.config import settings
from bot.desk import upkeep
from bot.errors import SettingsError, StaffError
from bot.retention import TERMS
from bot.store import Store


def migrate() -> None:
    """Bring the database to the newest schema."""

    async def run() -> None:
        chosen = settings()
        store = Store(chosen.url, seal_for(chosen))
        try:
            await bring_up(store)
        finally:
            await store.close()

    asyncio.run(run())
    typer.echo("The schema is up to date.")


def backup(folder: Annotated[Path, typer.Argument(help="Where to write")] = Path("var/backup")) -> None:
    """Write all data to a file, sealed as it is, with the newest keys beside it."""
    typer.echo(str(with_office(lambda office: upkeep.backup(office, folder))))


def restore(file: Annotated[Path, typer.Argument(help="A file that backup wrote")]) -> None:
    """Put a backup into an empty database."""
    count = with_office(lambda office: upkeep.restore(office, file))
    typer.echo("  ".join(f"{table} {rows}" for table, rows in sorted(count.items())))


def purge() -> None:
    """Erase what has outlived its term, and say how much of what, and why."""
    for kind, count in with_office(upkeep.purge).items():
        typer.echo(f"{count:6}  {kind:13} after {TERMS[kind].days} days: {TERMS[kind].reason}")


def telegram_setup() -> None:
    """Tell Telegram commands, descriptions and the webhook (a step of each deployment)."""

    async def run() -> str:
        chosen = settings()
        client = telegram_for(chosen)
        if client is None:
            raise SettingsError(why="LOTSE_TELEGRAM_TOKEN is missing")
        async with open_office(chosen) as office:
            await client.open()
            try:
                secret = webhook_secret(chosen, office.store.seal)
                await client.set_up(office.texts, chosen.webhook_url, secret)
            finally:
                await client.close()
        return chosen.webhook_url or "polling"

    try:
        typer.echo(f"Telegram knows us: {asyncio.run(run())}")
    except StaffError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
