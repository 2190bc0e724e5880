"""One service as a card: what it is, who it could be for, what to do now, where, until when, with which papers."""

from dataclasses import replace

from bot.handlers.views import TO_ASK, TO_CITY, TO_HUMAN, TO_INTERVIEW, went
from bot.model import Say, Turn, say
from bot.session import Session, Step
from knowledge.localized import GERMAN, Localized, Origin
from knowledge.model import City, Guide, Responsible, Service


def show_card(session: Session, service_id: str, guide: Guide) -> Turn:
    """The card of a service; a service that is gone leads to the topics."""
    service = guide.services.get(service_id)
    if service is None:
        return Turn(session, (say("service.gone", TO_ASK, TO_HUMAN),))
    city = () if session.city else (TO_CITY,)
    card = say("card", TO_INTERVIEW, *city, TO_HUMAN, TO_ASK, lines=card_lines(service, session, guide))
    needs = (*(need for need in session.needs if need != service_id), service_id)
    return Turn(replace(went(session, Step.CARD, "service", service_id), needs=needs), (card,))


def card_lines(service: Service, session: Session, guide: Guide) -> tuple[tuple[Say, ...], ...]:
    """The card, paragraph by paragraph; what is not known is left out."""
    paragraphs = (
        (*_notice(service, session.lang), say("card.name", name=service.name)),
        (say("card.summary", text=service.summary),),
        (say("card.who", text=service.who),) if service.who else (),
        (say("card.first_step", text=service.first_step),) if service.first_step else (),
        *(_office(part, session, guide) for part in service.departments),
        _papers(service, guide),
        (say("card.deadline", text=service.deadline),) if service.deadline else (),
        (say("card.cost", text=service.cost),) if service.cost else (),
        (*_state(service), *_translated(service, session.lang)),
    )
    return tuple(lines for lines in paragraphs if lines)


def _papers(service: Service, guide: Guide) -> tuple[Say, ...]:
    papers = tuple(say("card.paper", name=guide.papers[paper].name) for paper in service.papers)
    return (say("card.papers", papers=papers),) if papers else ()


def _notice(service: Service, lang: str) -> tuple[Say, ...]:
    """A sentence in the person's language where some text is there in German only."""
    texts = (service.summary, service.who, service.first_step, service.deadline, service.cost)
    return (say("notice.german"),) if any(_foreign(text, lang) for text in texts) else ()


def _translated(service: Service, lang: str) -> tuple[Say, ...]:
    """A machine translation is marked as one until a person has reviewed it."""
    text = service.summary.texts.get(lang)
    return (say("notice.machine"),) if text and text.origin is Origin.MACHINE else ()


def _foreign(text: Localized | None, lang: str) -> bool:
    return text is not None and text.language(lang) != lang


def _office(part: Responsible, session: Session, guide: Guide) -> tuple[Say, ...]:
    department = guide.departments[part.department]
    office = say("card.office", name=department.name)
    if part.when and session.lang.startswith(GERMAN):  # the condition is a German one for now
        office = say("card.office_when", name=department.name, when=part.when)
    city = guide.cities.get(session.city or "")
    if city is None:
        return (office, say("card.choose_city"))
    return (office, *_contact(part.department, city, guide))


def _contact(department: str, city: City, guide: Guide) -> tuple[Say, ...]:
    """What somebody assured for this city; else how to find the office."""
    found = tuple(
        say("card.contact", phone=c.phone, address=c.address, hours=c.hours, day=c.assured_date)
        for c in city.contacts
        if c.department == department
    )
    return found or (say("card.find", find=guide.departments[department].find, city=city.name),)


def _state(service: Service) -> tuple[Say, ...]:
    laws = ", ".join(law.ref for law in service.laws)
    known = (say("card.laws", laws=laws),) if laws else ()
    if service.source:
        known = (*known, say("card.source", source=service.source))
    if service.checked.on:
        return (*known, say("card.checked", day=service.checked.on))
    return (*known, say("card.unchecked", day=service.checked.as_of))
