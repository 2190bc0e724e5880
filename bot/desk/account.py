"""What members of staff do with their own account."""

import asyncio

from bot import passwords
from bot.desk import tries
from bot.desk.office import Office
from bot.desk.sign_in import hash_of, token_hash
from bot.errors import UnknownLanguageError, WrongPasswordError
from bot.staff import User
from bot.store import sign_in, staff
from bot.store.sign_in import SignedIn

_PASSWORDS = 5


async def change_password(office: Office, user: User, token: str, old: str, new: str) -> None:
    """A new password; the session stays, every other one ends. Raises WrongPasswordError, WeakPasswordError."""
    hashed = await hash_of(new)
    await _prove(office, user, old)
    async with office.work() as work:
        await sign_in.set_password(work, user, hashed)
        await sign_in.end_sessions(work, user, but=token_hash(token))


async def _prove(office: Office, user: User, password: str) -> None:
    """Whoever sits at a screen that was left open does not know the password."""
    taken = await tries.take(office, {tries.key("own password", str(user.id)): _PASSWORDS})
    async with office.work() as work:
        kept = await sign_in.password_of(work, user)
    if not await asyncio.to_thread(passwords.fits, password, kept):
        raise WrongPasswordError
    async with office.work() as work:
        await sign_in.untried(work, taken)


async def drop_second_step(office: Office, user: User, password: str) -> None:
    """No code is asked for any more, until a new app is set up. Raises WrongPasswordError."""
    await _prove(office, user, password)
    async with office.work() as work:
        await sign_in.set_totp(work, user, None)


async def prefer(office: Office, user: User, lang: str, languages: tuple[str, ...]) -> None:
    """In which of the console's languages it speaks to them."""
    if lang not in languages:
        raise UnknownLanguageError(lang=lang, langs=", ".join(languages))
    async with office.work() as work:
        await staff.prefer(work, user, lang)


async def sessions(office: Office, user: User, token: str) -> tuple[SignedIn, tuple[SignedIn, ...]]:
    """The session of this token, and where else they are signed in."""
    async with office.work() as work:
        found = await sign_in.sessions(work, user)
    here = found.pop(token_hash(token))
    return here, tuple(found.values())


async def end_session(office: Office, user: User, id_: str) -> None:
    """Ends one of their own sessions; one that is over already is no mistake."""
    async with office.work() as work:
        for hash_, one in (await sign_in.sessions(work, user)).items():
            if one.id == id_:
                await sign_in.end_session(work, hash_)


async def end_others(office: Office, user: User, token: str) -> None:
    async with office.work() as work:
        await sign_in.end_sessions(work, user, but=token_hash(token))
