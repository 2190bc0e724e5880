"""Browsing: topics of life, and the services of each."""

from bot.handlers.views import TO_HUMAN, TO_TOPICS, choice, services, went
from bot.model import Turn, say
from bot.session import Session, Step
from knowledge.model import Guide


def show_topics(session: Session, guide: Guide) -> Turn:
    """The topics of life."""
    topics = (choice(say("name", name=s.name), "topic", id_) for id_, s in guide.topics.items())
    return Turn(went(session, Step.TOPICS, "topics"), (say("topics.ask", *topics, TO_HUMAN),))


def show_topic(session: Session, topic: str, guide: Guide) -> Turn:
    """The services of a topic."""
    if topic not in guide.topics:
        return show_topics(session, guide)
    ids = (service.id for service in guide.of_topic(topic))
    name = guide.topics[topic].name
    question = say("topic.ask", *services(ids, guide), TO_TOPICS, TO_HUMAN, name=name)
    return Turn(went(session, Step.CHOOSE, "topic", topic), (question,))
