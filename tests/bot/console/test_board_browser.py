"""The pages of tasks in a real browser: nothing axe finds, nothing the CSP stops, and nothing wider than the screen."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page

from bot.desk import Office, sign_in, tasks
from bot.tasks import TaskStatus
from tests.bot.scene import MARL
from tests.bot.tasking import CARE, COURSE, JOBS, agreed, answers, founding_case, open_offices
from tests.browser import browser
from tests.cast import DEPARTMENT, jonas
from tests.console import PASSWORD, served

__all__ = ["browser"]
_FITS = "document.documentElement.scrollWidth <= innerWidth"
_SMALL = {"width": 320, "height": 700}
_LARGE = {"width": 1400, "height": 900}


async def _enters(page: Page, address: str, name: str) -> None:
    await page.goto(f"{address}/console/sign-in")
    await page.fill("#name", name)
    await page.fill("#password", PASSWORD)
    await page.click("main button")


async def _is_in_order(page: Page, address: str) -> None:
    """No violation, and at a phone's width, which is 400 % of a desk's, the page does not run sideways."""
    for size in (_LARGE, _SMALL):
        await page.set_viewport_size({"width": size["width"], "height": size["height"]})
        await page.goto(address)
        found = await Axe().run(page)
        assert not found.response["violations"], (address, size, found.generate_report())
        assert await page.evaluate(_FITS), (address, size)


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_the_pages_of_tasks_can_be_used_by_everybody(
    theme: str, small_office: Office, browser: Browser
) -> None:
    office = small_office
    await open_offices(office)
    for name in (MARL, DEPARTMENT):
        await sign_in.set_password(office, name, PASSWORD)
    person = jonas(office)
    number = await founding_case(person)
    care = await agreed(person, number, title="Kita-Platz oder Tagespflege", step=CARE)
    await agreed(person, number, JOBS, title="Bildungsgutschein", step=COURSE, needs=(care,))
    token = await tasks.link(office, MARL, number, care)
    await answers(office, care, TaskStatus.REFUSED)
    case = f"/console/cases/{number}"
    async with served(office) as house:
        address = house.url
        page = await browser.new_page(color_scheme="dark" if theme == "dark" else "light")
        await _enters(page, address, MARL)
        for path in (f"{case}/board", f"{case}/tasks", f"{case}/tasks/new", f"{case}/tasks/{care}/tell"):
            await _is_in_order(page, f"{address}{path}")
        helper = await browser.new_page(color_scheme="dark" if theme == "dark" else "light")
        await _enters(helper, address, DEPARTMENT)
        for path in ("/console/tasks", f"/console/tasks/{care}", f"/task/{token}", "/task/nowhere"):
            await _is_in_order(helper, f"{address}{path}")
        await _board_is_drawn(page, f"{address}{case}/board")


async def _board_is_drawn(page: Page, address: str) -> None:
    """Colours and arrows come from the style sheet, which the CSP lets in; nothing is stopped."""
    stopped: list[str] = []
    page.on("console", lambda message: stopped.append(message.text) if message.type == "error" else None)
    await page.set_viewport_size({"width": _LARGE["width"], "height": _LARGE["height"]})
    await page.goto(address)
    assert await page.locator(".board-card.is-refused").count() == 1
    assert await page.locator(".board-arrow.broken").count() >= 2
    alarm = page.locator(".board-card.is-refused > rect").first
    assert await alarm.evaluate("one => getComputedStyle(one).strokeWidth") == "2px"
    for card in await page.locator(".board-card").all():
        outer = await card.locator("rect").first.bounding_box()
        assert outer
        for line in await card.locator("text").all():
            inner = await line.bounding_box()
            assert inner
            assert outer["x"] <= inner["x"]
            assert inner["x"] + inner["width"] <= outer["x"] + outer["width"]
            assert inner["y"] + inner["height"] <= outer["y"] + outer["height"] + 1
    assert stopped == []
