"""The staff: who works here."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.staff import Role, User
from bot.store.work import Work
from bot.tables import staff

_DEPUTY = sa.alias(staff)
EVERYBODY = sa.select(staff, _DEPUTY.c.name.label("deputy_name")).join(
    _DEPUTY, _DEPUTY.c.id == staff.c.deputy, isouter=True
)
_USERS = EVERYBODY.where(staff.c.active)


async def add(
    work: Work, name: str, role: Role, cities: tuple[str, ...], department: str | None = None
) -> bool:
    """A new member of staff; False when the name is taken."""
    values = {"name": name, "role": role, "cities": ",".join(cities), "active": True, "created_at": work.now}
    insert = work.insert(staff).values(values | {"department": department})
    added = insert.on_conflict_do_nothing(index_elements=["name"]).returning(staff.c.id)
    return (await work.run(added)).first() is not None


async def set_active(work: Work, name: str, *, active: bool) -> bool:
    """Takes somebody out of service, or back; False when there was nobody to take."""
    changed = sa.update(staff).where(staff.c.name == name, staff.c.active != active).values(active=active)
    return (await work.run(changed.returning(staff.c.id))).first() is not None


async def change(work: Work, user: User, role: Role, cities: tuple[str, ...], department: str | None) -> None:
    values = {"role": role, "cities": ",".join(cities), "department": department}
    await work.run(sa.update(staff).where(staff.c.id == user.id).values(values))


async def prefer(work: Work, user: User, lang: str) -> None:
    """In which language the console speaks to them."""
    await work.run(sa.update(staff).where(staff.c.id == user.id).values(lang=lang))


async def set_habits(work: Work, user: User, *, sound: bool, badge: bool, shortcuts: bool) -> None:
    """How the console behaves for a user."""
    habits = {"sound": sound, "badge": badge, "shortcuts": shortcuts}
    await work.run(sa.update(staff).where(staff.c.id == user.id).values(habits))


async def find(work: Work, name: str) -> User | None:
    """An active member of staff."""
    row = await work.first(_USERS.where(staff.c.name == name))
    return user_of(row) if row else None


async def get(work: Work, id_: int) -> User | None:
    """A member of staff, in service or not."""
    row = await work.first(EVERYBODY.where(staff.c.id == id_))
    return user_of(row) if row else None


async def named(work: Work, name: str) -> User | None:
    """Who has that name, in service or not."""
    row = await work.first(EVERYBODY.where(staff.c.name == name))
    return user_of(row) if row else None


async def find_tied(work: Work, subject: str) -> User | None:
    """The active member of staff who is this identity."""
    row = await work.first(_USERS.where(staff.c.oidc_subject == subject))
    return user_of(row) if row else None


async def tie(work: Work, user: User, subject: str | None) -> None:
    """Ties a member of staff to an identity, or loosens the tie."""
    await work.run(sa.update(staff).where(staff.c.id == user.id).values(oidc_subject=subject))


async def set_absence(work: Work, user: User, until: datetime | None, deputy: User | None) -> None:
    """Away until then, with somebody who stands in; None: here."""
    away = {"away_until": until, "deputy": deputy.id if deputy else None}
    await work.run(sa.update(staff).where(staff.c.id == user.id).values(away))


async def all_(work: Work) -> tuple[User, ...]:
    return tuple(user_of(row) for row in await work.all(_USERS.order_by(staff.c.name)))


async def of_telegram(work: Work, telegram: str) -> User | None:
    """The active member of staff with this user id at Telegram."""
    row = await work.first(_USERS.where(staff.c.telegram == telegram))
    return user_of(row) if row else None


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
    return user_of(row)


async def unlink(work: Work, user: User) -> None:
    values = {"telegram": None, "link_code": None, "link_until": None}
    await work.run(sa.update(staff).where(staff.c.id == user.id).values(values))


async def everybody(work: Work) -> tuple[User, ...]:
    """Also who is out of service; they come last."""
    rows = await work.all(EVERYBODY.order_by(staff.c.active.desc(), staff.c.name))
    return tuple(user_of(row) for row in rows)


def user_of(row: sa.Row[Any]) -> User:
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
        active=row.active,
        has_password=row.password is not None,
        password_given=row.password_given,
        has_totp=row.totp is not None,
        is_tied=row.oidc_subject is not None,
    )
