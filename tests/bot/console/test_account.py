"""One's own account: how the console looks, the password, and where one is signed in."""

import re

import pytest

from bot.desk import Office
from tests.bot.scene import Clock, stop_clock
from tests.cast import LOTSE_CASTROP, LOTSE_MARL, hire
from tests.console import PASSWORD, clerk

ACCOUNT, CHANGE = "/console/account", "/console/account/password"
NEW = "another long password"


@pytest.fixture(autouse=True)
async def clock(office: Office) -> Clock:
    clock = stop_clock(office)
    await hire(office)
    return clock


async def test_the_language_holds_from_the_next_page_on(office: Office) -> None:
    async with clerk(office, LOTSE_CASTROP) as lena:
        page = await lena.sends(ACCOUNT, lang="en")
        assert "My account" in page.text
        page = await lena.sends(ACCOUNT, lang="de")
        assert "Mein Konto" in page.text
        assert (await lena.sends(ACCOUNT, lang="xx")).status_code == 409


async def test_a_new_password_takes_the_old_one_and_ends_every_other_session(office: Office) -> None:
    async with clerk(office, LOTSE_CASTROP) as here, clerk(office) as elsewhere:
        await elsewhere.enters(LOTSE_CASTROP)
        wrong = await here.sends(CHANGE, old="a wrong password", new=NEW, again=NEW)
        unlike = await here.sends(CHANGE, old=PASSWORD, new=NEW, again=NEW + "!")
        short = await here.sends(CHANGE, old=PASSWORD, new="short", again="short")
        assert {wrong.status_code, unlike.status_code, short.status_code} == {409}
        assert await elsewhere.is_in()
        assert (await here.sends(CHANGE, old=PASSWORD, new=NEW, again=NEW)).status_code == 200
        assert await here.is_in()
        assert not await elsewhere.is_in()
    async with clerk(office) as again:
        assert (await again.enters(LOTSE_CASTROP, PASSWORD)).status_code == 401
        assert (await again.enters(LOTSE_CASTROP, NEW)).status_code == 303


async def test_the_old_password_is_guessed_five_times(office: Office) -> None:
    async with clerk(office, LOTSE_CASTROP) as lena:
        answers = [await lena.sends(CHANGE, old=f"guess {number}", new=NEW, again=NEW) for number in range(6)]
    assert [answer.status_code for answer in answers] == [409] * 5 + [429]


async def test_one_sees_where_one_is_signed_in_and_ends_it(office: Office) -> None:
    async with clerk(office, LOTSE_CASTROP) as here, clerk(office) as phone, clerk(office) as old:
        phone.client.headers["user-agent"] = "Mozilla/5.0 (Android 15; Mobile) Gecko/140.0 Firefox/140.0"
        for one in (phone, old):
            await one.enters(LOTSE_CASTROP)
        page = (await here.opens(ACCOUNT)).text
        assert page.count("dieses Gerät") == 1
        ids = dict(re.findall(r'value="(\w+)">\s*<button.*?Beenden: ([^<]+)<', page))
        devices = {device: id_ for id_, device in ids.items()}
        assert set(devices) == {"Firefox · Android", "Unbekanntes Gerät"}
        await here.sends(f"{ACCOUNT}/sessions/end", session=devices["Firefox · Android"])
        assert [await one.is_in() for one in (here, phone, old)] == [True, False, True]
        await here.sends(f"{ACCOUNT}/sessions/end-others")
        assert [await one.is_in() for one in (here, phone, old)] == [True, False, False]


async def test_nobody_ends_the_session_of_another(office: Office) -> None:
    async with (
        clerk(office, LOTSE_CASTROP) as lena,
        clerk(office, LOTSE_MARL) as mehmet,
        clerk(office) as phone,
    ):
        await phone.enters(LOTSE_CASTROP)
        (id_,) = re.findall(r'name="session" value="(\w+)"', (await lena.opens(ACCOUNT)).text)
        await mehmet.sends(f"{ACCOUNT}/sessions/end", session=id_)
        await mehmet.sends(f"{ACCOUNT}/sessions/end-others")
        assert await lena.is_in()
        assert await phone.is_in()


async def test_a_session_ends_when_nobody_uses_it_and_after_a_working_day(
    office: Office, clock: Clock
) -> None:
    async with clerk(office, LOTSE_CASTROP) as lena, clerk(office) as idle:
        await idle.enters(LOTSE_CASTROP)
        for _ in range(7):
            clock.goes(minutes=100)
            assert await lena.is_in()
        assert not await idle.is_in()
        clock.goes(minutes=21)
        assert not await lena.is_in()
