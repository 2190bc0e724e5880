"""A case and what happens to it in words for a thread. People's words stand set in, as plain text, so that nobody takes them for ours."""

import unicodedata
from collections.abc import Iterator
from datetime import date

from bot.cases import Case, CaseStatus, Content, Event, EventKind, Outcome, PlanLine
from bot.desk.office import Office
from bot.handlers import planned
from bot.session import Offer
from bot.texts import Texts
from knowledge.localized import GERMAN
from knowledge.mark import Mark

CLAIM, CLOSE, KEEP = "claim", "close", "keep"
CLOSE_AS = {f"close_{outcome}": outcome for outcome in Outcome}
_BUTTON = "v1:forum"
# Letters that turn a line around would turn ours, too.
_TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x061C, 0x200E, 0x200F)))
_QUOTE = "│ "
_PEOPLE = {
    "citizen": "forum.the_person",
    "guide": "forum.the_guide",
    "department": "forum.the_department",
}
_OVER = (EventKind.CLOSED, EventKind.WITHDRAWN)


def name(case: Case, office: Office, words: Texts) -> str:
    """What the topic is called: the number, a mark when it is urgent, the language. Nothing of the person."""
    key = "forum.name_urgent" if case.urgent else "forum.name"
    return words.text(key, GERMAN, number=case.number, own_name=office.texts.own_name(case.lang))


def buttons(case: Case, words: Texts) -> tuple[Offer, ...]:
    """What can be done with the case now."""
    if case.status is CaseStatus.CLOSED:
        return ()
    acts = (CLOSE,) if case.owner else (CLAIM, CLOSE)
    return tuple(_button(act, case, words) for act in acts)


def sure(case: Case, words: Texts) -> tuple[Offer, ...]:
    """What became of the case that is to be closed, or that it stays open."""
    return tuple(_button(act, case, words) for act in (*CLOSE_AS, KEEP))


def _button(act: str, case: Case, words: Texts) -> Offer:
    return Offer(f"{_BUTTON}:{act}:{case.number}", words.text(f"forum.{act}", GERMAN), numbered=False)


def pressed(data: str) -> tuple[str, str] | None:
    """The act and the case number of a button."""
    mark, _, rest = data.partition(f"{_BUTTON}:")
    act, _, number = rest.partition(":")
    return (act, number) if not mark and number else None


def event(one: Event, case: Case, office: Office, words: Texts) -> str:
    """One thing that happened."""
    if one.kind is EventKind.OPENED:
        return _opening(case, office, words)
    who = words.text(_PEOPLE[one.actor], GERMAN) if one.actor in _PEOPLE else one.actor
    key = f"forum.event.{one.kind}"
    head = words.text(key if words.has(key) else "forum.event.other", GERMAN, who=who)
    match one.kind:
        case EventKind.DANGER:
            return f"{head} {_named('forum.danger', one.text, words)}"
        case EventKind.TASK:
            return _moved(head, one, words)
        case EventKind.AGREED | EventKind.REVOKED:
            department = office.guide.departments.get(one.text)
            return f"{head} {department.name.read(GERMAN) if department else one.text}"
    return _with_words(head, one.text)


def _with_words(head: str, text: str) -> str:
    return f"{head}\n{quoted(text)}" if text else head


def _moved(head: str, one: Event, words: Texts) -> str:
    """What became of a task, and why."""
    what, _, why = one.text.partition("\n")
    said = words.text("forum.task", GERMAN, number=one.task or "?", what=_named("task.event", what, words))
    return _with_words(f"{head}\n{said}" if what else head, why)


def is_over(events: tuple[Event, ...]) -> bool:
    return any(one.kind in _OVER for one in events)


def is_opening(events: tuple[Event, ...]) -> bool:
    return any(one.kind is EventKind.OPENED for one in events)


def _opening(case: Case, office: Office, words: Texts) -> str:
    """What the person agreed to pass on, and how a thread is used."""
    city = office.guide.cities.get(case.city or "")
    lines = [
        words.text("forum.opened", GERMAN, number=case.number),
        words.text("forum.language", GERMAN, own_name=office.texts.own_name(case.lang)),
    ]
    if city:
        lines.append(words.text("forum.city", GERMAN, city=city.name))
    if case.demo:
        lines.append(words.text("forum.demo", GERMAN))
    if case.urgent:
        lines.append(words.text("forum.urgent", GERMAN))
    parts = ("\n".join(lines), *_content(case.content, office, words), words.text("forum.rules", GERMAN))
    return "\n\n".join(parts)


def _content(content: Content, office: Office, words: Texts) -> Iterator[str]:
    """What was passed on, a paragraph each."""
    guide, texts = office.guide, office.texts
    if content.danger:
        yield words.text("forum.danger", GERMAN, danger=_named("forum.danger", content.danger, words))
    if needs := [guide.services[id_].name.read(GERMAN) for id_ in content.needs if id_ in guide.services]:
        yield words.text("forum.needs", GERMAN, lines=_list(needs))
    if content.reasons:
        reasons = [texts.text(f"hard.{reason}", GERMAN) for reason in content.reasons]
        yield words.text("forum.reasons", GERMAN, lines=_list(reasons))
    if content.plan:
        steps = [_step(number, step, office, words) for number, step in enumerate(content.plan, 1)]
        yield words.text("forum.plan", GERMAN, lines="\n".join(steps))
    known = {
        id_: tuple(value) if isinstance(value, list) else value
        for id_, value in content.facts
        if id_ in guide.facts
    }
    if known:
        facts = [texts.plain(fact, GERMAN) for fact in planned.facts(known, guide)]
        yield words.text("forum.facts", GERMAN, lines="\n".join(facts))
    if content.words:
        yield words.text("forum.words", GERMAN, lines="\n".join(map(quoted, content.words)))


def _step(number: int, step: PlanLine, office: Office, words: Texts) -> str:
    """A step as it was passed on: what, for which child, until when, what became of it."""
    services = office.guide.services
    named = [services[id_].name.read(GERMAN) if id_ in services else id_ for id_ in step.services]
    parts = [f"{number}. {' / '.join(named)}"]
    if step.age is not None:
        parts.append(words.text("forum.step.child", GERMAN, age=step.age))
    if step.until:
        key = "forum.step.missed" if step.missed else "forum.step.until"
        parts.append(words.text(key, GERMAN, day=date.fromisoformat(step.until)))
    if step.mark:
        parts.append(words.text(f"forum.step.{Mark(step.mark)}", GERMAN))
    return ", ".join(parts)


def _named(what: str, id_: str, words: Texts) -> str:
    """What an id is called; itself, where it has no name yet."""
    key = f"{what}.{id_}"
    return words.text(key, GERMAN) if words.has(key) else id_


def _list(lines: list[str]) -> str:
    return "\n".join(f"• {line}" for line in lines)


def quoted(text: str) -> str:
    """Somebody's words: each line set in, nothing that turns or hides a line of ours."""
    lines = (
        "".join(char for char in line if char not in _TURNING and unicodedata.category(char) != "Cc")
        for line in text.splitlines()
    )
    return "\n".join(f"{_QUOTE}{line}" for line in lines)
