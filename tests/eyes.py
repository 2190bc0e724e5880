"""Pages as people look at them in a real browser: what axe finds in both themes, what the browser complains of, keys, pictures."""

import asyncio
import os
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from axe_playwright_python.async_playwright import Axe
from PIL import Image
from playwright.async_api import Browser, BrowserContext, Dialog, Locator, Page, ViewportSize, expect

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}
PICTURES = "LOTSE_TEST_PICTURES"
"""Names the variable with the folder where pictures are kept; without it none is taken."""
_THEMES = ("light", "dark")
_COLOURS = 128
_BACK = {"j": "k"}  # a list that grew under the hand may carry the focus past its target
_MOST_TABS = 150
_LOOKS, _LOOK_SECONDS = 40, 0.05
_SEEN = """one => {
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    return [
        one.matches(":focus-visible"),
        style.outlineStyle !== "none" || style.boxShadow !== "none",
        box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    ];
}"""


@dataclass(slots=True)
class Eyes:
    """A browser, and all that it complained of: errors of scripts, what a policy stopped, dialogs that opened."""

    browser: Browser
    complaints: list[str] = field(default_factory=list)

    async def opens(self, **how: Any) -> Page:
        """A page in a browser that has never been here."""
        context = await self.browser.new_context(**({"viewport": DESK, "locale": "de-DE"} | how))
        self._listens(context)
        return await context.new_page()

    def _listens(self, context: BrowserContext) -> None:
        def said(kind: str, text: str, where: str) -> None:
            if kind in ("error", "warning"):
                self.complaints.append(f"{where}: {text}")

        async def opened(dialog: Dialog) -> None:
            self.complaints.append(f"a dialog: {dialog.message}")
            await dialog.dismiss()

        context.on("console", lambda message: said(message.type, message.text, message.location["url"]))
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("dialog", opened)


async def clean(page: Page) -> None:
    """In both themes axe finds nothing, and nothing sticks out at the side."""
    for theme in _THEMES:
        await _in_theme(page, theme)
        found = await Axe().run(page)
        assert found.violations_count == 0, (page.url, theme, found.generate_report())
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def pictures_wanted() -> bool:
    return bool(os.environ.get(PICTURES))


async def picture(page: Page, name: str) -> None:
    """Keeps how the page looks in both themes, where somebody asked for it."""
    if not pictures_wanted():
        return
    for theme in _THEMES:
        await _in_theme(page, theme)
        taken = Image.open(BytesIO(await page.screenshot(animations="disabled", caret="hide")))
        small = taken.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
        small.save(Path(os.environ[PICTURES]) / f"{name}-{theme}.png", optimize=True)


async def _in_theme(page: Page, theme: str) -> None:
    await page.emulate_media(color_scheme="dark" if theme == "dark" else "light")


@dataclass(frozen=True, slots=True)
class Keys:
    """Somebody who works without a mouse: keys alone, and always sees where they are."""

    page: Page

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.page.keyboard.press(key)

    async def reach(self, target: Locator, key: str = "Tab") -> None:
        """Goes on, key by key, until the target has the focus, and can be seen to have it."""
        await expect(target).to_have_count(1)
        for pressed in (key,) * _MOST_TABS + (_BACK.get(key, key),) * _MOST_TABS:
            await self.press(pressed)
            if await target.evaluate("one => one === document.activeElement"):
                break
        await expect(target).to_be_focused(timeout=100)
        if not all(
            await self._seen(target)
        ):  # news moved the page under the hand: one step back, and on again
            await self.press("Shift+Tab", "Tab")
            seen = await self._seen(target)
            assert all(seen), f"the focus cannot be seen (shown, styled, in view: {seen}): {target}"

    async def _seen(self, target: Locator) -> list[bool]:
        """Whether the focus is shown, styled and in view; the page may still be rolling there."""
        for _ in range(_LOOKS):
            seen: list[bool] = await target.evaluate(_SEEN)
            if all(seen):
                break
            await asyncio.sleep(_LOOK_SECONDS)
        return seen

    async def follow(self, target: Locator, key: str = "Tab") -> None:
        """Reaches a link or a button and presses it; another page comes."""
        await self.reach(target, key)
        async with self.page.expect_event("load", timeout=15_000):
            await self.press("Enter")

    async def write(self, target: Locator, text: str) -> None:
        await self.reach(target)
        await self.page.keyboard.type(text)
