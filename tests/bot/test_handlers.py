"""The dialogue's paths: start, language, city, topics, commands, media, deleting."""

from dataclasses import replace

import pytest

from bot.cases import Reason
from bot.model import (
    EACH_LANGUAGE,
    Forget,
    IncomingKind,
    LeaveGroup,
    MarkBlocked,
    Masked,
    PassOn,
    ShowData,
    TellPrivacy,
)
from bot.session import KEPT_WORDS, Offer, Step, Word
from knowledge.model import Command, Decision, Guide
from tests.bot.dialogue import a_session, all_keys, does, keys, meant, offers, presses, said, says

CASE = "7KM-2QX-4"


def test_start_says_hello_and_asks_for_the_language(guide: Guide) -> None:
    turn = does(a_session(greeted=False), guide, IncomingKind.START)
    assert keys(turn) == ("start.hello", "language.ask")
    assert turn.session.greeted
    assert turn.says[-1].choices == (EACH_LANGUAGE,)


@pytest.mark.parametrize(
    ("payload", "city"), [("city-marl", "marl"), ("city-berlin", None), ("marl", None), ("", None)]
)
def test_a_poster_names_the_city(payload: str, city: str | None, guide: Guide) -> None:
    assert does(a_session(city=None), guide, IncomingKind.START, payload).session.city == city


def test_a_language_without_a_city_leads_to_the_city(guide: Guide) -> None:
    turn = presses(a_session(Step.LANGUAGE, city=None), guide, "v1:lang:ar")
    assert keys(turn) == ("language.done", "city.ask")
    assert turn.session.lang == "ar"


def test_a_language_with_a_city_leads_to_the_question(guide: Guide) -> None:
    assert keys(presses(a_session(Step.LANGUAGE), guide, "v1:lang:tr")) == ("language.done", "ask.prompt")


@pytest.mark.parametrize(
    ("data", "city", "first"),
    [
        ("v1:city:herten", "herten", "city.done"),
        ("v1:city:none", None, "city.none"),
        ("v1:city:berlin", "marl", "city.ask"),
    ],
)
def test_a_pressed_city(data: str, city: str | None, first: str, guide: Guide) -> None:
    turn = presses(a_session(Step.CITY), guide, data)
    assert (turn.session.city, keys(turn)[0]) == (city, first)


def test_a_typed_city_is_taken_in_any_script(guide: Guide) -> None:
    assert (
        says(a_session(Step.CITY, city=None), guide, said("castrop rauxel")).session.city == "castrop-rauxel"
    )


def test_a_whole_sentence_at_the_city_question_is_answered(guide: Guide) -> None:
    turn = says(
        a_session(Step.CITY), guide, said("ich brauche Geld", meant(Decision.SURE, "wohngeld", sure=True))
    )
    assert keys(turn)[0] == "card"


@pytest.mark.parametrize("decision", [Decision.SMALLTALK, Decision.NONE, Decision.SURE])
def test_small_talk_is_no_city(decision: Decision, guide: Guide) -> None:
    turn = says(a_session(Step.CITY), guide, said("na ja", meant(decision)))
    assert keys(turn) == ("city.unknown",)
    assert "v1:human" in offers(turn)
    assert turn.session.step is Step.CITY


def test_a_word_at_the_city_question_that_nobody_understood_is_asked_again(guide: Guide) -> None:
    assert keys(says(a_session(Step.CITY), guide, said("blubb"))) == ("city.unknown",)


def test_the_first_word_without_start_is_greeted_once(guide: Guide) -> None:
    first = says(a_session(greeted=False), guide, said("hallo", meant(Decision.SMALLTALK)))
    assert keys(first) == ("start.short", "smalltalk")
    again = says(first.session, guide, said("hallo", meant(Decision.SMALLTALK)))
    assert keys(again) == ("smalltalk",)


def test_topics_lead_to_services_and_to_a_human(guide: Guide) -> None:
    topics = presses(a_session(), guide, "v1:topics")
    assert {f"v1:topic:{id_}" for id_ in guide.topics} < set(offers(topics))
    first = next(iter(guide.topics))
    topic = presses(topics.session, guide, f"v1:topic:{first}")
    assert {f"v1:service:{s.id}" for s in guide.of_topic(first)} < set(offers(topic))
    assert keys(presses(a_session(), guide, "v1:topic:gone")) == ("topics.ask",)


def test_every_choice_fits_telegrams_64_bytes(guide: Guide) -> None:
    ids = [f"v1:service:{id_}" for id_ in guide.services] + [f"v1:topic:{id_}" for id_ in guide.topics]
    assert max(len(data.encode()) for data in [*ids, *(f"v1:city:{id_}" for id_ in guide.cities)]) <= 64


def test_back_goes_through_the_views_to_the_question(guide: Guide) -> None:
    session = presses(a_session(trail=()), guide, "v1:topics").session
    session = presses(session, guide, f"v1:topic:{next(iter(guide.topics))}").session
    session = presses(session, guide, "v1:service:wohngeld").session
    seen = []
    for _ in range(4):
        turn = does(session, guide, IncomingKind.COMMAND, Command.BACK)
        seen.append(keys(turn)[0])
        session = turn.session
    assert seen == ["topic.ask", "topics.ask", "ask.prompt", "ask.prompt"]


def test_back_from_a_question_shows_the_view_again(guide: Guide) -> None:
    session = presses(a_session(trail=()), guide, "v1:service:wohngeld").session
    asked = does(session, guide, IncomingKind.COMMAND, Command.CITY).session
    assert keys(does(asked, guide, IncomingKind.COMMAND, Command.BACK)) == ("card",)


def test_back_to_a_choice_whose_services_are_gone_shows_the_topics(guide: Guide) -> None:
    session = a_session(Step.CARD, trail=("v1:choose:gone", "v1:service:wohngeld"))
    assert keys(does(session, guide, IncomingKind.COMMAND, Command.BACK)) == ("topics.ask",)
    session = replace(session, trail=("v1:choose:gone,wohngeld", "v1:ask"))
    assert keys(does(session, guide, IncomingKind.COMMAND, Command.BACK)) == ("choose.ask",)


@pytest.mark.parametrize("data", ["v2:topics", "v1:dance", "", "nonsense"])
def test_a_button_nobody_knows_leads_on(data: str, guide: Guide) -> None:
    assert keys(presses(a_session(), guide, data)) == ("press.unknown", "ask.prompt")


def test_yes_and_no_answer_what_was_offered(guide: Guide) -> None:
    offered = (Offer("v1:human", "Mensch"), Offer("v1:ask", "Anderes"))
    yes, no = (says(a_session(offered=offered), guide, said(word, meant(Decision.NONE, command=command)))
               for word, command in (("ja", Command.YES), ("nein", Command.NO)))  # fmt: skip
    assert keys(yes) == ("consent.text_2026_11",)
    assert keys(no) == ("ask.prompt",)
    nothing = says(a_session(), guide, said("ja", meant(Decision.NONE, command=Command.YES)))
    assert keys(nothing) == ("ask.prompt",)


@pytest.mark.parametrize(
    ("command", "effect"), [(Command.PRIVACY, TellPrivacy()), (Command.MY_DATA, ShowData())]
)
def test_a_command_that_the_desk_answers(command: Command, effect: object, guide: Guide) -> None:
    assert does(a_session(), guide, IncomingKind.COMMAND, command).effects == (effect,)


def test_an_unknown_command_gets_the_help(guide: Guide) -> None:
    assert keys(does(a_session(), guide, IncomingKind.COMMAND, "dance")) == ("help.text",)
    assert keys(does(a_session(case=CASE), guide, IncomingKind.COMMAND, Command.HELP)) == ("help.human",)


def test_restart_and_stop_forget_the_matter(guide: Guide) -> None:
    session = a_session(words=(Word("1", "x"),), needs=("wohngeld",), danger="medical", reason=Reason.DANGER)
    for command, key in ((Command.RESTART, "restart.done"), (Command.STOP, "stop.done")):
        turn = does(session, guide, IncomingKind.COMMAND, command)
        assert keys(turn)[0] == key
        forgotten = turn.session
        assert (forgotten.words, forgotten.needs, forgotten.danger, forgotten.reason) == ((), (), None, None)


@pytest.mark.parametrize(
    ("kind", "text"), [(IncomingKind.START, "city-herten"), (IncomingKind.START, ""), (IncomingKind.COMMAND, "restart"), (IncomingKind.COMMAND, "stop")]
)  # fmt: skip
@pytest.mark.parametrize("case", [None, CASE])
def test_a_new_beginning_forgets_the_matter(
    kind: IncomingKind, text: str, case: str | None, guide: Guide
) -> None:
    matter = {
        "words": (Word("1", "x"),),
        "needs": ("wohngeld",),
        "trail": ("v1:topics",),
        "offered": (Offer("v1:human", "Mensch"),),
        "danger": "medical",
        "reason": Reason.DANGER,
        "after": Step.CONSENT,
        "unclear": 1,
    }
    left = does(a_session(Step.HUMAN if case else Step.ASK, case=case, **matter), guide, kind, text).session
    assert (left.words, left.needs, left.offered) == ((), (), ())
    assert (left.danger, left.reason, left.after, left.unclear) == (None, None, None, 0)
    assert "v1:topics" not in left.trail
    assert left.case == (None if text == "stop" else case)


def test_pictures_are_explained_once_an_album(guide: Guide) -> None:
    first = does(a_session(), guide, IncomingKind.MEDIA, album="a")
    assert keys(first) == ("media.guide",)
    assert keys(does(first.session, guide, IncomingKind.MEDIA, album="a")) == ()
    assert keys(does(first.session, guide, IncomingKind.MEDIA)) == ("media.guide",)
    assert keys(does(a_session(case=CASE), guide, IncomingKind.MEDIA)) == ("media.human",)


def test_words_under_a_picture_are_answered(guide: Guide) -> None:
    understood = meant(Decision.SURE, "wohngeld", sure=True)
    turn = does(a_session(), guide, IncomingKind.MEDIA, "wohngeld", understood=understood)
    assert keys(turn) == ("media.guide", "card")
    with_lotse = does(a_session(Step.HUMAN, case=CASE), guide, IncomingKind.MEDIA, "mein Bescheid")
    assert with_lotse.effects == (PassOn("mein Bescheid"),)


def test_a_group_is_left_after_one_sentence(guide: Guide) -> None:
    turn = does(a_session(), guide, IncomingKind.GROUP, "added")
    assert keys(turn) == ("group.leave",)
    assert turn.effects == (LeaveGroup(),)


@pytest.mark.parametrize(("kind", "blocked"), [(IncomingKind.BLOCKED, True), (IncomingKind.RETURNED, False)])
def test_blocking_is_noted(kind: IncomingKind, blocked: bool, guide: Guide) -> None:
    turn = does(a_session(), guide, kind)
    assert (turn.says, turn.effects) == ((), (MarkBlocked(blocked),))


def test_deleting_needs_a_clear_yes(guide: Guide) -> None:
    asked = does(a_session(), guide, IncomingKind.COMMAND, Command.DELETE_MY_DATA)
    assert offers(asked) == ("v1:delete:yes", "v1:delete:no")
    session = asked.session
    assert presses(session, guide, "v1:delete:yes").effects == (Forget(),)
    assert says(session, guide, said("ja", meant(Decision.NONE, command=Command.YES))).effects == (Forget(),)
    again = said("meine daten löschen", meant(Decision.NONE, command=Command.DELETE_MY_DATA))
    assert says(session, guide, again).effects == (Forget(),)


def test_anything_else_deletes_nothing(guide: Guide) -> None:
    session = does(a_session(), guide, IncomingKind.COMMAND, Command.DELETE_MY_DATA).session
    for turn in (
        presses(session, guide, "v1:delete:no"),
        says(session, guide, said("nein", meant(Decision.NONE, command=Command.NO))),
        says(session, guide, said("vielleicht")),
    ):
        assert (keys(turn)[0], turn.effects) == ("delete.kept", ())


@pytest.mark.parametrize("command", [Command.YES, Command.DELETE_MY_DATA])
def test_an_edited_message_deletes_nothing(command: Command, guide: Guide) -> None:
    session = does(a_session(), guide, IncomingKind.COMMAND, Command.DELETE_MY_DATA).session
    understood = meant(Decision.NONE, command=command)
    turn = does(session, guide, IncomingKind.EDIT, "ja", understood=understood)
    assert turn.effects == ()


def test_an_old_delete_button_asks_again(guide: Guide) -> None:
    assert keys(presses(a_session(Step.ASK), guide, "v1:delete:yes")) == ("delete.ask",)


def test_what_was_covered_is_told(guide: Guide) -> None:
    turn = says(a_session(), guide, said("[…]", meant(Decision.SMALLTALK), masked=tuple(Masked)))
    assert keys(turn) == ("masked.told", "ask.prompt")
    assert {f"masked.{kind}" for kind in Masked} < all_keys(turn)
    talk = says(a_session(), guide, said("hallo […]", meant(Decision.SMALLTALK), masked=(Masked.PHONE,)))
    assert keys(talk) == ("masked.told", "smalltalk")


def test_a_new_wording_replaces_the_old_and_few_words_are_kept() -> None:
    session = a_session(words=(Word("1", "alt"), Word("2", "bleibt")))
    assert session.heard("1", "neu") == (Word("2", "bleibt"), Word("1", "neu"))
    assert len(session.heard("", "ohne Nummer")) == 3
    for number in range(20):
        session = replace(session, words=session.heard(f"m{number}", "x"))
    assert len(session.words) == KEPT_WORDS
