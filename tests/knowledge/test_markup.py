"""Markup of others becomes plain text, whatever it is."""

import unicodedata
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.formats.markup import plain


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        (" \n", ""),
        ("<br><!-- nothing --><img src='a.svg' alt='Telefon'>", ""),
        ("ohne Tags", "ohne Tags"),
        ("<p>M&#252;ll &amp; &Auml;mter&nbsp;hier</p>", "Müll & Ämter hier"),
        ("<p>Kinder<b>geld</b></p>", "Kindergeld"),
        ("<p>eins</p>\n<p>zwei\n  drei</p>", "eins\n\nzwei drei"),
        ("<h2>Titel</h2><div>eins<br>zwei</div>", "Titel\n\neins\nzwei"),
        ("<ul><li>eins</li>\n<li>zwei</li></ul>danach", "eins\nzwei\n\ndanach"),
        (
            "<table><tr><th>Amt</th><th>Tag</th></tr><tr><td>A<td><td>Mo</table>Ende",
            "Amt | Tag\nA | Mo\n\nEnde",
        ),
        ("a<script>alert('<p>x</p>')</script><style>p {}</style>b", "ab"),
        ("<svg><title>Pfeil</title></svg><iframe>alt</iframe>b", "b"),
        ("<p>nie zu", "nie zu"),
        ("</p></script>stray", "stray"),
        ("a < b", "a < b"),
        ("Sil\u00adben\u200btrenner \u202eNull\x00", "Silbentrenner Null"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("half \ud800 a pair", "half a pair"),
    ],
)
def test_markup_becomes_paragraphs_and_lines(html: str, text: str) -> None:
    assert plain(html) == text


@pytest.mark.parametrize(
    "part", ["<div>", "<p><b>", "<ul><li>", "<table><tr><td>", "<!--", "<svg>", "<", "&", "<a x='"]
)
def test_a_megabyte_of_nesting_is_read_at_once(part: str) -> None:
    began = monotonic()
    plain("<p>Anfang</p>" + part * (1_000_000 // len(part)) + "Ende")
    assert monotonic() - began < 10


def test_what_stands_deep_in_a_megabyte_of_tags_is_found() -> None:
    assert plain("<div>" * 200_000 + "Ende" + "</div>" * 200_000 + "<p>danach</p>") == "Ende\n\ndanach"


@given(
    st.text()
    | st.lists(st.sampled_from(["<p>", "</p>", "<li>", "<td>", "<script>", "&#", "x", "\n", "<!--"])).map(
        "".join
    )
)
def test_any_text_is_read_without_needless_blanks_and_hidden_characters(html: str) -> None:
    text = plain(html)
    assert text == text.strip()
    assert "\n\n\n" not in text
    assert "  " not in text
    assert not [char for char in text if unicodedata.category(char)[0] == "C" and char not in "\n\u200c"]
