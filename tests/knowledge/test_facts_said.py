"""What tells each of the guide's facts in passing, in ten languages, and what only looks like it."""

from datetime import date

import pytest

from knowledge.fact import Value
from knowledge.load import CONTENT, load, read_folder
from knowledge.model import Guide
from knowledge.understand.facts import told

TODAY = date(2026, 2, 10)

SAID: dict[str, list[tuple[str, Value]]] = {
    "school_class": [
        ("Mein Kind geht in Klasse 3", 3),
        ("meine Tochter kommt in die dritte Klasse", 3),
        ("my son, grade 5", 5),
        ("oğlum 1. sınıfa başlıyor", 1),
        ("ابني بالصف السادس", 6),
        ("старший у 3 класі", 3),
        ("дочка во втором классе", 2),
        ("córka chodzi do czwartej klasy", 4),
        ("băiatul e clasa a 4-a", 4),
        ("دخترم کلاس پنجم است", 5),
    ],
    "due_date": [
        ("Entbindungstermin ist der 14. März", "2026-03-14"),
        ("our baby is due on 3 July", "2026-07-03"),
        ("вагітна, термін 19 листопада", "2026-11-19"),
        ("jestem w ciąży, termin na 24 grudnia", "2026-12-24"),
        ("роды 5 мая", "2026-05-05"),
    ],
    "other_parent_pays": [
        ("Der Vater zahlt nichts", "no"),
        ("ich bekomme keinen Unterhalt", "no"),
        ("der Papa zahlt nur ab und zu", "partly"),
        ("her father pays nothing for our daughter", "no"),
        ("babası nafaka vermiyor", "no"),
        ("أبوها ما بيدفع", "no"),
        ("отец не платит алименты", "no"),
        ("аліментів немає", "no"),
        ("ojciec nie płaci", "no"),
        ("tatăl nu plătește", "no"),
        ("бившият не дава издръжка", "no"),
        ("پدرش نفقه نمی‌دهد", "no"),
    ],
    "work": [
        ("ich arbeite als Pflegerin", "employed"),
        ("ich bin seit Juni arbeitslos", "unemployed"),
        ("hab meinen Job verloren", "unemployed"),
        ("ich bin in Elternzeit", "parental_leave"),
        ("bin Rentnerin", "pension"),
        ("ich bin im 2. Lehrjahr", "apprenticeship"),
        ("I lost my job in May", "unemployed"),
        ("fabrikada çalışıyorum", "employed"),
        ("بشتغل بمطعم", "employed"),
        ("працюю на складі", "employed"),
        ("я работаю в пекарне", "employed"),
        ("pracuję w hotelu", "employed"),
        ("lucrez la abator", "employed"),
        ("работя на строеж", "employed"),
        ("من کار می‌کنم", "employed"),
    ],
    "income": [
        ("ich bekomme Bürgergeld", ("sgb2",)),
        ("wir leben vom Jobcenter", ("sgb2",)),
        ("Meine Rente ist 712 Euro", ("pension",)),
        ("mein Krankengeld läuft bald aus", ("sick_pay",)),
        ("wir kriegen Wohngeld", ("wohngeld",)),
        ("I'm on Bürgergeld", ("sgb2",)),
        ("живемо на бюргергельд", ("sgb2",)),
        ("jestem na burgergeld", ("sgb2",)),
        ("suntem pe jobcenter", ("sgb2",)),
        ("ما عندي دخل", ("none",)),
        ("ich habe kein Einkommen", ("none",)),
    ],
    "housing": [
        ("unser Vermieter hat gekündigt", "rent"),
        ("ich schlafe bei einem Freund auf der Couch", "with_others"),
        ("wir wohnen in der Unterkunft", "shelter"),
        ("sleeping in my van", "none"),
        ("kampta kalıyoruz", "shelter"),
        ("сплю на вокзалі", "none"),
        ("живу у подруги", "with_others"),
        ("śpię na dworcu", "none"),
        ("spim v kolata", "none"),
        ("stau la o prietenă", "with_others"),
    ],
    "notice_date": [
        ("Kündigung vom Vermieter am 2. Mai 2025", "2025-05-02"),
        ("eviction notice from the landlord on 3 January", "2026-01-03"),
        ("wypowiedzenie mieszkania dostałam 2 kwietnia", "2025-04-02"),
        ("предизвестие от хазяина от 3 юни", "2025-06-03"),
    ],
    "eviction_suit_served": [
        ("Räumungsklage am 9.1. zugestellt", "2026-01-09"),
        ("the court served me the eviction suit on 8 May", "2025-05-08"),
        ("иск о выселении 5 мая", "2025-05-05"),
        ("pozew o eksmisję 3 stycznia", "2026-01-03"),
    ],
    "energy_cut": [
        ("der Strom wurde abgestellt", "done"),
        ("Stadtwerke drohen mit Sperre", "announced"),
        ("Strom wird am Freitag abgeklemmt", "announced"),
        ("they cut off our gas, gas is cut", "done"),
        ("elektriği kesecekler", "announced"),
        ("قطعوا الكهرباء", "done"),
        ("вимкнули світло", "done"),
        ("свет отключили", "done"),
        ("prąd odcięli", "done"),
        ("curentul a fost oprit", "done"),
        ("токът ще спре", "announced"),
    ],
    "debts": [
        ("ich habe Schulden bei der Bank", True),
        ("ein Inkasso schreibt mir", True),
        ("ich habe keine Schulden", False),
        ("debt collectors write to me", True),
        ("kredi kartı borcum var, icra geldi", True),
        ("علي ديون", True),
        ("колектори дзвонять", True),
        ("komornik zajął konto", True),
    ],
    "letter_kind": [
        ("ich habe einen Ablehnungsbescheid bekommen", "refusal"),
        ("Jobcenter hat mir 30 Prozent gekürzt", "sanction"),
        ("ich soll 500 Euro zurückzahlen", "repayment"),
        ("Anhörung vom Jobcenter", "hearing"),
        ("they say I owe them 640", "repayment"),
        ("jobcenterdan ceza geldi", "sanction"),
        ("отримала відмову від джобцентру", "refusal"),
        ("просят вернуть 1100", "repayment"),
        ("każą oddać 1500 euro", "repayment"),
    ],
    "letter_from": [
        ("Brief vom Jobcenter", "jobcenter"),
        ("Schreiben der Familienkasse, also ein Brief von der Familienkasse", "familienkasse"),
        ("a letter from the Jobcenter", "jobcenter"),
        ("лист від джобцентру", "jobcenter"),
        ("письмо из джобцентра", "jobcenter"),
        ("scrisoare de la Familienkasse", "familienkasse"),
        ("Brief vom Amtsgericht", "court"),
    ],
    "letter_delivery": [
        ("kam im gelben Umschlag", "yellow_envelope"),
        ("in a yellow envelope", "yellow_envelope"),
        ("sarı zarfla geldi", "yellow_envelope"),
        ("в желтом конверте", "yellow_envelope"),
        ("hat man mir in die Hand gedrückt", "by_hand"),
        ("kam per Post", "post"),
    ],
    "letter_remedy_notice": [
        ("da steht was von Widerspruch binnen eines Monats", True),
        ("eine Rechtsbehelfsbelehrung steht drin", True),
        ("die Rechtsbehelfsbelehrung fehlt", False),
        ("it says something about Widerspruch within a month", True),
        ("пишуть можна оскаржити", True),
    ],
    "approval_ends": [
        ("der Bescheid läuft am 30. April aus", "2026-04-30"),
        ("hab bürgergeld bis 31.5.", "2026-05-31"),
        ("my Bürgergeld runs until 30 April", "2026-04-30"),
        ("Bewilligung geht bis 31.03.", "2026-03-31"),
    ],
    "childcare": [
        ("wir haben keinen Kitaplatz", "none"),
        ("die Kita geht nur bis mittags", "part"),
        ("sie ist ganztags in der Kita", "full"),
        ("kreşte yer yok", "none"),
        ("садочка немає", "none"),
        ("садик не дали", "none"),
        ("nie ma miejsca w przedszkolu", "none"),
        ("nu are loc la grădiniță", "none"),
        ("chodzi do przedszkola, ale tylko do południa", "part"),
    ],
    "residence": [
        ("ich habe eine Duldung", "temporary"),
        ("wir haben Paragraph 24", "temporary"),
        ("Asylverfahren läuft noch", "asylum"),
        ("I am an asylum seeker", "asylum"),
        ("iltica başvurum sürüyor", "asylum"),
        ("wir sind Polen", "german_eu"),
        ("suntem cetățeni români", "german_eu"),
        ("я по 24 параграфу", "temporary"),
        ("meine Niederlassungserlaubnis habe ich", "permit"),
    ],
    "permit_ends": [
        ("mein Visum läuft am 30. November ab", "2026-11-30"),
        ("blue card runs out 14 may", "2026-05-14"),
        ("oturumum 30 eylülde bitiyor", "2026-09-30"),
        ("إقامتي تنتهي 20 ديسمبر", "2026-12-20"),
        ("permisul lui expiră pe 8 iunie", "2026-06-08"),
        ("karta pobytu do 9 listopada", "2026-11-09"),
        ("اقامتم ۱۰ اکتبر تمام می‌شود", "2026-10-10"),
    ],
    "degree_recognised": [
        ("mein Diplom ist noch nicht anerkannt", "no"),
        ("Abschluss wurde anerkannt", "yes"),
        ("диплом уже визнали", "yes"),
        ("my degree is not recognised", "no"),
        ("dyplom nieuznany", "no"),
    ],
    "health_limit": [
        ("ich bin krankgeschrieben", "temporary"),
        ("ich bin voll erwerbsgemindert", "permanent"),
        ("jestem na zwolnieniu lekarskim", "temporary"),
        ("sunt în concediu medical", "temporary"),
        ("raporluyum", "temporary"),
        ("я на больничном", "temporary"),
        ("gesundheitlich bin ich fit", "none"),
    ],
    "insured": [
        ("ich bin nicht versichert", False),
        ("bin auch nich mehr versichert", False),
        ("I have no health insurance", False),
        ("bez ubezpieczenia", False),
        ("nu avem asigurare", False),
        ("нямам осигуровка", False),
        ("بیمه ندارم", False),
        ("ich bin familienversichert", True),
    ],
    "care_grade": [
        ("Pflegegrad 3 hat sie", "3"),
        ("noch keinen Pflegegrad", "none"),
        ("Pflegegrad ist beantragt", "applied"),
        ("care level 2", "2"),
        ("stopień opieki 2", "2"),
        ("подали на пфлегеград", "applied"),
    ],
    "course_hours": [
        ("die Umschulung ist in Vollzeit", "full"),
        ("Teilzeitausbildung ab August", "part"),
        ("ich fange in Wechselschicht an", "shift"),
        ("перекваліфікація на бухгалтера, повний день", "full"),
        ("przekwalifikowanie, cały etat", "full"),
    ],
}


@pytest.fixture(scope="module")
def guide() -> Guide:
    return load(read_folder(CONTENT))


def _told(guide: Guide, text: str) -> dict[str, Value]:
    return {one.fact: one.value for one in told(text, "de", guide, TODAY)}


@pytest.mark.parametrize(
    ("fact", "text", "value"), [(fact, text, value) for fact, said in SAID.items() for text, value in said]
)
def test_a_fact_is_told_in_passing(guide: Guide, fact: str, text: str, value: Value) -> None:
    assert _told(guide, text).get(fact) == value


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("work", "mein Nachbar arbeitet bei der Bahn"),
        ("work", "wenn ich arbeite, wer passt auf?"),
        ("work", "ich arbeite nicht"),
        ("work", "ich möchte mich selbständig machen"),
        ("work", "ich suche einen Minijob"),
        ("work", "mein Mann hat seinen Job verloren"),
        ("work", "bin in der 20. Woche"),
        ("work", "Babcia ma 80 lat, emerytura 900"),
        ("income", "bekomme ich Bürgergeld?"),
        ("income", "wie beantrage ich Wohngeld"),
        ("income", "ich bekomme kein Krankengeld"),
        ("income", "meine Mutter ist 80 und ihre Rente ist 900 Euro"),
        ("income", "Brief vom Jobcenter bekommen"),
        ("income", "wenn ich Kinderzuschlag bekomme"),
        ("net_income", "Meine Oma hat nur 700 Euro Rente"),
        ("net_income", "Eine Stelle wurde angeboten, 2000 Euro brutto"),
        ("net_income", "der Kurs kostet 900 Euro"),
        ("net_income", "250 Euro Kindergeld"),
        ("net_income", "mahkeme aylık 320 euro nafaka yazdı"),
        ("rent_total", "ich suche eine Wohnung, max 500 warm"),
        ("rent_total", "die Miete steigt um 90 Euro"),
        ("course_hours", "ich suche eine Stelle in Teilzeit"),
        ("course_hours", "Mein Mann arbeitet in der Schicht"),
        ("course_hours", "Кооперацията смени собственика"),
        ("course_start", "krankengeld läuft am 30.6. aus, arbeit hab ich keine mehr"),
        ("course_start", "ich habe vor zwei Monaten angefangen zu arbeiten"),
        ("pregnant", "mein Schwager ist da"),
        ("pregnant", "unsere Nachbarin ist schwanger"),
        ("childcare", "ich brauche einen Kitaplatz"),
        ("childcare", "um fünf hat noch keine Kita auf"),
        ("energy_cut", "der Strom ist teuer"),
        ("debts", "keine Flasche mehr, Schulden regeln"),
        ("school_class", "die ist grade ein Jahr geworden"),
        ("school_class", "Führerschein Klasse 3"),
        ("housing", "ich suche eine eigene Wohnung"),
        ("housing", "sonst bin ich bald obdachlos"),
        ("insured", "bin ich jetzt noch versichert?"),
        ("insured", "die Versicherung fürs Auto zahlt nicht"),
        ("care_grade", "ab Pflegegrad 2"),
        ("residence", "will die deutsche Staatsangehörigkeit"),
        ("german_level", "sie verlangen B2"),
        ("letter_kind", "Wohnung abgelehnt"),
        ("letter_kind", "ich will zurück nach Polen"),
        ("other_parent_pays", "die Krankenkasse zahlt nicht"),
        ("permit_ends", "Termin bei der Ausländerbehörde am 3. März"),
        ("notice_date", "mein Chef hat mir am 3. Januar gekündigt"),
        ("health_limit", "mein Mann ist krankgeschrieben"),
        ("city", "Jobcenter Herten"),
        ("city", "er liegt in der Klinik in Datteln"),
        ("city", "seit Wochen in Haltern in der Klinik"),
        ("age", "Am 30. ist der Termin"),
    ],
)
def test_what_only_looks_like_a_fact_tells_nothing_of_it(guide: Guide, fact: str, text: str) -> None:
    assert fact not in _told(guide, text)


def test_every_fact_can_be_told(guide: Guide) -> None:
    assert len(guide.facts) == 33
    assert not [fact.id for fact in guide.facts.values() if not any(fact.said.values())]


def test_a_sentence_about_somebody_else_ends_where_the_next_begins(guide: Guide) -> None:
    assert _told(guide, "Meine Mutter hat 900 Euro Rente. Ich verdiene 1500 netto.")["net_income"] == 1500
    assert _told(guide, "Meine Oma ist krank. Meine Rente ist 800 Euro.")["income"] == ("pension",)


def test_the_day_nearest_to_its_words_is_meant(guide: Guide) -> None:
    found = _told(guide, "am Freitag wird der Strom abgestellt und der Bescheid vom 3.2. ist falsch")
    assert found["letter_date"] == "2026-02-03"
