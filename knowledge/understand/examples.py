"""What a guide knows examples of: texts, each with the label that it stands for. Both halves learn from these.

Labels are service ids and `kind:…` for everything else that phrases exemplify.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.localized import Origin
from knowledge.model import Guide, Phrase, PhraseKind, Service

OTHER = "kind:"
DANGER = "kind:danger:"
SEVERAL = "kind:multi"
_NAME_WEIGHT = 6
_SYNONYM_WEIGHT = 4
_HEADING_WEIGHT = 2
_REVIEWED_WEIGHT = 3
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_SENTENCES = 3


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
        yield from _long_text(service, guide)
    for phrase in guide.phrases:
        weight = _REVIEWED_WEIGHT if phrase.origin is Origin.REVIEWED else 1
        if phrase.kind is PhraseKind.MULTI:
            yield Example(SEVERAL, phrase.text, weight)
            for target, part in zip(phrase.targets, phrase.parts, strict=False):
                yield Example(target, part, weight)
        elif phrase.kind is not PhraseKind.COMMAND:
            yield Example(label_of(phrase), phrase.text, weight)


def sentences_of(guide: Guide) -> list[str]:
    """The texts of a guide that have a meaning of their own: those that an encoder reads."""
    return [example.text for example in examples_of(guide) if example.sentence]


def _long_text(service: Service, guide: Guide) -> Iterable[Example]:
    """What a catalogue without phrases has instead: the headings above a text, and the text, some sentences a piece."""
    if service.description is None:
        return
    for heading in guide.topics[service.topic].name.texts.values():
        yield Example(service.id, heading.text, _HEADING_WEIGHT)
    for text in service.description.texts.values():
        sentences = [sentence for sentence in _SENTENCE_END.split(text.text) if sentence]
        for start in range(0, len(sentences), _SENTENCES):
            yield Example(service.id, " ".join(sentences[start : start + _SENTENCES]))
