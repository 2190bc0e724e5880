"""The answer to a question about one fact, as people type it: "3 und 5", "ab März", "keine", in ten languages."""

import re
from dataclasses import dataclass
from datetime import date

from knowledge.fact import Fact, FactKind, Value
from knowledge.fact_values import OLDEST, can_be
from knowledge.localized import GERMAN
from knowledge.model import Command, Guide
from knowledge.understand.ages import ages_in
from knowledge.understand.amounts import amounts_in
from knowledge.understand.commands import command_of
from knowledge.understand.days import days_in
from knowledge.understand.facts import lies_behind, told
from knowledge.understand.names import closest
from knowledge.understand.normalize import tokens
from knowledge.understand.numerals import number
from knowledge.understand.told_words import folded, words_of

_NONE = folded(
    "keine kein keinen keins nichts none no nobody nothing yok hic لا لايوجد مافي ماعندي ولا بدون немає нема нету нет "
    "жодного никаких brak zaden zadnych nie niciunul nimic nu niciuna няма никакви не ندارم نیست هیچ"
)
_NOT_KNOWN = frozenset(
    " ".join(tokens(words))
    for words in (
        "weiß nicht", "weiss nicht", "weiß ich nicht", "keine ahnung", "überspringen", "weiter", "egal", "kp",
        "don't know", "dont know", "i don't know", "no idea", "skip", "next", "not sure", "idk",
        "bilmiyorum", "fikrim yok", "atla", "geç", "لا أعرف", "ما بعرف", "لا اعلم", "مش عارف", "تخطي", "التالي",
        "не знаю", "гадки не маю", "пропустити", "далі", "понятия не имею", "пропустить", "дальше",
        "nie wiem", "pomiń", "dalej", "nu știu", "nu stiu", "sari peste", "mai departe",
        "не знам", "нямам представа", "пропусни", "нататък", "نمی‌دانم", "نمیدانم", "نمیدونم", "بعدی",
    )
)  # fmt: skip
_COUNTED = (FactKind.AGES, FactKind.NUMBER, FactKind.AMOUNT, FactKind.DATE)
_NONE_WITHIN = 3
_BIRTH_MONTH = re.compile(r"\b(20\d\d)[-/.](\d{1,2})\b(?![-/.]\d)")
_COMMA = re.compile("[،.;!]")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person answered; the value None says that there is none."""

    value: Value | None


def is_counted(fact: Fact) -> bool:
    """Whether the answer may be a bare number, so that a typed number is no choice from a list."""
    return fact.kind in _COUNTED


def says_not_known(text: str) -> bool:
    """Whether somebody says that they do not know, or want the next question."""
    return " ".join(tokens(text)) in _NOT_KNOWN


def answer_to(fact: Fact, text: str, lang: str, guide: Guide, today: date) -> Answer | None:
    """The value that a text gives to a fact; None where it is no answer to it.

    `lang` is the language the person chose. Children are ages, or birth months where those are told.
    """
    said = next((one.value for one in told(text, lang, guide, today) if one.fact == fact.id), None)
    found = _by_kind(fact, text, lang, today) if said is None else said
    if found is not None:
        return Answer(found) if can_be(fact, found, today) else None
    if fact.kind in (FactKind.CHOICE, FactKind.CHOICES):
        option = _option(fact, text, lang) or _by_yes_or_no(fact, text, lang, guide)
        return None if option is None else Answer((option,) if fact.kind is FactKind.CHOICES else option)
    command = command_of(text, guide)
    if fact.kind is FactKind.YES_NO:
        return Answer(command is Command.YES) if command in (Command.YES, Command.NO) else None
    none = command is Command.NO or _says_none(text)
    return Answer(() if fact.kind is FactKind.AGES else None) if none else None


def _by_kind(fact: Fact, text: str, lang: str, today: date) -> Value | None:
    """Numbers and days, which need no words around them where they were asked for."""
    words = words_of(text)
    match fact.kind:
        case FactKind.AGES:
            return _ages(text, today)
        case FactKind.DATE:
            days = days_in(text, words, lang, today)
            return days[0].value(today, back=lies_behind(fact.id)) if len(days) == 1 else None
        case FactKind.NUMBER:
            numbers = [found for word in words if (found := number(word.text)) is not None]
            return numbers[0] if len(numbers) == 1 else None
        case FactKind.AMOUNT:
            amounts = [one.value for one in amounts_in(text, words)]
            return amounts[0] if len(amounts) == 1 else None
    return None


def _ages(text: str, today: date) -> Value | None:
    born = [f"{year}-{int(month):02}" for year, month in _BIRTH_MONTH.findall(text)]
    if born:
        return tuple(born)
    ages = tuple(value for age in ages_in(words_of(text), frozenset(), today) for value in age.values)
    return ages if ages and max(ages) <= OLDEST else None


def _option(fact: Fact, text: str, lang: str) -> str | None:
    """The option whose label a text is, or that alone has all of its words."""
    labels = [(option, label.read(one)) for option, label in fact.labels.items() for one in (lang, GERMAN)]
    found = closest(text, (label for _, label in labels))
    if found is not None:
        return labels[found][0]
    words = set(tokens(text))
    having = {option for option, label in labels if words and words <= set(tokens(label))}
    return having.pop() if len(having) == 1 else None


def _by_yes_or_no(fact: Fact, text: str, lang: str, guide: Guide) -> str | None:
    """The option behind a yes or no: "nein, noch nicht"; a bare one is that of the option that says so."""
    first, _, rest = (part.strip() for part in _COMMA.sub(",", text).partition(","))
    command = command_of(first, guide)
    if command not in (Command.YES, Command.NO):
        return None
    if rest:
        return _option(fact, rest, lang)
    wanted = ("yes",) if command is Command.YES else ("no", "none")
    return next((option for option in wanted if option in fact.options), None)


def _says_none(text: str) -> bool:
    words = tokens(text)
    return 0 < len(words) <= _NONE_WITHIN and not _NONE.isdisjoint(words)
