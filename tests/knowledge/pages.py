"""A small made-up Integreat file, German and English, as its API gives them."""

import json
from collections.abc import Mapping
from typing import Any

REGION = "/musterkreis"
MARKUP = """<h2>So geht&#8217;s</h2><script>track('x')</script><ul><li>Vormerken lassen</li><li>Gebühr klären</li></ul>
<table><tr><td>Mo</td><td>8&nbsp;Uhr</td></tr></table><p><img src="tel.svg">Tel&shy;efon</p>"""
# Id, path below the language, path of the page above, title, markup.
GERMAN = (
    (11, "familie", "", "Familie &amp; Kinder", ""),
    (12, "familie/kita", "familie", "Kinderbetreuung", "<p>Die Kita nimmt Kinder ab drei Jahren.</p>"),
    (
        13,
        "familie/kita/anmelden",
        "familie/kita",
        "Kitaplatz über das Jugendamt anmelden",
        MARKUP,
    ),
    (14, "familie/leer", "familie", "Leere Seite", "<p>&nbsp;<img src='bild.png'></p>"),
    (15, "notfall", "", "Notfall", "<div>Rufen Sie 112.<br>Sofort.</div>"),
    (16, "verloren", "gibt-es-nicht", "Fundbüro", "<p>" + "Verlorenes liegt hier. " * 30 + "</p>"),
)
ENGLISH = (
    (21, "family", "", "Family and children", ""),
    (22, "family/childcare", "family", "Childcare", "<p>Daycare takes children from three years.</p>"),
    (
        23,
        "family/childcare/register",
        "family/childcare",
        "Register for daycare",
        "<p>Ask the youth office.</p>",
    ),
    (24, "family/empty", "family", "Empty page", " "),
    (25, "emergency", "", "Emergency", ""),
    (99, "only-here", "", "Only here", "<p>There is no German page.</p>"),
)
# English id to German id.
SAME = {21: 11, 22: 12, 23: 13, 24: 14, 25: 15}


def german() -> list[dict[str, Any]]:
    return [page(*row, lang="de", others={}) for row in GERMAN]


def english() -> list[dict[str, Any]]:
    return [
        page(*row, lang="en", others={"de": {"id": SAME[row[0]]}} if row[0] in SAME else {})
        for row in ENGLISH
    ]


def page(
    id_: int, path: str, above: str, title: str, content: str, *, lang: str, others: Mapping[str, Any]
) -> dict[str, Any]:
    full = f"{REGION}/{lang}/{path}/"
    parent = f"{REGION}/{lang}/{above}/" if above else None
    return {
        "id": id_,
        "url": f"https://example.org{full}",
        "path": full,
        "title": title,
        "last_updated": "2026-02-03T23:30:00.000+01:00",
        "excerpt": "",
        "content": content,
        "parent": {"id": 0, "url": None, "path": parent},
        "available_languages": dict(others),
    }


def as_bytes(pages: Any) -> bytes:
    return json.dumps(pages).encode()
