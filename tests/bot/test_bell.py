"""Where Telegram carries only a bell: nothing of what is said goes there, and the link opens the page once."""

import re
from dataclasses import dataclass, field

import pytest

from bot.app import open_office
from bot.channels.telegram.read import NAME
from bot.config import settings_from
from bot.desk import Office, conversation, lotse, post, web
from bot.desk.bell import LINK_HOURS, Bell, Carries
from bot.errors import SettingsError
from bot.model import TELEGRAM, Address, Incoming, IncomingKind
from bot.store.queue import Outgoing
from bot.tables import case, outbox, web_line, web_login, web_place
from tests.bot.scene import MARL, Clock, readable, rows, stop_clock
from tests.cast import hire
from tests.page import Surfer, browser_at, the_page

URL = "http://test"
LINK = re.compile(rf"{URL}(/open/[\w-]+)")


@dataclass
class Chat:
    """Somebody on Telegram, without Telegram."""

    office: Office
    where: Address = field(default_factory=lambda: Address(TELEGRAM, "7", "42"))
    serial: int = 0
    heard: list[Outgoing] = field(default_factory=list)

    async def does(self, kind: IncomingKind, text: str, lang: str = "de") -> str:
        """Does something; returns what comes back on Telegram."""
        self.serial += 1
        await conversation.keep(self.office, self.where, str(self.serial), "{}")
        for row in await conversation.waiting(self.office, TELEGRAM, "7", 5):
            incoming = Incoming(self.where, kind, text, lang=lang, ref=str(self.serial * 10))
            await conversation.receive(self.office, row.id, incoming)
        return await self.hears()

    async def says(self, text: str) -> str:
        return await self.does(IncomingKind.TEXT, text)

    async def hears(self) -> str:
        fresh = []
        while taken := await post.take(self.office, TELEGRAM, "7", "test", 20):
            for row in taken:
                await post.sent(self.office, row, str(self.serial * 10 + 1))
                fresh.append(row)
        self.heard += fresh
        return "\n".join(row.message.text for row in fresh)


@pytest.fixture
def rung(office: Office) -> Office:
    """In Marl Telegram carries only a bell."""
    office.bell = Bell({"marl": Carries.BELL, "herten": Carries.FULL}, URL)
    return office


async def _in(office: Office, city: str, lang: str = "de") -> tuple[Chat, str]:
    """Somebody who has chosen a city; what came back on Telegram."""
    chat = Chat(office)
    await chat.does(IncomingKind.START, "", lang)
    await chat.does(IncomingKind.PRESS, f"v1:lang:{lang}")
    return chat, await chat.does(IncomingKind.PRESS, f"v1:city:{city}")


def _link(heard: str) -> str:
    found = LINK.findall(heard)
    assert found, heard
    return str(found[-1])


async def _opened(one: Surfer, link: str) -> None:
    await one.opens(link)
    await one.sends("/open", {})


def test_the_name_of_the_channel_is_the_same_everywhere() -> None:
    assert NAME == TELEGRAM


@pytest.mark.parametrize("city", ["herten", "dorsten"])
async def test_where_telegram_carries_all_nothing_changes(city: str, rung: Office) -> None:
    chat, heard = await _in(rung, city)
    assert "Wobei brauchen Sie Hilfe?" in heard
    assert "Wohngeld" in await chat.says("wohngeld")
    assert await rows(rung, web_place) == []


async def test_from_the_city_on_only_the_bell_rings(rung: Office) -> None:
    chat, heard = await _in(rung, "marl")
    assert "Wobei brauchen Sie Hilfe?" not in heard
    assert "Sie haben eine Antwort" in heard
    heard = await chat.says("wohngeld")
    assert "Wohngeld" not in heard
    assert heard.count(URL) == 1
    assert not any(row.message.offers for row in chat.heard[-1:])
    (place,) = await rows(rung, web_place)
    assert {row["chat"] for row in await rows(rung, outbox, outbox.c.channel == "web")} == {place["id"]}


async def test_the_link_opens_the_same_conversation_once(rung: Office) -> None:
    chat, _ = await _in(rung, "marl")
    async with the_page(rung) as (app, _), browser_at(app) as phone, browser_at(app) as thief:
        link = _link(await chat.says("wohngeld"))
        one, other = Surfer(phone), Surfer(thief)
        for _ in range(2):  # a messenger looks at links as well
            assert (await one.opens(link)).status_code == 200
        assert "Wohngeld" not in one.html
        await one.sends("/open", {})
        assert "Wohngeld" in one.html
        assert (await other.opens(link)).status_code == 404
        assert (await other.sends("/open", {"token": link.removeprefix("/open/")})).status_code == 404
        assert (await one.opens(link)).url.path == "/"
        await one.writes("kindergeld")
        assert "Kindergeld" in one.last
        assert await chat.hears() == ""  # who talks on the page is not called to it
        assert "Sie haben eine Antwort" in await chat.says("kita")
        await one.opens(_link((chat.heard[-1]).message.text))
        assert "Kita" in one.html


async def test_a_link_is_too_old_after_a_day(rung: Office) -> None:
    clock: Clock = stop_clock(rung)
    chat, heard = await _in(rung, "marl")
    clock.goes(hours=LINK_HOURS, seconds=1)
    async with the_page(rung) as (app, _), browser_at(app) as client:
        answer = await client.get(_link(heard), headers={"accept-language": "de"})
    assert answer.status_code == 404
    assert "gilt nicht mehr" in answer.text
    assert "Sie haben eine Antwort" in await chat.says("wohngeld")


async def test_a_lotses_answer_rings_even_while_the_person_talks_on_the_page(rung: Office) -> None:
    await hire(rung)
    chat, heard = await _in(rung, "marl")
    async with the_page(rung) as (app, _), browser_at(app) as client:
        one = Surfer(client)
        await _opened(one, _link(heard))
        await one.writes("/lotse")
        await one.presses(":yes")
        (opened,) = await rows(rung, case)
        await lotse.claim(rung, MARL, opened["number"])
        assert await chat.hears() == ""
        await lotse.reply(rung, MARL, opened["number"], "Kommen Sie am Dienstag")
        heard = await chat.hears()
    assert "Sie haben eine Antwort" in heard
    assert "Dienstag" not in heard


async def test_nobody_agrees_on_telegram_to_what_stands_on_the_page(rung: Office) -> None:
    chat, _ = await _in(rung, "marl")
    async with the_page(rung) as (app, _), browser_at(app) as client:
        link = _link(await chat.says("mensch"))
        assert await rows(rung, case) == []
        await chat.says("ja")
        await chat.says("1")
        assert await rows(rung, case) == []
        one = Surfer(client)
        await _opened(one, link)
        await one.writes("mensch")
        assert any(":yes" in data for data, _ in one.choices)
        await one.writes("ja")
    assert len(await rows(rung, case)) == 1


async def test_who_is_forgotten_is_told_so_where_they_asked_and_the_page_is_empty(rung: Office) -> None:
    chat, _ = await _in(rung, "marl")
    async with the_page(rung) as (app, _), browser_at(app) as client:
        one = Surfer(client)
        await _opened(one, _link(await chat.says("wohngeld")))
        await chat.says("meine daten löschen")
        heard = await chat.does(IncomingKind.PRESS, "v1:delete:yes")
        assert "Alles ist gelöscht" in heard
        await one.opens("", **{"accept-language": "de"})
        assert "Wohngeld" not in one.html
    for table in (web_place, web_login, web_line):
        assert await rows(rung, table) == []


async def test_in_arabic_the_link_stands_alone_in_its_line(rung: Office) -> None:
    _, heard = await _in(rung, "marl", "ar")
    assert re.search(rf"\n{LINK.pattern}$", heard)
    assert "\u2068http" not in heard


async def test_the_token_of_a_link_stands_in_no_table(rung: Office) -> None:
    _, heard = await _in(rung, "marl")
    token = _link(heard).removeprefix("/open/")
    assert len(await rows(rung, web_login)) == 1
    for table in (web_login, web_place, outbox):
        assert all(token not in str(row) for row in await rows(rung, table))


@pytest.mark.parametrize(
    ("carries", "url", "why"),
    [("marl=bell", "", "needs LOTSE_PUBLIC_URL"), ("atlantis=bell", "https://lotse.example", "is no city")],
)
async def test_a_bell_that_cannot_ring_is_refused_at_the_start(
    carries: str, url: str, why: str, environment: dict[str, str]
) -> None:
    chosen = settings_from(environment | {"LOTSE_TELEGRAM_CARRIES": carries, "LOTSE_PUBLIC_URL": url})
    with pytest.raises(SettingsError, match=why):
        async with open_office(chosen):
            pass


async def test_what_telegram_may_carry_comes_from_the_settings(environment: dict[str, str]) -> None:
    more = {"LOTSE_TELEGRAM_CARRIES": "marl=bell", "LOTSE_PUBLIC_URL": "https://lotse.example"}
    async with open_office(settings_from(environment | more)) as office:
        assert office.bell == Bell({"marl": Carries.BELL}, "https://lotse.example")
    async with open_office(settings_from(environment)) as office:
        assert office.bell == Bell({})


async def test_of_the_person_all_is_sealed(rung: Office) -> None:
    await _in(rung, "marl")
    (taken,) = await post.take(rung, "web", "web", "me", 5)
    await web.show(rung, taken)
    (line,) = await rows(rung, web_line)
    assert any("Wobei" in text for text in await readable(rung, line["citizen"]))
    assert b"Wobei" not in line["sealed"]


async def test_look_at_a_link_that_never_was(rung: Office) -> None:
    assert await web.look_at_link(rung, "x") is None
    assert await web.open_link(rung, "x") is None
