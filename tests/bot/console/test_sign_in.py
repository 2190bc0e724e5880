"""Coming into the console, and staying out of it."""

import pytest

from bot.desk import Office, sign_in
from bot.errors import WeakPasswordError
from tests.cast import LOTSE_CASTROP, hire
from tests.console import PASSWORD, clerk


@pytest.fixture(autouse=True)
async def staff(office: Office) -> None:
    await hire(office)


async def test_nobody_sees_a_page_before_they_signed_in(office: Office) -> None:
    async with clerk(office) as somebody:
        page = await somebody.client.get("/console")
        assert page.status_code == 303
        assert page.headers["location"].startswith("/console/sign-in")


async def test_with_name_and_password_one_is_in(office: Office) -> None:
    async with clerk(office, LOTSE_CASTROP) as lena:
        page = await lena.opens("/console")
        assert page.status_code == 200
        assert LOTSE_CASTROP in page.text


async def test_a_wrong_password_and_an_unknown_name_look_alike(office: Office) -> None:
    await sign_in.set_password(office, LOTSE_CASTROP, PASSWORD)
    async with clerk(office) as somebody:
        wrong = await somebody.enters(LOTSE_CASTROP, "not the password")
        unknown = await somebody.enters("nobody at all", "not the password")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.replace(LOTSE_CASTROP, "") == unknown.text.replace("nobody at all", "")


async def test_guessing_ends_after_some_tries(office: Office) -> None:
    await sign_in.set_password(office, LOTSE_CASTROP, PASSWORD)
    async with clerk(office) as somebody:
        answers = [await somebody.enters(LOTSE_CASTROP, f"guess {number}") for number in range(6)]
        right = await somebody.enters(LOTSE_CASTROP)
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert right.status_code == 429


async def test_who_signed_out_is_out_even_with_the_old_cookie(office: Office) -> None:
    async with clerk(office, LOTSE_CASTROP) as lena:
        kept = dict(lena.client.cookies)
        await lena.sends("/console/sign-out")
        lena.client.cookies.update(kept)
        assert not await lena.is_in()


async def test_a_new_password_ends_every_session(office: Office) -> None:
    async with clerk(office, LOTSE_CASTROP) as lena:
        await sign_in.set_password(office, LOTSE_CASTROP, PASSWORD + "!")
        assert not await lena.is_in()


async def test_a_form_of_another_page_does_nothing(office: Office) -> None:
    async with clerk(office, LOTSE_CASTROP) as lena:
        foreign = await lena.client.post("/console/sign-out", data={"csrf": "forged"})
        elsewhere = await lena.client.post(
            "/console/sign-out", data={"csrf": lena.csrf}, headers={"origin": "https://evil.example"}
        )
        assert (foreign.status_code, elsewhere.status_code) == (403, 403)
        assert (await lena.client.get("/console/queue")).status_code == 200


async def test_a_short_password_is_refused(office: Office) -> None:
    with pytest.raises(WeakPasswordError):
        await sign_in.set_password(office, LOTSE_CASTROP, "short")


async def test_nobody_is_led_elsewhere_after_signing_in(office: Office) -> None:
    await sign_in.set_password(office, LOTSE_CASTROP, PASSWORD)
    async with clerk(office) as lena:
        for target in ("//evil.example", "https://evil.example", "/console//evil.example", "/other"):
            lena.client.cookies.clear()
            answer = await lena.client.post(
                "/console/sign-in", data={"name": LOTSE_CASTROP, "password": PASSWORD, "next": target}
            )
            assert answer.headers["location"] == "/console"
