"""Signing in with the identity provider of the house, against a double that can lie."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from bot.console.doors import Doors
from bot.console.oidc import Provider
from bot.desk import Office, lotse, sign_in
from bot.staff import Role
from bot.store import staff
from tests.bot.scene import Clock, stop_clock
from tests.cast import LOTSE_CASTROP, LOTSE_MARL, hire
from tests.console import PASSWORD, Clerk, clerk
from tests.oidc_double import CLIENT, ISSUER, SECRET, Double

THERE, BACK = "/console/sign-in/provider", "/console/sign-in/back"
ADDRESS = "https://lotse.test"


@pytest.fixture(autouse=True)
async def clock(office: Office) -> Clock:
    clock = stop_clock(office)
    await hire(office)
    return clock


@pytest.fixture
def double(clock: Clock) -> Double:
    return Double(ADDRESS + BACK, clock)


def _doors(double: Double, **rest: Any) -> Doors:
    return Doors(provider=Provider(ISSUER, CLIENT, SECRET, transport=double.transport), **rest)


def _clerk(office: Office, doors: Doors) -> Any:
    return clerk(office, None, doors, ADDRESS)


async def _leaves(somebody: Clerk, **query: str) -> str:
    """Where the browser is sent."""
    answer = await somebody.client.get(THERE, params=query)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def _signs_in(somebody: Clerk, double: Double) -> httpx.Response:
    return await somebody.client.get(await double.visited(await _leaves(somebody)))


async def test_there_and_back_one_is_in_as_the_member_of_staff_of_that_name(
    office: Office, double: Double
) -> None:
    async with _clerk(office, _doors(double)) as lena:
        assert THERE in (await lena.opens("/console/sign-in")).text
        back = await _signs_in(lena, double)
        assert (back.status_code, back.headers["location"]) == (303, "/console")
        assert LOTSE_CASTROP in (await lena.opens("/console/account")).text
        await lena.sends("/console/sign-out")
        assert not await lena.is_in()


async def test_one_comes_back_to_where_one_wanted_to_be(office: Office, double: Double) -> None:
    for wanted, led in (("/console/account", "/console/account"), ("//evil.example", "/console")):
        async with _clerk(office, _doors(double)) as lena:
            back = await lena.client.get(await double.visited(await _leaves(lena, next=wanted)))
            assert back.headers["location"] == led


async def test_once_tied_only_the_providers_own_id_counts(office: Office, double: Double) -> None:
    doors = _doors(double)
    async with _clerk(office, doors) as lena:
        await _signs_in(lena, double)
    double.person = {"sub": "8", "preferred_username": LOTSE_CASTROP}
    async with _clerk(office, doors) as another:
        assert (await _signs_in(another, double)).status_code == 409
        assert not await another.is_in()
    double.person = {"sub": "7", "preferred_username": LOTSE_MARL}
    async with _clerk(office, doors) as renamed:
        await _signs_in(renamed, double)
        assert f">{LOTSE_CASTROP}<" in (await renamed.opens("/console/account")).text


async def test_whom_nobody_knows_is_told_so(office: Office, double: Double) -> None:
    for person in (
        {"sub": "1", "preferred_username": "otto"},
        {"sub": "1"},
        {"sub": "1", "preferred_username": 5},
    ):
        double.person = person
        async with _clerk(office, _doors(double)) as otto:
            answer = await _signs_in(otto, double)
            assert answer.status_code == 409
            assert "Dienstkonto gehört hier noch zu niemandem" in answer.text
            assert not await otto.is_in()


async def test_who_is_out_of_service_stays_out(office: Office, double: Double) -> None:
    doors = _doors(double)
    async with _clerk(office, doors) as lena:
        await _signs_in(lena, double)
        await lotse.remove_user(office, LOTSE_CASTROP)
        assert not await lena.is_in()
        assert (await _signs_in(lena, double)).status_code == 409


async def test_an_address_of_mail_counts_only_when_it_was_verified(office: Office, double: Double) -> None:
    await lotse.add_user(office, "nina@marl.test", Role.LOTSE, ("marl",))
    provider = Provider(ISSUER, CLIENT, SECRET, "email", double.transport)
    for verified, status in ((None, 409), ("true", 409), (False, 409), (True, 303)):
        double.person = {"sub": "9", "email": "nina@marl.test", "email_verified": verified}
        async with _clerk(office, Doors(provider=provider)) as nina:
            assert (await _signs_in(nina, double)).status_code == status, verified


async def _refused(office: Office, doors: Doors, double: Double) -> None:
    async with _clerk(office, doors) as thief:
        answer = await _signs_in(thief, double)
        assert answer.status_code == 409
        assert "hat nicht geklappt" in answer.text
        assert not await thief.is_in()


async def test_a_token_that_is_not_for_this_sign_in_is_refused(
    office: Office, double: Double, clock: Clock
) -> None:
    now = int(clock.now.timestamp())
    lies: tuple[dict[str, Any], ...] = (
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another client"},
        {"aud": [CLIENT, "another client"]},  # without azp nobody knows whom it is for
        {"aud": [CLIENT, "another client"], "azp": "another client"},
        {"aud": None},
        {"iss": "https://evil.test"},
        {"iss": None},
        {"exp": now - 61},
        {"exp": None},
        {"iat": now + 61},
        {"nbf": now + 61},
        {"sub": None},
    )
    doors = _doors(double)
    for lie in lies:
        double.lies = lie
        await _refused(office, doors, double)


async def test_clocks_may_differ_by_a_minute(office: Office, double: Double, clock: Clock) -> None:
    now = int(clock.now.timestamp())
    for lie in ({"exp": now - 55}, {"iat": now + 55, "nbf": now + 55}, {"aud": [CLIENT, "b"], "azp": CLIENT}):
        double.lies = lie
        async with _clerk(office, _doors(double)) as lena:
            assert (await _signs_in(lena, double)).status_code == 303


async def test_a_token_that_the_provider_did_not_sign_is_refused(
    office: Office, double: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    doors = _doors(double)
    double.signs_with = RSAKey.generate_key(2048)
    await _refused(office, doors, double)
    made_up = (
        jwt.encode({"alg": "HS256"}, {"iss": ISSUER, "sub": "7"}, OctKey.import_key(SECRET)),
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiI3In0.",
        "nonsense",
        "",
    )
    for token in made_up:
        monkeypatch.setattr(Double, "_id_token", lambda self, grant, token=token: token)
        await _refused(office, doors, double)


async def test_a_new_key_is_fetched_when_it_is_met(office: Office, double: Double) -> None:
    doors = _doors(double)
    for _ in range(2):
        async with _clerk(office, doors) as lena:
            assert (await _signs_in(lena, double)).status_code == 303
    assert double.asked == ["discovery", "keys"]
    double.rotate()
    async with _clerk(office, doors) as lena:
        assert (await _signs_in(lena, double)).status_code == 303
    assert double.asked == ["discovery", "keys", "keys"]


async def test_only_the_browser_that_left_may_come_back(office: Office, double: Double) -> None:
    doors = _doors(double)
    async with _clerk(office, doors) as lena, _clerk(office, doors) as thief:
        back = await double.visited(await _leaves(lena))
        assert (await thief.client.get(back)).status_code == 409
        own = await double.visited(await _leaves(thief))
        state = parse_qs(urlsplit(own).query)["state"][0]
        strange = back.replace(parse_qs(urlsplit(back).query)["state"][0], state)
        assert (await thief.client.get(strange)).status_code == 409  # its code was asked for by another
        assert (await lena.client.get(back.replace("state=", "state=x"))).status_code == 409
        assert not await thief.is_in()
        assert not await lena.is_in()


async def test_a_way_back_is_gone_once(office: Office, double: Double) -> None:
    async with _clerk(office, _doors(double)) as lena:
        back = await double.visited(await _leaves(lena))
        cookies = dict(lena.client.cookies)
        assert (await lena.client.get(back)).status_code == 303
        await lena.opens("/console")
        await lena.sends("/console/sign-out")
        assert (await lena.client.get(back)).status_code == 409
        lena.client.cookies.update(cookies)
        assert (await lena.client.get(back)).status_code == 409  # the provider knows the code as used
        assert not await lena.is_in()


async def test_who_was_away_too_long_begins_anew(office: Office, double: Double, clock: Clock) -> None:
    async with _clerk(office, _doors(double)) as lena:
        back = await double.visited(await _leaves(lena))
        clock.goes(minutes=11)
        assert (await lena.client.get(back)).status_code == 409


async def test_another_provider_or_no_code_is_refused(office: Office, double: Double) -> None:
    doors = _doors(double)
    for change in (("iss=https%3A%2F%2Fid", "iss=https%3A%2F%2Fevil"), ("code=", "error=access_denied&c=")):
        async with _clerk(office, doors) as lena:
            back = await double.visited(await _leaves(lena))
            changed = back.replace(*change)
            assert changed != back
            assert (await lena.client.get(changed)).status_code == 409


async def test_a_provider_that_is_broken_or_another_one_is_said_kindly(
    office: Office, double: Double
) -> None:
    for about in ({"issuer": "https://evil.test"}, {"token_endpoint": None}, {"jwks_uri": None}):
        double.about = about
        async with _clerk(office, _doors(double)) as lena:
            answer = await lena.client.get(THERE)
            assert answer.status_code == 409
            assert "hat nicht geklappt" in answer.text
    gone = Provider(
        ISSUER, CLIENT, SECRET, transport=httpx.MockTransport(lambda request: httpx.Response(502))
    )
    page = Provider(
        ISSUER, CLIENT, SECRET, transport=httpx.MockTransport(lambda request: httpx.Response(200, text="<"))
    )
    listed = Provider(
        ISSUER, CLIENT, SECRET, transport=httpx.MockTransport(lambda request: httpx.Response(200, json=[]))
    )
    for provider in (gone, page, listed):
        async with _clerk(office, Doors(provider=provider)) as lena:
            assert (await lena.client.get(THERE)).status_code == 409


async def test_a_client_may_show_its_secret_in_the_form(office: Office, double: Double) -> None:
    double.auth = "client_secret_post"
    async with _clerk(office, _doors(double)) as lena:
        assert (await _signs_in(lena, double)).status_code == 303


async def test_a_wrong_secret_is_refused(office: Office, double: Double) -> None:
    doors = _doors(double)
    assert doors.provider
    doors = replace(doors, provider=replace(doors.provider, secret="another"))
    await _refused(office, doors, double)


async def test_where_own_accounts_are_off_no_password_opens_anything(office: Office, double: Double) -> None:
    await sign_in.set_password(office, LOTSE_CASTROP, PASSWORD, given=True)
    async with _clerk(office, _doors(double, own_accounts=False)) as lena:
        assert 'name="password"' not in (await lena.opens("/console/sign-in")).text
        assert (await lena.enters(LOTSE_CASTROP)).status_code == 403
        assert not await lena.is_in()
        assert (await _signs_in(lena, double)).status_code == 303
        assert await lena.is_in()  # a first password that nobody can use is not to be replaced
        assert (await lena.client.get("/console/account/password")).status_code == 403


async def test_where_there_is_no_provider_its_pages_are_shut(office: Office) -> None:
    async with clerk(office) as somebody:
        assert {(await somebody.client.get(path)).status_code for path in (THERE, BACK)} == {403}


async def test_the_names_of_two_providers_are_two_people(office: Office, double: Double) -> None:
    async with _clerk(office, _doors(double)) as lena:
        await _signs_in(lena, double)
    async with office.work() as work:
        assert await staff.find_tied(work, "7") is None
