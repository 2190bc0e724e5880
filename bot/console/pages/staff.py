"""Who works here, for administrators: each manages the members of staff whose cities are all theirs."""

from starlette.responses import Response

from bot.console.access import ADMINISTRATORS
from bot.console.ask import Ask
from bot.console.route import Route
from bot.desk import staffing
from bot.errors import NoCityError, StaffError, UnknownUserError
from bot.staff import Role, User

_STAFF = "/console/staff"
_MEMBER = f"{_STAFF}/{{member}}"


async def page(ask: Ask) -> Response:
    return await _list(ask)


async def _list(ask: Ask, status: int = 200, problem: str = "") -> Response:
    members = await staffing.everybody(ask.office, ask.user)
    values = {"members": members, "problem": problem, "name": ask.field("name"), "chosen": _typed(ask)}
    return ask.show("staff.html", status, **values, **_choices(ask))


def _typed(ask: Ask) -> dict[str, object]:
    """What was chosen in the form, to be shown again beside what is wrong with it."""
    named = {"role": ask.field("role"), "department": ask.field("department")}
    return named | {"cities": ask.fields("city"), "all": bool(ask.field("all"))}


def _kept(user: User) -> dict[str, object]:
    """What is chosen for somebody as they are."""
    named = {"role": user.role, "department": user.department}
    return named | {"cities": user.cities, "all": not user.cities}


def _choices(ask: Ask) -> dict[str, object]:
    guide = ask.office.guide
    cities = [city for city in guide.cities.values() if ask.user.may_see(city.id)]
    return {"cities": cities, "departments": tuple(guide.departments.values()), "roles": tuple(Role)}


async def add(ask: Ask) -> Response:
    try:
        user = await staffing.add(ask.office, ask.user, ask.field("name"), *_place(ask))
    except StaffError as error:
        return await _list(ask, 409, ask.say(error))
    return ask.go(f"{_STAFF}/{user.id}", told="member_added")


def _place(ask: Ask) -> tuple[Role, tuple[str, ...], str | None]:
    """What was chosen: what they do, in which cities (none: all of them), in which department."""
    cities = ask.fields("city")
    if bool(cities) == bool(ask.field("all")) or ask.field("role") not in tuple(Role):
        raise NoCityError
    return Role(ask.field("role")), cities, ask.field("department") or None


async def member(ask: Ask) -> Response:
    return _member(ask, await staffing.member(ask.office, ask.user, _id(ask)))


def _member(ask: Ask, user: User, status: int = 200, *, problem: str = "", password: str = "") -> Response:
    values = {"member": user, "problem": problem, "password": password, "doors": ask.console.doors}
    chosen = _typed(ask) if problem else _kept(user)
    return ask.show("staff_member.html", status, **values, chosen=chosen, **_choices(ask))


def _id(ask: Ask) -> int:
    typed = ask.path["member"]
    if not typed.isdecimal() or len(typed) > len(str(2**31)) - 1:
        raise UnknownUserError(name=typed)
    return int(typed)


async def change(ask: Ask) -> Response:
    user = await staffing.member(ask.office, ask.user, _id(ask))
    try:
        await staffing.change(ask.office, ask.user, user.id, *_place(ask))
    except StaffError as error:
        return _member(ask, user, 409, problem=ask.say(error))
    return _told(ask, "member_changed")


def _told(ask: Ask, told: str) -> Response:
    return ask.go(f"{_STAFF}/{_id(ask)}", told=told)


async def give_password(ask: Ask) -> Response:
    """The new password is on this page alone; nobody can look at it again."""
    password = await staffing.give_password(ask.office, ask.user, _id(ask))
    return _member(ask, await staffing.member(ask.office, ask.user, _id(ask)), password=password)


async def drop_codes(ask: Ask) -> Response:
    await staffing.drop_second_step(ask.office, ask.user, _id(ask))
    return _told(ask, "second_step_off")


async def untie(ask: Ask) -> Response:
    await staffing.untie(ask.office, ask.user, _id(ask))
    return _told(ask, "untied")


async def end_sessions(ask: Ask) -> Response:
    await staffing.end_sessions(ask.office, ask.user, _id(ask))
    return _told(ask, "session_ended")


async def dismiss(ask: Ask) -> Response:
    await staffing.dismiss(ask.office, ask.user, _id(ask))
    return _told(ask, "dismissed")


async def bring_back(ask: Ask) -> Response:
    await staffing.bring_back(ask.office, ask.user, _id(ask))
    return _told(ask, "brought_back")


ROUTES = (
    Route("GET", _STAFF, ADMINISTRATORS, page),
    Route("POST", _STAFF, ADMINISTRATORS, add),
    Route("GET", _MEMBER, ADMINISTRATORS, member),
    Route("POST", _MEMBER, ADMINISTRATORS, change),
    Route("POST", f"{_MEMBER}/password", ADMINISTRATORS, give_password),
    Route("POST", f"{_MEMBER}/second-step-off", ADMINISTRATORS, drop_codes),
    Route("POST", f"{_MEMBER}/untie", ADMINISTRATORS, untie),
    Route("POST", f"{_MEMBER}/sign-out", ADMINISTRATORS, end_sessions),
    Route("POST", f"{_MEMBER}/dismiss", ADMINISTRATORS, dismiss),
    Route("POST", f"{_MEMBER}/bring-back", ADMINISTRATORS, bring_back),
)
