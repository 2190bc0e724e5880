"""How staff come into the console, for a working day, and out again.

A password comes first, then a code where one is set up (`second_step.py`); or an identity provider says who it is.
"""

import asyncio
import hashlib
import secrets
from datetime import timedelta

from bot import passwords
from bot.desk import tries
from bot.desk.office import Office
from bot.errors import SignInError, UnknownIdentityError, UnknownUserError, WeakPasswordError
from bot.staff import User
from bot.store import sign_in, staff

_LASTS = timedelta(hours=12)
# From one place a name is guessed five times. A stranger elsewhere locks nobody out; only many places at once do.
_OF_NAME_FROM_PLACE = 5
_FROM_PLACE = 60
_OF_NAME = 100


async def set_password(office: Office, name: str, password: str, *, given: bool = False) -> None:
    """Gives a member of staff a password; whoever was signed in with the old one is out.

    `given`: they are to choose one of their own before anything else.
    """
    hashed = await hash_of(password)
    async with office.work() as work:
        user = await staff.find(work, name)
        if user is None:
            raise UnknownUserError(name=name)
        await sign_in.set_password(work, user, hashed, given=given)
        await sign_in.end_sessions(work, user)


async def hash_of(password: str) -> str:
    """Raises WeakPasswordError. Off the event loop: it is slow on purpose."""
    if len(password) < passwords.SHORTEST:
        raise WeakPasswordError(count=passwords.SHORTEST)
    return await asyncio.to_thread(passwords.hashed, password)


async def check_password(office: Office, name: str, password: str, place: str) -> User:
    """Who it is. `place`: where they come from, counted against guessing.

    Raises SignInError, the same for every cause and after the same time.
    """
    here = tries.key("name from place", name, place)
    limits = {
        here: _OF_NAME_FROM_PLACE,
        tries.key("place", place): _FROM_PLACE,
        tries.key("name", name): _OF_NAME,
    }
    taken = await tries.take(office, limits)
    async with office.work() as work:
        user = await staff.find(work, name)
        kept = await sign_in.password_of(work, user) if user else None
    fits = await asyncio.to_thread(passwords.fits, password, kept)
    if not fits or user is None or kept is None:
        raise SignInError
    anew = await asyncio.to_thread(passwords.hashed, password) if passwords.is_outdated(kept) else None
    async with office.work() as work:
        await sign_in.untried(work, taken)
        await sign_in.forget_tries(work, here)
        if anew:
            await sign_in.set_password(work, user, anew, given=user.password_given)
    return user


async def identify(office: Office, subject: str, name: str | None) -> User:
    """Who an identity is: whom it is tied to, else, once, the member of staff of that name, who is then tied to it.

    Raises UnknownIdentityError.
    """
    async with office.work() as work:
        user = await staff.find_tied(work, subject)
        if user:
            return user
        user = await staff.find(work, name) if name else None
        if user is None or user.is_tied:
            raise UnknownIdentityError
        await staff.tie(work, user, subject)
        return user


async def enter(office: Office, user: User, device: str = "") -> str:
    """Opens a session; returns its token, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    async with office.work() as work:
        await sign_in.open_session(work, user, token_hash(token), work.now + _LASTS, device)
    return token


async def who(office: Office, token: str, *, quiet: bool = False) -> User | None:
    """Who is signed in with a token. `quiet`: nobody did anything, so that the session ends all the same."""
    async with office.work() as work:
        return await sign_in.find_session(work, token_hash(token), quiet=quiet)


async def leave(office: Office, token: str) -> None:
    async with office.work() as work:
        await sign_in.end_session(work, token_hash(token))


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
