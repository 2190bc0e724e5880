"""Which pieces of a message only tell something of the person: beside a piece that is a need, they are none.

Which facts are told so stands in their documents (`passing`); the others, as a letter or a debt, are what help is for.
"""

from datetime import date

from knowledge.model import Guide
from knowledge.understand.age_words import BRIDGE
from knowledge.understand.facts import told
from knowledge.understand.halves import halves_of
from knowledge.understand.normalize import tokens
from knowledge.understand.numerals import number
from knowledge.understand.told_matches import matches_in, patterns_of
from knowledge.understand.told_words import words_of


def only_tells(piece: str, lang: str, guide: Guide, today: date) -> bool:
    """Whether a piece tells facts in passing and says nothing else.

    Its other words are numbers, words that lead to an age, or mean little.
    """
    passing = {fact.id for fact in guide.facts.values() if fact.passing}
    values = [one.words for one in told(piece, lang, guide, today) if one.fact in passing]
    if not values:
        return False
    words = words_of(piece)
    found = (one for one in matches_in(words, patterns_of(guide)) if one.fact in passing and not one.nothing)
    taken = {words[place].text for match in found for place in match.at} | {
        *tokens(" ".join(values)),
        *BRIDGE,
    }
    rest = (word.text for word in words if word.text not in taken and number(word.text) is None)
    return not any(halves_of(guide).words.weighs(word) for word in rest)
