"""The page in a real browser: on small phones, in both directions and themes, by keyboard, and when the line drops."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, ViewportSize, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.channels.web import Site
from bot.desk import Office, lotse
from bot.staff import Role
from bot.tables import case
from tests.bot.scene import rows
from tests.browser import served
from tests.page import the_page

PHONE: ViewportSize = {"width": 390, "height": 780}
SMALL: ViewportSize = {"width": 320, "height": 568}


@pytest.fixture
async def page(small_office: Office, browser: Browser) -> AsyncIterator[Page]:
    """The page on a phone, in German; what its scripts complain about fails the test."""
    async with _open(small_office, browser, locale="de-DE") as one:
        yield one


@asynccontextmanager
async def _open(office: Office, browser: Browser, **context: Any) -> AsyncIterator[Page]:
    problems: list[str] = []
    async with the_page(office) as (app, _), served(app) as url:
        opened = await browser.new_context(**({"viewport": PHONE} | context))
        one = await opened.new_page()
        one.on("pageerror", lambda error: problems.append(str(error)))
        await one.goto(url)
        yield one
        await opened.close()
    assert problems == []


async def _in_marl(page: Page, lang: str = "de") -> None:
    await page.locator(f'[value$="v1:lang:{lang}"]').click()
    await page.locator('[value$="v1:city:marl"]').click()
    await expect(page.locator(".guide")).to_have_count(3)


async def _writes(page: Page, text: str) -> None:
    known = await page.locator(".guide").count()
    await page.fill("#text", text)
    await page.press("#text", "Enter")
    await expect(page.locator(".guide")).not_to_have_count(known, timeout=15_000)


async def test_what_is_written_is_answered_at_once_and_the_input_keeps_the_focus(page: Page) -> None:
    await _in_marl(page)
    await _writes(page, "wohngeld")
    await expect(page.locator(".guide").last).to_contain_text("Wohngeld")
    await expect(page.locator("#text")).to_be_focused()
    await expect(page.locator("#text")).to_have_value("")
    assert await page.locator('[role="log"]').get_attribute("aria-label") == "Gespräch"
    assert await page.locator(".choices").count() == 1  # only the newest choices can be pressed
    page.once("request", lambda request: pytest.fail(request.url))  # the page does not load anew
    await page.keyboard.type("x")


async def test_a_lotses_answer_appears_by_itself(page: Page, small_office: Office) -> None:
    await lotse.add_user(small_office, "mehmet", Role.LOTSE, ())
    await _in_marl(page)
    await _writes(page, "/lotse")
    await page.locator('[value*=":yes"]').click()
    await expect(page.locator(".guide").last).to_contain_text("Fallnummer")
    (opened,) = await rows(small_office, case)
    await lotse.claim(small_office, "mehmet", opened["number"])
    await lotse.reply(small_office, "mehmet", opened["number"], "Guten Tag <script>alert(1)</script>")
    await expect(page.locator(".guide").last).to_contain_text("<script>alert(1)</script>")


async def test_when_the_line_drops_words_stay_and_nothing_is_missed_or_doubled(page: Page) -> None:
    await _in_marl(page)
    await page.context.set_offline(True)
    await page.fill("#text", "wohngeld")
    await page.press("#text", "Enter")
    await expect(page.locator("#told")).to_contain_text("Nicht gesendet")
    await expect(page.locator("#text")).to_have_value("wohngeld")
    await page.context.set_offline(False)
    await page.press("#text", "Enter")
    await expect(page.locator(".guide").last).to_contain_text("Wohngeld", timeout=15_000)
    ids = await page.locator(".line").evaluate_all("lines => lines.map(line => line.id)")
    assert len(ids) == len(set(ids))
    await expect(page.locator("#told")).to_be_empty()


async def test_all_of_it_by_keyboard(page: Page) -> None:
    await expect(page.locator("#text")).to_be_focused()
    await page.keyboard.press("Shift+Tab")
    await expect(page.locator("#log .choices button").last).to_be_focused()
    await page.locator('[value$="v1:lang:de"]').focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".own")).to_have_count(1)
    await page.locator("summary").focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator(".own")).to_have_count(2)
    await expect(page.locator("#text")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["de", "ar"])
async def test_axe_finds_nothing_in_both_directions_and_themes_and_nothing_sticks_out(
    lang: str, scheme: str, small_office: Office, browser: Browser
) -> None:
    async with _open(small_office, browser, locale=lang, color_scheme=scheme, viewport=SMALL) as page:
        await _clean(page)
        await _in_marl(page, lang)
        await _writes(page, "wohngeld")
        await page.locator("summary").click()
        await _clean(page)
        for size in ("200%", "100%"):
            await page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
            assert await page.evaluate("document.documentElement.scrollWidth") == SMALL["width"]
        for path in ("phrase", "return", "end", "open/x"):
            await page.goto(f"{page.url.partition('?')[0].rpartition('/')[0]}/{path}")
            await _clean(page)


async def _clean(page: Page) -> None:
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


async def test_without_script_the_answer_is_there_after_the_form(
    small_office: Office, browser: Browser
) -> None:
    async with _open(small_office, browser, locale="ar", java_script_enabled=False) as page:
        await page.locator('[value$="v1:lang:ar"]').click()
        await page.locator('[value$="v1:city:marl"]').click()
        await page.fill("#text", "قطعوا الكهرباء عني")
        await page.locator("#words button").click()
        await expect(page.locator(".guide").last).to_contain_text("Stromsperre", timeout=15_000)


async def test_a_fast_exit_leaves_no_way_back(page: Page) -> None:
    await _in_marl(page)
    await page.route("https://www.tagesschau.de/", lambda route: route.fulfill(body="news"))
    await page.locator("#exit").click()
    await expect(page.locator("body")).to_have_text("news")
    await page.go_back()
    assert "Wohngeld" not in await page.content()


async def _city(request: Request) -> Response:
    """A city's site with the one line that brings the widget."""
    line = (
        f'<script src="{request.query_params["guide"]}/widget.js" data-lang="de" data-city="marl"></script>'
    )
    return HTMLResponse(
        f'<!doctype html><html lang="de" dir="{request.query_params["dir"]}"><h1>Marl</h1>{line}'
    )


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
async def test_one_line_brings_the_guide_to_the_sites_that_were_named(
    direction: str, small_office: Office, browser: Browser
) -> None:
    async with served(Starlette(routes=[Route("/", _city)])) as other:
        named = other.replace("127.0.0.1", "localhost")  # another site than the guide's
        async with the_page(small_office, Site("", (named,))) as (app, _), served(app) as url:
            opened = await browser.new_context(viewport=PHONE)
            page = await opened.new_page()
            button = page.get_by_role("button", name="Digitaler Lotse")
            await page.goto(f"{named}/?guide={url}&dir={direction}")
            await button.click()
            frame = page.frame_locator("iframe")
            await frame.locator('[value$="v1:lang:de"]').click()
            await expect(frame.locator(".own")).to_have_count(1)
            await expect(frame.locator(".guide").last).to_contain_text("Wobei brauchen Sie Hilfe?")
            await button.click()
            await expect(page.locator("iframe")).to_be_hidden()
            await page.goto(f"{other}/?guide={url}&dir={direction}")
            async with page.expect_event("response", lambda response: "/widget?" in response.url):
                await button.click()
            await expect(page.frame_locator("iframe").locator("#log")).to_have_count(0)
            await opened.close()
