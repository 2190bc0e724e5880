"""Numbers in words, ordinals, and the units that ages are told in, in ten languages. Owns no meaning beyond that."""

import re
from functools import lru_cache

from knowledge.understand.normalize import fold
from knowledge.understand.told_words import folded

# From one on; `/` parts forms of one number, a space parts numbers.
_COUNTED = {
    "de": "ein/eine/einem/einen/eins/eineinhalb zwei/zwo/zwee drei vier fünf/fuenf sechs sieben acht neun zehn elf zwölf dreizehn "
    "vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig",
    "en": "one/a two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty",
    "tr": "bir iki üç dört beş altı yedi sekiz dokuz on onbir oniki onüç ondört onbeş onaltı onyedi onsekiz ondokuz yirmi",
    "ar": "واحدة/واحد/وحدة اثنين/ثنتين/تنين ثلاث/ثلاثة/تلات/تلاته اربع/اربعة خمس/خمسة ست/ستة سبع/سبعة ثمان/ثمانية/تمان/تماني "
    "تسع/تسعة عشر/عشرة احدعش/احداشر اطنعش/اتناشر تلطعش/تلتاشر اربعطعش خمسطعش سطعش سبعطعش تمنطعش تسعطعش عشرين",
    "uk": "один/одна/одного/року два/дві/двох/двом три/трьох/трьом чотири/чотирьох п'ять/п'яти шість/шести сім/семи вісім/восьми "
    "дев'ять/дев'яти десять/десяти одинадцять дванадцять тринадцять чотирнадцять п'ятнадцять шістнадцять "
    "сімнадцять вісімнадцять дев'ятнадцять двадцять",
    "ru": "один/одна/одного два/две/двух три/трёх четыре/четырёх пять/пяти шесть/шести семь/семи восемь/восьми "
    "девять/девяти десять/десяти одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать "
    "семнадцать восемнадцать девятнадцать двадцать",
    "pl": "jeden/jedna/jednego dwa/dwie/dwóch trzy/trzech cztery/czterech pięć/pięciu sześć/sześciu siedem/siedmiu "
    "osiem/ośmiu dziewięć/dziewięciu dziesięć/dziesięciu jedenaście dwanaście trzynaście czternaście piętnaście "
    "szesnaście siedemnaście osiemnaście dziewiętnaście dwadzieścia",
    "ro": "un/una/unu/o doi/două trei patru cinci șase/sase șapte opt nouă zece unsprezece doisprezece treisprezece "
    "paisprezece cincisprezece șaisprezece șaptesprezece optsprezece nouăsprezece douăzeci",
    "bg": "един/една/едно два/две/двама три/трима четири/четирима пет шест седем осем девет десет единадесет/единайсет "
    "дванадесет/дванайсет тринадесет/тринайсет четиринадесет/четиринайсет петнадесет/петнайсет "
    "шестнадесет/шестнайсет седемнадесет/седемнайсет осемнадесет/осемнайсет деветнадесет/деветнайсет двадесет/двайсет",
    "fa": "یک/یه دو سه چهار/چار پنج شش/شیش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده/پونزده شانزده هفده/هیفده "
    "هجده/هیجده نوزده بیست",
}  # fmt: skip
_TENS = {
    30: "dreißig thirty otuz ثلاثين/تلاتين тридцять тридцать trzydzieści treizeci тридесет/трийсет سی",
    40: "vierzig forty kırk اربعين сорок czterdzieści patruzeci четиридесет/четирийсет چهل",
    50: "fünfzig fifty elli خمسين п'ятдесят пятьдесят pięćdziesiąt cincizeci петдесет پنجاه",
    60: "sechzig sixty altmış ستين шістдесят шестьдесят sześćdziesiąt șaizeci шестдесет شصت",
    70: "siebzig seventy yetmiş سبعين сімдесят семьдесят siedemdziesiąt șaptezeci седемдесет هفتاد",
    80: "achtzig eighty seksen ثمانين вісімдесят восемьдесят osiemdziesiąt optzeci осемдесет هشتاد",
}
_GERMAN_ONES = ("ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
_GERMAN_TENS = ("zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig")
# Ordinals as stems, from the first on, for classes of a school.
_ORDINALS = (
    "erst(e|en|er)|first|birinci|اول|اولى|перш|перв|pierwsz|întâi|prima|първ|اول",
    "zweit|zwoat|second|ikinci|ثاني|ثانيه|تاني|тانيه|друг|втор|drugi|drugiej|doua|دوم",
    "dritt|third|üçüncü|ثالث|تالت|треті|треть|трети|trzeci|treia|سوم",
    "viert|fourth|dördüncü|رابع|четвер|четвърт|czwart|patra|چهارم",
    "fünft|fuenft|fifth|beşinci|خامس|п'ят|пят|пети|piąt|cincea|پنجم",
    "sechst|sixth|altıncı|سادس|шост|шест|szóst|șasea|ششم",
    "siebt|seventh|yedinci|سابع|сьом|седьм|седми|siódm|șaptea|هفتم",
    "achte(n|r|)\\b|eighth|sekizinci|ثامن|تامن|восьм|осми|ósm|opta|هشتم",
    "neunte|ninth|dokuzuncu|تاسع|дев'ят|девят|девети|dziewiąt|noua|نهم",
    "zehnte|tenth|onuncu|عاشر|десят|десети|dziesiąt|zecea|دهم",
)
_ONLY_WITH_A_UNIT = folded(
    "a on o un una unu ein eine einem einen one bir один одна одного един една едно نه ده سه دو یک یه ست "
    "року jeden jedna jednego acht elf"
)
_DIGITS = re.compile(r"و?(\d{1,4})([^\W\d_]{0,12})")  # "و5": and five


def _table() -> dict[str, int]:
    table: dict[str, int] = {}
    for counted in _COUNTED.values():
        for value, forms in enumerate(counted.split(), 1):
            table |= {fold(form): value for form in forms.split("/")}
    for value, counted in _TENS.items():
        table |= {fold(form): value for forms in counted.split() for form in forms.split("/")}
    for ten, word in enumerate(_GERMAN_TENS, 2):
        for one, form in enumerate(_GERMAN_ONES, 1):
            table[fold(f"{form}und{word}")] = ten * 10 + one
    return table


_NUMBERS = _table()
_ORDINAL = tuple(re.compile(f"(?:{fold(stems)})") for stems in _ORDINALS)


def number(word: str) -> int | None:
    """The number that a folded word begins with or is, from 0 to 9999: "3", "3j", "drei", "ثلاث"."""
    digits = _DIGITS.fullmatch(word)
    return int(digits[1]) if digits else _NUMBERS.get(word)


def bare_number(word: str) -> int | None:
    """The same, but not where the word may be another: the articles, "on", "acht"."""
    return None if word in _ONLY_WITH_A_UNIT else number(word)


def unit_in(word: str) -> str:
    """What is written onto a number without a space: "yo" of "3yo"."""
    digits = _DIGITS.fullmatch(word)
    return digits[2] if digits else ""


@lru_cache(maxsize=5_000)
def ordinal(word: str) -> int | None:
    """The place that a folded word names: 2 for "zweite", "ikinci", "второй"."""
    return next((place for place, stems in enumerate(_ORDINAL, 1) if stems.match(word)), None)
