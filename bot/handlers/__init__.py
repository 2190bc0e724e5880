"""The dialogue: pure functions from a session and something that came in to a Turn.

`answer` is the only way in. The order of what it looks at is the order of what matters: danger, a command, a
pressed choice, and only then the step in which the person is. Every table below is held against its enum by a test.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.clock import today
from bot.handlers import card, consent, interview, own_data, plan, remind, share, start, topics
from bot.handlers.ask import hear, show_choice
from bot.handlers.danger import show_danger, warn
from bot.handlers.human import pass_on
from bot.handlers.views import TO_HUMAN, VERSION, choice, data, prompt
from bot.model import (
    Incoming,
    IncomingKind,
    LeaveGroup,
    MarkBlocked,
    Remind,
    Say,
    TellPrivacy,
    Turn,
    Withdraw,
    say,
)
from bot.session import Session, Step
from knowledge.model import Command, Decision, Guide
from knowledge.understand import city_of, tokens

Handler = Callable[[Session, Incoming, Guide], Turn]


def answer(session: Session, incoming: Incoming, guide: Guide, now: datetime) -> Turn:
    """What the guide does about one incoming. Never raises for anything a person can do."""
    incoming = replace(incoming, on=today(now))
    turn = _KINDS[incoming.kind](session, incoming, guide)
    if session.case and turn.session.case and turn.session.step is not Step.DELETE:
        turn = replace(turn, session=replace(turn.session, step=Step.HUMAN))
    if not (session.greeted or session.case) and incoming.kind in (IncomingKind.TEXT, IncomingKind.MEDIA):
        turn = _introduced(turn)
    return _reminded(session, turn)


def _reminded(before: Session, turn: Turn) -> Turn:
    """Where something changed on which reminders depend, they are planned anew."""
    after = turn.session
    if not (before.reminders or after.reminders) or _dated(before) == _dated(after):
        return turn
    others = tuple(effect for effect in turn.effects if not isinstance(effect, Remind))
    return turn if len(others) < len(turn.effects) else replace(turn, effects=(*others, Remind()))


def _dated(session: Session) -> object:
    matter = (session.needs, session.facts, session.marks, session.followed)
    return matter, session.city, session.danger, session.reminders


def _introduced(turn: Turn) -> Turn:
    """The first answer says who speaks, unless danger comes first."""
    hello = () if turn.session.danger else (say("start.short"),)
    return replace(turn, session=replace(turn.session, greeted=True), says=(*hello, *turn.says))


def _text(session: Session, incoming: Incoming, guide: Guide) -> Turn:
    understood = incoming.understood
    if understood and understood.danger and understood.danger in guide.dangers:
        turn = warn(session, incoming, understood.danger, guide)
        return replace(turn, says=(*turn.says, *_masked(incoming)))
    if incoming.masked and not tokens(incoming.text):
        return _told_masked(prompt(session), incoming)
    if shared := share.type_answer(session, incoming, guide):
        return _told_masked(shared, incoming)
    if understood and understood.command and _is_command(session, understood.command):
        return _COMMANDS[understood.command](session, incoming, guide)
    return _told_masked(_STEPS[session.step](session, incoming, guide), incoming)


def _is_command(session: Session, command: Command) -> bool:
    """Yes and no belong to the step that asked; to a Lotse they are words like others."""
    if command in (Command.YES, Command.NO):
        return session.step not in (Step.CONSENT, Step.DELETE, Step.HUMAN, Step.INTERVIEW)
    return not (session.step is Step.DELETE and command is Command.DELETE_MY_DATA)


def _told_masked(turn: Turn, incoming: Incoming) -> Turn:
    return replace(turn, says=(*_masked(incoming), *turn.says))


def _masked(incoming: Incoming) -> tuple[Say, ...]:
    """What was covered is told, not kept quiet."""
    kinds = tuple(say(f"masked.{kind}") for kind in incoming.masked)
    return (say("masked.told", kinds=kinds),) if kinds else ()


def _press(session: Session, incoming: Incoming, guide: Guide) -> Turn:
    version, _, rest = incoming.text.partition(":")
    verb, _, argument = rest.partition(":")
    if version != VERSION or verb not in _PRESSES:
        return _lost(session)
    return _PRESSES[verb](session, replace(incoming, text=argument), guide)


def _lost(session: Session) -> Turn:
    """A button of which nobody knows any more what it meant."""
    turn = prompt(session)
    return Turn(turn.session, (say("press.unknown"), *turn.says))


def _command(session: Session, incoming: Incoming, guide: Guide) -> Turn:
    if incoming.text in set(Command):
        return _COMMANDS[Command(incoming.text)](session, incoming, guide)
    return help_(session)


def _media(session: Session, incoming: Incoming, guide: Guide) -> Turn:
    """A kind explanation, once for a whole album; words under a picture are answered like others."""
    known = incoming.album and incoming.album == session.album
    explained = () if known else (say("media.human" if session.case else "media.guide"),)
    session = replace(session, album=incoming.album)
    if not incoming.text:
        return Turn(session, explained)
    turn = _text(session, incoming, guide)
    return replace(turn, says=(*explained, *turn.says))


def _group(session: Session, incoming: Incoming, guide: Guide) -> Turn:
    return Turn(session, (say("group.leave"),), (LeaveGroup(),))


def help_(session: Session) -> Turn:
    key = "help.human" if session.case else "help.text"
    return Turn(session, (say(key, TO_HUMAN, choice("choice.privacy", "cmd", "privacy")),))


def _restart(session: Session) -> Turn:
    """Forgets the matter, keeps language and city; a case stays with its Lotse."""
    turn = prompt(session.without_matter())
    return turn if session.case else Turn(turn.session, (say("restart.done"), *turn.says))


def _stop(session: Session) -> Turn:
    """Ends what runs: the talk with the Lotse, or the matter."""
    fresh = replace(session.without_matter(), step=Step.ASK, case=None)
    return Turn(fresh, (), (Withdraw(),)) if session.case else Turn(fresh, (say("stop.done"),))


def _back(session: Session, incoming: Incoming, guide: Guide) -> Turn:
    """The view before this one; an unanswered question is left."""
    trail = session.trail if session.step in _QUESTIONS else session.trail[:-1]
    if not trail:
        return prompt(replace(session, trail=()))
    marker = trail[-1]
    return _press(replace(session, trail=trail[:-1], after=None), replace(incoming, text=marker), guide)


def _answered(yes: bool) -> Handler:
    """Yes or no to whatever was offered last."""

    def handler(session: Session, incoming: Incoming, guide: Guide) -> Turn:
        verbs = ("worked:yes:", "human") if yes else ("worked:no:", "ask")
        named = (o for verb in verbs for o in session.offered if o.data.startswith(data(verb)))
        found = next(named, None)
        if found:
            return _press(session, replace(incoming, text=found.data), guide)
        return prompt(session)

    return handler


def _after_plan(session: Session, incoming: Incoming, guide: Guide) -> Turn:
    """What somebody writes who has a plan: a change of it, or a new matter."""
    return plan.hear_change(session, incoming, guide) or hear(session, incoming, guide)


def _city_words(session: Session, incoming: Incoming, guide: Guide) -> Turn:
    """A typed city; whole sentences are answered, small talk is no city."""
    city = city_of(incoming.text, guide)
    if city:
        return _take_city(session, replace(incoming, text=city), guide)
    understood = incoming.understood
    if understood and understood.decision in _ANSWERS and len(incoming.text.split()) >= _SENTENCE:
        return hear(session, incoming, guide)
    return start.unknown_city(session, guide)


def _take_city(session: Session, incoming: Incoming, guide: Guide) -> Turn:
    turn = start.take_city(session, incoming.text, guide)
    if session.after is Step.CONSENT and turn.session.step is not Step.CITY:
        return consent.begin(replace(turn.session, after=Step.CONSENT), guide, incoming.on)
    return turn


def _press_consent(session: Session, incoming: Incoming, guide: Guide) -> Turn:
    seal, _, given = incoming.text.partition(":")
    return consent.press_consent(session, seal, given, guide, incoming.on)


def _danger(session: Session, incoming: Incoming, guide: Guide) -> Turn:
    kind = next((kind for kind in guide.dangers if kind == incoming.text), None)
    return show_danger(session, kind, guide) if kind else prompt(session)


def _choose(session: Session, incoming: Incoming, guide: Guide) -> Turn:
    ids = tuple(id_ for id_ in incoming.text.split(",") if id_ in guide.services)
    return show_choice(session, ids, guide) if ids else topics.show_topics(session, guide)


_KINDS: dict[IncomingKind, Handler] = {
    IncomingKind.TEXT: _text,
    IncomingKind.EDIT: _text,
    IncomingKind.PRESS: _press,
    IncomingKind.COMMAND: _command,
    IncomingKind.START: start.hello,
    IncomingKind.MEDIA: _media,
    IncomingKind.GROUP: _group,
    IncomingKind.BLOCKED: lambda s, i, g: Turn(s, (), (MarkBlocked(blocked=True),)),
    IncomingKind.NOTHING: lambda s, i, g: Turn(s),
    IncomingKind.RETURNED: lambda s, i, g: Turn(s, (), (MarkBlocked(blocked=False),)),
}

_STEPS: dict[Step, Handler] = {
    Step.LANGUAGE: hear,
    Step.CITY: _city_words,
    Step.ASK: hear,
    Step.CHOOSE: hear,
    Step.TOPICS: hear,
    Step.CARD: hear,
    Step.INTERVIEW: interview.type_answer,
    Step.PLAN: _after_plan,
    Step.WHY: remind.hear_why,
    Step.CONSENT: consent.type_consent,
    Step.HUMAN: lambda s, i, g: pass_on(s, i),
    Step.DELETE: lambda s, i, g: own_data.type_delete(s, i),
}

_COMMANDS: dict[Command, Handler] = {
    Command.HELP: lambda s, i, g: help_(s),
    Command.BACK: _back,
    Command.RESTART: lambda s, i, g: _restart(s),
    Command.LANGUAGE: lambda s, i, g: start.ask_language(s),
    Command.CITY: lambda s, i, g: start.ask_city(s, g),
    Command.HUMAN: lambda s, i, g: consent.begin(s, g, i.on),
    Command.PRIVACY: lambda s, i, g: Turn(s, (), (TellPrivacy(),)),
    Command.MY_DATA: lambda s, i, g: own_data.my_data(s),
    Command.DELETE_MY_DATA: lambda s, i, g: own_data.ask_delete(s),
    Command.STOP: lambda s, i, g: _stop(s),
    Command.YES: _answered(yes=True),
    Command.NO: _answered(yes=False),
}

# Pressed data «v1:verb:argument»; the argument arrives as the incoming's text.
_PRESSES: dict[str, Handler] = {
    "lang": lambda s, i, g: start.take_language(s, i.text, g),
    "city": _take_city,
    "ask": lambda s, i, g: prompt(s),
    "service": lambda s, i, g: card.show_card(s, i.text, g),
    "topics": lambda s, i, g: topics.show_topics(s, g),
    "topic": lambda s, i, g: topics.show_topic(s, i.text, g),
    "choose": _choose,
    "interview": lambda s, i, g: interview.ask_again(s, i.text, g, i.on),
    "fact": lambda s, i, g: interview.press(s, i.text, g, i.on),
    "plan": lambda s, i, g: plan.show_plan(s, g, i.on),
    "step": lambda s, i, g: plan.show_step(s, i.text, g, i.on),
    "mark": lambda s, i, g: plan.mark(s, i.text, g, i.on),
    "remind": lambda s, i, g: remind.switch(s, i.text, g, i.on),
    "worked": lambda s, i, g: remind.worked(s, i.text, g, i.on),
    "sheet": lambda s, i, g: plan.take_along(s, g, i.on),
    "danger": _danger,
    "human": lambda s, i, g: consent.begin(s, g, i.on),
    "consent": _press_consent,
    "share": lambda s, i, g: share.press(s, i.text),
    "delete": lambda s, i, g: own_data.press_delete(s, i.text),
    "cmd": _command,
}

_ANSWERS = (Decision.SURE, Decision.UNSURE, Decision.HUMAN)
_SENTENCE = 3
_QUESTIONS = (Step.LANGUAGE, Step.CITY, Step.CONSENT, Step.DELETE)
