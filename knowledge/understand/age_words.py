"""The words of ten languages that ages are told with: units, and the words around a number that make it an age."""

import re

from knowledge.understand.normalize import fold
from knowledge.understand.told_words import folded

# Nothing but an age is said so.
_SURE = (
    r"alt|jahrig\w*|yo|old|yasinda\w*|yaslarinda\w*|yasina|yas|yasindayim|letni\w*|letnyaya|летн\w*|літн\w*|річн\w*|"
    r"годишн\w*|годишен|ساله\w*|سالشه|سالمه|سالش|سالم"
)
_YEARS = r"jahre?n?|j|jahr|years?|yrs?|yr|лет|года|год|годик\w*|годов|рік|рок\w*|рочк\w*|літ|г|години|годинки|ani|anisori|anisor|an|lat|lata|latka|latek|rok|roczek|let|goda|god|rokiv|roky|rik|godini|godina|сال|سال|سنه|سنين|سنوات|سني|sene|snin|sneen|sanawat|sal|saale|sale|saleh"
_MONTHS = r"monat\w*|mon|mos?|months?|mth|ay|aylik\w*|місяц\w*|місячн\w*|месяц\w*|месячн\w*|мес|miesi\w*|luni|luna|месеца|месец|месечн\w*|شهر|اشهر|شهور|ماه|ماهه\w*|mesyac\w*|misyac\w*|shahr|shhur"
_WEEKS = r"wochen?|weeks?|wks?|hafta|haftalik\w*|тижн\w*|тижд\w*|недел\w*|tygodni\w*|saptamani|saptamana|седмиц\w*|اسابيع|اسبوع|هفته"
UNITS = tuple(
    (kind, re.compile(fold(forms)))
    for kind, forms in (("sure", _SURE), ("years", _YEARS), ("months", _MONTHS), ("weeks", _WEEKS))
)
HALVES = folded(
    "halb einhalb half bucuk half نص ونص نيم ونيم jumatate і з половиною пол пів pol wpół a and și si و"
)
# One word that is an age, by its beginning and its end.
_BEGINNINGS = (
    "halb|пів|полу|pół",
    "ein|годовал|однор|одного|однорічн|едного|roczn|yek|یک",
    "zwei|zwo|дво|двух|dwu|две|дву|دو",
    "drei|три|трьох|трех|trzy|سه",
    "vier|чотири|чотирьох|четырех|czter|четири|چهار",
    "fünf|п'яти|пяти|pięcio|пет|پنج",
    "sechs|шести|sześcio|шест|شش",
    "sieben|семи|siedmio|седем|هفت",
    "acht|восьми|ośmio|осем|هشت",
    "neun|дев'яти|девяти|dziewięcio|девет|نه",
    "zehn|десяти|dziesięcio|десет|ده",
)
_END = r"(?:jahrig\w*|jahrchen|річн\w*|річок|летн\w*|летк\w*|latek|latk\w*|letni\w*|годишн\w*|годишен|ساله\w*|iaczk\w*|iak\w*)"
IN_ONE_WORD = tuple(re.compile(rf"(?:{fold(begin)}){_END}") for begin in _BEGINNINGS)
WITHOUT_NUMBER = tuple(
    (value, re.compile(fold(forms)))
    for value, forms in (
        (
            1,
            "годик\\w*|рочок|roczek|roczn(?:y|a|ego|ej|iak\\w*|iaczk\\w*)|годовал\\w*|однорічн\\w*|однолетн\\w*|полтора|полутора|півтора|poltora|półtora|półtoraroczn\\w*|anderthalb\\w*|سنه",
        ),
        (2, "سنتين|سنتان|عامين|senten|santain"),
        (0, "شهرين|شهران|shahren"),
    )
)
# Words behind which years are a time that passed or will pass.
LASTING = folded(
    "vor alle every her каждые кожні всеки fiecare كل هر seit nach fast ab für fuer in bis über ueber insgesamt noch for since after within over than nearly almost last past за уже через после более больше вже понад більше "
    "від od przez za po ponad już acum peste timp от преди след вече над منذ من قبل بعد صارلي صارلنا صرلي صرلنا لمدة از بعد طی مدت حدود son yaklaşık kaç"
)
PASSED = folded(
    "ago یه tomu назад тому önce sonra dir dır beri پیش قبل lang lehrjahr ehe erfahrung arbeit gearbeitet beruf warten wartezeit temu "
    "подряд поспіль experience стажа стажу stażu kita seit стаж очікування работы роботи pracy berufserfahrung nie nicht keine "
    "lebe leben wohne wohnen live living bekledim bekliyoruz yaşıyorum yaşıyoruz живу живем живемо живеем живея mieszkam mieszkamy locuiesc locuim"
)
# The same, but where a child stands just before: "Kind 5 Jahre in Marl".
IN_A_PLACE = folded("است in hier в у w na în la при")
BRIDGE = folded(
    "ist sind is are was erst grade gerade jetzt schon fast bald aged age of von var e este are sunt has imame ima има е са є це это has have mam ma mają są we both beide je im alter "
    "عمره عمرها عمرهم عمر عنده عندها اعمارهم سن است هستند دارد sind's only just turned turns wird werden де di de cu на по лет віком возрасте wieku w в у years klein kleine kleiner großer"
)
JOINS = folded(
    "und u and ve y і та и й i oraz si și و ile un bzw sowie biri diğeri öbürü öteki والتاني والتانية والثاني والثانية والاخر والاخرى"
)
PRONOUNS = folded(
    "sie er die der es he she they shes hes theyre it вона він воно їй йому їм она он ему ей им им ona on ono mu jej ma ea el ei тя той то те му й им "
    "عمره عمرها عمرهم عمرو هو هي هم او اون اونا سنش o onlar"
)
OF_AGE = re.compile(
    fold("عمره|عمرها|عمرهم|عمرو|اعمارهم|عمر|aged|wieku|возрасте|віці|віком|вік|възраст|varsta")
)
BORN = re.compile(
    fold(
        "geb|geboren\\w*|jahrgang|jg|born|doğumlu\\w*|rocznik|ur|urodz\\w*|născut\\w*|родил\\w*|родом|роден\\w*|народи\\w*|народж\\w*|مواليد|متولد|г|р"
    )
)


COUNTED_BY = re.compile(
    r"klasse\w*|kl|class|grade|clasa|klasa|klasie|клас\w*|صف|الصف|كلاس|sinif\w*|lehrjahr\w*|semester\w*|etage|stock|og|mal|schuljahr\w*|rate\w*|grad"
)
SMALL = folded(
    "mit der die das und oder aber in alleine allein ohne noch hat with who and or but has from ve ama з який яка и с который которая но а "
    "z i który która ale cu și care dar с който която و که با ولی اللي alter habe hab brauche suche möchte geworden wird has old alone"
)
