"""Days and months in a message: finds them by words and digits, and says which of them one without a year is.

Only what is relative ("vor 3 Wochen", "next Monday") goes to dateparser, in the language of its words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import dateparser

from knowledge.understand.normalize import fold
from knowledge.understand.numerals import bare_number, number, ordinal
from knowledge.understand.told_words import Word, folded

# `*` is any ending of up to four letters.
_MONTHS = (
    "januar*|jänner*|jan|ocak*|ocağ*|يناير|січн*|січень|январ*|yanvar*|stycz*|ianuarie|януари|ژانویه",
    "februar*|feber|feb|şubat*|فبراير|شباط|лютий|лютого|лютому|феврал*|fevral*|luty|lutego|lutym|февруари|فوریه",
    "märz|maerz|merz|march|mart|martta|martda|marttan|مارس|اذار|آذار|березн*|березень|март|марта|марте|marta|marzec|marca|marcu|martie",
    "april|apr|nisan*|نيسان|ابريل|أبريل|квітн*|квітень|апрел*|aprel*|kwiet*|kwiec*|kwietniu|kwietnia|aprilie|април|آوریل",
    "mai|may|mayıs*|مايو|ايار|أيار|травн*|травень|май|мая|мае|maj|maja|maju|مه",
    "juni|june|haziran*|يونيو|حزيران|червн*|червень|июнь|июня|июне|iyun*|czerw*|iunie|юни|ژوئن",
    "juli|july|temmuz*|يوليو|تموز|липн*|липень|июль|июля|июле|iyul*|lipiec|lipca|lipcu|iulie|юли|ژوئیه|جولای",
    "august|aug|ağustos*|اغسطس|أغسطس|اب|серпн*|серпень|август|августа|августе|avgusta|sierp*|اوت|آگوست",
    "september|sept|sep|eylül*|سبتمبر|ايلول|أيلول|вересн*|вересень|сентябр*|sentyabr*|wrzes*|septembrie|септември|سپتامبر",
    "oktober|okt|october|oct|ekim*|اكتوبر|أكتوبر|жовтн*|жовтень|октябр*|oktyabr*|październik*|październ*|octombrie|октомври|اکتبر",
    "november|nov|kasım*|نوفمبر|листопад*|ноябр*|noyabr*|listopad*|noiembrie|ноември|نوامبر",
    "dezember|dez|december|dec|aralık*|aralığ*|ديسمبر|грудн*|грудень|декабр*|dekabr*|grud*|decembrie|декември|دسامبر",
)
# The two-word names of the Levant: their second word decides.
_LEVANT = {fold("كانون"): {1: 12, 2: 1}, fold("تشرين"): {1: 10, 2: 11}}
_MONTH = re.compile(
    "|".join(rf"(?P<m{n}>(?:{fold(names)}))".replace("*", r"\w{0,4}") for n, names in enumerate(_MONTHS, 1))
)
# Words that are months only behind a day or one of these words.
_DOUBTFUL = folded("mai may май ocak ekim mart مه اب jan sep dec nov marta marca maja julia juliana june")
_BEFORE_A_MONTH = folded(
    "ab im ende anfang mitte seit bis zum in from since until by of w we od do z până pana din în in dupa la от до през с в у з "
    "із з-під початку кінця начала конца شهر من في از تا ماه the"
)
_ENGLISH = folded("january february march april june july august september october november december")
_DIGITS = re.compile(
    r"(?<![\d.,/:-])(?:(?P<y1>\d{4})-(?P<m1>\d{1,2})-(?P<d1>\d{1,2})"
    r"|(?P<d2>\d{1,2})\.\s?(?P<m2>\d{1,2})\.(?:\s?(?P<y2>\d{4}|\d{2})(?![\d.]))?"
    r"|(?P<d3>\d{1,2})[./-](?P<m3>\d{1,2})[./-](?P<y3>\d{4}|\d{2})"
    r"|(?P<d4>\d{1,2})[./](?P<m4>\d{1,2}))(?![\d/:€%]|[.,]\d)"
)
_BEFORE_A_DAY = re.compile(
    fold(
        r"(?:ab|am|zum|vom|bis|den|seit|dem|on|from|until|since|by|od|do|dnia|z|din|de pe|pe|pana pe|до|от|с|со|з|від|на|من|في|تاريخ|بتاريخ|از|تا)\s*$"
    )
)
_WEEKDAYS = {
    "de": "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag",
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "tr": "pazartesi salı çarşamba perşembe cuma cumartesi",
    "uk": "понеділок понеділка вівторок вівторка середу середи четвер п'ятницю суботу неділю",
    "ru": "понедельник понедельника вторник вторника среду среды четверг пятницу субботу воскресенье",
    "pl": "poniedziałek poniedziałku wtorek środę czwartek piątek sobotę niedzielę",
    "ro": "marți marti miercuri joi vineri sâmbătă duminică",
    "bg": "понеделник вторник сряда четвъртък петък събота неделя",
}  # fmt: skip
_BASIC = {
    "понеділка": "понеділок", "вівторка": "вівторок", "понедельника": "понедельник", "вторника": "вторник", "среды": "среда",
    "середи": "середа", "poniedziałku": "poniedziałek",
}  # fmt: skip
_WEEKDAY = {
    fold(day): (lang, _BASIC.get(day, day)) for lang, days in _WEEKDAYS.items() for day in days.split()
}
_COUNT = r"(\d{1,2}|[^\W\d_]{2,12})"
# What is told from today on, as people write it; `#` is the number. Weeks without one are no day.
_RELATIVE = {
    "de": r"vor # (?:tag|woche|monat|jahr)(?:en|n|e)?|in # (?:tag|woche|monat)(?:en|n|e)?|gestern|vorgestern|heute|nächsten monat",
    "en": r"# (?:day|week|month)s? ago|in # (?:day|week|month)s?|yesterday|today|tomorrow|next month",
    "tr": r"# (?:gün|hafta|ay) önce|# (?:gün|hafta|ay) sonra|dün|bugün|yarın|gelecek ay",
    "ar": r"(?:قبل|من) # (?:ايام|يوم|اسابيع|اسبوع|اشهر|شهور|شهر)|بعد # (?:ايام|يوم|اسابيع|اسبوع|اشهر|شهور|شهر)|امس|مبارح|امبارح",
    "uk": r"# (?:дн(?:і|ів)|тиж(?:день|ні|нів)|місяц(?:ь|і|ів)) тому|через # (?:дн(?:і|ів)|тиж(?:день|ні|нів)|місяц(?:ь|і|ів))|вчора|учора|сьогодні|завтра",
    "ru": r"# (?:дн(?:я|ей)|недел(?:ю|и|ь)|месяц(?:а|ев)?) назад|через # (?:дн(?:я|ей)|недел(?:ю|и|ь)|месяц(?:а|ев)?)|вчера|сегодня|завтра",
    "pl": r"# (?:dni|tygodni(?:e)?|miesiąc(?:e)?|miesięcy) temu|za # (?:dni|tygodni(?:e)?|miesiąc(?:e)?|miesięcy)|wczoraj|dzisiaj|jutro",
    "ro": r"acum # (?:zile|săptămâni|luni)|peste # (?:zile|săptămâni|luni)|ieri|azi|mâine",
    "bg": r"преди # (?:дни|ден|седмици|седмица|месеца|месец)|след # (?:дни|ден|седмици|седмица|месеца|месец)|вчера|днес|утре",
    "fa": r"# (?:روز|هفته|ماه) (?:پیش|قبل)|# (?:روز|هفته|ماه) (?:دیگر|دیگه|بعد)|دیروز|امروز|فردا",
}  # fmt: skip
_LONGEST_RELATIVE = 4


@dataclass(frozen=True, slots=True)
class Day:
    """A day or a month in a message: the first and the last of its words; `year` and `day` where they are told."""

    first: int
    last: int
    month: int
    day: int | None = None
    year: int | None = None
    weekday: bool = False

    def value(self, today: date, *, back: bool) -> str | None:
        """Like "2026-03-01" or "2026-03"; without a year the next one, with `back` the last one; None if there is none."""
        if self.weekday and self.year and self.day:
            return (date(self.year, self.month, self.day) - timedelta(days=7 if back else 0)).isoformat()
        years = (
            (self.year,)
            if self.year
            else range(today.year + (0 if back else 8), today.year - (9 if back else 1), -1)
        )
        possible = [day for year in years if (day := _date(year, self.month, self.day or 1))]
        if not self.year:
            first = today if self.day else today.replace(day=1)
            possible = [day for day in possible if (day <= today if back else day >= first)]
        if not possible:
            return None
        found = max(possible) if back else min(possible)
        return found.isoformat() if self.day else f"{found:%Y-%m}"


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def days_in(text: str, words: Sequence[Word], lang: str, today: date) -> tuple[Day, ...]:
    """The days and months that a message names, in their order, none within another. `words` are those of the text."""
    found = [*_in_digits(text, words), *_in_words(words), *_relative(words, lang, today)]
    kept: list[Day] = []
    for day in sorted(found, key=lambda one: (one.first, one.first - one.last)):
        if not kept or day.first > kept[-1].last:
            kept.append(day)
    return tuple(kept)


def _in_digits(text: str, words: Sequence[Word]) -> Iterator[Day]:
    if not any(word.text[0].isdigit() for word in words):
        return
    starts = {word.start: place for place, word in enumerate(words)}
    ends = {word.end: place for place, word in enumerate(words)}
    for found in _DIGITS.finditer(text):
        form = next(n for n in "1234" if found[f"d{n}"])
        year = int(found[f"y{form}"]) if form != "4" and found[f"y{form}"] else None
        if form == "4" and not _BEFORE_A_DAY.search(fold(text[max(0, found.start() - 12) : found.start()])):
            continue
        first, last = starts.get(found.start()), ends.get(len(found[0].rstrip(". ")) + found.start())
        if first is not None and last is not None:
            yield from _valid(first, last, int(found[f"m{form}"]), int(found[f"d{form}"]), year)


def _valid(first: int, last: int, month: int, day: int | None, year: int | None) -> Iterator[Day]:
    if year is not None and year < 100:
        year += 2000
    if _date(year or 2024, month, day or 1) and (year is None or 1900 <= year <= 2100):
        yield Day(first, last, month, day, year)


@lru_cache(maxsize=20_000)
def month_of(word: str) -> int | None:
    """The month that a folded word names, in any of the languages, with its endings."""
    for form in (word, word[1:] if word[:1] in "بل" else ""):
        found = _MONTH.fullmatch(form)
        if found and found.lastgroup:
            return int(found.lastgroup[1:])
    return None


def _in_words(words: Sequence[Word]) -> Iterator[Day]:
    for place, word in enumerate(words):
        last, month = place, month_of(word.text)
        if word.text in _LEVANT and place + 1 < len(words):
            last, month = (
                place + 1,
                _LEVANT[word.text].get(ordinal(words[place + 1].text.removeprefix("ال")) or 0),
            )
        if not month:
            continue
        first, day = _day_before(words, place)
        if day is None:
            last, day = _day_after(words, place, last)
        year = (
            int(words[last + 1].text)
            if last + 1 < len(words) and re.fullmatch(r"20\d\d", words[last + 1].text)
            else None
        )
        if (
            day is None
            and word.text in _DOUBTFUL
            and (place == 0 or words[place - 1].text not in _BEFORE_A_MONTH)
        ):
            continue
        yield from _valid(first, last + (year is not None), month, day, year)


def _day_before(words: Sequence[Word], place: int) -> tuple[int, int | None]:
    """Where a day before the month begins, and the day: "1. März", "3rd of May", "1-го марта", "اول مارس"."""
    for back in (1, 2):
        before = place - back
        if before < 0 or (
            back == 2 and words[place - 1].text not in ("of", "го", "числа", "th", "st", "nd", "rd")
        ):
            break
        text = words[before].text
        day = bare_number(text) or ordinal(text) or ordinal(text.removeprefix("ال"))
        if day and day <= 31 and not words[place].before.strip(" .-—'"):
            return before, day
    return place, None


def _day_after(words: Sequence[Word], place: int, last: int) -> tuple[int, int | None]:
    """The same for "March 3rd", which only English says."""
    after = words[place + 1] if place + 1 < len(words) else None
    found = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", after.text) if after and after.before == " " else None
    english = words[place].text in _ENGLISH
    return (place + 1, int(found[1])) if found and english and 1 <= int(found[1]) <= 31 else (last, None)


_RELATIVE_FORMS = {lang: re.compile(fold(form).replace("#", _COUNT)) for lang, form in _RELATIVE.items()}
_STARTS = re.compile(
    fold(
        "vor|in|gestern|vorgestern|heute|nächsten|yesterday|today|tomorrow|next|dün|bugün|yarın|gelecek|قبل|من|بعد|امس|مبارح|امبارح|"
        "через|вчора|учора|сьогодні|завтра|вчера|сегодня|za|wczoraj|dzisiaj|jutro|acum|peste|ieri|azi|mâine|преди|след|днес|утре|دیروز|امروز|فردا"
    )
)


def _relative(words: Sequence[Word], lang: str, today: date) -> Iterator[Day]:
    for place, word in enumerate(words):
        if word.text in _WEEKDAY:
            language, name = _WEEKDAY[word.text]
            yield from _asked(name, language, today, place, place)
        elif _STARTS.fullmatch(word.text) or number(word.text):
            yield from _counted(words, place, lang, today)


def _counted(words: Sequence[Word], place: int, lang: str, today: date) -> Iterator[Day]:
    for length in range(_LONGEST_RELATIVE, 0, -1):
        part = words[place : place + length]
        phrase = " ".join(word.text for word in part)
        languages = sorted(_RELATIVE_FORMS, key=lambda one: one != lang)
        found = next(
            ((one, hit) for one in languages if (hit := _RELATIVE_FORMS[one].fullmatch(phrase))), None
        )
        if not found:
            continue
        language, hit = found
        count = next((group for group in hit.groups() if group), None)
        value = number(count) if count else None
        if count and not value:
            return
        spoken = " ".join(str(value) if word == count else word for word in phrase.split())
        yield from _asked(spoken, language, today, place, place + len(part) - 1)
        return


_OF_MONTHS = re.compile(
    fold(r"\b(?:monat\w*|months?|ay|jahr\w*|اشهر|شهور|شهر|місяц\w*|месяц\w*|miesi\w*|luni|месец\w*|ماه)\b")
)


def _asked(spoken: str, language: str, today: date, first: int, last: int) -> Iterator[Day]:
    """What dateparser makes of a phrase; the month only, where months were counted."""
    found = _parsed(spoken, language, today)
    if found:
        day = None if _OF_MONTHS.search(spoken) else found.day
        yield Day(first, last, found.month, day, found.year, weekday=fold(spoken) in _WEEKDAY)


@lru_cache(maxsize=2_000)
def _parsed(spoken: str, language: str, today: date) -> date | None:
    found = dateparser.parse(
        spoken,
        languages=[language],
        settings={
            "RELATIVE_BASE": datetime.combine(today, datetime.min.time()),
            "PREFER_DATES_FROM": "future",
            "RETURN_AS_TIMEZONE_AWARE": False,
        },
    )
    return found.date() if found and abs(found.date() - today) < timedelta(days=2_000) else None
