"""Two people, a Lotse and a department, in a real browser and at the double of Telegram, with the guide as a process.

The pictures of `docs/screenshots/` are taken on the way, where somebody asks for them (`python -m tests.screenshots`).
"""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.desk import Office, lotse, sign_in
from tests import hostile
from tests.bot.scene import MARL, with_case
from tests.botapi import Message, Person, Telegram
from tests.browser import browser
from tests.cast import LOTSE_CASTROP, hire, jonas
from tests.console import PASSWORD, served
from tests.eyes import DESK, PHONE, Eyes, Keys, clean, picture, pictures_wanted
from tests.process import Guide
from tests.test_founding_case import CARE, COURSE, SPOKEN, Words

__all__ = ["browser"]
_CITY = "castrop-rauxel"
_MARKS = "[\u2066-\u2069]*"
"""What keeps texts of two directions apart."""
_NUMBER = re.compile(r"\w{3}-\w{3}-\w")
_GERMAN, _ARABIC, _UKRAINIAN = (
    next(one for one in SPOKEN if one.lang == lang) for lang in ("de", "ar", "uk")
)
_A_SECOND = 1_000
_PATIENCE = 20_000
_STEPS = {CARE: "jugendamt", COURSE: "agentur-fuer-arbeit"}
_REFUSAL = "Bis März ist in Castrop-Rauxel kein Platz frei."


class Citizen(Protocol):
    """Somebody in need, wherever they write."""

    async def says(self, text: str) -> str: ...

    async def presses(self, part: str) -> str:
        """Presses the first choice whose data contains `part`; gives what is answered."""

    async def choices(self) -> list[str]: ...

    async def reads(self, part: str) -> None:
        """Something with this text has come."""


@dataclass(slots=True)
class AtThePage:
    """Somebody at the web page, on a telephone."""

    page: Page

    async def says(self, text: str) -> str:
        known = await self._known()
        await self.page.fill("#text", text)
        await self.page.press("#text", "Enter")
        return await self._answered(known)

    async def presses(self, part: str) -> str:
        known = await self._known()
        await self.page.locator(f'#log .choices button[value*="{part}"]').first.click()
        return await self._answered(known)

    async def choices(self) -> list[str]:
        buttons = self.page.locator("#log .choices button")
        values = await buttons.evaluate_all("all => all.map(one => one.value)")
        return [value.partition(":")[2] for value in values]

    async def reads(self, part: str) -> None:
        said = re.compile(_MARKS.join(map(re.escape, re.sub(_MARKS, "", part))))
        await expect(self.page.locator(".guide").last).to_contain_text(said, timeout=_PATIENCE)

    async def _known(self) -> int:
        return await self.page.locator(".guide").count()

    async def _answered(self, known: int) -> str:
        lines = self.page.locator(".guide")
        await expect(lines).not_to_have_count(known, timeout=_PATIENCE)
        return str(await lines.last.inner_text())


@dataclass(slots=True)
class AtTelegram:
    """Somebody at the double of Telegram."""

    person: Person
    read: list[Message] = field(default_factory=list)

    async def says(self, text: str) -> str:
        self.person.says(text)
        return await self._answered()

    async def presses(self, part: str) -> str:
        self.person.presses(next(data for data in await self.choices() if part in data))
        return await self._answered()

    async def choices(self) -> list[str]:
        shown = next(message for message in reversed(self.read) if message.buttons)
        return [button.data for button in shown.buttons if button.data]

    async def reads(self, part: str) -> None:
        self.read += await self.person.hears(containing=part, within=_PATIENCE / 1000)

    async def _answered(self) -> str:
        self.read += await self.person.hears(within=_PATIENCE / 1000)
        return self.read[-1].text


async def _to_the_plan(citizen: Citizen, words: Words) -> str:
    """From the first word to the plan; the year is left out, so that the story is as true next year."""
    await citizen.presses(f":lang:{words.lang}")
    await citizen.presses(f":city:{_CITY}")
    await citizen.says(words.message.replace(" 2027", ""))
    shown = await citizen.presses(":interview")
    while facts := [data for data in await citizen.choices() if data.startswith("v1:fact:")]:
        fact = facts[0].split(":")[2]
        done = facts[0].endswith(":.")  # "that is all" of several
        answer = None if done else words.answers.get(fact)
        shown = await (
            citizen.says(answer) if answer else citizen.presses(facts[0] if done else f":fact:{fact}:?")
        )
    assert "v1:human" in await citizen.choices(), shown
    return shown


async def _to_the_lotse(citizen: Citizen) -> str:
    """From the plan to the number of the case."""
    await citizen.presses("v1:human")
    found = _NUMBER.search(await citizen.presses(":yes"))
    assert found
    return str(found.group())


@dataclass(slots=True)
class Stage:
    """The guide, the browser, and the double of Telegram."""

    guide: Guide
    eyes: Eyes
    telegram: Telegram

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.guide.port}"

    async def command(self, *words: str) -> str:
        return await asyncio.to_thread(self.guide.command, *words)

    async def phone(self, lang: str) -> AtThePage:
        page = await self.eyes.opens(locale=lang, viewport=PHONE, has_touch=True, is_mobile=True)
        await page.goto(self.url)
        await clean(page)
        return AtThePage(page)

    async def at_telegram(self, name: str, lang: str) -> AtTelegram:
        person = self.telegram.person(name, language_code=lang)
        person.starts()
        citizen = AtTelegram(person)
        await citizen._answered()
        return citizen

    async def hired(self, name: str) -> Keys:
        """A Lotse with a first password, which the console has them replace; at the queue, with all that is open."""
        await self.command("users", "add", name, "--city", _CITY)
        first = (await self.command("users", "password", name)).split()[-1]
        page = await self.eyes.opens()
        lena = Keys(page)
        await page.goto(f"{self.url}/console")
        await clean(page)
        await lena.write(page.locator("#name"), name)
        await lena.write(page.locator("#password"), first)
        await lena.follow(page.locator("main form button"))
        await clean(page)
        for id_, password in (("old", first), ("new", PASSWORD), ("again", PASSWORD)):
            await lena.write(page.locator(f"#{id_}"), password)
        await lena.follow(page.locator("main form button"))
        await _to_the_queue(lena)
        return lena


@pytest.fixture
async def stage(browser: Browser, sqlite_database: str, tmp_path: Path) -> AsyncIterator[Stage]:
    eyes = Eyes(browser)
    async with Telegram() as telegram:
        environment = {
            "LOTSE_TELEGRAM_TOKEN": telegram.token,
            "LOTSE_TELEGRAM_API": telegram.base_url.removesuffix("/bot"),
            "LOTSE_DATABASE_URL": sqlite_database,
            "LOTSE_CHAT_MESSAGES_PER_SECOND": "1000",
            "LOTSE_POLL_SECONDS": "1",
        }
        guide = Guide(tmp_path / "state", environment, options=("--demo",) if pictures_wanted() else ())
        try:
            await asyncio.to_thread(guide.start)
            yield Stage(guide, eyes, telegram)
            assert eyes.complaints == []
            assert telegram.violations == []
        finally:
            await asyncio.to_thread(guide.stop)


async def test_two_people_a_lotse_and_a_department(stage: Stage) -> None:
    lena = await stage.hired(LOTSE_CASTROP)
    amira, olena = await stage.phone("ar"), await stage.at_telegram("Olena", "uk")
    number = await _comes(amira, _ARABIC, lena)
    other = await _comes(olena, _UKRAINIAN, lena)
    await expect(lena.page).to_have_title(re.compile(r"^\(\d\) "))  # nobody loaded the page anew
    await clean(lena.page)
    await picture(lena.page, "queue")

    await _claims(lena, other)
    await _answers(lena, olena, "Guten Tag, ich lese gerade Ihren Plan.")
    await _asks_a_department(lena, olena, other, CARE)
    await _claims(lena, number)
    await _answers(lena, amira, "Guten Tag, ich frage jetzt die Ämter für Sie.")
    await _hears(lena, amira, "شكرا جزيلا")
    await clean(lena.page)
    await _asks_a_department(lena, amira, number, CARE)
    await _asks_a_department(lena, amira, number, COURSE)
    await _refuses(stage, await _link_for(lena, CARE))
    await _sees_red(lena, number)
    await _tells(lena, amira)
    await _closes(lena, amira, number)
    await clean(amira.page)
    await _reads_from_left_to_right(stage)


async def _reads_from_left_to_right(stage: Stage) -> None:
    somebody = await stage.phone("de")
    await _to_the_plan(somebody, _GERMAN)
    await clean(somebody.page)
    await picture(somebody.page, "phone")


async def _comes(citizen: Citizen, words: Words, lena: Keys) -> str:
    """Somebody is handed over, and the Lotse sees it at once."""
    await _to_the_plan(citizen, words)
    if isinstance(citizen, AtThePage):
        await clean(citizen.page)
        await picture(citizen.page, "phone-rtl")
    number = await _to_the_lotse(citizen)
    await _appears(lena.page.locator(f"#case-{number}"))
    return number


async def _appears(target: Locator) -> None:
    """Stands on the page within a second after the person was told that it is so."""
    await expect(target).to_be_visible(timeout=_A_SECOND)


async def _claims(lena: Keys, number: str) -> None:
    """From wherever they are: to the queue, down to the case, into it, and theirs."""
    await _to_the_queue(lena)
    row = lena.page.locator(f"#case-{number}")
    await lena.follow(row, "j")
    await clean(lena.page)
    await expect(lena.page.locator("#reply")).to_have_count(0)
    async with lena.page.expect_event("load"):
        await lena.press("c")
    await expect(lena.page.locator("#reply")).to_be_visible()


async def _to_the_queue(lena: Keys) -> None:
    await lena.press("g")
    async with lena.page.expect_event("load"):
        await lena.press("q")
    await lena.follow(lena.page.locator("#tab-all"))


async def _answers(lena: Keys, citizen: Citizen, text: str) -> None:
    await lena.press("r")
    await expect(lena.page.locator("#reply-text")).to_be_focused()
    await lena.page.keyboard.type(text)
    await lena.follow(lena.page.locator("#reply .kern-btn--primary"))
    await citizen.reads(text)


async def _hears(lena: Keys, citizen: Citizen, text: str) -> None:
    """What the person writes back stands in the case without loading it anew."""
    await citizen.says(text)
    await _appears(lena.page.locator("#talk .line-person").filter(has_text=text))


async def _asks_a_department(lena: Keys, citizen: Citizen, number: str, step: str) -> None:
    """A step of the plan becomes a task, with what comes before it; the person agrees in the chat."""
    page = lena.page
    await lena.reach(page.locator("#plan summary"))
    await lena.press("Enter")
    await lena.follow(page.locator(f'#plan a[href$="step={quote(step)}"]'))
    await clean(page)
    await expect(page.locator("#department")).to_have_value(_STEPS[step])
    before = page.locator('[name="needs"]')
    assert await before.count() == await before.and_(page.locator(":checked")).count()
    await lena.write(page.locator("#text"), "Für den 1. März wird es gebraucht.")
    await lena.follow(page.locator("main form button"))
    await clean(page)
    await citizen.reads("Für den 1. März wird es gebraucht.")
    await citizen.presses(":yes")
    await lena.follow(page.locator(f'main a[href$="/cases/{number}"]'))


async def _link_for(lena: Keys, step: str) -> str:
    """The address that the department gets."""
    page = lena.page
    tasks = page.locator("#tasks .task")
    await expect(tasks).to_have_count(len(_STEPS))
    await expect(tasks.last).to_contain_text("nach Nr. 1")
    await expect(page.locator("#tasks .alarmed")).to_have_count(0)
    await lena.follow(tasks.first.locator('form[action$="/link"] button'))
    await clean(page)
    address = await page.locator("#address").input_value()
    await lena.follow(page.locator('main a[href$="/tasks"]'))
    return address


async def _refuses(stage: Stage, address: str) -> None:
    """The department, without an account, in a browser that was never here."""
    page = await stage.eyes.opens()
    await page.goto(address)
    await clean(page)
    await expect(page.locator("body")).not_to_contain_text("Umschulung")  # only what this task needs
    await page.fill("#reason", _REFUSAL)
    await page.click(".task-refuse button")
    await expect(page.locator("main")).to_contain_text(_REFUSAL)
    await clean(page)
    await page.context.close()


async def _sees_red(lena: Keys, number: str) -> None:
    """What was refused, and what hangs on it, on the drawing and in the table."""
    page = lena.page
    await lena.follow(page.locator(f'main a[href$="/cases/{number}"]'))
    await lena.follow(page.locator('main a[href$="/board"]'))
    await expect(page.locator(".board-card.is-refused")).to_have_count(1)
    await expect(page.locator(".board-card.alarmed .board-alarm", has_text="in Gefahr").first).to_be_visible()
    assert await page.locator(".board-arrow.broken").count() >= 1
    rows = page.locator(".board-table tbody tr.alarmed")
    await expect(rows.filter(has_text=_REFUSAL)).to_contain_text("abgelehnt")
    await expect(rows.filter(has_text="Agentur für Arbeit").first).to_contain_text("in Gefahr")
    await clean(page)
    await picture(page, "board")
    await lena.follow(page.locator(f'main a[href$="/cases/{number}"]'))
    await expect(page.locator("#tasks .task.alarmed")).to_have_count(len(_STEPS))
    await clean(page)
    await picture(page, "case")


async def _tells(lena: Keys, citizen: Citizen) -> None:
    """The message that is suggested, in the person's language."""
    page = lena.page
    await lena.follow(page.locator('#tasks a[href$="/tell"]'))
    await clean(page)
    suggested = await page.locator("#text").input_value()
    await lena.follow(page.locator("main form button"))
    await citizen.reads(suggested.splitlines()[0])


async def _closes(lena: Keys, citizen: Citizen, number: str) -> None:
    page = lena.page
    await lena.follow(page.locator(f'main a[href$="/cases/{number}"]'))
    await lena.reach(page.locator("#close summary"))
    await lena.press("Enter")
    await lena.reach(page.locator("#close input[type=radio]").first)
    await lena.press("Space")
    await lena.follow(page.locator("#close button"))
    await expect(page.locator(".case-head")).to_contain_text("Abgeschlossen")
    await citizen.reads(number)
    await clean(page)


@pytest.fixture
async def heard(small_office: Office) -> str:
    """A case whose person sent a hundred hostile texts; what they mean does not matter here."""
    small_office.guide = replace(small_office.guide, encoder=None)
    await hire(small_office)
    person = jonas(small_office)
    number = await with_case(person)
    await lotse.claim(small_office, MARL, number)
    for text in hostile.texts():
        await person.says(text)
    return number


async def test_a_hundred_hostile_texts_do_nothing_in_a_real_browser(
    heard: str, small_office: Office, browser: Browser
) -> None:
    eyes, asked = Eyes(browser), list[str]()
    await sign_in.set_password(small_office, MARL, PASSWORD)
    async with served(small_office) as house:
        page = await eyes.opens()
        page.on("request", lambda request: asked.append(request.url))
        await page.goto(f"{house.url}/console")
        await page.fill("#name", MARL)
        await page.fill("#password", PASSWORD)
        await page.click("main form button")
        for size in (DESK, PHONE):
            await page.set_viewport_size(size)
            await page.goto(f"{house.url}/console/queue?tab=all")
            await _is_whole(page, page.locator(f"#case-{heard}"))
            await page.goto(f"{house.url}/console/cases/{heard}")
            assert await page.locator("#talk .line-person").count() >= hostile.COUNT
            await _is_whole(page, page.locator("#reply-text"))
        await page.context.close()
        assert not [url for url in asked if not url.startswith(house.url)]
    assert eyes.complaints == []


async def _is_whole(page: Page, needed: Locator) -> None:
    """Nothing ran, nothing sticks out; the bar is on top, and what people need can be used."""
    assert hostile.MARK not in await page.title()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    bar, main = await page.locator(".bar").bounding_box(), await page.locator("main").bounding_box()
    assert bar
    assert main
    assert bar["y"] == 0
    assert main["y"] >= bar["height"]
    await needed.click(trial=True)
