"""What administrators do with the staff, and what they may not."""

import re

import pytest

from bot.desk import Office, lotse
from bot.staff import Role, User
from bot.store import sign_in, staff
from tests.cast import LOTSE_CASTROP, LOTSE_MARL, hire
from tests.console import PASSWORD, clerk

ADA, MIA = "ada", "mia"


@pytest.fixture(autouse=True)
async def _staff(office: Office) -> None:
    """Ada administers everything, Mia the city of Marl."""
    await hire(office)
    await lotse.add_user(office, ADA, Role.ADMINISTRATOR, ())
    await lotse.add_user(office, MIA, Role.ADMINISTRATOR, ("marl",))


async def _user(office: Office, name: str) -> User:
    async with office.work() as work:
        found = await staff.named(work, name)
    assert found
    return found


async def _path(office: Office, name: str, act: str = "") -> str:
    return f"/console/staff/{(await _user(office, name)).id}{act and '/'}{act}"


async def test_somebody_is_added_and_comes_in_with_a_password_of_their_own(office: Office) -> None:
    async with clerk(office, ADA) as ada, clerk(office) as nina:
        page = await ada.sends(
            "/console/staff", name="nina", role="department", city="marl", department="jobcenter"
        )
        assert page.url.path == await _path(office, "nina")
        given = await ada.sends(await _path(office, "nina", "password"))
        password = re.findall(r'translate="no">([^<]+)<', given.text)[0]
        assert password not in (await ada.opens(await _path(office, "nina"))).text
        entered = await nina.enters("nina", password)
        assert entered.status_code == 303
        assert (await nina.opens("/console")).url.path == "/console/account/password"
    user = await _user(office, "nina")
    assert (user.role, user.cities, user.department) == (Role.DEPARTMENT, ("marl",), "jobcenter")


WRONG: tuple[dict[str, str], ...] = (
    {"name": LOTSE_MARL, "role": "lotse", "city": "marl"},
    {"name": " ", "role": "lotse", "city": "marl"},
    {"name": "x" * 65, "role": "lotse", "city": "marl"},
    {"name": "nina", "role": "lotse"},
    {"name": "nina", "role": "boss", "city": "marl"},
    {"name": "nina", "role": "lotse", "city": "berlin"},
    {"name": "nina", "role": "department", "city": "marl"},
    {"name": "nina", "role": "department", "city": "marl", "department": "nowhere"},
    {"name": "nina", "role": "lotse", "city": "marl", "department": "jobcenter"},
)


async def test_what_cannot_be_is_not_added(office: Office) -> None:
    async with clerk(office, ADA) as ada:
        answers = [await ada.sends("/console/staff", **wrong) for wrong in WRONG]
    assert {answer.status_code for answer in answers} == {409}
    assert 'value="jobcenter" selected' in answers[-1].text
    assert 'value="marl" checked' in answers[-1].text
    assert 'name="all" value="on">' in answers[3].text
    async with office.work() as work:
        assert len(await staff.everybody(work)) == 6


async def test_another_role_counts_from_the_next_click(office: Office) -> None:
    async with clerk(office, ADA) as ada, clerk(office, LOTSE_MARL) as mehmet:
        assert (await mehmet.client.get("/console/staff")).status_code == 403
        await ada.sends(await _path(office, LOTSE_MARL), role="administrator", city="marl")
        assert (await mehmet.client.get("/console/staff")).status_code == 200


async def test_an_administrator_of_a_city_reaches_nobody_outside_of_it(office: Office) -> None:
    async with clerk(office, MIA) as mia:
        page = (await mia.opens("/console/staff")).text
        assert LOTSE_MARL in page
        for name in (LOTSE_CASTROP, ADA):
            assert f">{name}<" not in page
            assert (await mia.client.get(await _path(office, name))).status_code == 404
            assert (await mia.sends(await _path(office, name, "password"))).status_code == 404
            assert (await mia.sends(await _path(office, name, "dismiss"))).status_code == 404
        for more in ({"all": "on"}, {"city": "herten"}):
            assert (
                await mia.sends("/console/staff", name="nina", role="administrator", **more)
            ).status_code == 409
            changed = await mia.sends(await _path(office, LOTSE_MARL), role="administrator", **more)
            assert changed.status_code == 409
    assert (await _user(office, LOTSE_MARL)).role is Role.LOTSE
    assert (await _user(office, ADA)).active


async def test_nobody_changes_their_own_rights(office: Office) -> None:
    async with clerk(office, ADA) as ada:
        for act in ("", "dismiss", "password", "second-step-off", "untie"):
            answer = await ada.sends(await _path(office, ADA, act), role="lotse", all="on")
            assert answer.status_code == 409, act
        assert await ada.is_in()
    assert (await _user(office, ADA)).role is Role.ADMINISTRATOR


async def test_who_is_out_of_service_is_out_at_once_and_comes_back_with_a_new_password(
    office: Office,
) -> None:
    async with clerk(office, ADA) as ada, clerk(office, LOTSE_MARL) as mehmet:
        await ada.sends(await _path(office, LOTSE_MARL, "dismiss"))
        assert not await mehmet.is_in()
        assert (await mehmet.enters(LOTSE_MARL)).status_code == 401
        await ada.sends(await _path(office, LOTSE_MARL, "bring-back"))
        assert (await mehmet.enters(LOTSE_MARL, PASSWORD)).status_code == 401
        assert (await _user(office, LOTSE_MARL)).active


async def test_an_administrator_ends_the_sessions_of_another(office: Office) -> None:
    async with clerk(office, ADA) as ada, clerk(office, LOTSE_MARL) as mehmet:
        await ada.sends(await _path(office, LOTSE_MARL, "sign-out"))
        assert not await mehmet.is_in()
        assert (await mehmet.enters(LOTSE_MARL)).status_code == 303


async def test_a_lost_phone_is_taken_off(office: Office) -> None:
    mehmet = await _user(office, LOTSE_MARL)
    async with office.work() as work:
        await sign_in.set_totp(work, mehmet, "SECRET")
        await staff.tie(work, mehmet, "an identity")
    async with clerk(office, ADA) as ada:
        await ada.sends(await _path(office, LOTSE_MARL, "second-step-off"))
        await ada.sends(await _path(office, LOTSE_MARL, "untie"))
    mehmet = await _user(office, LOTSE_MARL)
    assert (mehmet.has_totp, mehmet.is_tied) == (False, False)


async def test_a_number_of_nobody_is_not_found(office: Office) -> None:
    async with clerk(office, ADA) as ada:
        for number in ("0", "x", "²", "-1", "9" * 30):
            assert (await ada.client.get(f"/console/staff/{number}")).status_code == 404
