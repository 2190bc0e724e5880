"""How staff come in: passwords, sessions of the console, and tries that are counted."""

from datetime import datetime

import sqlalchemy as sa

from bot.staff import User
from bot.store import staff as people
from bot.store.work import Work
from bot.tables import attempt, staff, staff_session


async def password_of(work: Work, user: User) -> str | None:
    row = await work.first(sa.select(staff.c.password).where(staff.c.id == user.id))
    return row.password if row else None


async def set_password(work: Work, user: User, hashed: str) -> None:
    await work.run(sa.update(staff).where(staff.c.id == user.id).values(password=hashed))


async def open_session(work: Work, user: User, token_hash: str, ends_at: datetime) -> None:
    values = {"token_hash": token_hash, "staff": user.id, "ends_at": ends_at}
    await work.run(sa.insert(staff_session).values(**values, created_at=work.now, used_at=work.now))


async def find_session(work: Work, token_hash: str, used_after: datetime) -> User | None:
    """Whose session it is; None when it has ended or was not used for too long."""
    row = await work.first(
        sa.select(staff.c.name, staff_session.c.used_at)
        .join(staff, staff.c.id == staff_session.c.staff)
        .where(
            staff_session.c.token_hash == token_hash,
            staff_session.c.ends_at > work.now,
            staff_session.c.used_at > used_after,
        )
    )
    return await people.find(work, row.name) if row else None


async def use_session(work: Work, token_hash: str) -> None:
    used = sa.update(staff_session).where(staff_session.c.token_hash == token_hash)
    await work.run(used.values(used_at=work.now))


async def end_session(work: Work, token_hash: str) -> None:
    await work.run(sa.delete(staff_session).where(staff_session.c.token_hash == token_hash))


async def end_sessions(work: Work, user: User) -> None:
    """Everywhere this user is signed in."""
    await work.run(sa.delete(staff_session).where(staff_session.c.staff == user.id))


async def tries(work: Work, key: str, after: datetime) -> int:
    """How often something was tried since."""
    count = sa.select(sa.func.count()).select_from(attempt)
    row = await work.first(count.where(attempt.c.key == key, attempt.c.at > after))
    return int(row[0]) if row else 0


async def tried(work: Work, key: str) -> None:
    await work.run(sa.insert(attempt).values(key=key, at=work.now))


async def forget_tries(work: Work, key: str) -> None:
    await work.run(sa.delete(attempt).where(attempt.c.key == key))
