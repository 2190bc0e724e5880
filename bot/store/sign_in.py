"""How staff come in: passwords, codes, sessions of the console, and tries that are counted."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.staff import User
from bot.store import staff as people
from bot.store.work import Work
from bot.tables import attempt, staff, staff_session

IDLE = timedelta(hours=2)
_SAID_AGAIN = timedelta(minutes=1)  # a session's use is noted that often: a request need not write


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One session: where somebody is signed in, and since when."""

    id: str
    device: str
    created_at: datetime
    used_at: datetime


def _of(user: User) -> sa.Update:
    return sa.update(staff).where(staff.c.id == user.id)


async def password_of(work: Work, user: User) -> str | None:
    row = await work.first(sa.select(staff.c.password).where(staff.c.id == user.id))
    return row.password if row else None


async def set_password(work: Work, user: User, hashed: str, *, given: bool = False) -> None:
    """`given`: by somebody else, so that it is replaced before anything else."""
    await work.run(_of(user).values(password=hashed, password_given=given))


async def totp_of(work: Work, user: User) -> str | None:
    """The secret that a member's codes come from."""
    row = await work.first(sa.select(staff.c.totp).where(staff.c.id == user.id))
    return work.seal.open(row.totp) if row and row.totp else None


async def set_totp(work: Work, user: User, secret: str | None) -> None:
    """A new secret, or none any more."""
    sealed = work.seal.close(secret) if secret else None
    await work.run(_of(user).values(totp=sealed, totp_used=None))


async def use_totp(work: Work, user: User, step: int) -> bool:
    """Marks a time step as used; False when it, or a later one, was used before."""
    fresh = sa.or_(staff.c.totp_used.is_(None), staff.c.totp_used < step)
    return (await work.run(_of(user).where(fresh).values(totp_used=step))).rowcount == 1


async def open_session(work: Work, user: User, token_hash: str, ends_at: datetime, device: str = "") -> None:
    values = {"token_hash": token_hash, "staff": user.id, "device": device, "ends_at": ends_at}
    await work.run(sa.insert(staff_session).values(**values, created_at=work.now, used_at=work.now))


def _live(work: Work) -> sa.ColumnElement[bool]:
    return sa.and_(staff_session.c.ends_at > work.now, staff_session.c.used_at > work.now - IDLE)


async def find_session(work: Work, token_hash: str, *, quiet: bool = False) -> User | None:
    """Whose session it is; None when it has ended or was not used for too long. `quiet`: this is no use of it."""
    row = await work.first(
        people.EVERYBODY.add_columns(staff_session.c.used_at)
        .join(staff_session, staff_session.c.staff == staff.c.id)
        .where(staff.c.active, staff_session.c.token_hash == token_hash, _live(work))
    )
    if row is None:
        return None
    if not quiet and row.used_at <= work.now - _SAID_AGAIN:
        used = sa.update(staff_session).where(staff_session.c.token_hash == token_hash)
        await work.run(used.values(used_at=work.now))
    return people.user_of(row)


def _session_id(token_hash: str) -> str:
    """A name for a session that lets nobody in."""
    return hashlib.sha256(token_hash.encode()).hexdigest()[:16]


async def sessions(work: Work, user: User) -> dict[str, SignedIn]:
    """Where somebody is signed in, by the hash of the token; what was used last comes first."""
    rows = await work.all(
        sa.select(staff_session)
        .where(staff_session.c.staff == user.id, _live(work))
        .order_by(staff_session.c.used_at.desc())
    )
    return {row.token_hash: _signed_in(row) for row in rows}


def _signed_in(row: sa.Row[Any]) -> SignedIn:
    return SignedIn(_session_id(row.token_hash), row.device or "", row.created_at, row.used_at)


async def end_session(work: Work, token_hash: str) -> None:
    await work.run(sa.delete(staff_session).where(staff_session.c.token_hash == token_hash))


async def end_sessions(work: Work, user: User, *, but: str = "") -> None:
    """Everywhere this user is signed in; `but`: the hash of the one token that stays."""
    theirs = sa.delete(staff_session).where(staff_session.c.staff == user.id)
    await work.run(theirs.where(staff_session.c.token_hash != but))


async def close_account(work: Work, user: User) -> None:
    """Nothing that they came in with opens anything any more."""
    await work.run(_of(user).values(password=None, totp=None, totp_used=None, oidc_subject=None))
    await end_sessions(work, user)


async def one_at_a_time(work: Work, keys: list[str]) -> None:
    """Whoever tries under one of these keys waits until this transaction ends; on SQLite they do anyway."""
    if not work.is_sqlite:
        for key in sorted(keys):
            await work.run(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(key, 0))))


async def tries(work: Work, key: str, after: datetime) -> int:
    """How often something was tried since."""
    count = sa.select(sa.func.count()).select_from(attempt)
    row = await work.first(count.where(attempt.c.key == key, attempt.c.at > after))
    return int(row[0]) if row else 0


async def tried(work: Work, key: str) -> int:
    """Counts a try; returns its id."""
    added = await work.first(sa.insert(attempt).values(key=key, at=work.now).returning(attempt.c.id))
    assert added, "an insert returns its row"
    return int(added.id)


async def untried(work: Work, ids: tuple[int, ...]) -> None:
    """What was right after all does not count."""
    await work.run(sa.delete(attempt).where(attempt.c.id.in_(ids)))


async def forget_tries(work: Work, key: str) -> None:
    await work.run(sa.delete(attempt).where(attempt.c.key == key))
