"""Dialogues are text files of said and answered lines; a new dialogue is a new file in `dialogues/`.

`# lang city`   the conversation begins with a language and a city («-» for none; «start» for /start)
`> text`        the person writes        `>press part`  presses the choice with that label or data
`>media album`  sends a picture          `>photo text`   with words under it
`>edit text`    changes their last message
`lotse: text`   a Lotse claims (once) and replies         `lotse close`  a Lotse ends the case
`< part`        the answer contains this  `<! part`      and does not contain that
"""

from pathlib import Path

import pytest

from bot.desk import Office, conversation, lotse
from bot.model import IncomingKind
from tests.cast import LOTSE_CASTROP, Person, hire

DIALOGUES = sorted((Path(__file__).parent / "dialogues").glob("*.txt"))


class Stage:
    """One dialogue being played."""

    def __init__(self, office: Office, name: str) -> None:
        self.office, self.person, self.heard, self.ref = office, Person(office, name, "de"), "", 0

    async def play(self, line: str) -> None:
        head, _, rest = line.partition(" ")
        if head == "#":
            await self._begin(*rest.split())
        elif head == "<":
            assert rest in self.heard, f"«{rest}» is not in:\n{self.heard}"
        elif head == "<!":
            assert rest not in self.heard, f"«{rest}» is in:\n{self.heard}"
        else:
            self.heard = await self._act(head, rest)

    async def _begin(self, lang: str, city: str) -> None:
        self.person.lang = lang
        if city == "start":
            self.heard = await self.person.does(IncomingKind.START)
        elif city != "new":
            await conversation.begin(self.office, self.person.address, lang, None if city == "-" else city)

    async def _act(self, head: str, rest: str) -> str:
        if head == ">":
            self.ref += 1
            return await self.person.says(rest, ref=f"m{self.ref}")
        if head == ">press":
            return await self.person.presses(rest)
        if head == ">media":
            return await self.person.does(IncomingKind.MEDIA, "", album=rest)
        if head == ">photo":
            return await self.person.does(IncomingKind.MEDIA, rest)
        if head == ">edit":
            return await self.person.edits(rest, f"m{self.ref}")
        return await self._lotse(rest)

    async def _lotse(self, text: str) -> str:
        (case,) = await lotse.queue_of(self.office, LOTSE_CASTROP)
        if case.owner is None:
            await lotse.claim(self.office, LOTSE_CASTROP, case.number)
        if text == "close":
            await lotse.close(self.office, LOTSE_CASTROP, case.number)
        else:
            await lotse.reply(self.office, LOTSE_CASTROP, case.number, text)
        return await self.person.reads()


@pytest.mark.parametrize("path", DIALOGUES, ids=lambda path: path.stem)
async def test_the_dialogue_goes_as_written(path: Path, small_office: Office) -> None:
    await hire(small_office)
    stage = Stage(small_office, path.stem)
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            await stage.play(line)
