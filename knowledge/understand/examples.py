"""What a guide knows examples of: texts, each with the label that it stands for. Both halves learn from these.

Labels are service ids and `kind:…` for everything else that phrases exemplify.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.model import Guide, Origin, Phrase, PhraseKind

OTHER = "kind:"
DANGER = "kind:danger:"
SEVERAL = "kind:multi"
_NAME_WEIGHT = 6
_SYNONYM_WEIGHT = 4
_REVIEWED_WEIGHT = 3


@dataclass(frozen=True, slots=True)
class Example:
    """A text that stands for a label.

    `weight`: how many phrases it counts as. `sentence`: whether it has a meaning of its own; a synonym is one word.
    """

    label: str
    text: str
    weight: int = 1
    sentence: bool = True


def label_of(phrase: Phrase) -> str:
    """The label that a phrase is an example of."""
    if phrase.kind is PhraseKind.SERVICE:
        return phrase.targets[0]
    if phrase.kind is PhraseKind.DANGER:
        return f"{DANGER}{phrase.targets[0]}"
    if phrase.kind is PhraseKind.NEAR_DANGER and phrase.targets:
        return phrase.targets[0]
    return f"{OTHER}{phrase.kind}"


def examples_of(guide: Guide) -> Iterable[Example]:
    """All examples of a guide. What people wrote and staff approved counts more than what was made up."""
    for service in guide.services.values():
        for text in service.name.texts.values():
            yield Example(service.id, text.text, _NAME_WEIGHT)
        for words in service.synonyms.values():
            for synonym in words:
                yield Example(service.id, synonym, _SYNONYM_WEIGHT, sentence=False)
    for phrase in guide.phrases:
        weight = _REVIEWED_WEIGHT if phrase.origin is Origin.REVIEWED else 1
        if phrase.kind is PhraseKind.MULTI:
            yield Example(SEVERAL, phrase.text, weight)
            for target, part in zip(phrase.targets, phrase.parts, strict=False):
                yield Example(target, part, weight)
        elif phrase.kind is not PhraseKind.COMMAND:
            yield Example(label_of(phrase), phrase.text, weight)
