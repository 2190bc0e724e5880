"""`bot migrate`, `backup`, `restore`, `purge`, `telegram-setup`: for those who run the guide."""

from pathlib import Path
from typing import Annotated

import typer

from bot.app import migrate as bring_up
from bot.app import open_office, seal_for, telegram_for, webhook_secret
from bot.command import mendable, with_office
from bot.config import settings
from bot.desk import Office, upkeep
from bot.errors import SettingsError
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

    mendable(run)
    typer.echo("The schema is up to date.")


def backup(
    folder: Annotated[Path | None, typer.Argument(help="Where to write; backup/ in the state folder")] = None,
) -> None:
    """Write all data to a file, sealed as it is, with the newest keys beside it."""

    async def run(office: Office) -> Path:
        return await upkeep.backup(office, folder or settings().state_dir / "backup")

    typer.echo(str(with_office(run)))


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

    typer.echo(f"Telegram knows us: {mendable(run)}")
