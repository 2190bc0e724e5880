"""Reminders in the dialogue: on, off, what is said, and what an answer does."""

from dataclasses import replace
from datetime import date

import pytest

from bot.handlers.remind import remind
from bot.handlers.reminders import ahead
from bot.model import Remind, Turn
from bot.reminder import Followed, ReminderKind
from bot.session import Offer, Session, Step
from knowledge.mark import Mark
from knowledge.model import Command, Decision
from tests.bot.dialogue import NOW, keys, meant, offers, presses, said, says
from tests.bot.reminding import planning, told, with_days

DAYS = with_days()
LETTER = planning("wohngeld", letter_date="2026-11-02")


def _sent(session: Session, kind: ReminderKind) -> Turn:
    found = next(one for one in ahead(session, DAYS, NOW) if one.kind is kind)
    turn = remind(found, session, DAYS, found.due_at)
    assert turn
    return turn


def test_the_plan_offers_reminders_and_ends_them() -> None:
    off = planning("wohngeld", on=False)
    assert "v1:remind:on" in offers(presses(off, DAYS, "v1:plan"))
    turn = presses(off, DAYS, "v1:remind:on")
    assert turn.session.reminders
    assert turn.effects == (Remind(tell=True),)
    assert "v1:remind:off" in offers(presses(turn.session, DAYS, "v1:plan"))
    ended = presses(turn.session, DAYS, "v1:remind:off")
    assert not ended.session.reminders
    assert ended.effects == (Remind(),)
    assert keys(ended)[0] == "reminder.off"


@pytest.mark.parametrize("command", [Command.STOP, Command.RESTART])
def test_whoever_stops_is_not_reminded_any_more(command: Command) -> None:
    turn = says(LETTER, DAYS, said("x", meant(Decision.NONE, command=command)))
    assert not turn.session.reminders
    assert turn.effects == (Remind(),)


def test_what_changes_a_day_plans_anew_and_nothing_else_does() -> None:
    assert presses(LETTER, DAYS, "v1:mark:done:wohngeld").effects == (Remind(),)
    assert presses(LETTER, DAYS, "v1:service:kita").effects == (Remind(),)
    assert presses(LETTER, DAYS, "v1:plan").effects == ()
    assert presses(replace(LETTER, reminders=False), DAYS, "v1:mark:done:wohngeld").effects == ()


def test_a_step_is_said_with_its_day_and_its_choices() -> None:
    turn = _sent(LETTER, ReminderKind.STEP)
    (one,) = turn.says
    assert (one.key, one.params["day"]) == ("reminder.step", date(2026, 12, 2))
    assert offers(turn) == ("v1:step:wohngeld", "v1:mark:done:wohngeld", "v1:human", "v1:remind:off")
    assert turn.session == LETTER


def test_a_question_after_the_day_is_remembered() -> None:
    turn = _sent(LETTER, ReminderKind.FOLLOW_UP)
    assert keys(turn) == ("followup.ask",)
    assert offers(turn)[:3] == tuple(f"v1:worked:{word}:wohngeld" for word in ("yes", "no", "later"))
    assert turn.session.followed == (Followed("wohngeld", "2026-12-02", 1),)


def test_a_step_that_was_late_from_the_first_had_no_last_day() -> None:
    late = planning("wohngeld", letter_date="2026-09-15")
    turn = _sent(late, ReminderKind.FOLLOW_UP)
    assert keys(turn) == ("followup.ask_missed",)
    assert offers(turn)[:3] == tuple(f"v1:worked:{word}:wohngeld" for word in ("yes", "no", "later"))


def test_the_end_of_an_approval_and_a_birthday_are_said() -> None:
    session = planning("wohngeld", approval_ends="2027-03-31", children=["2024-05"])
    assert keys(_sent(session, ReminderKind.RENEWAL)) == ("reminder.renewal",)
    turn = _sent(session, ReminderKind.BIRTHDAY)
    assert keys(turn) == ("reminder.birthday",)
    assert offers(turn)[0] == "v1:service:kita"
    about = _sent(planning(children=[2]), ReminderKind.BIRTHDAY)
    assert keys(about) == ("reminder.birthday_about",)


@pytest.mark.parametrize("step", [Step.CONSENT, Step.DELETE])
@pytest.mark.parametrize("kind", [ReminderKind.STEP, ReminderKind.FOLLOW_UP])
def test_a_yes_to_a_reminder_is_no_consent(step: Step, kind: ReminderKind) -> None:
    turn = _sent(replace(LETTER, step=step), kind)
    assert turn.session.step is Step.PLAN
    agreed = says(turn.session, DAYS, said("ja", meant(Decision.NONE, command=Command.YES)))
    assert agreed.effects == ()


def test_a_question_of_the_interview_stays_under_a_reminder_and_with_a_lotse_all_stays() -> None:
    asked = replace(LETTER, step=Step.INTERVIEW, question="letter_date")
    assert _sent(asked, ReminderKind.STEP).session.step is Step.INTERVIEW
    with_lotse = replace(LETTER, step=Step.HUMAN, case="7KM-2QX-4")
    assert _sent(with_lotse, ReminderKind.FOLLOW_UP).session.step is Step.HUMAN


def _offered(turn: Turn) -> Session:
    """The session as it stands when the message has gone out."""
    return replace(turn.session, offered=tuple(Offer(data, data) for data in offers(turn)))


@pytest.mark.parametrize(("command", "mark"), [(Command.YES, Mark.DONE), (Command.NO, Mark.REFUSED)])
def test_yes_and_no_in_any_words_answer_the_question(command: Command, mark: Mark) -> None:
    session = _offered(_sent(LETTER, ReminderKind.FOLLOW_UP))
    turn = says(session, DAYS, said("jo", meant(Decision.NONE, command=command)))
    assert [one.mark for one in turn.session.marks] == [mark]


def test_it_worked_out() -> None:
    turn = presses(LETTER, DAYS, "v1:worked:yes:wohngeld")
    assert keys(turn) == ("marked.done", "plan.whole")
    assert turn.effects == (Remind(),)


def test_it_did_not_and_the_lotse_comes_first_and_hears_why() -> None:
    turn = presses(LETTER, DAYS, "v1:worked:no:wohngeld")
    assert keys(turn) == ("marked.refused", "plan.whole", "followup.why")
    assert offers(turn)[0] == "v1:human"
    assert turn.session.step is Step.WHY
    heard = says(turn.session, DAYS, said("die wollten noch papiere", meant(Decision.NONE)))
    assert keys(heard) == ("followup.noted",)
    assert [word.text for word in heard.session.words] == ["die wollten noch papiere"]
    assert (heard.session.step, heard.session.needs) == (Step.PLAN, ("wohngeld",))


def test_whoever_wants_a_person_instead_of_saying_why_gets_one() -> None:
    turn = presses(LETTER, DAYS, "v1:worked:no:wohngeld")
    heard = says(turn.session, DAYS, said("mensch bitte", meant(Decision.HUMAN)))
    assert heard.session.step is Step.CONSENT


def test_not_yet_is_asked_again_or_not() -> None:
    asked = replace(LETTER, followed=(Followed("wohngeld", "2026-12-02", 1),))
    turn = presses(asked, DAYS, "v1:worked:later:wohngeld")
    assert keys(turn) == ("followup.again",)
    assert turn.says[0].params["day"] == date(2026, 11, 5)
    assert turn.effects == (Remind(),)
    often = replace(LETTER, followed=(Followed("wohngeld", "2026-12-02", 3),))
    assert keys(presses(often, DAYS, "v1:worked:later:wohngeld")) == ("followup.enough",)


def test_an_old_button_does_what_still_makes_sense() -> None:
    done = presses(LETTER, DAYS, "v1:worked:yes:wohngeld").session
    assert keys(presses(done, DAYS, "v1:worked:later:wohngeld")) == ("followup.known",)
    assert keys(presses(LETTER, DAYS, "v1:worked:yes:gone")) == ("plan.whole",)
    assert keys(presses(LETTER.without_matter(), DAYS, "v1:worked:yes:wohngeld")) == ("ask.prompt",)


def test_what_no_longer_holds_is_not_said() -> None:
    (first, *_) = ahead(LETTER, DAYS, NOW)
    moved = replace(LETTER, facts=told(letter_date="2026-11-09"))
    assert remind(first, moved, DAYS, first.due_at) is None
