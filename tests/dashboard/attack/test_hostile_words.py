"""Whatever people type or send is shown as words: never as markup, a link, a picture, a sign, a formula, a script."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from dashboard.components.urgent_notice import SEEN_BY_CLIENTS
from dashboard.door.identity import COOKIE
from dashboard.door.paths import SIGN_OUT, START_FORM
from dashboard.shell.menu import menu_of
from tests.dashboard.attack.hostile import CODE, MARK, NAME, PEOPLE, make_hostile_clinic, write_hostile_packs
from tests.dashboard.serving.drawn import wait_until_drawn
from tests.dashboard.serving.open_page import open_page
from tests.dashboard.serving.running import FORM, running_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from google.protobuf.message import Message
    from playwright.sync_api import Browser

    from tests.dashboard.serving.running import RunningServer

AS_IT_IS = (
    "bidi_component.json",
    "button.id",
    "echarts_chart.spec",
    "multiselect.options",
    "multiselect.raw_values",
    "plotly_chart.alt",
    "selectbox.options",
    "text_area.default",
    "text_area.value",
    "text_input.default",
    "text_input.value",
)
"""Fields of a page in which the browser is shown every letter, or nobody anything; what components of ours make of
theirs is looked at in a browser below."""

AS_MARKUP = re.compile(
    r"(?<!\\)(?:\*Zz9\*|# Zz9|\[l\]|!\[i|<(?:img|script|b>|i>|a |para|font)|\$x\$|`c`|&amp;)"
    r"|(?<!\\):(?:red|smile|material)"
    "|\u202e"
)
HTML = re.compile(r"<(?:img src=x|img src=\"http|script|b>b|i>\[l|a href=\"http|para|font)")

EPISODE = ("episode",)
ASKED = (
    (),
    EPISODE,
    ("episode", "session"),
    ("episode", "plan"),
    ("episode", "transcript"),
    ("episode", "recording"),
    ("episode", "scale"),
    ("person",),
    ("ended",),
)
"""By what pages are asked for: each has every one of these."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningServer, dict[str, str]]]:
    folder = tmp_path_factory.mktemp("hostile") / "clinic"
    asked = make_hostile_clinic(folder)
    packs = folder.parent / "packs"
    write_hostile_packs(packs)
    with running_server(folder, MENDLINE_KEEP_RECORDINGS="1", MENDLINE_WORDING=str(packs)) as server:
        yield server, asked


def texts_in(message: Message, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a message, with the names of the fields that lead to it."""
    for field, value in message.ListFields():
        for one in value if field.is_repeated else [value]:
            if field.type == field.TYPE_MESSAGE:
                if not field.message_type.GetOptions().map_entry:
                    yield from texts_in(one, f"{path}.{field.name}")
            elif field.type == field.TYPE_STRING:
                yield f"{path}.{field.name}", one


def shown(server: RunningServer, name: str, asked: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Every text on every page of a person: page, field and text."""
    lines = menu_of(PEOPLE[name].role)
    asks = [(line.address, names) for line in lines for names in (ASKED[:1] if line.in_menu else ASKED)]
    asks += [(line.address, ("case",)) for line in lines if line.address == "seen-together"]
    for page, names in asks:
        query = "&".join(f"{'episode' if one == 'ended' else one}={asked[one]}" for one in names)
        with open_page(server, server.token(PEOPLE[name])) as opened:
            drawn = opened.run(page, query)
        assert "Something went wrong" not in drawn.raw, (page, query)
        # whoever sees a page can end the session on it, or on the one that it leads back to
        if page in SEEN_BY_CLIENTS:
            assert any(element.WhichOneof("type") == "page_link" for element in drawn.elements), (page, query)
        else:
            assert SIGN_OUT in drawn.raw, (page, query)
            assert "Sign out</button>" in drawn.raw, (page, query)
        for message in drawn.messages:
            yield from ((f"{page}?{'&'.join(names)}", path, text) for path, text in texts_in(message))


@pytest.mark.parametrize("name", PEOPLE)
def test_no_page_takes_peoples_words_for_markup(hostile: tuple[RunningServer, dict[str, str]], name: str) -> None:
    server, asked = hostile
    taken, pages = set(), set()
    for page, path, text in shown(server, name, asked):
        if MARK in text and not path.endswith(AS_IT_IS):
            pages.add(page)
            wrong = HTML if path.endswith("html.body") else AS_MARKUP
            taken |= {(page, path, found[0]) for found in wrong.finditer(text)}
    assert pages, "nothing hostile was shown: nothing was tried"
    assert taken == set()


FILES = {
    "/api/course.svg?episode={episode}&show=events,dates": b"<svg",
    "/api/course.csv?episode={episode}&show=events,dates": b"Session",
    "/api/transcript.vtt?episode={episode}&transcript={transcript}": b"WEBVTT",
    "/api/transcript.json?episode={episode}&transcript={transcript}": b"{",
    "/api/blank-form?scale=phq9&sheet=letter": b"%PDF",
    "/api/packet.pdf?episode={episode}&plan={plan}": b"%PDF",
    "/api/progress-report.pdf?episode={episode}": b"%PDF",
    "/api/progress-report.pdf?episode={episode}&for=client": b"%PDF",
    "/api/documentation.txt?episode={episode}": b"Session documentation",
    "/api/client-export.zip?episode={episode}": b"PK",
    "/api/service-report.pdf?report={report}": b"%PDF",
}
OF = {"/api/service-report.pdf?report={report}": "dan"}
"""Whose files they are, where they are not the clinician's."""


@pytest.mark.parametrize("path", FILES)
def test_no_file_takes_peoples_words_for_markup(hostile: tuple[RunningServer, dict[str, str]], path: str) -> None:
    server, asked = hostile
    reply = server.fetch(path.format_map(asked), token=server.token(PEOPLE[OF.get(path, "ann")]))
    assert reply.status == 200
    assert FILES[path] in reply.body[:200]
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert re.fullmatch(r'(attachment|inline); filename="[\w.-]+"', reply.headers["content-disposition"])
    if path.startswith("/api/course.svg"):
        names = {element.tag.rpartition("}")[2] for element in ET.fromstring(reply.body).iter()}  # noqa: S314 - our own
        assert not names & {"script", "image", "a", "foreignObject", "iframe"}
        assert b'onerror="' not in reply.body
    elif path.startswith("/api/course.csv"):
        assert not re.search(rb"(?m)(^|,)\"?[=+@]", reply.body)
    elif FILES[path] == b"%PDF":
        pdf = PdfReader(io.BytesIO(reply.body))
        text = "".join(page.extract_text() for page in pdf.pages)
        # narrow columns break a name anywhere
        letters = re.sub(r"\s", "", text)
        assert AS_TYPED[path.partition("?")[0]] in letters, "what was typed must stand there letter by letter"
        assert not [page for page in pdf.pages if page.get("/Annots")]
        assert not {"/OpenAction", "/AA", "/JavaScript"} & set(pdf.trailer["/Root"])


def test_a_wording_pack_that_turns_letters_around_is_not_printed(
    hostile: tuple[RunningServer, dict[str, str]],
) -> None:
    server, _ = hostile
    reply = server.fetch("/api/blank-form?scale=gad7", token=server.token(PEOPLE["ann"]))
    assert reply.status == 422
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    assert b"U+202E" in reply.body


AS_TYPED = {
    "/api/blank-form": "<b>b</b>",
    "/api/packet.pdf": "<b>b</b>",
    "/api/progress-report.pdf": "<b>b</b>",
    "/api/service-report.pdf": "<imgsrc=x",
}
SEEN_BY = {
    "ann": [
        "",
        "client?episode",
        "record?episode",
        "transcript?episode&transcript",
        "reading?episode&session",
        "repair?episode&plan",
        "packet?episode&session",
        "goals?episode",
        "documentation?episode",
        "note?episode&session",
        "notes?episode",
        "formulation?episode",
        "ratings?episode",
        "patterns?episode",
        "search?episode",
        "learning",
    ],
    "sue": ["", "client?episode", "repair?episode&plan", "packet?episode&session", "learning", "alliance", "outcomes"],
    "dan": ["", "alliance", "outcomes", "board", "service-report"],
    "admin": ["", "person?person", "wording"],
}
LOOK = """() => ({
    hit: window.__hit ?? null,
    pictures: [...document.querySelectorAll("img")].map(one => one.src).filter(one => !one.startsWith("data:")),
    links: [...document.querySelectorAll("a")].map(one => one.href).filter(one => !one.startsWith(location.origin)),
    words: document.body.innerText.includes("Zz9"),
    coloured: document.querySelectorAll(".stMarkdownColoredText, .katex").length,
})"""


@pytest.mark.browser
@pytest.mark.parametrize("name", SEEN_BY)
def test_in_a_browser_nothing_runs_and_nothing_is_asked_for_elsewhere(
    hostile: tuple[RunningServer, dict[str, str]], browser: Browser, name: str
) -> None:
    server, asked = hostile
    context = browser.new_context(base_url=server.url)
    context.add_cookies([{"name": COOKIE, "value": server.token(PEOPLE[name]), "url": server.url}])
    page, elsewhere, dialogs = context.new_page(), [], []
    page.on("request", lambda one: elsewhere.append(one.url) if "x.example" in one.url else None)
    page.on("dialog", lambda one: (dialogs.append(one.message), one.dismiss()))
    shown = []
    for address in SEEN_BY[name]:
        where, _, names = address.partition("?")
        page.goto(f"/{where}?" + "&".join(f"{one}={asked[one]}" for one in names.split("&") if one))
        page.get_by_role("heading", level=1).first.wait_for(timeout=25_000)
        wait_until_drawn(page)
        look = page.evaluate(LOOK)
        shown.append(look.pop("words"))
        own = f"{server.url}/static/mendline/mark.svg"
        assert look == {"hit": None, "pictures": [own], "links": [], "coloured": 0}, address
    context.close()
    assert (elsewhere, dialogs) == ([], [])
    assert any(shown)


@pytest.mark.browser
def test_a_form_that_names_who_comes_next_shows_names_letter_by_letter(
    hostile: tuple[RunningServer, dict[str, str]], browser: Browser
) -> None:
    server, asked = hostile
    both = "&".join(f"ask={asked[one]}:client:0:ors" for one in ("episode", "second"))
    named = {"origin": server.url, "content-type": FORM}
    begun = server.fetch(START_FORM, "POST", token=server.sign_in(PEOPLE["ann"]), headers=named, body=both)
    assert begun.status == 303, begun.body
    context = browser.new_context(base_url=server.url)
    cookies = [{"name": name, "value": value, "url": server.url} for name, value in begun.cookies.items() if value]
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page, elsewhere, dialogs, broken = context.new_page(), [], [], []
    page.on("request", lambda one: elsewhere.append(one.url) if "x.example" in one.url else None)
    page.on("dialog", lambda one: (dialogs.append(one.message), one.dismiss()))
    page.on("pageerror", lambda one: broken.append(str(one)))
    page.goto(begun.headers["location"])
    title = page.get_by_role("heading", level=1).filter(has_text=MARK)
    expect(title).to_be_visible()
    assert NAME in title.inner_text() or CODE in title.inner_text(), title.inner_text()
    assert page.evaluate(LOOK) | {"words": True} == {
        "hit": None,
        "pictures": [],
        "links": [],
        "words": True,
        "coloured": 0,
    }
    told = json.loads(page.locator("#screen").get_attribute("data-content") or "")
    assert len(told) == 2
    assert page.evaluate("({}).hit") is None
    context.close()
    assert (elsewhere, dialogs, broken) == ([], [], [])


@pytest.mark.browser
def test_what_lies_in_a_tablets_browser_cannot_change_what_all_things_have(
    hostile: tuple[RunningServer, dict[str, str]], browser: Browser
) -> None:
    server, asked = hostile
    named = {"origin": server.url, "content-type": FORM}
    begun = server.fetch(
        START_FORM,
        "POST",
        token=server.sign_in(PEOPLE["ann"]),
        headers=named,
        body=f"ask={asked['second']}:client:0:ors",
    )
    assert begun.status == 303, begun.body
    context = browser.new_context(base_url=server.url)
    context.add_cookies(
        [{"name": one, "value": value, "url": server.url} for one, value in begun.cookies.items() if value]
    )
    page, broken = context.new_page(), []
    page.on("pageerror", lambda one: broken.append(str(one)))
    page.goto(begun.headers["location"])
    expect(page.get_by_role("slider")).to_have_count(4)
    page.get_by_role("slider").first.press("ArrowRight")
    page.evaluate(POISON)
    page.reload()
    expect(page.get_by_role("slider")).to_have_count(4)
    assert page.evaluate("[({}).poisoned, [].poisoned, Object.keys(Object.prototype).length]") == [None, None, 0]
    context.close()
    assert broken == []


POISON = """() => {
    const bad = '{"__proto__":{"poisoned":1},"constructor":{"prototype":{"poisoned":1}}}'
    const keys = Object.keys(localStorage)
    if (!keys.length) throw new Error("nothing is kept here: nothing was tried")
    for (const key of keys) localStorage.setItem(key, bad)
}"""
