"""A city is known by its name in every script, misspelt by a letter or two."""

import pytest

from knowledge.model import Guide
from knowledge.understand import city_of, closest

CITIES = (
    ("Marl", "marl"),
    ("marl.", "marl"),
    ("\u200bMarl\u200f", "marl"),
    ("Marll", "marl"),
    ("Марль", "marl"),
    ("марл", "marl"),
    ("مارل", "marl"),
    ("Castrop", "castrop-rauxel"),
    ("castrop rauxel", "castrop-rauxel"),
    ("Кастроп-Рауксель", "castrop-rauxel"),
    ("کاستروپ", "castrop-rauxel"),
    ("كاستروب", "castrop-rauxel"),
    ("Recklinghausen", "recklinghausen"),
    ("reklinghausen", "recklinghausen"),
    ("RE", "recklinghausen"),
    ("Реклінгхаузен", "recklinghausen"),
    ("Рекклингхаузен", "recklinghausen"),
    ("ريكلينغهاوزن", "recklinghausen"),
    ("رکلینگ‌هاوزن", "recklinghausen"),
    ("رکلینگ هاوزن", "recklinghausen"),
    ("Haltern", "haltern-am-see"),
    ("Haltern a.S.", "haltern-am-see"),
    ("Хальтерн", "haltern-am-see"),
    ("هالترن", "haltern-am-see"),
    ("Oer-Erkenschwick", "oer-erkenschwick"),
    ("erkenşvik", "oer-erkenschwick"),
    ("Еркеншвік", "oer-erkenschwick"),
    ("Dattelnn", "datteln"),
    ("داتلن", "datteln"),
    ("Dorsten", "dorsten"),
    ("Дорстен", "dorsten"),
    ("Gladbeck", "gladbeck"),
    ("Ґладбек", "gladbeck"),
    ("گلادبک", "gladbeck"),
    ("Herten", "herten"),
    ("HERTEN", "herten"),
    ("Гертен", "herten"),
    ("Waltrop", "waltrop"),
    ("Valtrop", "waltrop"),
    ("ڤالتروب", "waltrop"),
    *(
        (text, None)
        for text in ("", "👍", "ja", "Berlin", "Dortmund", "Bottrop", "Gelsenkirchen", "mail", "warten")
    ),
)


@pytest.mark.parametrize(("text", "city"), CITIES)
def test_a_city_is_known_in_every_script(text: str, city: str | None, guide: Guide) -> None:
    assert city_of(text, guide) == city


def test_every_name_and_alias_is_its_city(guide: Guide) -> None:
    names = {name: id_ for id_, city in guide.cities.items() for name in (city.name, *city.aliases)}
    assert {name: city_of(name, guide) for name in names} == names


def test_the_closest_name_is_given_by_its_place() -> None:
    assert closest("wohngelt ", ("Kindergeld", "Wohngeld")) == 1
    assert closest("wetter", ("Kindergeld", "Wohngeld")) is None
    assert closest("wetter", ()) is None
