"""The case that the guide was made for, as mothers and fathers write it; none of the sentences is a phrase of the guide.

Alone, children of two and seven, a retraining, and nobody for the children.
"""

from datetime import date

import pytest

from knowledge.model import Decision, Guide, Understanding
from knowledge.understand import understand
from knowledge.understand.normalize import tokens

TODAY = date(2026, 11, 25)
CARE = {"kita-platz", "kindertagespflege", "ganztag"}
COURSE, GUARDIAN, ALONE = "weiterbildung", "rechtliche-betreuung", "mehrbedarf"
UNDERSTOOD = 23

SENTENCES = (
    (
        "de",
        (
            "hab zum 1.3. ne umschulung bewilligt gekriegt, bin alleinerziehend, die kleine ist 2 und der "
            "große 7. wohin mit den beiden??"
        ),
    ),
    (
        "de",
        (
            "Guten Tag, ich ziehe meine zwei Kinder (2 und 7 Jahre) allein groß. Ab März soll ich eine "
            "Umschulung zur Bürokauffrau machen, aber wir haben noch keinen Platz für die Kleine."
        ),
    ),
    ("de", "Bin allein mit meine kinder, 2 u 7. Umschulug fängt im märz an und keine betreung da"),
    (
        "de",
        (
            "Tach, ich mach ab März Umschulung, bin aber alleine mit die zwei Blagen. Wer passt denn da auf "
            "die auf?"
        ),
    ),
    (
        "de",
        (
            "Ich bin Vater und allein mit zwei Kindern. Das Jobcenter zahlt mir eine Umschulung ab dem 1. "
            "März 2027. Die Betreuung fehlt noch."
        ),
    ),
    (
        "de-simple",
        (
            "Ich bin allein mit meinen Kindern. Sie sind 2 und 7 Jahre alt. Ich lerne bald einen neuen Beruf."
            " Wer passt auf die Kinder auf?"
        ),
    ),
    (
        "de-simple",
        (
            "Ich habe 2 Kinder. Ich habe keinen Mann. Im März fängt mein Kurs für einen neuen Beruf an. Ich "
            "brauche Hilfe mit den Kindern."
        ),
    ),
    (
        "en",
        (
            "Single mum of two (2 and 7), starting a retraining course on 1 March and I've got no childcare "
            "at all."
        ),
    ),
    (
        "en",
        (
            "im on my own w my kids, 2 and 7. jobcentre is paying for a umschulung from march, who can look "
            "after them??"
        ),
    ),
    (
        "en",
        (
            "I raise my son and daughter by myself. In March my vocational retraining begins. I don't have "
            "anybody to watch the children while I'm in class."
        ),
    ),
    (
        "tr",
        (
            "Ben yalnız bir anneyim, çocuklarım 2 ve 7 yaşında. 1 Martta Umschulung başlıyor, çocuklara "
            "bakacak kimsem yok."
        ),
    ),
    ("tr", "tek basima 2 cocuk buyutuyorum martta meslek kursu basliyo cocuklari nereye biraksam"),
    (
        "tr",
        (
            "Eşimden ayrıldım, iki çocuk bende. Jobcenter yeni meslek eğitimi verdi, mart ayında başlayacak. "
            "Küçüğün kreşi yok."
        ),
    ),
    (
        "ar",
        (
            "أنا أم عزباء عندي ولدين عمرهم سنتين وسبع سنين، وببلش Umschulung بأول آذار، وما عندي حدا يدير "
            "بالو عليهم"
        ),
    ),
    ("ar", "مرحبا انا لحالي مع ولادي، بدي اعمل اعادة تأهيل مهني من شهر 3 وما لقيت روضة للصغير"),
    ("ar", "أربي طفليّ وحدي. يبدأ التدريب المهني في الأول من مارس. ليس لدي من يعتني بالأطفال أثناء الدورة."),
    ("uk", "Я одна з двома дітьми, 2 і 7 років. З березня йду на Umschulung, а в садок молодшу не беруть."),
    ("uk", "сама виховую синів, з 1 березня перенавчання від джобцентру, хто буде з дітьми поки я на курсі"),
    ("ru", "Я мать-одиночка, детям 2 и 7. С 1 марта начинается переобучение, а детей девать некуда."),
    ("ru", "одна воспитываю двоих, дали умшулунг с марта, сад не дают что делать"),
    (
        "pl",
        (
            "Jestem samotną mamą, dzieci mają 2 i 7 lat. Od 1 marca zaczynam przekwalifikowanie, ale nie mam "
            "opieki dla dzieci."
        ),
    ),
    ("pl", "wychowuje sama dwojke dzieci, w marcu rusza kurs zawodowy z jobcenter, kto mi sie nimi zajmie"),
    (
        "ro",
        (
            "Sunt mamă singură, copiii au 2 și 7 ani. De la 1 martie încep recalificarea și nu am cu cine "
            "să-i las."
        ),
    ),
    ("bg", "Сама гледам две деца, на 2 и 7. От 1 март започвам преквалификация, а няма кой да ги гледа."),
    (
        "fa",
        (
            "من مادر تنها هستم با دو بچه، ۲ و ۷ ساله. از اول مارس دوره بازآموزی شغلی (Umschulung) شروع می‌شود"
            " و کسی نیست بچه‌ها را نگه دارد."
        ),
    ),
)


def _meant(lang: str, text: str, guide: Guide) -> Understanding:
    return understand(text, lang, guide, TODAY)


def _first(found: Understanding) -> set[str]:
    """What the person sees first: the needs, and the best three possibilities."""
    return {*found.needs, *(one.service for one in found.candidates[:3])}


@pytest.fixture(scope="module")
def read(guide: Guide) -> dict[str, Understanding]:
    return {text: _meant(lang, text, guide) for lang, text in SENTENCES}


def test_the_course_and_the_care_are_seen_in_nearly_all(read: dict[str, Understanding]) -> None:
    missed = [text for text, found in read.items() if COURSE not in _first(found) or not _first(found) & CARE]
    assert len(SENTENCES) == 25
    assert len(SENTENCES) - len(missed) >= UNDERSTOOD, missed


def test_nobody_is_taken_for_a_legal_guardian(read: dict[str, Understanding]) -> None:
    assert [text for text, found in read.items() if GUARDIAN in found.needs] == []


def test_to_be_alone_is_told_in_passing(read: dict[str, Understanding]) -> None:
    assert [text for text, found in read.items() if ALONE in found.needs] == []


def test_nobody_is_in_danger(read: dict[str, Understanding]) -> None:
    assert [text for text, found in read.items() if found.danger] == []


def test_no_sentence_is_a_phrase(guide: Guide) -> None:
    known = {tokens(phrase.text) for phrase in guide.phrases}
    assert [text for _, text in SENTENCES if tokens(text) in known] == []


@pytest.mark.parametrize(
    "text",
    [
        "Habe keine Betreuung für meinen Sohn",
        "Die Betreuung fehlt mir noch",
        "und wer passt auf meine Kleine auf?",
        "für die Kinder gibt es noch keine Betreuung",
    ],
)
def test_nobody_for_the_children_is_a_matter_of_child_care(text: str, guide: Guide) -> None:
    found = _meant("de", text, guide)
    assert found.decision is Decision.SURE
    assert set(found.needs) <= CARE


@pytest.mark.parametrize(
    "text",
    [
        "Mein gesetzlicher Betreuer meldet sich nie",
        "ich hätte gern einen anderen Betreuer vom Gericht",
        "Meine Mutter ist dement und braucht eine Betreuung",
        "keine Betreuung für meinen dementen Vater",
    ],
)
def test_a_guardian_is_still_one(text: str, guide: Guide) -> None:
    assert _meant("de", text, guide).needs == (GUARDIAN,)


def test_nothing_for_a_father_tells_nothing_of_the_children(guide: Guide) -> None:
    found = _meant("de", "keine Betreuung für meinen dementen Vater", guide)
    assert "childcare" not in {one.fact for one in found.facts}


@pytest.mark.parametrize("text", ["Ich bin alleinerziehend", "Ich bin alleinerziehend und habe zwei Kinder."])
def test_where_nothing_else_is_said_it_is_what_they_came_for(text: str, guide: Guide) -> None:
    assert ALONE in _first(_meant("de", text, guide))
