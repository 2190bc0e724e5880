"""What a person takes along: one page to print or to show at the office, and the days for a calendar. Pure, bytes out.

words: what stands on the page · page: where it stands, and that it is one page · fonts: the letters · dates: the
calendar file. Neither files nor the clock are touched, but for the fonts of the process.
"""

from bot.sheet.dates import calendar
from bot.sheet.fonts import prepare
from bot.sheet.page import page
from bot.sheet.words import Taken

__all__ = ["Taken", "calendar", "page", "prepare"]
