"""What a message says became of a step."""

import pytest

from knowledge.mark import Mark
from knowledge.model import Guide
from knowledge.understand.changes import change_of


@pytest.mark.parametrize(
    "text",
    [
        "Die Kita hat abgesagt",
        "Das Jugendamt hat nein gesagt",
        "Wohngeld wurde abgelehnt",
        "hat leider nicht geklappt",
        "keinen Platz bekommen",
        "the kindergarten said no",
        "my application was rejected",
        "kreşte yer yok dediler",
        "başvurum reddedildi",
        "الروضة رفضت",
        "у садку відмовили",
        "в садике отказали",
        "przedszkole odmówiło, odmowa",
        "ne-au refuzat la grădiniță",
        "отказаха ни в градината",
        "مهدکودک رد شد",
    ],
)
def test_a_refusal_is_heard(guide: Guide, text: str) -> None:
    assert change_of(text, guide) is Mark.REFUSED


@pytest.mark.parametrize(
    "text",
    [
        "Kitaplatz bekommen!",
        "Antrag gestellt",
        "erledigt",
        "Wir haben die Zusage",
        "we got a place",
        "it was approved",
        "yer bulduk",
        "نقدمت الطلب وخلصت",
        "садок готово, дали місце",
        "нашли место в саду",
        "dostaliśmy miejsce",
        "am primit locul",
        "намерихме място",
        "انجام شد",
    ],
)
def test_what_is_done_is_heard(guide: Guide, text: str) -> None:
    assert change_of(text, guide) is Mark.DONE


@pytest.mark.parametrize(
    "text",
    [
        "Ich brauche Hilfe mit der Miete",
        "noch nicht erledigt",
        "ich habe den Antrag noch nicht gestellt",
        "not done yet",
        "wo bekomme ich einen Kitaplatz?",
        "як отримати місце в садку?",
        "",
    ],
)
def test_other_messages_change_nothing(guide: Guide, text: str) -> None:
    assert change_of(text, guide) is None
