"""Which user of the messenger is which member of staff: a code, printed here and sent there, once and in time."""

import hashlib
import secrets
from datetime import timedelta

from bot.desk.office import Office
from bot.errors import UnknownUserError
from bot.staff import User
from bot.store import Work, staff

_VALID = timedelta(minutes=15)
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH = 10


async def new_code(office: Office, name: str) -> str:
    """A code for a member of staff; whoever sends it to the bot within 15 minutes is this person there."""
    code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    async with office.work() as work:
        user = await _user(work, name)
        await staff.await_link(work, user, _hash(code), work.now + _VALID)
    return code


async def unlink(office: Office, name: str) -> None:
    """Nobody at the messenger is this member of staff any more."""
    async with office.work() as work:
        await staff.unlink(work, await _user(work, name))


async def _user(work: Work, name: str) -> User:
    user = await staff.find(work, name)
    if user is None:
        raise UnknownUserError(name=name)
    return user


async def link(work: Work, typed: str, sender: str) -> User | None:
    """Who the code was printed for; None when it is none that counts."""
    return await staff.link(work, _hash("".join(typed.upper().split())), sender)


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
