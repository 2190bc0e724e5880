"""Sentences that people in danger write, in every language and for every danger, and harmless ones beside them."""

from datetime import date

import pytest

from knowledge.model import DangerKind, Guide
from knowledge.understand import understand

SENTENCES: tuple[tuple[str, str, DangerKind | None], ...] = (
    # suicide
    ("Ich habe heute beschlossen mein Leben zu beenden", "de", DangerKind.SUICIDE),
    ("i dont wnat to live any more", "en", DangerKind.SUICIDE),
    ("oglum cok kotu kendini asmaktan bahsediyor", "tr", DangerKind.SUICIDE),
    ("زهقت من هالعيشة بدي انتحر", "ar", DangerKind.SUICIDE),
    ("Не бачу сенсу далі, сьогодні все закінчу", "uk", DangerKind.SUICIDE),
    ("Без меня всем станет только лучше, прощайте", "ru", DangerKind.SUICIDE),
    ("Moja koleżanka napisała, że dziś połknie wszystkie tabletki", "pl", DangerKind.SUICIDE),
    ("Vreau să mă sinucid", "ro", DangerKind.SUICIDE),
    ("ne iskam da jiveq poveche", "bg", DangerKind.SUICIDE),
    ("دخترم رگش را می‌زند و می‌گوید نمی‌خواهد زنده بماند", "fa", DangerKind.SUICIDE),
    # violence
    ("der alde hot mir scho wieder oane glangt", "de", DangerKind.VIOLENCE),
    ("My dad's new wife throws things at me and slapped me yesterday", "en", DangerKind.VIOLENCE),
    ("Eve geldiğinde ses çıkarmaya korkuyorum, yine el kaldıracak", "tr", DangerKind.VIOLENCE),
    ("جارتنا زوجها يضربها كل ليلة ونسمع صراخها", "ar", DangerKind.VIOLENCE),
    ("Мій чоловік мене б'є", "uk", DangerKind.VIOLENCE),
    ("муш бет меня и угражает убить", "ru", DangerKind.VIOLENCE),
    ("byly wali w drzwi i krzyczy ze mnie zabije", "pl", DangerKind.VIOLENCE),
    ("iar m-a pocnit bărbatu' meu", "ro", DangerKind.VIOLENCE),
    ("Бившият ми чупи вратата и крещи че ще ме убие", "bg", DangerKind.VIOLENCE),
    ("وقتی به خانه می‌آید از ترس قایم می‌شوم", "fa", DangerKind.VIOLENCE),
    # child
    ("Mein Onkel fasst meine kleine Cousine an", "de", DangerKind.CHILD),
    ("My partner beats our son with a stick", "en", DangerKind.CHILD),
    ("komsu cocugunu doviyor her gun", "tr", DangerKind.CHILD),
    ("ابن الجيران كل يوم عم ياكل قتلة من أبوه", "ar", DangerKind.CHILD),
    ("сусіди кинули малого самого вдома вже другий день", "uk", DangerKind.CHILD),
    ("Няня трясёт малыша и кричит на него", "ru", DangerKind.CHILD),
    ("Córka wraca od ojca cała w siniakach", "pl", DangerKind.CHILD),
    ("Unchiul o atinge pe nepoțica mea", "ro", DangerKind.CHILD),
    ("Вторият ми баща бие сестричката ми", "bg", DangerKind.CHILD),
    ("hamsaye bachasho mizane", "fa", DangerKind.CHILD),
    # homeless
    ("wo kan ich heute schlafen bin auf der strase", "de", DangerKind.HOMELESS),
    ("sleepin rough since tuesday and its freezing mate", "en", DangerKind.HOMELESS),
    ("Heimdan çıkardılar, dışarıda kaldık bebekle", "tr", DangerKind.HOMELESS),
    ("طردونا من البيت وقاعدين بالشارع مع الأطفال", "ar", DangerKind.HOMELESS),
    ("Моя мама залишилась без даху над головою, спить у машині", "uk", DangerKind.HOMELESS),
    ("Мне негде ночевать сегодня", "ru", DangerKind.HOMELESS),
    ("nie mam gdzie spac tej nocy", "pl", DangerKind.HOMELESS),
    ("unde pot dormi diseara sunt pe strada cu copilul", "ro", DangerKind.HOMELESS),
    ("изритаха ме от къщи, спя на гарата", "bg", DangerKind.HOMELESS),
    ("ما را از هتل بیرون کردند، با چمدان‌ها بیرون نشسته‌ایم", "fa", DangerKind.HOMELESS),
    # hunger
    ("Die Kinder fragen nach Abendbrot und ich habe nichts", "de", DangerKind.HUNGER),
    ("My neighbour has not eaten for three days, she has no money", "en", DangerKind.HUNGER),
    ("Evde yiyecek hiçbir şey yok, çocuklar aç", "tr", DangerKind.HUNGER),
    ("ma 3andi akel w wladi jou3anin", "ar", DangerKind.HUNGER),
    ("у дітей нема що на вечерю", "uk", DangerKind.HUNGER),
    ("жрать нечего, денег ноль", "ru", DangerKind.HUNGER),
    ("Od trzech dni piję tylko wodę", "pl", DangerKind.HUNGER),
    ("Frigiderul e gol și copiii plâng de foame", "ro", DangerKind.HUNGER),
    ("Съседката не е яла от три дни", "bg", DangerKind.HUNGER),
    ("هیچ غذایی در خانه نداریم و پول هم نداریم", "fa", DangerKind.HUNGER),
    # medical
    ("mein kind hat tabletten geschlugt", "de", DangerKind.MEDICAL),
    ("took way too many of my sleeping tablets by accident feel weird", "en", DangerKind.MEDICAL),
    ("annem fenalaştı kendinde değil", "tr", DangerKind.MEDICAL),
    ("أمي عندها ألم قوي بالصدر وتتعرق كثيرا", "ar", DangerKind.MEDICAL),
    ("У мами раптом перекосило обличчя і вона не може говорити", "uk", DangerKind.MEDICAL),
    ("Бабушка потеряла сознание и не приходит в себя", "ru", DangerKind.MEDICAL),
    ("Tata upadł i nie oddycha", "pl", DangerKind.MEDICAL),
    ("copilu a inghitit pastile", "ro", DangerKind.MEDICAL),
    ("мъжът ми има силна болка в гърдите и се поти", "bg", DangerKind.MEDICAL),
    ("قفسه سینم تیر میکشه نفسم بالا نمیاد", "fa", DangerKind.MEDICAL),
    # what the first patterns missed
    ("ابني مو عم يتنفس", "ar", DangerKind.MEDICAL),
    ("ما عندي اكل لولادي", "ar", DangerKind.HUNGER),
    ("رح نصير بالشارع اليوم", "ar", DangerKind.HOMELESS),
    ("دلم می خواهد بمیرم", "fa", DangerKind.SUICIDE),
    ("از خانه بیرونمان کردند", "fa", DangerKind.HOMELESS),
    ("sąsiad bije syna", "pl", DangerKind.CHILD),
    ("Mój mąż bije mnie i dzieci", "pl", DangerKind.VIOLENCE),
    # they share words with a danger
    ("Mein Kind ist oft krank, welcher Arzt hat noch Plätze", "de", None),
    ("Wer passt auf mein Kind auf wenn ich arbeite", "de", None),
    ("My daughter walks home alone from school, is she insured", "en", None),
    ("How do I get free school meals", "en", None),
    ("Çocuk parası ne zaman yatar", "tr", None),
    ("Yardımınız için çok teşekkür ederim", "tr", None),
    ("شكرا جزيلا على المساعدة", "ar", None),
    ("بنتي تروح عالمدرسة لحالها، في باص؟", "ar", None),
    ("Можливо, скоро нам доведеться з'їхати з квартири", "uk", None),
    ("Потрібен термін у педіатра", "uk", None),
    ("Боюсь экзамена по немецкому", "ru", None),
    ("Есть ли помощь на школьные обеды", "ru", None),
    ("Chcę się nauczyć piec chleb", "pl", None),
    ("Nie chcę mieszkać w tym mieszkaniu, jest za małe", "pl", None),
    ("Cine are grijă de copilul meu cât lucrez", "ro", None),
    ("Am primit o scrisoare despre datorii", "ro", None),
    ("Получих писмо за дългове", "bg", None),
    ("پدرم سال گذشته فوت کرد، هزینه دفن را چه کسی می‌دهد", "fa", None),
    ("شاید به زودی خانه را از دست بدهیم، دنبال خانه جدیدیم", "fa", None),
)


@pytest.mark.parametrize(("text", "lang", "danger"), SENTENCES)
def test_a_sentence_is_its_danger(text: str, lang: str, danger: DangerKind | None, guide: Guide) -> None:
    assert understand(text, lang, guide, date(2026, 3, 1)).danger == danger
