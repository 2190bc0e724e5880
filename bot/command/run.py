"""`bot run`: starts every part, and says what it started and how to talk to it."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from typing import Annotated

import typer
import uvicorn

from bot import logs
from bot.app import House, build_house, open_office
from bot.command import mendable
from bot.config import Settings, settings
from bot.console import assets
from bot.desk.demo import Login, prepare
from bot.errors import PortError

_FAREWELL_SECONDS = 5  # whoever still reads then is cut off


class Server(uvicorn.Server):
    """uvicorn without signal handlers of its own: it would raise the signal again after the shutdown."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def run(
    port: Annotated[int | None, typer.Option(help="Port; LOTSE_PORT otherwise")] = None,
    host: Annotated[str | None, typer.Option(help="Address; loopback otherwise")] = None,
    *,
    demo: Annotated[bool, typer.Option(help="Where nobody works yet: made-up staff and three cases")] = False,
) -> None:
    """Start the guide: Telegram, the worker, the pages for citizens, staff and operations."""
    given = {key: value for key, value in (("port", port), ("host", host)) if value is not None}
    mendable(lambda: _run(given, demo=demo))


async def _run(given: dict[str, int | str], *, demo: bool) -> None:
    chosen = settings().model_copy(update=given)
    logs.configure(chosen.log_level)
    async with open_office(chosen) as office:
        house = build_house(chosen, office)
        listener = _listener(chosen)  # first of all: a second guide by mistake must not touch our work
        logins = await prepare(office) if demo else ()
        async with _started(house):
            await _serve(house, listener, logins)


@contextlib.asynccontextmanager
async def _started(house: House) -> AsyncIterator[None]:
    await house.start()
    try:
        yield
    finally:
        await house.stop()


async def _serve(house: House, listener: socket.socket, logins: tuple[Login, ...]) -> None:
    chosen = house.settings
    config = uvicorn.Config(
        house.web,
        host=chosen.host,
        port=chosen.port,
        log_config=None,
        access_log=False,
        lifespan="off",
        proxy_headers=False,  # whom to believe for whom they ask is LOTSE_TRUSTED_PROXIES alone
        timeout_graceful_shutdown=_FAREWELL_SECONDS,
    )
    server = Server(config)

    def end() -> None:
        house.leave()
        server.should_exit = True

    loop = asyncio.get_running_loop()

    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, end)
    _announce(house, listener.getsockname()[1])
    _introduce(logins)
    await server.serve(sockets=[listener])


def _listener(chosen: Settings) -> socket.socket:
    """The socket, opened before anything is announced."""
    family = socket.AF_INET6 if ":" in chosen.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((chosen.host, chosen.port))
    except OSError as error:
        listener.close()
        raise PortError(host=chosen.host, port=chosen.port, why=error.strerror) from None
    return listener


def _announce(house: House, port: int) -> None:
    """What runs, how to talk to it, and what a token would add."""
    chosen, office = house.settings, house.office
    where = "SQLite in " + str(chosen.state_dir) if office.store.is_sqlite else "PostgreSQL"
    typer.echo(
        f"Guide {office.guide.revision}: {len(office.guide.services)} services, {len(office.texts.languages)} languages, {where}."
    )
    typer.echo(f"Understanding: {office.encoder.name if office.encoder else 'words alone, no encoder here'}.")
    typer.echo(f"The guide on a web page: http://{chosen.host}:{port}/")
    typer.echo(f"The console of staff: http://{chosen.host}:{port}/console")
    if not assets.styled():
        typer.echo("  without its styles, since npm did not bring them (Node, then `make install`)")
    typer.echo(f"Operations: http://{chosen.host}:{port}/healthz, /readyz, /metrics")
    if house.telegram:
        way = "webhook" if chosen.webhook_url else "polling"
        typer.echo(f"Telegram: bot {house.telegram.bot}, {way}.")
        if chosen.forum:
            typer.echo(f"Lotsen in Telegram: {', '.join(sorted(chosen.forum))}.")
    else:
        typer.echo(
            "Telegram: not started. Set LOTSE_TELEGRAM_TOKEN (from @BotFather) and people can write there."
        )
    typer.echo("Talk to it here: python -m bot chat    Answer as a Lotse: python -m bot cases --help")


def _introduce(logins: tuple[Login, ...]) -> None:
    """Who may sign in for trying it out; their passwords are told this once."""
    if logins:
        typer.echo("Made up for trying it out: three cases, and these users (told this once):")
    for login in logins:
        typer.echo(f"  {login.name:<12} {login.password}   {login.role}")
