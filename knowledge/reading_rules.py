"""Reading the documents of the plan: facts, interlocks, deadlines, birthdays, changes, and the conditions in them."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from knowledge.birthday import Birthday
from knowledge.condition import ALWAYS, CHILD, Condition, Either, Every, Not, Test
from knowledge.deadline import Deadline, End, Notice
from knowledge.fact import SAID, Fact, FactKind
from knowledge.fact_values import OLDEST
from knowledge.interlock import Interlock, Link
from knowledge.mark import Mark
from knowledge.model import Change
from knowledge.reading import NEVER, Reader
from knowledge.situation import Expected, Situation
from knowledge.workdays import Span

_LONGEST = 1000
_FIELDS = frozenset({"fact", "is", "from", "below", "known"})


def fact(read: Reader, id_: str) -> Fact:
    """A fact from its document."""
    read.identity(id_)
    kind = read.choice("kind", FactKind, FactKind.CHOICE)
    options = read.words("options")
    if bool(options) is (kind in SAID):
        read.say("options", "stand with the kinds choice and choices, and only there")
    return Fact(
        id=id_,
        kind=kind,
        options=options,
        about=read.text("about"),
        said=read.patterns("said", SAID.get(kind, options)),
        name=read.localized("name"),
        question=read.localized("question"),
        why=read.localized("why"),
        labels=MappingProxyType({option: read.localized(f"labels.{option}") for option in options}),
        services=_services(read, options),
        group=read.text("group", required=False),
        passing=read.flag("passing"),
    )


def _services(read: Reader, options: tuple[str, ...]) -> Mapping[str, str]:
    part = read.part("services")
    for option in part.data if part else ():
        if option not in options:
            read.say(f"services.{option}", "is none of the options")
    return MappingProxyType({str(one): part.text(str(one)) for one in part.data} if part else {})


def interlock(read: Reader, id_: str) -> Interlock:
    """An interlock from its document."""
    read.identity(id_)
    kind = read.choice("kind", Link, Link.SAME_PAPERS)
    for_child = _for_child(read)
    lead = _span(read, "lead")
    if (lead is None) is (read.data.get("gap") is not None):
        read.say("gap", "stands with a lead, and only there")
    if lead and not read.data.get("before"):
        read.say("before", "names the day that the lead counts back from")
    if kind is not Link.SAME_PAPERS:
        _grounded(read)
    return Interlock(
        id=id_,
        kind=kind,
        sources=_named(read, "from"),
        targets=_named(read, "to"),
        for_child=for_child,
        when=condition(read, "when", child=for_child),
        unless=Either(condition(read, "unless", child=for_child).parts),
        before=read.text("before", required=False) or None,
        lead=lead,
        adds=read.flag("adds", kind in (Link.NEEDS, Link.UNLOCKS)),
        orders=read.flag("orders", True),
        reason=read.maybe_localized("reason") if kind is Link.SAME_PAPERS else read.localized("reason"),
        gap=read.maybe_localized("gap"),
        fails=read.maybe_localized("fails"),
        laws=read.laws(),
        practice=read.text("practice", required=False),
        checked=read.checked(),
    )


def deadline(read: Reader, id_: str) -> Deadline:
    """A deadline from its document."""
    read.identity(id_)
    _grounded(read)
    return Deadline(
        id=id_,
        services=_named(read, "services"),
        when=condition(read, "when", child=False),
        start=read.text("from"),
        notice=_notice(read),
        term=_span(read, "term") or Span(),
        before=read.flag("before"),
        end=read.choice("end", End, End.BACK),
        reason=read.localized("reason"),
        missed=read.maybe_localized("missed"),
        laws=read.laws(),
        practice=read.text("practice", required=False),
        checked=read.checked(),
    )


def situation(read: Reader, id_: str) -> Situation:
    """A situation from its document."""
    read.identity(id_)
    facts = read.part("facts")
    return Situation(
        id=id_,
        about=read.text("about"),
        today=read.day("today", required=True) or NEVER,
        city=read.text("city"),
        needs=read.words("needs"),
        facts=MappingProxyType({name: _plain(value) for name, value in facts.data.items()} if facts else {}),
        steps=tuple(_expected(part) for part in read.parts("steps")),
        gaps=read.words("gaps"),
        excluded=tuple(_pair(part) for part in read.parts("excluded")),
        reasons=read.words("reasons"),
        laws=read.laws(),
    )


def _plain(value: Any) -> Any:
    """A value as JSON has it: days as texts."""
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(one) for one in value] if isinstance(value, list) else value


def _expected(part: Reader) -> Expected:
    return Expected(part.text("id"), part.day("until", required=False), part.flag("missed"))


def _pair(part: Reader) -> tuple[str, str]:
    pair = part.words("pair")
    if len(pair) != len(("one", "other")):
        part.say("pair", "names two services")
        return ("", "")
    return (pair[0], pair[1])


def birthday(read: Reader, id_: str) -> Birthday:
    """A birthday that changes an aid from its document."""
    read.identity(id_)
    age = read.number("age")
    if not 1 <= age <= OLDEST:
        read.say("age", f"is not between 1 and {OLDEST} years")
    if not read.data.get("laws"):
        read.say("laws", "names no law")
    return Birthday(
        id=id_,
        age=age,
        services=read.words("services"),
        text=read.localized("text"),
        laws=read.laws(),
        checked=read.checked(),
    )


def _for_child(read: Reader) -> bool:
    value = read.data.get("for")
    if value not in (None, CHILD):
        read.say("for", f"can only be «{CHILD}»")
    return value == CHILD


def _named(read: Reader, field: str) -> tuple[str, ...]:
    """The services of an edge; without one it says nothing."""
    names = read.words(field)
    if not names:
        read.say(field, "names no service")
    return names


def _notice(read: Reader) -> Notice | None:
    part = read.part("notice")
    if part is None:
        return None
    days = part.number("days")
    if not 0 <= days <= _LONGEST:
        part.say("days", f"is not between 0 and {_LONGEST}")
    return Notice(days, part.flag("moves"))


def _grounded(read: Reader) -> None:
    if not read.data.get("laws") and not read.data.get("practice"):
        read.say("laws", "names no law and no practice")


def _span(read: Reader, field: str) -> Span | None:
    part = read.part(field)
    if part is None:
        return None
    lengths = {name: part.number(name) for name in ("years", "months", "weeks", "days") if name in part.data}
    allowed = all(0 <= length <= _LONGEST for length in lengths.values())
    if not lengths or len(lengths) != len(part.data) or not allowed:
        read.say(
            field, f"must be years, months, weeks or days, as {{months: 6}}, and at most {_LONGEST} of them"
        )
    return Span(**lengths)


def condition(read: Reader, field: str, *, child: bool) -> Every:
    """A list of entries, all of which must hold. `child`: whether the child at hand may be named."""
    value = read.data.get(field)
    if value is None:
        return ALWAYS
    if not isinstance(value, list):
        read.say(field, "must be a list of conditions")
        return ALWAYS
    return Every(tuple(_entry(read, f"{field}[{n}]", entry, child) for n, entry in enumerate(value, 1)))


def _entry(read: Reader, field: str, entry: Any, child: bool) -> Condition:
    if isinstance(entry, Mapping) and len(entry) == 1:
        if "not" in entry:
            return Not(_entry(read, f"{field}.not", entry["not"], child))
        if isinstance(entry.get("any"), list):
            return Either(
                tuple(_entry(read, f"{field}.any[{n}]", one, child) for n, one in enumerate(entry["any"], 1))
            )
    if (
        not isinstance(entry, Mapping)
        or "fact" not in entry
        or not entry.keys() <= _FIELDS
        or len(entry) == 1
    ):
        read.say(field, "names a fact and is, from, below or known; or is any: or not: of such")
        return ALWAYS
    if entry["fact"] == CHILD and not child:
        read.say(field, "names the child at hand, which needs «for: child»")
    values = entry.get("is", ())
    if values in (None, []) and "is" in entry:
        read.say(field, "compares with nothing")
    return Test(
        fact=str(entry["fact"]),
        one_of=tuple(values) if isinstance(values, list) else (values,) if "is" in entry else (),
        least=_number(read, field, entry, "from"),
        below=_number(read, field, entry, "below"),
        known=_flag(read, field, entry, "known"),
    )


def _number(read: Reader, field: str, entry: Mapping[str, Any], name: str) -> float | None:
    value = entry.get(name)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        read.say(f"{field}.{name}", f"«{value}» is no number")
        return None
    return value


def _flag(read: Reader, field: str, entry: Mapping[str, Any], name: str) -> bool | None:
    value = entry.get(name)
    if value is not None and not isinstance(value, bool):
        read.say(f"{field}.{name}", f"«{value}» is neither true nor false")
        return None
    return value


def change(read: Reader, id_: str) -> Change:
    """Words that say what became of a step, from their document."""
    read.identity(id_)
    return Change(
        mark=read.choice("id", Mark, Mark.DONE), patterns=read.words("patterns"), checked=read.checked()
    )
