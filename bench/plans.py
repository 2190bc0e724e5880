"""How long a plan takes: twelve needs and all facts, as many different ones as fit."""

import random
from datetime import date

from bench.growth import spread, timed
from knowledge.condition import Facts
from knowledge.interview import answers_to
from knowledge.model import Guide
from knowledge.plan import plan

_NEEDS, _ROUNDS = 12, 200
_TODAY = date(2026, 11, 25)


def plans(guide: Guide) -> None:
    """Prints the time of one plan; each round draws other needs and answers."""
    draw = random.Random(1)  # noqa: S311 - the same plans each time
    matters = [_matter(guide, draw) for _ in range(_ROUNDS)]
    times = timed(lambda matter: plan(guide, *matter, _TODAY), matters)
    print(f"a plan, {_NEEDS} needs, all facts {spread(times)}   (p95 at most 20 ms)")


def _matter(guide: Guide, draw: random.Random) -> tuple[tuple[str, ...], Facts]:
    facts = {id_: draw.choice(answers_to(guide, id_, _TODAY)) for id_ in guide.facts}
    return tuple(draw.sample(sorted(guide.services), _NEEDS)), facts
