"""Where requests come from, how guessing ends, and what every answer tells the browser."""

import asyncio
import re
from ipaddress import ip_network
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from starlette.requests import Request

from bot import passwords
from bot.app import doors_for
from bot.config import settings_from
from bot.console.doors import Doors, device_of, place_of
from bot.console.oidc import Provider
from bot.desk import Office, sign_in
from bot.errors import SignInError, TooManyTriesError
from bot.staff import SecondStep
from bot.store import sign_in as store
from bot.store import staff
from tests.bot.scene import stop_clock
from tests.cast import LOTSE_CASTROP, hire
from tests.console import PASSWORD, clerk

PROXIES = (ip_network("10.0.0.0/8"), ip_network("::1"))
TEMPLATES = Path("bot/console/templates")


def _request(peer: str | None, *forwarded: str, agent: str = "") -> Request:
    headers = [(b"x-forwarded-for", one.encode()) for one in forwarded]
    client = (peer, 1) if peer is not None else None
    return Request({"type": "http", "client": client, "headers": [*headers, (b"user-agent", agent.encode())]})


@pytest.mark.parametrize(
    ("peer", "forwarded", "place"),
    [
        ("192.0.2.1", (), "192.0.2.1"),
        ("192.0.2.1", ("198.51.100.7",), "192.0.2.1"),  # nobody whom we believe says so
        ("10.0.0.1", ("198.51.100.7",), "198.51.100.7"),
        ("10.0.0.1", ("1.1.1.1, 198.51.100.7",), "198.51.100.7"),  # the first was written by the visitor
        ("10.0.0.1", ("1.1.1.1", "198.51.100.7, 10.0.0.2"), "198.51.100.7"),
        ("10.0.0.1", ("10.0.0.3, 10.0.0.2",), "10.0.0.3"),
        ("10.0.0.1", (), "10.0.0.1"),
        ("10.0.0.1", ("1.1.1.1, nonsense",), "nonsense"),
        ("::1", ("2001:db8:1:2:3:4:5:6",), "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", (), "192.0.2.1"),
        (None, ("198.51.100.7",), ""),
    ],
)
def test_a_place_is_the_nearest_address_that_is_no_proxy_of_ours(
    peer: str | None, forwarded: tuple[str, ...], place: str
) -> None:
    assert place_of(_request(peer, *forwarded), PROXIES) == place


def test_a_device_is_browser_and_system_and_no_more() -> None:
    agent = (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"
    )
    assert device_of(_request("1.1.1.1", agent=agent)) == "Edge · Windows"
    assert device_of(_request("1.1.1.1", agent="curl")) == ""


async def test_of_many_who_guess_at_once_five_are_heard(office: Office) -> None:
    await hire(office)
    await sign_in.set_password(office, LOTSE_CASTROP, PASSWORD)
    guesses = [sign_in.check_password(office, LOTSE_CASTROP, f"guess {n}", "here") for n in range(20)]
    errors = await asyncio.gather(*guesses, return_exceptions=True)
    kinds = [type(error) for error in errors]
    assert (kinds.count(SignInError), kinds.count(TooManyTriesError)) == (5, 15)


async def test_a_stranger_elsewhere_locks_nobody_out(office: Office) -> None:
    clock = stop_clock(office)
    await hire(office)
    await sign_in.set_password(office, LOTSE_CASTROP, PASSWORD)
    for number in range(8):
        with pytest.raises((SignInError, TooManyTriesError)):
            await sign_in.check_password(office, LOTSE_CASTROP, f"guess {number}", "the stranger's")
    assert await sign_in.check_password(office, LOTSE_CASTROP, PASSWORD, "the town hall")
    with pytest.raises(TooManyTriesError):
        await sign_in.check_password(office, LOTSE_CASTROP, PASSWORD, "the stranger's")
    clock.goes(minutes=16)
    assert await sign_in.check_password(office, LOTSE_CASTROP, PASSWORD, "the stranger's")


async def test_who_comes_in_rightly_uses_nothing_up(office: Office) -> None:
    await hire(office)
    await sign_in.set_password(office, LOTSE_CASTROP, PASSWORD)
    for _ in range(7):
        await sign_in.check_password(office, LOTSE_CASTROP, PASSWORD, "the town hall")


async def test_a_place_tries_many_names_sixty_times(office: Office) -> None:
    stop_clock(office)
    kinds = []
    for number in range(61):
        with pytest.raises((SignInError, TooManyTriesError)) as caught:
            await sign_in.check_password(office, f"name {number}", PASSWORD, "here")
        kinds.append(caught.type)
    assert kinds == [SignInError] * 60 + [TooManyTriesError]


async def test_a_name_that_nobody_has_costs_as_much_work(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hire(office)
    await sign_in.set_password(office, LOTSE_CASTROP, PASSWORD)
    work = []
    verify = PasswordHasher.verify

    def counted(self: PasswordHasher, kept: str, password: str) -> bool:
        work.append(kept.rsplit("$", 2)[0])
        return verify(self, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    for name in (LOTSE_CASTROP, "mehmet", "nobody"):  # Mehmet has no password
        with pytest.raises(SignInError):
            await sign_in.check_password(office, name, "a wrong password", "here")
    assert len(work) == 3
    assert len(set(work)) == 1


async def test_a_password_that_was_hashed_more_weakly_is_hashed_anew(office: Office) -> None:
    await hire(office)
    weaker = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1)
    async with office.work() as work:
        lena = await staff.find(work, LOTSE_CASTROP)
        assert lena
        await store.set_password(work, lena, weaker.hash(PASSWORD), given=True)
    await sign_in.check_password(office, LOTSE_CASTROP, PASSWORD, "here")
    async with office.work() as work:
        kept = await store.password_of(work, lena)
        again = await staff.find(work, LOTSE_CASTROP)
    assert kept
    assert again
    assert again.password_given
    assert not passwords.is_outdated(kept)


def test_the_settings_are_the_doors() -> None:
    assert doors_for(settings_from({})) == Doors(second_step=SecondStep.OPTIONAL)
    given = {
        "LOTSE_OWN_ACCOUNTS": "false",
        "LOTSE_TOTP": "required",
        "LOTSE_TRUSTED_PROXIES": "10.0.0.0/8,::1",
        "LOTSE_OIDC_ISSUER": "https://id.test",
        "LOTSE_OIDC_CLIENT_ID": "lotse",
        "LOTSE_OIDC_CLIENT_SECRET": "s",
        "LOTSE_OIDC_CLAIM": "email",
    }
    provider = Provider("https://id.test", "lotse", "s", "email")
    assert doors_for(settings_from(given)) == Doors(
        own_accounts=False, second_step=SecondStep.REQUIRED, provider=provider, proxies=PROXIES
    )
    assert "'s'" not in repr(provider)


async def test_what_every_answer_tells_the_browser(small_office: Office) -> None:
    async with clerk(small_office) as somebody:
        for path in ("/console/sign-in", "/console"):
            headers = (await somebody.client.get(path)).headers
            policy = headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "frame-ancestors 'none'" in policy
            assert "unsafe" not in policy
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["cache-control"] == "no-store"
            assert "strict-transport-security" not in headers


async def test_over_https_cookies_and_browsers_stay_there(small_office: Office) -> None:
    await hire(small_office)
    await sign_in.set_password(small_office, LOTSE_CASTROP, PASSWORD)
    async with clerk(small_office, None, Doors(), "https://lotse.test") as lena:
        answer = await lena.enters(LOTSE_CASTROP)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-lotse-staff=")
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "max-age=31536000" in answer.headers["strict-transport-security"]


def test_no_page_has_script_or_style_in_it() -> None:
    templates = list(TEMPLATES.rglob("*.html"))
    assert templates
    for path in templates:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)", text), path.name
