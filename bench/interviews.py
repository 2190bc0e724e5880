"""How many questions the families of the situations are asked: `python -m bench.interviews`."""

import statistics
from dataclasses import dataclass

from knowledge.condition import Facts
from knowledge.fact import Value
from knowledge.fact_values import known
from knowledge.interview import Interview
from knowledge.load import CONTENT, load, read_folder
from knowledge.model import Guide
from knowledge.situation import Situation


@dataclass(frozen=True, slots=True)
class Question:
    """A fact that was asked, and what was known then."""

    fact: str
    facts: Facts


def asked_of(situation: Situation, guide: Guide) -> tuple[Question, ...]:
    """The questions to a family that tells nothing by itself and answers what the situation says of it."""
    answers = known(situation.facts, guide.facts, situation.today, situation.today)
    facts: dict[str, Value | None] = {}
    asked: list[Question] = []
    while True:
        ids = tuple(question.fact for question in asked)
        fact = Interview(guide, situation.needs, dict(facts), ids, situation.today).next()
        if fact is None:
            return tuple(asked)
        asked.append(Question(fact, dict(facts)))
        if fact in answers:
            facts[fact] = answers[fact]


def main() -> None:
    guide = load(read_folder(CONTENT))
    counts = {id_: asked_of(situation, guide) for id_, situation in guide.situations.items()}
    for id_, asked in counts.items():
        print(f"{id_:30} {len(asked)}  {', '.join(question.fact for question in asked)}")
    print(
        f"{len(counts)} families, {statistics.mean(len(asked) for asked in counts.values()):.2f} questions on average"
    )


if __name__ == "__main__":
    main()
