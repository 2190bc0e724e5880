"""Commands with a slash, the same on every channel."""

from bot.model import Address, Incoming, IncomingKind
from knowledge.model import Command

START = "start"
COMMANDS: dict[str, Command] = {
    "help": Command.HELP,
    "back": Command.BACK,
    "restart": Command.RESTART,
    "language": Command.LANGUAGE,
    "city": Command.CITY,
    "lotse": Command.HUMAN,
    "privacy": Command.PRIVACY,
    "mydata": Command.MY_DATA,
    "delete": Command.DELETE_MY_DATA,
    "stop": Command.STOP,
}


def slash(text: str, where: Address, lang: str, ref: str) -> Incoming:
    """The command that a text beginning with a slash is; an unknown one leads to the help."""
    word, _, rest = text[1:].partition(" ")
    name = word.partition("@")[0].lower()
    if name == START:
        return Incoming(where, IncomingKind.START, rest.strip(), lang=lang, ref=ref)
    return Incoming(where, IncomingKind.COMMAND, COMMANDS.get(name, Command.HELP), lang=lang, ref=ref)
