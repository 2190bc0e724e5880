"""A hundred texts that would break a page or run in it, were they not shown as what they are: text."""

import random
from collections.abc import Iterator

COUNT = 100
MARK = "hostile-ran"
"""A script that runs would set this as the title of the page."""
LONGEST = 10_000
_DO = f"document.title='{MARK}'"
_MARKUP = (
    f"<script>{_DO}</script>",
    f"</div></main><script>{_DO}</script>",
    f'<img src=x onerror="{_DO}">',
    f"<svg/onload={_DO}>",
    f'"><svg onload="{_DO}">',
    f"' onmouseover='{_DO}' x='",
    f"</textarea><script>{_DO}</script>",
    f"</title><script>{_DO}</script>",
    f"<!--><script>{_DO}</script>-->",
    f"<![CDATA[<script>{_DO}</script>]]>",
    f"<iframe srcdoc='<script>parent.{_DO}</script>'></iframe>",
    f'<a href="javascript:{_DO}">hier klicken</a>',
    f"<form action='/console/sign-out' method='post'><button autofocus onfocus={_DO}>weiter</button></form>",
    f"<div hx-get='/console' hx-trigger='load' hx-on:htmx:after-request='{_DO}'>x</div>",
    "<meta http-equiv='refresh' content='0;url=https://evil.example'>",
    "<base href='https://evil.example/'>",
    "<style>body { display: none }</style>",
    "<link rel='stylesheet' href='https://evil.example/x.css'>",
    "<plaintext>",
    "<xmp>",
    "<template><slot>",
    "</body></html>",
    "<details open ontoggle=x><summary>x",
    "{{ 7 * 7 }} {% raw %} ${7*7} #{7*7} <%= 7*7 %>",
    "&lt;script&gt;&#60;script&#62;&amp;lt;",
    "\\u003cscript\\u003e \\x3cscript\\x3e %3Cscript%3E",
    "javascript:alert(1) data:text/html,<script>1</script>",
    "'; DROP TABLE case; -- \" ` $(reboot) | ../../../etc/passwd",
    "\r\nSet-Cookie: x=y\r\n\r\n<html>",
    "event: case\ndata: {}\n\nid: 1",
)
_CONTROLS = (
    "\u202eevil text that runs backwards",
    "\u202dforced\u202e back\u202c and forth",
    "\u2066\u2067\u2068 never closed",
    "\u2069\u2069\u2069\u202c\u202c closed too often",
    "\u200f\u200e\u061c marks of direction",
    "pay\u202epal\u202c.example",
    "zero\u200bwidth\u200cjoiners\u200d\ufeff\u2060",
    "\u00ad" * 200,
    "\u034f\u115f\u1160\u3164\uffa0 letters that cannot be seen",
    "Z" + "\u0335\u0301\u0316\u0489" * 200 + "algo",
    "\u0e49" * 500,
    "a\u2028b\u2029c\u0085d\u000be\u000cf",
    "\u0001\u0002\u0007\u0008\u001b[31mred\u001b[0m\u007f",
    "\ufffd\ufffe\uffff\U0001ffff",
    "\U000e0041\U000e0042\U000e007f tags",
    "👨‍👩‍👧‍👦" * 100,
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f" * 50,
    "ﷺ" * 300,
    "𒐫" * 200,
    "\t" * 500 + "x",
)
_LONG = (
    "a" * LONGEST,
    "ا" * LONGEST,
    "a " * (LONGEST // 2),
    "\n" * LONGEST,
    "https://example.org/" + "x" * (LONGEST - 20),
    "<b>" * (LONGEST // 3),
    "\u202e" * LONGEST,
    "W" * 200,
    "—" * 300,
    "-" * 1600,
)
_PIECES = (*_MARKUP, *_CONTROLS, "سلام", "Привіт", "Guten Tag", " ", "\n")


def texts(seed: int = 5) -> tuple[str, ...]:
    """All of them, the same each time; what is not listed is mixed from what is."""
    listed = (*_MARKUP, *_CONTROLS, *_LONG)
    return (*listed, *_mixed(random.Random(seed), COUNT - len(listed)))


def _mixed(chance: random.Random, count: int) -> Iterator[str]:
    for _ in range(count):
        yield "".join(chance.choices(_PIECES, k=chance.randint(2, 6)))[:LONGEST]
