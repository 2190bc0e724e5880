"""How staff come into the console: by password, for a working day, and out again."""

import hashlib
import secrets
from datetime import timedelta

from bot import passwords
from bot.desk.office import Office
from bot.errors import SignInError, TooManyTriesError, UnknownUserError, WeakPasswordError
from bot.staff import User
from bot.store import Work, sign_in, staff

_LASTS = timedelta(hours=12)
_IDLE = timedelta(hours=2)
_TRIES = 5
_TRIES_FROM_ONE_PLACE = 30
_WINDOW = timedelta(minutes=15)


async def set_password(office: Office, name: str, password: str) -> None:
    """Gives a member of staff a password; whoever was signed in with the old one is out."""
    if len(password) < passwords.SHORTEST:
        raise WeakPasswordError(count=passwords.SHORTEST)
    async with office.work() as work:
        user = await staff.find(work, name)
        if user is None:
            raise UnknownUserError(name=name)
        await sign_in.set_password(work, user, passwords.hashed(password))
        await sign_in.end_sessions(work, user)


async def enter(office: Office, name: str, password: str, place: str) -> str:
    """Signs somebody in; returns the session's token, which is kept nowhere.

    `place`: where they come from, counted against guessing. Raises SignInError, the same for every cause.
    """
    keys = {_key("name", name): _TRIES, _key("place", place): _TRIES_FROM_ONE_PLACE}
    async with office.work() as work:
        for key, limit in keys.items():
            if await sign_in.tries(work, key, work.now - _WINDOW) >= limit:
                raise TooManyTriesError(minutes=int(_WINDOW.total_seconds() // 60))
            await sign_in.tried(work, key)
        user = await staff.find(work, name)
        kept = await sign_in.password_of(work, user) if user else None
    if not passwords.fits(password, kept) or user is None:
        raise SignInError
    async with office.work() as work:
        await sign_in.forget_tries(work, _key("name", name))
        return await _opened(work, user)


async def _opened(work: Work, user: User) -> str:
    token = secrets.token_urlsafe(32)
    await sign_in.open_session(work, user, token_hash(token), work.now + _LASTS)
    return token


async def who(office: Office, token: str, *, quiet: bool = False) -> User | None:
    """Who is signed in with a token. `quiet`: nobody did anything, so that the session ends all the same."""
    async with office.work() as work:
        user = await sign_in.find_session(work, token_hash(token), work.now - _IDLE)
        if user and not quiet:
            await sign_in.use_session(work, token_hash(token))
        return user


async def leave(office: Office, token: str) -> None:
    async with office.work() as work:
        await sign_in.end_session(work, token_hash(token))


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _key(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}:{value.strip().lower()}".encode()).hexdigest()
