"""The staff: who works here."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.staff import Role, User
from bot.store.work import Work
from bot.tables import staff

_DEPUTY = sa.alias(staff)
_USERS = (
    sa.select(staff, _DEPUTY.c.name.label("deputy_name"))
    .join(_DEPUTY, _DEPUTY.c.id == staff.c.deputy, isouter=True)
    .where(staff.c.active)
)


async def add(work: Work, name: str, role: Role, cities: tuple[str, ...]) -> bool:
    """A new member of staff; False when the name is taken."""
    values = {"name": name, "role": role, "cities": ",".join(cities), "active": True, "created_at": work.now}
    insert = work.insert(staff).values(values).on_conflict_do_nothing(index_elements=["name"])
    return (await work.run(insert.returning(staff.c.id))).first() is not None


async def set_active(work: Work, name: str, *, active: bool) -> bool:
    """Takes somebody out of service, or back; False when there was nobody to take."""
    changed = sa.update(staff).where(staff.c.name == name, staff.c.active != active).values(active=active)
    return (await work.run(changed.returning(staff.c.id))).first() is not None


async def set_habits(work: Work, user: User, *, sound: bool, badge: bool, shortcuts: bool) -> None:
    """How the console behaves for a user."""
    habits = {"sound": sound, "badge": badge, "shortcuts": shortcuts}
    await work.run(sa.update(staff).where(staff.c.id == user.id).values(habits))


async def find(work: Work, name: str) -> User | None:
    """An active member of staff."""
    row = await work.first(_USERS.where(staff.c.name == name))
    return _user(row) if row else None


async def all_(work: Work) -> tuple[User, ...]:
    return tuple(_user(row) for row in await work.all(_USERS.order_by(staff.c.name)))


async def of_telegram(work: Work, telegram: str) -> User | None:
    """The active member of staff with this user id at Telegram."""
    row = await work.first(_USERS.where(staff.c.telegram == telegram))
    return _user(row) if row else None


async def await_link(work: Work, user: User, code_hash: str, until: datetime) -> None:
    """Whoever sends the code in time is this user; a code before is worth nothing."""
    await work.run(
        sa.update(staff).where(staff.c.id == user.id).values(link_code=code_hash, link_until=until)
    )


async def link(work: Work, code_hash: str, telegram: str) -> User | None:
    """Makes a user at Telegram a member of staff, and nobody else; None where the code is none or too old."""
    row = await work.first(_USERS.where(staff.c.link_code == code_hash, staff.c.link_until > work.now))
    if row is None:
        return None
    await work.run(sa.update(staff).where(staff.c.telegram == telegram).values(telegram=None))
    values = {"telegram": telegram, "link_code": None, "link_until": None}
    await work.run(sa.update(staff).where(staff.c.id == row.id).values(values))
    return _user(row)


async def unlink(work: Work, user: User) -> None:
    values = {"telegram": None, "link_code": None, "link_until": None}
    await work.run(sa.update(staff).where(staff.c.id == user.id).values(values))


def _user(row: sa.Row[Any]) -> User:
    return User(
        id=row.id,
        name=row.name,
        role=Role(row.role),
        cities=tuple(filter(None, row.cities.split(","))),
        department=row.department,
        lang=row.lang,
        sound=row.sound,
        badge=row.badge,
        shortcuts=row.shortcuts,
        away_until=row.away_until,
        deputy=row.deputy_name,
    )
