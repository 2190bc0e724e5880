"""What a message says became of a step of the plan: done, or refused. The words stand in documents of that name."""

from functools import lru_cache

from knowledge.mark import Mark
from knowledge.model import Guide
from knowledge.understand.normalize import tokens
from knowledge.understand.patterns import Patterns, compiled, places

_WEIGHTS = {"!": 1}
_NOT_SO = _WEIGHTS["!"]


@lru_cache(maxsize=4)
def _patterns(guide: Guide) -> Patterns[Mark]:
    return Patterns(
        rule for change in guide.changes.values() for rule in compiled(change.mark, change.patterns, _WEIGHTS)
    )


def change_of(text: str, guide: Guide) -> Mark | None:
    """What a message says became of something; refused where it says both, since that must not be overlooked."""
    patterns = _patterns(guide)
    words = [patterns.choices(word) for word in tokens(text)]
    said: dict[Mark, bool] = {}
    for rule, start in patterns.begun(words):
        if places(rule, words, start):
            said[rule.key] = said.get(rule.key, True) and rule.weight != _NOT_SO
    return next((mark for mark in (Mark.REFUSED, Mark.DONE) if said.get(mark)), None)
