"""A bare page with the form on it, without any server: the browser asks, the test hands it the files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from dashboard.components.form_words import form_content
from dashboard.handover import parts
from fit.scales import scale

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Locator, Page, Route

SITE = "http://form.test"
PAGE = """<!doctype html><html lang="en"><head><title>form</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/rating_form.css"></head>
<body><main id="room" dir="{direction}"></main><div style="height: 200vh"></div>
<script type="module">
import {{ draftOf, mountForm }} from "/rating_form.js";
globalThis.sent = [];
const onSend = (filled) => sent.push(filled);
await mountForm(document.getElementById("room"), {content}, {{ draft: draftOf("test"), onSend }});
document.body.dataset.ready = "";
</script></body></html>"""


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

    def send(self) -> None:
        self.page.get_by_role("button", name="Send my answers").tap()

    def sent(self) -> list[dict[str, Any]]:
        sent: list[dict[str, Any]] = self.page.evaluate("globalThis.sent")
        return sent


@pytest.fixture
def open_form(browser: Browser) -> Iterator[Callable[..., Form]]:
    contexts = []

    def open_it(
        scale_id: str = "ors",
        *,
        direction: str = "ltr",
        language: str = "en",
        size: tuple[int, int] = (768, 1024),
        **how: Any,
    ) -> Form:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, has_touch=True, **how)
        contexts.append(context)
        html = PAGE.format(direction=direction, content=json.dumps(form_content(scale(scale_id), language)))
        context.route(f"{SITE}/**", lambda route: _answer(route, html))
        page = context.new_page()
        page.goto(f"{SITE}/")
        page.wait_for_selector("body[data-ready]")
        return Form(page=page)

    yield open_it
    for context in contexts:
        context.close()


def _answer(route: Route, html: str) -> None:
    name = route.request.url.removeprefix(f"{SITE}/")
    part = parts.parts().get(name)
    if part is None:
        route.fulfill(body=html if not name else "", content_type="text/html", status=404 if name else 200)
    else:
        route.fulfill(body=part.plain, content_type=part.media_type)
