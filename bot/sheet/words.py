"""What stands on the page, in the person's language and, for the clerk who reads it, in German. Knows no layout."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from bot.handlers import planned
from bot.model import Say, say
from bot.texts import Texts
from knowledge.localized import GERMAN, Checked, Localized, Origin
from knowledge.model import City, Guide
from knowledge.plan.model import Plan, Step

_BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken along: a plan, whose words it is told in, and when. `case`: the number of a case with a Lotse."""

    made: Plan
    guide: Guide
    texts: Texts
    lang: str
    city: City | None
    case: str | None
    today: date

    def text(self, said: Say) -> str:
        """A text in the person's language."""
        return self.texts.plain(said, self.lang)


@dataclass(frozen=True, slots=True)
class Pair:
    """A text in the person's language and in German; no German where that is their language."""

    own: str
    german: str = ""


@dataclass(frozen=True, slots=True)
class StepWords:
    """One step: what; until when and where; and why, which may be left out."""

    name: Pair
    facts: Pair
    why: Pair


@dataclass(frozen=True, slots=True)
class Words:
    """All that stands on the page, from top to bottom."""

    lang: str
    rtl: bool
    bilingual: bool
    title: Pair
    head: Pair
    alarms: tuple[Pair, ...]
    steps: tuple[StepWords, ...]
    papers_title: Pair
    papers: tuple[Pair, ...]
    by: Pair
    foot: Pair


def words(taken: Taken) -> Words:
    """The words of the page."""
    made, guide = taken.made, taken.guide
    title = say("sheet.title")
    late = dict.fromkeys(gap.service for gap in made.gaps)
    return Words(
        lang=taken.lang,
        rtl=taken.texts.render(title, taken.lang).rtl,
        bilingual=not taken.lang.startswith(GERMAN),
        title=_pair(taken, title),
        head=_joined(taken, tuple(_head(taken)), _BETWEEN),
        alarms=tuple(_pair(taken, say("sheet.gap", name=guide.services[id_].name)) for id_ in late),
        steps=tuple(_step(taken, step) for step in made.steps),
        papers_title=_pair(taken, say("sheet.papers")),
        papers=tuple(_pair(taken, say("name", name=guide.papers[paper.id].name)) for paper in made.papers),
        by=_pair(taken, say("sheet.by")),
        foot=_joined(taken, tuple(_foot(taken)), " "),
    )


def _pair(taken: Taken, said: Say) -> Pair:
    return _joined(taken, (said,), "")


def _joined(taken: Taken, says: tuple[Say, ...], between: str) -> Pair:
    own = between.join(taken.text(one) for one in says)
    bilingual = not taken.lang.startswith(GERMAN)
    return Pair(own, between.join(taken.texts.plain(one, GERMAN) for one in says) if bilingual else "")


def _head(taken: Taken) -> Iterator[Say]:
    yield say("sheet.day", day=taken.today)
    if taken.city:
        yield say("sheet.city", city=taken.city.name)
    if taken.case:
        yield say("sheet.case", number=taken.case)


def _step(taken: Taken, step: Step) -> StepWords:
    guide = taken.guide
    offices = tuple(say("name", name=one.name) for one in planned.departments(step, guide))
    facts = (*planned.state(step), *_until(step), *offices)
    return StepWords(
        _pair(taken, planned.names(step, guide)), _joined(taken, facts, _BETWEEN), _why(taken, step)
    )


def _why(taken: Taken, step: Step) -> Pair:
    """The reasons; one that there is in German only stands there alone."""
    found = _joined(taken, planned.why(step, taken.guide), " ")
    parts = [_pair(taken, one) for one in planned.why(step, taken.guide)]
    return Pair(" ".join(part.own for part in parts if part.own != part.german), found.german)


def _until(step: Step) -> tuple[Say, ...]:
    """Until when, in few words."""
    if step.until and step.missed:
        return (say("sheet.missed", day=step.until),)
    if step.until and step.provisional:
        return (say("sheet.provisional", day=step.until),)
    return planned.until(step)


def _foot(taken: Taken) -> Iterator[Say]:
    """That it may be otherwise; as of when; and whether a program translated it."""
    yield say("sheet.foot")
    checked = tuple(_checked(taken))
    if checked:
        unchecked = [one.as_of for one in checked if one.on is None]
        days = [one.on for one in checked if one.on]
        yield say("card.unchecked", day=min(unchecked)) if unchecked else say("card.checked", day=min(days))
    if any(_by_machine(text, taken.lang) for text in _texts(taken)):
        yield say("sheet.machine")


def _checked(taken: Taken) -> Iterator[Checked]:
    """The state of all the knowledge that the plan stands on."""
    for step in taken.made.steps:
        for id_ in step.services:
            yield taken.guide.services[id_].checked
        for cause in (*step.causes, *step.dated):
            if found := planned.document(cause, taken.guide):
                yield found.checked


def _texts(taken: Taken) -> Iterator[Localized]:
    services = chain.from_iterable(step.services for step in taken.made.steps)
    yield from (taken.guide.services[id_].name for id_ in services)
    yield from (taken.guide.papers[paper.id].name for paper in taken.made.papers)


def _by_machine(text: Localized, lang: str) -> bool:
    return text.texts[text.language(lang)].origin is Origin.MACHINE
