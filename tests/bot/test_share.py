"""A person is asked whether a department may see their tasks: word for word, in their language, and they decide."""

import pytest

from bot.cases import EventKind
from bot.desk import Office, department, lotse, tasks
from bot.errors import DeadLinkError, SharedError, UnknownDepartmentError, UnknownTaskError
from bot.model import IncomingKind
from bot.tasks import ConsentStatus
from tests.bot.scene import MARL, session_of, unread
from tests.bot.tasking import (
    JOBS,
    YOUTH,
    agreed,
    events,
    held_case,
    open_offices,
    proposes,
    told,
)
from tests.cast import DEPARTMENT, Person, amira, emine, jonas, olena


@pytest.fixture
async def office(small_office: Office) -> Office:
    """What is said does not hang on the database."""
    await open_offices(small_office)
    return small_office


async def _asked(person: Person) -> tuple[str, str]:
    """The number of a case in which the person is asked, and the question."""
    number = await held_case(person)
    await proposes(person.office, number)
    return number, await person.reads()


async def _consent(office: Office, number: str) -> ConsentStatus | None:
    return (await tasks.of_case(office, MARL, number)).consents.get(YOUTH)


async def test_the_question_shows_word_for_word_what_would_be_passed_on(office: Office) -> None:
    number, question = await _asked(jonas(office))
    for part in ("Jugendamt", "Kita-Platz", "Ein Platz ab März, ganztags", "Bis wann:", number):
        assert part in question
    assert "strom abgestellt" not in question
    assert await department.list_(office, DEPARTMENT) == ()
    assert await told(office, DEPARTMENT) == []


@pytest.mark.parametrize(
    ("who", "yes", "words"),
    [
        (jonas, "ja", "jederzeit"),
        (emine, "evet", "istediğiniz zaman"),
        (amira, "نعم", "في أي وقت"),
        (olena, "так", "будь-коли"),
    ],
)
async def test_a_yes_in_words_counts_when_it_was_asked_last(
    who: type[Person], yes: str, words: str, office: Office
) -> None:
    person = who(office)  # type: ignore[call-arg]
    number, _ = await _asked(person)
    assert words in await person.says(yes)
    assert await _consent(office, number) is ConsentStatus.GIVEN
    assert [one.case for one in await department.list_(office, DEPARTMENT)] == [number]
    assert EventKind.AGREED in [event.kind for event in await events(office, number)]


async def test_a_yes_after_other_words_is_for_the_lotse(office: Office) -> None:
    person = jonas(office)
    number, _ = await _asked(person)
    assert "an den Lotsen weitergegeben" in await person.says("Was heißt das?")
    assert "an den Lotsen weitergegeben" in await person.says("ja")
    assert await _consent(office, number) is ConsentStatus.ASKED


async def test_a_yes_is_none_before_the_question_has_arrived(office: Office) -> None:
    person = jonas(office)
    number = await held_case(person)
    await proposes(office, number)
    for text in ("ja", "1", "Ja, weitergeben"):
        await unread(person, text)
    assert await _consent(office, number) is ConsentStatus.ASKED
    assert "Darf ich das weitergeben" in await person.reads()


async def test_an_edit_agrees_to_nothing(office: Office) -> None:
    person = jonas(office)
    number, _ = await _asked(person)
    await person.edits("ja", "r9")
    assert await _consent(office, number) is ConsentStatus.ASKED


@pytest.mark.parametrize("no", ["nein", "Nein", "2"])
async def test_a_no_counts_and_the_lotse_is_told(no: str, office: Office) -> None:
    person = jonas(office)
    number, _ = await _asked(person)
    assert "ich gebe nichts weiter" in await person.says(no)
    assert await _consent(office, number) is ConsentStatus.REFUSED
    assert await told(office, MARL) == ["share_refused"]
    assert await department.list_(office, DEPARTMENT) == ()


async def test_what_a_no_says_more_goes_to_the_lotse(office: Office) -> None:
    person = jonas(office)
    number, _ = await _asked(person)
    said = await person.says("Nein, lieber nicht, ich habe dort Ärger gehabt")
    assert "ich gebe nichts weiter" in said
    assert await _consent(office, number) is ConsentStatus.REFUSED
    assert [event.text for event in await events(office, number) if event.kind is EventKind.MESSAGE]


async def test_an_old_button_agrees_to_nothing_else(office: Office) -> None:
    person = jonas(office)
    number, _ = await _asked(person)
    old = person.messages[-1].offers[0].data
    await proposes(office, number, title="Ferienplatz")
    question = await person.reads()
    assert "Kita-Platz" in question
    assert "Ferienplatz" in question
    again = await person.does(IncomingKind.PRESS, old)
    assert "Ferienplatz" in again
    assert await _consent(office, number) is ConsentStatus.ASKED
    await person.presses(":yes")
    assert len(await department.list_(office, DEPARTMENT)) == 2


async def test_who_speaks_another_language_now_is_asked_in_it(office: Office) -> None:
    person = jonas(office)
    number, _ = await _asked(person)
    old = person.messages[-1].offers[0].data
    await person.does(IncomingKind.PRESS, "v1:lang:en")
    assert "May I pass this on" in await person.does(IncomingKind.PRESS, old)
    assert await _consent(office, number) is ConsentStatus.ASKED


async def test_of_one_more_task_the_person_is_told_and_can_take_it_back(office: Office) -> None:
    person = jonas(office)
    number = await held_case(person)
    await agreed(person, number)
    await proposes(office, number, title="Ferienplatz")
    more = await person.reads()
    assert "Ferienplatz" in more
    assert "Kita-Platz" not in more
    assert "sieht man nichts mehr" in await person.presses("Nicht mehr zeigen")
    assert await department.list_(office, DEPARTMENT) == ()


async def test_consent_is_taken_back_in_ones_own_data(office: Office) -> None:
    person = jonas(office)
    number = await held_case(person)
    id_ = await agreed(person, number)
    token = await tasks.link(office, MARL, number, id_)
    shown = await person.says("/mydata")
    assert "Sieht, worum der Lotse dort gebeten hat" in shown
    assert "sieht man nichts mehr" in await person.presses("Nicht mehr zeigen")
    assert "sieht man nichts mehr" in await person.does(
        IncomingKind.PRESS, person.messages[-2].offers[1].data
    )
    assert await _consent(office, number) is ConsentStatus.REVOKED
    assert (await told(office, MARL)).count("share_revoked") == 1
    kinds = [event.kind for event in await events(office, number)]
    assert kinds.count(EventKind.REVOKED) == 1
    with pytest.raises(UnknownTaskError):
        await department.show(office, DEPARTMENT, id_)
    with pytest.raises(DeadLinkError):
        await department.by_link(office, token)


async def test_who_said_no_is_asked_again_when_the_lotse_asks_or_they_want_to(office: Office) -> None:
    person = jonas(office)
    number, _ = await _asked(person)
    await person.presses(":no")
    await proposes(office, number, title="Ferienplatz")
    assert await person.reads() == ""
    await tasks.ask_again(office, MARL, number, YOUTH)
    assert "Ferienplatz" in await person.reads()
    await person.presses(":no")
    await person.says("/mydata")
    assert "Darf ich das weitergeben" in await person.presses("Frage noch einmal")
    await person.presses(":yes")
    assert await _consent(office, number) is ConsentStatus.GIVEN
    with pytest.raises(SharedError):
        await tasks.ask_again(office, MARL, number, YOUTH)
    with pytest.raises(UnknownDepartmentError):
        await tasks.ask_again(office, MARL, number, JOBS)


@pytest.mark.parametrize(
    "pressed", ["v1:share:999.abc:yes", "v1:share:x:yes", f"v1:share:{10**30}:no", "v1:share:"]
)
async def test_a_question_that_nobody_asked_is_over(pressed: str, office: Office) -> None:
    person = jonas(office)
    await held_case(person)
    assert "gilt nicht mehr" in await person.does(IncomingKind.PRESS, pressed)


async def test_nobody_answers_for_somebody_else(office: Office) -> None:
    person, other = jonas(office), emine(office)
    number, _ = await _asked(person)
    await held_case(other)
    await other.does(IncomingKind.PRESS, person.messages[-1].offers[0].data)
    assert await _consent(office, number) is ConsentStatus.ASKED


async def test_after_the_case_has_ended_a_yes_changes_nothing(office: Office) -> None:
    person = jonas(office)
    number, _ = await _asked(person)
    yes = person.messages[-1].offers[0].data
    await lotse.close(office, MARL, number)
    assert "gilt nicht mehr" in await person.does(IncomingKind.PRESS, yes)
    assert await _consent(office, number) is ConsentStatus.ASKED


async def test_without_a_case_in_hand_a_no_in_words_is_still_one(office: Office) -> None:
    person = jonas(office)
    number, _ = await _asked(person)
    await person.says("/stop")
    await person.reads()
    assert (await session_of(person)).case is None
    assert await _consent(office, number) is ConsentStatus.ASKED


async def test_a_yes_to_this_question_erases_nothing(office: Office) -> None:
    person = jonas(office)
    number = await held_case(person)
    await person.says("/delete")
    await lotse.reply(office, MARL, number, "Sollen wir anrufen?")
    await person.reads()
    assert "an den Lotsen weitergegeben" in await person.says("ja")
    await person.says("/delete")
    await proposes(office, number)
    await person.reads()
    await person.says("ja")
    assert await _consent(office, number) is ConsentStatus.GIVEN
