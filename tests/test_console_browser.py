"""The console in a real browser: by keyboard alone, live, in both themes, and without what axe finds."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from bot.desk import Office, lotse, sign_in
from tests.bot.many_cases import plant_cases
from tests.bot.scene import with_case
from tests.browser import browser
from tests.cast import LOTSE_MARL, Person, hire, jonas
from tests.console import PASSWORD, House, served

__all__ = ["browser"]
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
async def house(small_office: Office) -> AsyncIterator[House]:
    await hire(small_office)
    await sign_in.set_password(small_office, LOTSE_MARL, PASSWORD)
    async with served(small_office) as one:
        yield one


@asynccontextmanager
async def _signed_in(browser: Browser, house: House, **how: object) -> AsyncIterator[Page]:
    """A page of somebody who signed in; what the browser complains of fails the test."""
    context = await browser.new_context(**how)  # type: ignore[arg-type]
    complaints: list[str] = []
    context.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    page = await context.new_page()
    await page.goto(f"{house.url}/console")
    await page.fill("#name", LOTSE_MARL)
    await page.fill("#password", PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/console/queue")
    yield page
    await context.close()
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_and_nothing_sticks_out(
    browser: Browser, house: House, small_office: Office, scheme: str
) -> None:
    await plant_cases(small_office, 12, ("marl",), (LOTSE_MARL,))
    async with _signed_in(browser, house, color_scheme=scheme) as page:
        for path in ("queue?tab=all", "queue?tab=closed", "queue?q=nonsense", "keys"):
            for width in (320, 1400):
                await page.set_viewport_size({"width": width, "height": 800})
                answer = await page.goto(f"{house.url}/console/{path}")
                assert answer
                if answer.status == 200:
                    found = await Axe().run(page, options=_RULES)
                    assert found.violations_count == 0, found.generate_report()
                assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


async def test_a_new_case_appears_by_itself_with_a_number_in_the_title(
    browser: Browser, house: House, small_office: Office
) -> None:
    async with _signed_in(browser, house) as page:
        await page.goto(f"{house.url}/console/queue?tab=unassigned")
        second = await page.context.new_page()
        await second.goto(f"{house.url}/console/queue?tab=all")
        number = await with_case(jonas(small_office))
        for one in (page, second):
            await expect(one.locator(f"#case-{number}")).to_be_visible(timeout=10_000)
            await expect(one).to_have_title(re.compile(r"^\(\d+\) "))
        await page.close()  # it had the stream; the other tab goes on hearing
        other = await with_case(Person(small_office, "somebody else", "de"))
        await expect(second.locator(f"#case-{other}")).to_be_visible(timeout=10_000)


async def test_everything_goes_by_keyboard_and_single_keys_can_be_switched_off(
    browser: Browser, house: House, small_office: Office
) -> None:
    first = await with_case(jonas(small_office))
    second = await with_case(Person(small_office, "somebody else", "de"))
    async with _signed_in(browser, house) as page:
        await page.goto(f"{house.url}/console/queue?tab=all")
        await page.keyboard.press("Tab")
        await expect(page.locator(".skip")).to_be_focused()
        for key, number in (("j", first), ("j", second), ("j", second), ("k", first)):
            await page.keyboard.press(key)
            await expect(page.locator(f"#case-{number}")).to_be_focused()
        await page.keyboard.press("/")
        await expect(page.locator("#q")).to_be_focused()
        await page.keyboard.type("jk?")
        await expect(page.locator("#q")).to_have_value("jk?")
        await page.locator("#q").blur()
        await page.keyboard.press("?")
        await page.wait_for_url("**/console/keys")
        await page.keyboard.press("g")
        await page.keyboard.press("q")
        await page.wait_for_url("**/console/queue")
        await page.goto(f"{house.url}/console/keys")
        await page.uncheck("#habit-shortcuts")
        await page.click("main button")
        await page.goto(f"{house.url}/console/queue?tab=all")
        await page.keyboard.press("j")
        await expect(page.locator("body")).to_be_focused()


async def test_what_comes_back_the_same_leaves_the_focus_alone(
    browser: Browser, house: House, small_office: Office
) -> None:
    number = await with_case(jonas(small_office))
    async with _signed_in(browser, house) as page:
        await page.goto(f"{house.url}/console/queue?tab=all")
        await page.locator(f"#case-{number}").focus()
        other = await with_case(Person(small_office, "somebody else", "de"))
        await expect(page.locator(f"#case-{other}")).to_be_visible(timeout=10_000)
        await expect(page.locator(f"#case-{number}")).to_be_focused()


async def test_without_scripts_the_queue_is_a_page_like_any_other(
    browser: Browser, house: House, small_office: Office
) -> None:
    number = await with_case(jonas(small_office))
    await lotse.claim(small_office, LOTSE_MARL, number)
    async with _signed_in(browser, house, java_script_enabled=False) as page:
        await expect(page.locator(f"#case-{number}")).to_be_visible()
        await page.select_option("#filter-lang", "ar")
        await page.locator(".filters button").click()
        await expect(page.locator(f"#case-{number}")).to_have_count(0)
