"""`bot chat`: the conversation in a terminal, on the same core and the same database."""

import asyncio
import contextlib
import sys
import uuid
from pathlib import Path
from typing import Annotated

import typer

from bot.app import open_office
from bot.channels import terminal
from bot.command import mendable
from bot.config import settings
from bot.desk import Office, conversation, post
from bot.model import Address, File

_AT_ONCE = 50
_LOOK_SECONDS = 1.0


def chat(
    lang: Annotated[str | None, typer.Option(help="Language, as uk or de-simple")] = None,
    city: Annotated[str | None, typer.Option(help="City, as castrop-rauxel")] = None,
    name: Annotated[str | None, typer.Option(help="Go on with the conversation of this name")] = None,
    files: Annotated[Path | None, typer.Option(help="Folder to write files to that the guide sends")] = None,
    *,
    plain: Annotated[
        bool, typer.Option(help="Replies only: no colours, no echo, ends with the input")
    ] = False,
) -> None:
    """Talk to the guide in the terminal."""
    where = terminal.address(name or uuid.uuid4().hex[:12])
    try:
        mendable(lambda: _run(where, lang, city, files, plain=plain, fresh=name is None))
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


async def _run(
    where: Address, lang: str | None, city: str | None, files: Path | None, *, plain: bool, fresh: bool
) -> None:
    async with open_office(settings()) as office:
        talk = Talk(office, where, lang or "de", plain=plain, files=files)
        if lang or city:
            await conversation.begin(office, where, lang or "de", city)
        elif fresh:
            await talk.say("/start")
        await talk.listen()


class Talk:
    """One person at a terminal."""

    def __init__(
        self, office: Office, where: Address, lang: str, *, plain: bool, files: Path | None = None
    ) -> None:
        self._office, self._where, self._lang, self._plain = office, where, lang, plain
        self._files = files

    async def say(self, line: str) -> None:
        """One line, answered."""
        ref = uuid.uuid4().hex
        await conversation.keep(self._office, self._where, ref, terminal.raw(line, self._lang, ref))
        rows = await conversation.waiting(self._office, terminal.NAME, self._where.bot, _AT_ONCE)
        for row in rows:
            await conversation.receive(self._office, row.id, terminal.read(row.raw, self._where))
        await self.show()

    async def show(self) -> None:
        """Prints what the guide or a Lotse has said."""
        holder = uuid.uuid4().hex
        while rows := await post.take(self._office, terminal.NAME, self._where.bot, holder, _AT_ONCE):
            for outgoing in rows:
                if outgoing.file:
                    self._take(outgoing.file)
                else:
                    typer.echo(terminal.shown(outgoing.message, plain=self._plain) + "\n")
                await post.sent(self._office, outgoing, "")

    def _take(self, file: File) -> None:
        """Names a file, and writes it where a folder for files was given."""
        typer.echo(terminal.shown_file(file) + "\n")
        if self._files:
            self._files.mkdir(parents=True, exist_ok=True)
            (self._files / file.name).write_bytes(file.content)

    async def listen(self) -> None:
        """Until the input ends. Between two lines, answers of a Lotse appear."""
        ended = asyncio.Event()
        looking = None if self._plain else asyncio.create_task(self._look(ended))
        try:
            while line := await asyncio.to_thread(self._read):
                if line.strip():
                    await self.say(line.strip())
        finally:
            ended.set()
            if looking:
                await looking

    def _read(self) -> str:
        if not self._plain:
            sys.stderr.write("> ")
            sys.stderr.flush()
        return sys.stdin.readline()

    async def _look(self, ended: asyncio.Event) -> None:
        """Looks for answers until the conversation has ended; never cut off in the middle of the database's work."""
        while not ended.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), _LOOK_SECONDS)
            await self.show()
