"""Three processes behind a proxy, in a real browser: what is being written, marked or sent when one of them goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.dashboard.handover.served import mark_all, send
from tests.dashboard.machines.several import STICKS
from tests.dashboard.serving.small_clinic import CLINICIAN, FALLING, OWN, PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from tests.dashboard.machines.conftest import Founded
    from tests.dashboard.machines.several import Several

    Opened = Callable[[], Page]

pytestmark = pytest.mark.browser
LIMIT_MS = 120_000
MINE, GUESS, MORE = "Ring the school", "Too much is asked at home", "and the aunt"


@pytest.fixture
def opened(browser: Browser, three: Several) -> Iterator[Opened]:
    """Open a page as the clinician, in a browser of its own."""
    contexts = []

    def one() -> Page:
        context = browser.new_context(base_url=three.proxy.url, ignore_https_errors=True, has_touch=True)
        contexts.append(context)
        said = {"name": CLINICIAN.sign_in_name, "passphrase": PASSPHRASE}
        reply = context.request.post(
            "/session/sign-in", form=said, headers={"origin": three.proxy.url}, max_redirects=0, timeout=LIMIT_MS
        )
        assert reply.status == 303
        page = context.new_page()
        page.set_default_timeout(LIMIT_MS)
        expect.set_options(timeout=LIMIT_MS)
        return page

    yield one
    for context in contexts:
        context.close()


def process_of(three: Several, page: Page) -> int:
    """Which process the browser of a page stays with."""
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    return three.numbers[cookies[STICKS]]


def until_with_another(three: Several, page: Page, earlier: int) -> None:
    for _ in range(LIMIT_MS // 100):
        if process_of(three, page) != earlier:
            return
        page.wait_for_timeout(100)
    raise AssertionError("the page stayed with the process that is gone")


def field(page: Page, name: str) -> Locator:
    return page.get_by_label(name, exact=True)


def write(page: Page, name: str, words: str) -> None:
    """Type, and leave the field."""
    field(page, name).fill(words)
    field(page, name).press("Tab")
    expect(page.get_by_text("Not saved yet")).to_be_visible()


def go_on_typing(text: Locator, words: str) -> None:
    """Type at the end: while a page has no connection, its fields cannot be typed into."""
    expect(text).to_be_enabled()
    text.click()
    text.press("Control+End")
    text.page.keyboard.type(words)


def test_words_being_typed_stay_when_the_process_dies_and_are_saved_by_another(
    three: Several, founded: Founded, opened: Opened
) -> None:
    page = opened()
    page.goto(f"/note?episode={founded.clinic.episodes[OWN]}")
    write(page, "Plan", MINE)
    field(page, "How I understand it").click()
    page.keyboard.type(GUESS)
    own = process_of(three, page)
    three.kill(own)
    try:
        until_with_another(three, page, own)
        # nobody looks at the screen while typing: what finds no field is no command, and then goes on in the field
        expect(field(page, "How I understand it")).to_be_enabled()
        page.keyboard.type(f" {MORE}")
        expect(field(page, "Plan")).to_have_value(MINE)
        expect(field(page, "How I understand it")).to_have_value(f"{GUESS} {MORE}")
        page.get_by_role("button", name="Save this note").click()
        expect(page.get_by_text("The note is saved.")).to_be_visible()
    finally:
        three.start(own)
    page.reload()
    expect(field(page, "Plan")).to_have_value(MINE)
    expect(field(page, "How I understand it")).to_have_value(f"{GUESS} {MORE}")


def test_words_on_a_page_that_was_left_are_there_on_another_process(
    three: Several, founded: Founded, opened: Opened
) -> None:
    page = opened()
    page.goto(f"/note?episode={founded.clinic.episodes[FALLING]}")
    write(page, "Plan", MINE)
    page.get_by_role("link", name="All session notes").click()
    expect(page.get_by_role("heading", name="Session notes")).to_be_visible()
    own = process_of(three, page)
    three.kill(own)
    try:
        until_with_another(three, page, own)
        # a page that has no connection hears of no step back
        expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-connection-state", "CONNECTED")
        page.go_back()
        expect(field(page, "Plan")).to_have_value(MINE)
        expect(page.get_by_text("Not saved yet")).to_be_visible()
    finally:
        three.start(own)


def test_a_rolling_restart_drops_nobodys_words(three: Several, founded: Founded, opened: Opened) -> None:
    page = opened()
    page.goto(f"/formulation?episode={founded.clinic.episodes[FALLING]}")
    page.get_by_role("button", name="Write here: hypotheses").click()
    text = page.get_by_label("What may keep the problem going?")
    typed = ""
    for number in range(3):
        go_on_typing(text, f"word{number} ")
        typed += f"word{number} "
        was_here = process_of(three, page) == number
        three.stop(number)
        if was_here:
            until_with_another(three, page, number)
        three.start(number)
        expect(text).to_have_value(typed)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The statement is saved.")).to_be_visible()
    expect(page.get_by_text("word0 word1 word2")).to_be_visible()


def test_a_tablet_sends_its_marks_to_another_process_by_itself(
    three: Several, founded: Founded, opened: Opened
) -> None:
    page = opened()
    page.goto(f"/client?episode={founded.clinic.episodes[OWN]}")
    page.get_by_role("button", name="Outcome rating").tap()
    page.wait_for_selector("main[data-ready]")
    mark_all(page)
    own = process_of(three, page)
    three.kill(own)
    try:
        send(page)
        expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
        assert process_of(three, page) != own
    finally:
        three.start(own)
