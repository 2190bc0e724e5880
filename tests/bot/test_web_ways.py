"""The ways in and out of the page, what every answer carries, the widget, and how little a phone has to load."""

import gzip
import re
from pathlib import Path

import httpx
import pytest

from bot.channels.web import Site
from bot.channels.web.render import STATIC
from bot.channels.web.site import Door
from bot.desk import Office, web
from bot.phrase import COUNT, WORDS, as_told, new_phrase
from bot.tables import address, web_line, web_login, web_place
from tests.bot.scene import rows
from tests.page import HOST, Surfer, browser_at, surfer, the_page

GERMAN = {"accept-language": "de"}
SECURE = Site("https://lotse.example")
FRAMED = Site("https://lotse.example", ("https://www.marl.example", "https://herten.example"))


async def _talks(one: Surfer, words: str = "wohngeld") -> None:
    await one.opens(**GERMAN)
    await one.writes(words)


def _words(html: str) -> str:
    found = re.search(r"<strong>([a-z ]+)</strong>", html)
    assert found
    return found.group(1)


# words to come back with


def test_a_phrase_has_sixty_bits_and_can_be_typed_in_any_way() -> None:
    assert len(set(WORDS)) == 1024
    assert 1024**COUNT >= 2**60
    assert all(re.fullmatch("[a-z]{3,}", word) for word in WORDS)
    phrase = new_phrase()
    typed = phrase.upper().replace(" ", ",\n")
    assert as_told(f"  {typed}. ") == phrase


async def test_with_the_words_somebody_comes_back_from_another_device(office: Office) -> None:
    async with the_page(office) as (app, _), browser_at(app) as phone, browser_at(app) as library:
        one, other = Surfer(phone), Surfer(library)
        await _talks(one)
        assert "Wörter zeigen" in (await one.opens("/phrase")).text
        first = _words((await one.sends("/phrase", {})).text)
        await one.opens("/phrase")
        words = _words((await one.sends("/phrase", {})).text)
        await other.opens("/return", **GERMAN)
        assert (await other.sends("/return", {"words": first}, **GERMAN)).status_code == 404
        await other.sends("/return", {"words": words.upper()}, **GERMAN)
        assert "wohngeld" in other.html
        await other.writes("kindergeld")
        await one.opens()
        assert "kindergeld" in one.html
    (place,) = await rows(office, web_place)
    assert words not in str(place)
    assert place["recovery_hash"]


async def test_words_cannot_be_guessed_for_long(office: Office) -> None:
    async with surfer(office) as one:
        codes = [(await one.sends("/return", {"words": f"abend {n}"})).status_code for n in range(11)]
    assert codes == [404] * 10 + [429]


async def test_without_a_conversation_there_are_no_words(office: Office) -> None:
    async with surfer(office) as one:
        assert "words" in (await one.opens("/phrase", **GERMAN)).text
        assert (await one.sends("/phrase", {})).url.path == "/return"


# the end


async def test_after_the_end_nothing_stands_on_this_device_and_nobody_can_come_back(office: Office) -> None:
    async with surfer(office) as one:
        await _talks(one)
        await one.opens("/end")
        await one.sends("/end", {})
        assert "beendet" in one.html
        await one.opens(**GERMAN)
        assert "wohngeld" not in one.html
    assert await rows(office, web_login) == []
    assert await rows(office, web_line) == []
    (left,) = await rows(office, address)
    assert left["blocked_at"]


async def test_who_has_the_words_finds_all_after_the_end(office: Office) -> None:
    async with surfer(office) as one:
        await _talks(one)
        await one.opens("/phrase")
        words = _words((await one.sends("/phrase", {})).text)
        await one.opens("/end")
        await one.sends("/end", {})
        await one.opens("/return", **GERMAN)
        await one.sends("/return", {"words": words})
        assert "wohngeld" in one.html
    (left,) = await rows(office, address)
    assert left["blocked_at"] is None


@pytest.mark.parametrize("path", ["/end", "/phrase", "/return", "/open"])
@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "https://evil.example"}],
)
async def test_forms_of_other_sites_do_nothing(
    path: str, headers: dict[str, str], small_office: Office
) -> None:
    async with surfer(small_office) as one:
        await _talks(one)
        answer = await one.sends(path, {}, **headers)
        assert answer.status_code == 403
        await one.opens()
        assert "wohngeld" in one.html


async def test_a_form_without_the_mark_of_its_login_ends_nothing(small_office: Office) -> None:
    async with surfer(small_office) as one:
        await _talks(one)
        assert (await one.sends("/end", {"mark": "x"})).status_code == 403
    assert len(await rows(small_office, web_login)) == 1


@pytest.mark.parametrize("headers", [{}, {"origin": "null"}, {"origin": HOST}, {"sec-fetch-site": "none"}])
async def test_forms_of_ours_are_taken_from_old_and_new_browsers(
    headers: dict[str, str], small_office: Office
) -> None:
    async with surfer(small_office) as one:
        await one.opens(**GERMAN)
        assert (await one.writes("wohngeld", **headers)).status_code == 200


async def test_new_places_from_one_machine_have_a_limit(small_office: Office) -> None:
    post = web.Post("wohngeld", "", 0, "n")
    async with the_page(small_office) as (app, _), browser_at(app) as client:
        for _ in range(60):
            await web.say(small_office, "", post, "de", "", "127.0.0.1")
        one = Surfer(client)
        await one.opens(**GERMAN)
        answer = await one.writes("kindergeld")
    assert answer.status_code == 429
    assert "kindergeld</textarea>" in answer.text


# headers, cookies, widget


async def _every_page(one: Surfer) -> list[httpx.Response]:
    await _talks(one)
    paths = ("", "/phrase", "/return", "/end", "/open/x", "/file/1")
    return [await one.opens(path) for path in paths] + [await one.writes("kindergeld")]


async def test_every_page_is_strict_and_kept_nowhere(small_office: Office) -> None:
    async with surfer(small_office, SECURE) as one:
        for answer in await _every_page(one):
            policy = answer.headers["content-security-policy"]
            assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self';")
            assert policy.endswith("form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["referrer-policy"] == "no-referrer"
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["cross-origin-opener-policy"] == "same-origin"
            assert not re.search(r"<(script|style)(?! src)[^>]*>|\son\w+=|style=", answer.text)


async def test_the_cookie_is_for_this_host_alone(small_office: Office) -> None:
    async with the_page(small_office, SECURE) as (app, _), browser_at(app, SECURE.url) as client:
        sent = await client.post("/say", data={"text": "wohngeld", "nonce": "n"})
    cookie = sent.headers["set-cookie"]
    assert cookie.startswith("__Host-lotse=")
    assert cookie.endswith("; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure")
    assert Door(Site()).keep("t").endswith("SameSite=Lax")


async def test_without_sites_there_is_no_widget(small_office: Office) -> None:
    async with the_page(small_office, SECURE) as (app, _), browser_at(app) as client:
        for path in ("/widget", "/widget.js", "/widget/say"):
            assert (await client.get(path)).status_code == 404


async def test_the_widget_stands_on_the_named_sites_alone_and_is_a_conversation_of_its_own(
    small_office: Office,
) -> None:
    async with surfer(small_office, FRAMED, "/widget") as one:
        answer = await one.opens(**GERMAN)
        assert answer.headers["content-security-policy"].endswith(
            "frame-ancestors https://www.marl.example https://herten.example"
        )
        sent = await one.client.post("/widget/say", data=one.hidden | {"text": "wohngeld"})
        assert sent.headers["set-cookie"].startswith("__Host-lotse-widget=")
        assert sent.headers["set-cookie"].endswith("SameSite=None; Secure; Partitioned")
        assert sent.headers["location"].startswith("/widget?after=")
        await one.opens()
        assert "wohngeld" in one.html
        assert not re.findall(r'(?:href|action|data-events)="/(?!widget|assets|")', one.html)
        page = await one.client.get("/", headers=GERMAN)
        assert "wohngeld" not in page.text
        assert page.headers["content-security-policy"].endswith("frame-ancestors 'none'")
        script = await one.client.get("/widget.js")
        assert script.headers["content-type"].startswith("text/javascript")
        assert script.headers["cross-origin-resource-policy"] == "cross-origin"


async def test_the_first_load_is_small(small_office: Office) -> None:
    """Everything a phone loads at the first visit, compressed: page, style, script, icon."""
    async with the_page(small_office) as (app, _), browser_at(app) as client:
        transferred = 0
        first = await client.get("/", headers={"accept-language": "ar", "accept-encoding": "gzip"})
        paths = re.findall(r'(?:href|src)="(/assets/[^"]+)"', first.text)
        assert len(paths) == 3
        for path in ("/", *paths):
            async with client.stream("GET", path, headers={"accept-encoding": "gzip"}) as answer:
                raw = b"".join([part async for part in answer.aiter_raw()])
                assert answer.status_code == 200
                assert answer.headers.get("content-encoding") == "gzip" or len(raw) < 500
                assert answer.headers.get("content-encoding") != "gzip" or gzip.decompress(raw)
                transferred += len(raw) + len(str(answer.headers))
    assert transferred < 20_000  # of the 150 kB that it may be
    assert "@font-face" not in first.text


async def test_files_of_ours_may_be_kept_and_others_are_not_given(small_office: Office) -> None:
    async with the_page(small_office) as (app, _), browser_at(app) as client:
        kept = await client.get("/assets/0/page.css")
        assert kept.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert (await client.get("/assets/0/page.py")).status_code == 404
        assert (await client.get("/assets/0/..%2fask.py")).status_code == 404
    folder = Path(__file__).parents[2] / "bot" / "channels" / "web" / "static"
    assert {path.name for path in folder.iterdir()} == set(STATIC)


def test_our_style_knows_no_left_and_right() -> None:
    folder = Path(__file__).parents[2] / "bot" / "channels" / "web"
    for path in (*folder.rglob("*.css"), *folder.rglob("*.js"), *folder.rglob("*.html")):
        plain = path.read_text(encoding="utf-8")
        assert not re.search(
            r"(?i)\b(left|right|(margin|padding|border)-(top|bottom)|min-width|float)\b", plain
        ), path


async def test_our_own_mistake_is_said_kindly(small_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a person's words")

    async with surfer(small_office) as one:
        await _talks(one)
        monkeypatch.setattr(web, "lines", broken)
        answer = await one.opens()
    assert answer.status_code == 500
    assert "ein Fehler passiert" in answer.text
    assert "a person's words" not in answer.text


async def test_a_script_is_answered_in_its_way(small_office: Office) -> None:
    async with surfer(small_office) as one:
        await _talks(one)
        wanted = {"accept": "application/json"}
        taken = await one.client.post("/say", data=one.hidden | {"text": "kindergeld"}, headers=wanted)
        assert (taken.status_code, taken.content) == (204, b"")
        refused = await one.client.post("/say", data={"text": "x", "mark": "y"}, headers=wanted)
        assert refused.status_code == 403
        assert "zu alt" in refused.json()["message"]
