"""The second step: a code from an app, which counts once; and what comes before anything else."""

from datetime import timedelta

import pytest

from bot import totp
from bot.console.doors import Doors
from bot.desk import Office, second_step, sign_in
from bot.staff import Role, SecondStep
from bot.store import staff
from tests.bot.scene import Clock, stop_clock
from tests.cast import LOTSE_CASTROP, hire
from tests.console import PASSWORD, Clerk, clerk

OPTIONAL, REQUIRED = Doors(second_step=SecondStep.OPTIONAL), Doors(second_step=SecondStep.REQUIRED)
CODE, CODES = "/console/sign-in/code", "/console/account/second-step"


@pytest.fixture(autouse=True)
async def clock(office: Office) -> Clock:
    clock = stop_clock(office)
    await hire(office)
    await sign_in.set_password(office, LOTSE_CASTROP, PASSWORD)
    return clock


@pytest.fixture
async def secret(office: Office, clock: Clock) -> str:
    """What Lena's app knows."""
    new = totp.new_secret()
    async with office.work() as work:
        lena = await staff.find(work, LOTSE_CASTROP)
    assert lena
    await second_step.set_up(office, lena, new, totp.code(new, clock.now))
    clock.goes(minutes=1)
    return new


async def test_after_the_password_nobody_is_in_before_the_code(
    office: Office, secret: str, clock: Clock
) -> None:
    async with clerk(office, doors=OPTIONAL) as lena:
        asked = await lena.enters(LOTSE_CASTROP)
        assert (asked.status_code, asked.headers["location"]) == (303, CODE)
        assert not await lena.is_in()
        page = await lena.sends(CODE, code=totp.code(secret, clock.now))
        assert LOTSE_CASTROP in page.text
        assert await lena.is_in()


async def test_a_code_counts_once(office: Office, secret: str, clock: Clock) -> None:
    code = totp.code(secret, clock.now)
    async with clerk(office, doors=OPTIONAL) as lena, clerk(office, doors=OPTIONAL) as thief:
        await lena.enters(LOTSE_CASTROP)
        await lena.sends(CODE, code=f"{code[:3]} {code[3:]}")
        await thief.enters(LOTSE_CASTROP)
        assert (await thief.sends(CODE, code=code)).status_code == 401
        assert await lena.is_in()
        assert not await thief.is_in()


async def test_codes_are_guessed_five_times(office: Office, secret: str, clock: Clock) -> None:
    async with clerk(office, doors=OPTIONAL) as thief:
        await thief.enters(LOTSE_CASTROP)
        answers = [(await thief.sends(CODE, code="no code")).status_code for _ in range(6)]
        right = await thief.sends(CODE, code=totp.code(secret, clock.now))
    assert answers == [401] * 5 + [429]
    assert right.status_code == 429


async def test_half_a_sign_in_lasts_some_minutes(office: Office, secret: str, clock: Clock) -> None:
    async with clerk(office, doors=OPTIONAL) as lena:
        await lena.enters(LOTSE_CASTROP)
        clock.now += timedelta(minutes=11)
        late = await lena.sends(CODE, code=totp.code(secret, clock.now))
        assert late.url.path == "/console/sign-in"
        assert not await lena.is_in()


async def test_half_a_sign_in_cannot_be_made_up(office: Office, secret: str, clock: Clock) -> None:
    async with clerk(office, doors=OPTIONAL) as thief:
        for made_up in ("", "nonsense", "ä", "bm9uc2Vuc2U="):
            headers = {b"cookie": f"lotse-half={made_up}".encode()}
            answer = await thief.client.post(
                CODE, data={"code": totp.code(secret, clock.now)}, headers=headers
            )
            assert (answer.status_code, answer.headers["location"]) == (303, "/console/sign-in")


async def test_half_a_sign_in_is_no_session(office: Office, secret: str) -> None:
    async with clerk(office, doors=OPTIONAL) as thief:
        await thief.enters(LOTSE_CASTROP)
        thief.client.cookies.set("lotse-staff", thief.client.cookies["lotse-half"])
        assert not await thief.is_in()


async def test_where_the_second_step_is_off_no_code_is_asked_for(office: Office, secret: str) -> None:
    async with clerk(office) as lena:
        await lena.enters(LOTSE_CASTROP)
        assert await lena.is_in()
        assert (await lena.client.get(CODES)).status_code == 403


async def test_a_first_code_sets_the_app_up(office: Office, clock: Clock) -> None:
    async with clerk(office, LOTSE_CASTROP, OPTIONAL) as lena:
        secret, ticket = await _offered(lena)
        wrong = await lena.sends(
            CODES, ticket=ticket, code="000000" if totp.code(secret, clock.now) != "000000" else "1"
        )
        assert wrong.status_code == 409
        assert secret in wrong.text.replace(" ", "")
        done = await lena.sends(CODES, ticket=ticket, code=totp.code(secret, clock.now))
        assert "eingerichtet" in done.text
        clock.goes(minutes=1)
    async with clerk(office, doors=OPTIONAL) as again:
        assert (await again.enters(LOTSE_CASTROP)).headers["location"] == CODE
        await again.sends(CODE, code=totp.code(secret, clock.now))
        assert await again.is_in()


async def _offered(somebody: Clerk) -> tuple[str, str]:
    """The secret that a page offers, and the ticket beside it."""
    page = (await somebody.opens(CODES)).text
    secret = page.split('translate="no">')[1].split("<")[0].replace(" ", "")
    assert f"secret={secret}" in page
    return secret, page.split('name="ticket" value="')[1].split('"')[0]


async def test_a_secret_that_another_was_offered_is_not_taken(office: Office, clock: Clock) -> None:
    async with clerk(office, "mehmet", OPTIONAL) as mehmet, clerk(office, LOTSE_CASTROP, OPTIONAL) as lena:
        secret, ticket = await _offered(mehmet)
        await lena.sends(CODES, ticket=ticket, code=totp.code(secret, clock.now))
        async with office.work() as work:
            user = await staff.find(work, LOTSE_CASTROP)
    assert user
    assert not user.has_totp


async def test_switching_it_off_takes_the_password(office: Office, secret: str, clock: Clock) -> None:
    async with clerk(office, doors=OPTIONAL) as lena:
        await lena.enters(LOTSE_CASTROP)
        await lena.sends(CODE, code=totp.code(secret, clock.now))
        await lena.opens(CODES)
        assert (await lena.sends(f"{CODES}/off", password="a wrong password")).status_code == 409
        await lena.sends(f"{CODES}/off", password=PASSWORD)
    async with clerk(office, doors=OPTIONAL) as lena:
        await lena.enters(LOTSE_CASTROP)
        assert await lena.is_in()


async def test_where_it_is_required_it_is_set_up_before_anything_else(office: Office, clock: Clock) -> None:
    async with clerk(office, doors=REQUIRED) as lena:
        await lena.enters(LOTSE_CASTROP)
        for path in ("/console", "/console/account"):
            led = await lena.client.get(path)
            assert (led.status_code, led.headers["location"]) == (303, CODES)
        part = await lena.client.get("/console", headers={"hx-request": "true"})
        assert (part.status_code, part.headers["hx-redirect"]) == (401, CODES)
        secret, ticket = await _offered(lena)
        done = await lena.sends(CODES, ticket=ticket, code=totp.code(secret, clock.now))
        assert done.url.path == "/console/queue"
        assert await lena.is_in()


async def test_a_password_that_somebody_gave_is_replaced_before_anything_else(office: Office) -> None:
    await sign_in.set_password(office, LOTSE_CASTROP, PASSWORD, given=True)
    async with clerk(office) as lena:
        await lena.enters(LOTSE_CASTROP)
        assert not await lena.is_in()
        new = "another long password"
        page = await lena.sends("/console/account/password", old=PASSWORD, new=new, again=new)
        assert page.url.path == "/console/queue"
        assert await lena.is_in()


async def test_who_has_no_password_here_owes_nothing(office: Office) -> None:
    async with office.work() as work:
        await staff.add(work, "nina", Role.LOTSE, ("marl",))
        nina = await staff.find(work, "nina")
    assert nina
    assert REQUIRED.owed_by(nina) == ""
