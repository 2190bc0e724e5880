"""Whether each situation gets the plan that it should: what `bot check` and publishing look at."""

from collections.abc import Iterator

from knowledge.errors import InvalidFactsError, Problem
from knowledge.fact_values import known
from knowledge.model import Guide
from knowledge.plan import plan
from knowledge.plan.model import Plan
from knowledge.situation import Expected, Situation


def plan_of(situation: Situation, guide: Guide) -> Plan:
    """The plan that a situation gets. Raises InvalidFactsError where its facts are none."""
    facts = known(situation.facts, guide.facts, situation.today, situation.today)
    return plan(guide, situation.needs, facts, situation.today, city=guide.cities.get(situation.city))


def unproven(guide: Guide) -> Iterator[Problem]:
    """Where a situation gets another plan than it should."""
    for situation in guide.situations.values():
        source = f"situations/{situation.id}.yaml"
        try:
            made = plan_of(situation, guide)
        except InvalidFactsError as error:
            yield Problem(source, "facts", str(error))
            continue
        found = {
            "steps": tuple(Expected(step.id, step.until, step.missed) for step in made.steps),
            "gaps": tuple(gap.service for gap in made.gaps),
            "excluded": tuple(one.pair for one in made.excluded),
            "reasons": tuple(str(reason) for reason in made.reasons),
        }
        for field, value in found.items():
            if value != getattr(situation, field):
                yield Problem(source, field, f"the plan has {_shown(value)}")


def _shown(values: tuple[object, ...]) -> str:
    return ", ".join(_one(value) for value in values) or "none"


def _one(value: object) -> str:
    if isinstance(value, Expected):
        day = f" until {value.until}{' (missed)' if value.missed else ''}" if value.until else ""
        return f"{value.id}{day}"
    return " and ".join(map(str, value)) if isinstance(value, tuple) else str(value)
