"""Browsing: life situations, and the services of each."""

from bot.handlers.views import TO_HUMAN, TO_TOPICS, choice, services, went
from bot.model import Session, Step, Turn, say
from knowledge.model import Guide


def show_topics(session: Session, guide: Guide) -> Turn:
    """The life situations."""
    topics = (choice(say("name", name=s.name), "topic", id_) for id_, s in guide.situations.items())
    return Turn(went(session, Step.TOPICS, "topics"), (say("topics.ask", *topics, TO_HUMAN),))


def show_topic(session: Session, situation: str, guide: Guide) -> Turn:
    """The services of a life situation."""
    if situation not in guide.situations:
        return show_topics(session, guide)
    ids = (service.id for service in guide.of_situation(situation))
    name = guide.situations[situation].name
    question = say("topic.ask", *services(ids, guide), TO_TOPICS, TO_HUMAN, name=name)
    return Turn(went(session, Step.CHOOSE, "topic", situation), (question,))
