"""The terminal: lines in, messages and numbered choices out. Each conversation is a bot of its own."""

import json

from bot.channels.slash import slash
from bot.errors import PoisonError
from bot.model import BOLD, PLAIN, Address, File, Incoming, IncomingKind, Message

NAME = "terminal"
_BOLD_ON, _BOLD_OFF = "\033[1m", "\033[0m"


def address(name: str) -> Address:
    return Address(NAME, name, name)


def raw(line: str, lang: str, ref: str) -> str:
    """A line as it is kept in the inbox; bytes that are no text become question marks."""
    text = line.encode("utf-8", "replace").decode()
    return json.dumps({"text": text, "lang": lang, "ref": ref}, ensure_ascii=False)


def read(kept: str, where: Address) -> Incoming:
    """The incoming of a kept line. Raises PoisonError when it is none."""
    try:
        line = json.loads(kept)
        text, lang, ref = str(line["text"]), str(line["lang"]), str(line["ref"])
    except (ValueError, TypeError, KeyError) as error:
        raise PoisonError(why=type(error).__name__) from None
    if text.startswith("/"):
        return slash(text, where, lang, ref)
    return Incoming(where, IncomingKind.TEXT, text, lang=lang, ref=ref)


def shown(message: Message, *, plain: bool) -> str:
    """A message as lines, its choices with the numbers to type."""
    bold, normal = ("", "") if plain else (_BOLD_ON, _BOLD_OFF)
    text = message.text.replace(BOLD, bold).replace(PLAIN, normal)
    choices = [f"  {offer.shown(number)}" for number, offer in enumerate(message.offers, 1)]
    return "\n".join([text, *choices])


def shown_file(file: File) -> str:
    """A file as a line: its name and how large it is."""
    return f"[{file.name}, {len(file.content)} bytes]"
