"""A real browser: Debian's chromium, driven by Playwright. Where there is none, its tests are skipped and say so."""

import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, async_playwright


def chromium_path() -> str | None:
    """Where the browser is; None where this machine has none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A browser for one test."""
    path = chromium_path()
    if path is None:
        pytest.skip(
            "no chromium here (Debian: apt-get install chromium): pages were not looked at in a browser"
        )
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        await chromium.close()
