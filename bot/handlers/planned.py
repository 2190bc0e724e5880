"""A plan in words: its steps with why and until when, its alarms, what excludes what. As Says, for every place."""

from datetime import date

from bot.model import Month, Say, say
from knowledge.condition import Facts
from knowledge.deadline import Deadline
from knowledge.fact import Fact, FactKind, Value
from knowledge.fact_values import day
from knowledge.interlock import Interlock
from knowledge.localized import Law
from knowledge.mark import Mark
from knowledge.model import City, Department, Guide
from knowledge.plan.model import Cause, Child, Excluded, Gap, Origin, Plan, Settled, Step

_BELOW_ONE = 1


def overview(made: Plan, guide: Guide, today: date) -> Say:
    """The whole plan on one page: alarms first, then the steps, then what else there is to know."""
    paragraphs = (
        *((gap(one, guide),) for one in made.gaps),
        *((line(number, step, guide),) for number, step in enumerate(made.steps, 1)),
        *((excluded(one, guide),) for one in made.excluded),
        tuple(settled(one, guide) for one in made.settled),
        reasons(made),
    )
    return say("plan.whole", day=today, lines=tuple(part for part in paragraphs if part))


def line(number: int, step: Step, guide: Guide) -> Say:
    """One step in the plan: what, until when, where."""
    parts = (*state(step), *until(step), *_offices(step, guide))
    return say("plan.line", number=number, name=names(step, guide), lines=parts)


def card(step: Step, made: Plan, guide: Guide, city: City | None) -> tuple[tuple[Say, ...], ...]:
    """One step, paragraph by paragraph: what, why, until when, where, with what, after what, and if it fails."""
    place = {one.id: number for number, one in enumerate(made.steps, 1)}
    papers = tuple(
        say("card.paper", name=guide.papers[paper.id].name) for paper in made.papers if step.id in paper.steps
    )
    after = tuple(
        say("plan.after", number=place[one.id], name=names(one, guide))
        for one in made.steps
        if one.id in step.depends_on
    )
    laws_ = ", ".join(law.ref for law in laws(step, guide))
    paragraphs = (
        (say("plan.title", number=place[step.id], name=names(step, guide)), *state(step)),
        tuple(say("plan.why", text=one) for one in why(step, guide)),
        until(step),
        _where(step, guide, city),
        (say("card.papers", papers=papers),) if papers else (),
        (say("plan.first", steps=after),) if after else (),
        tuple(say("plan.fails", text=one) for one in fails(step, guide)),
        (say("card.laws", laws=laws_),) if laws_ else (),
    )
    return tuple(part for part in paragraphs if part)


def state(step: Step) -> tuple[Say, ...]:
    marks = {Mark.DONE: "plan.done", Mark.REFUSED: "plan.refused"}
    found = (say(marks[step.mark]),) if step.mark else ()
    return (*found, say("plan.at_risk")) if step.at_risk else found


def until(step: Step) -> tuple[Say, ...]:
    """Until when, and how sure that day is."""
    if step.until is None:
        return ()
    key = "plan.missed" if step.missed else "plan.provisional" if step.provisional else "plan.until"
    return (say(key, day=step.until),)


def departments(step: Step, guide: Guide) -> tuple[Department, ...]:
    """The first department of each of its services."""
    ids = (part.department for one in step.services for part in guide.services[one].departments[:1])
    return tuple(guide.departments[id_] for id_ in dict.fromkeys(ids))


def _offices(step: Step, guide: Guide) -> tuple[Say, ...]:
    return tuple(say("card.office", name=department.name) for department in departments(step, guide))


def _where(step: Step, guide: Guide, city: City | None) -> tuple[Say, ...]:
    """The office, and how it is found in the person's city."""
    if city is None:
        return _offices(step, guide)
    return tuple(
        line
        for department in departments(step, guide)
        for line in (
            say("card.office", name=department.name),
            say("card.find", find=department.find, city=city.name),
        )
    )


def names(step: Step, guide: Guide) -> Say:
    """What the step is: its service, or the alternatives, and for which child."""
    either = tuple(guide.services[id_].name for id_ in step.services)
    what = say("name", name=either[0])
    for name in either[1:]:
        what = say("plan.or", one=what, other=name)
    return say("plan.for_child", what=what, child=child(step.child)) if step.child else what


def child(one: Child) -> Say:
    key = "plan.baby" if one.age < _BELOW_ONE else "plan.child"
    return say(key, number=one.number, count=one.age)


def why(step: Step, guide: Guide) -> tuple[Say, ...]:
    """Why the step is there, why that day, and what goes with it, each reason once."""
    return tuple(_reason(cause, guide) for cause in _once((*step.causes, *step.dated, *step.named)))


def _once(causes: tuple[Cause, ...]) -> tuple[Cause, ...]:
    return tuple(dict.fromkeys(causes))


def document(cause: Cause, guide: Guide) -> Interlock | Deadline | None:
    """The document that a cause names; None where the person named the need."""
    if cause.origin is Origin.INTERLOCK:
        return guide.interlocks[cause.id]
    return guide.deadlines[cause.id] if cause.origin is Origin.DEADLINE else None


def _reason(cause: Cause, guide: Guide) -> Say:
    found = document(cause, guide)
    text = found.reason if found else None
    return say("name", name=text) if text else say("plan.named")


def fails(step: Step, guide: Guide) -> tuple[Say, ...]:
    """What to do where the step does not work out, or where its time is over."""
    found: list[Say] = []
    for cause in _once((*step.causes, *step.dated)):
        known = document(cause, guide)
        if isinstance(known, Interlock):
            text = known.gap if step.missed and known.gap else known.fails
        else:
            text = known.missed if known else None
        if text:
            found.append(say("name", name=text))
    return tuple(found)


def laws(step: Step, guide: Guide) -> tuple[Law, ...]:
    """The laws that the step and its day stand on; those of its service where nothing else names one."""
    found = [law for cause in _once((*step.causes, *step.dated)) for law in _laws(cause, guide)]
    found = found or [law for id_ in step.services for law in guide.services[id_].laws[:1]]
    return tuple({law.ref: law for law in found}.values())


def _laws(cause: Cause, guide: Guide) -> tuple[Law, ...]:
    found = document(cause, guide)
    return found.laws if found else ()


def gap(one: Gap, guide: Guide) -> Say:
    """What comes too late, and what can still be done."""
    return say("plan.gap", name=guide.services[one.service].name, text=guide.interlocks[one.interlock].gap)


def excluded(one: Excluded, guide: Guide) -> Say:
    first, second = (guide.services[id_].name for id_ in one.pair)
    return say("plan.excluded", first=first, second=second, text=guide.interlocks[one.interlock].reason)


def settled(one: Settled, guide: Guide) -> Say:
    """Why an alarm is no longer there."""
    service = guide.services.get(one.alarm)
    what = say("name", name=service.name) if service else say(f"hard.{one.alarm}")
    return say("plan.settled", what=what, fact=guide.facts[one.fact].name)


def reasons(made: Plan) -> tuple[Say, ...]:
    """Why a Lotse is offered."""
    found = tuple(say("plan.reason", reason=say(f"hard.{reason}")) for reason in made.reasons)
    return (say("plan.lotse", reasons=found),) if found else ()


def short(made: Plan, guide: Guide) -> tuple[Say, ...]:
    """The steps as a list: what, what became of it, and until when."""
    return tuple(_short(number, step, guide) for number, step in enumerate(made.steps, 1))


def _short(number: int, step: Step, guide: Guide) -> Say:
    lines = (*state(step), *until(step))
    if not lines:
        return say("plan.open", number=number, name=names(step, guide))
    return say("plan.line", number=number, name=names(step, guide), lines=lines)


def facts(known: Facts, guide: Guide) -> tuple[Say, ...]:
    """What is known of a person, one line a fact."""
    return tuple(
        say("interview.fact", name=guide.facts[id_].name, value=value(guide.facts[id_], told))
        for id_, told in known.items()
    )


def value(fact: Fact, told: Value | None) -> Say:
    """The value of a fact in words."""
    if told is None or told == ():
        return say("fact.none")
    match fact.kind:
        case FactKind.YES_NO:
            return say("interview.yes" if told else "interview.no")
        case FactKind.CHOICE | FactKind.CHOICES:
            options = told if isinstance(told, tuple) else (told,)
            return _listed(tuple(say("name", name=fact.labels[str(one)]) for one in options))
        case FactKind.AGES if isinstance(told, tuple):
            return say("fact.ages", ages=", ".join(str(int(age)) for age in told))
        case FactKind.AMOUNT if isinstance(told, float):
            return say("fact.amount", amount=f"{told:.2f}".removesuffix(".00"))
        case FactKind.DATE if isinstance(told, str):
            return say("name", name=day(told) if len(told) > len("2026-03") else Month(day(told)))
    return say("name", name=str(told))


def _listed(parts: tuple[Say, ...]) -> Say:
    found = parts[0]
    for part in parts[1:]:
        found = say("fact.and", one=found, other=part)
    return found
