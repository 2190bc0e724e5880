"""How long a plan takes, and to choose a question: twelve needs, as many different ones as fit."""

import random
from dataclasses import replace
from datetime import date

from bench.growth import spread, timed
from knowledge.condition import Facts
from knowledge.interview import MOST, Interview, answers_to
from knowledge.model import Guide
from knowledge.plan import plan

_NEEDS, _ROUNDS, _LAST = 12, 200, 40
_TODAY = date(2026, 11, 25)


def plans(guide: Guide) -> None:
    """Prints the time of one plan; each round draws other needs and answers."""
    draw = random.Random(1)  # noqa: S311 - the same plans each time
    matters = [_matter(guide, draw) for _ in range(_ROUNDS)]
    times = timed(lambda matter: plan(guide, *matter, _TODAY), matters)
    print(f"a plan, {_NEEDS} needs, all facts {spread(times)}   (p95 at most 20 ms)")
    times = timed(Interview.next, [_nearly_done(guide, needs) for needs, _ in matters[:_LAST]])
    print(f"the last question, {_NEEDS} needs {spread(times)}   (p95 at most 1 s)")


def _nearly_done(guide: Guide, needs: tuple[str, ...]) -> Interview:
    """An interview before its last question: it takes longest to see what no longer matters."""
    found = Interview(guide, needs, {}, (), _TODAY)
    while len(found.asked) < MOST - 1 and (fact := found.next()):
        answer = answers_to(guide, fact, _TODAY)[0]
        found = replace(found, facts={**found.facts, fact: answer}, asked=(*found.asked, fact))
    return found


def _matter(guide: Guide, draw: random.Random) -> tuple[tuple[str, ...], Facts]:
    facts = {id_: draw.choice(answers_to(guide, id_, _TODAY)) for id_ in guide.facts}
    return tuple(draw.sample(sorted(guide.services), _NEEDS)), facts
