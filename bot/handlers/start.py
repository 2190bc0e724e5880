"""The beginning: who speaks here, in which language, for which city."""

from dataclasses import replace

from bot.handlers.views import TO_HUMAN, TO_TOPICS, choice, prompt
from bot.model import EACH_LANGUAGE, Incoming, Say, Turn, say
from bot.session import Session, Step
from knowledge.model import Guide

_PAYLOAD = "city-"
_NO_CITY = "none"


def hello(session: Session, incoming: Incoming, guide: Guide) -> Turn:
    """`/start`, also with a city from a poster."""
    city = incoming.text.removeprefix(_PAYLOAD)
    if incoming.text.startswith(_PAYLOAD) and city in guide.cities:
        session = replace(session, city=city)
    fresh = replace(session.without_matter(), greeted=True)
    asked = ask_language(fresh)
    return Turn(asked.session, (say("start.hello"), *asked.says))


def ask_language(session: Session) -> Turn:
    return Turn(replace(session, step=Step.LANGUAGE), (say("language.ask", EACH_LANGUAGE),))


def ask_city(session: Session, guide: Guide, after: Step | None = None) -> Turn:
    return Turn(replace(session, step=Step.CITY, after=after), (_city_question("city.ask", guide),))


def _city_question(key: str, guide: Guide) -> Say:
    cities = (choice(say("name", name=city.name), "city", id_) for id_, city in guide.cities.items())
    return say(key, *cities, choice("choice.no_city", "city", _NO_CITY))


def take_language(session: Session, lang: str, guide: Guide) -> Turn:
    """The person chose a language."""
    session = replace(session, lang=lang)
    done = say("language.done")
    turn = prompt(session) if session.city else ask_city(session, guide)
    return Turn(turn.session, (done, *turn.says))


def take_city(session: Session, city: str, guide: Guide) -> Turn:
    """The person chose a city, or none of the ten."""
    if city == _NO_CITY:
        turn = prompt(replace(session, city=None))
        return Turn(turn.session, (say("city.none"), *turn.says))
    if city not in guide.cities:
        return ask_city(session, guide, session.after)
    turn = prompt(replace(session, city=city))
    return Turn(turn.session, (say("city.done", city=guide.cities[city].name), *turn.says))


def unknown_city(session: Session, guide: Guide) -> Turn:
    question = _city_question("city.unknown", guide)
    return Turn(session, (replace(question, choices=(*question.choices, TO_TOPICS, TO_HUMAN)),))
