"""A bare page with the form on it, without any server: the browser asks, the test hands it the files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dashboard.components import rating_line
from tests.dashboard.components.variants import content_of
from tests.dashboard.serving.accessible import violated_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Locator, Page, Route

SITE = "http://form.test"
ASSETS = Path(rating_line.__file__).parent / "assets"
PAGE = """<!doctype html><html lang="en"><head><title>form</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/rating_form.css"></head>
<body><main><h1>A form</h1><div id="room"></div></main><div style="height: {below}vh"></div>
<script type="module">
import {{ draftOf, mountForm }} from "/rating_form.js";
globalThis.sent = [];
globalThis.told = [];
const draft = draftOf("test");
const onSend = (filled) => sent.push(filled);
const onCrisis = (filled) => told.push(filled);
globalThis.mounted = await mountForm(document.getElementById("room"), {content}, {{ draft, onSend, onCrisis }});
document.body.dataset.ready = "";
</script></body></html>"""
SPEECH = """
globalThis.said = [];
const speech = new EventTarget();
speech.voices = %s;
speech.getVoices = () => speech.voices;
speech.speak = (words) => { said.push([words.voice?.name, words.lang, words.text]); speech.now = words; };
speech.cancel = () => { const { now } = speech; speech.now = null; now?.onerror?.(); };
speech.finish = () => { const { now } = speech; speech.now = null; now.onend(); };
Object.defineProperty(globalThis, "speechSynthesis", { value: speech });
globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
"""What a browser with voices offers: the machines of these tests have none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The form in a browser, as a client meets it."""

    page: Page

    def line(self, number: int) -> Locator:
        return self.page.get_by_role("slider").nth(number)

    def spoken(self, number: int) -> str | None:
        return self.line(number).get_attribute("aria-valuetext")

    def value(self, number: int) -> str | None:
        is_marked = "is-marked" in (self.line(number).get_attribute("class") or "")
        return self.line(number).get_attribute("aria-valuenow") if is_marked else None

    def place(self, number: int, share: float) -> tuple[float, float]:
        """A point on the line, `share` of its length from the left edge."""
        box = self.page.locator(".line-track").nth(number).bounding_box()
        assert box is not None
        return box["x"] + share * box["width"], box["y"] + box["height"] / 2

    def tap(self, number: int, share: float) -> None:
        self.page.touchscreen.tap(*self.place(number, share))

    def swipe(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """A finger put down at `start` and lifted at `end`, by way of some points between."""
        touch = self.page.context.new_cdp_session(self.page)

        def send(kind: str, points: list[dict[str, float]]) -> None:
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        send("touchStart", [{"x": start[0], "y": start[1]}])
        for step in range(1, 11):
            x, y = (begin + step / 10 * (last - begin) for begin, last in zip(start, end, strict=True))
            send("touchMove", [{"x": x, "y": y}])
        send("touchEnd", [])
        touch.detach()

    def mark_all(self, shares: tuple[float, ...] = (0.1, 0.4, 0.75, 1.0)) -> None:
        for number, share in enumerate(shares):
            self.tap(number, share)

    def send(self) -> None:
        self.page.locator(".send").tap()

    def reload(self) -> None:
        self.page.reload()
        self.page.wait_for_selector("body[data-ready]")

    def draft(self) -> dict[str, Any]:
        draft: dict[str, Any] = self.page.evaluate("JSON.parse(localStorage['mendline.draft.test'] ?? '{}')")
        return draft

    def open_help(self) -> None:
        self.page.locator(".opener").tap()

    def violations(self) -> list[str]:
        return violated_rules(self.page)

    def spoken_tree(self) -> list[tuple[str, str]]:
        """Role and name of everything that a screen reader meets, in order."""
        session = self.page.context.new_cdp_session(self.page)
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
        session.detach()
        return [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node["ignored"]]

    def sent(self) -> list[dict[str, Any]]:
        sent: list[dict[str, Any]] = self.page.evaluate("globalThis.sent")
        return sent


@pytest.fixture
def open_form(browser: Browser) -> Iterator[Callable[..., Form]]:
    contexts = []

    def open_it(
        scale_id: str = "ors",
        *,
        size: tuple[int, int] = (768, 1024),
        below: int = 200,
        voices: list[dict[str, Any]] | None = None,
        before: str = "",
        variant: dict[str, Any] | None = None,
        **how: Any,
    ) -> Form:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, has_touch=True, **how)
        contexts.append(context)
        content = content_of(scale_id, **(variant or {}))
        html = PAGE.format(below=below, content=json.dumps(content))
        context.route(f"{SITE}/**", lambda route: _answer(route, html))
        if voices is not None:
            context.add_init_script(SPEECH % json.dumps(voices))
        if before:
            context.add_init_script(before)
        page = context.new_page()
        page.goto(f"{SITE}/")
        page.wait_for_selector("body[data-ready]")
        page.wait_for_selector(".help", state="attached")
        return Form(page=page)

    yield open_it
    for context in contexts:
        context.close()


def _answer(route: Route, html: str) -> None:
    name = route.request.url.removeprefix(f"{SITE}/")
    file = ASSETS / name
    if not name:
        route.fulfill(body=html, content_type="text/html")
    elif file.is_file():
        route.fulfill(path=file)
    else:
        route.fulfill(body="", status=404)
