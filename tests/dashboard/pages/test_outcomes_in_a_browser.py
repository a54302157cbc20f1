"""A director answers from the screen what improved, how sure that is, compared with what; a clinician sees one dot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from dashboard.door.identity import COOKIE
from tests.dashboard.pages.outcome_clinic import NAMES, OUTSTANDING, make_outcome_clinic
from tests.dashboard.pages.story_clinic import PASSPHRASE
from tests.dashboard.serving.drawn import faults
from tests.dashboard.serving.running import running_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.dashboard.serving.running import RunningServer

pytestmark = pytest.mark.browser
LIMIT_MS = 30_000


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder = tmp_path_factory.mktemp("served-outcomes") / "clinic"
    folder.mkdir()
    make_outcome_clinic(folder)
    with running_server(folder) as running:
        yield running


@pytest.fixture
def opened(browser: Browser, served: RunningServer):
    """Open a page as one of the people, on a screen of some size."""
    contexts = []

    def open_page(name: str, address: str, *, width: int = 1440, scheme: str = "light") -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, has_touch=True, color_scheme=scheme)
        contexts.append(context)
        context.add_cookies([{"name": COOKIE, "value": served.token_of(name, PASSPHRASE), "url": served.url}])
        page = context.new_page()
        page.goto(f"{served.url}/{address}")
        expect(page.locator("h1")).to_be_visible(timeout=LIMIT_MS)
        return page

    yield open_page
    for context in contexts:
        context.close()


def part(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).or_(page.get_by_role("button", name=name, exact=True)).click()
    expect(page.get_by_role("heading", name=name)).to_be_visible(timeout=LIMIT_MS)


def test_a_director_answers_three_questions_from_the_screen(opened):
    page = opened("director", "outcomes")
    answer = page.get_by_role("region", name="In short")
    expect(answer).to_be_visible(timeout=LIMIT_MS)

    said = answer.inner_text()
    assert re.search(r"Reliably better: about \d+\s%", said)
    assert re.search(r"How sure: of about \d+ episodes; 95\s% interval \d+ to \d+\s%", said)
    assert "Elsewhere, as context and no target: In routine care in the United States" in said
    assert "Nobody untreated is compared" in said
    figures = page.get_by_role("figure")
    expect(figures).to_have_count(2, timeout=LIMIT_MS)
    assert "counted in squares" in figures.nth(1).get_attribute("aria-label")


def test_a_director_sees_who_may_be_shown_by_name_and_in_no_order_of_gain(opened):
    page = opened("director", "outcomes")
    part(page, "Between clinicians")
    table = page.get_by_role("region", name="Between clinicians")
    expect(table).to_be_visible(timeout=LIMIT_MS)

    names = table.locator("tbody th").all_inner_texts()
    assert names == [f"Clinician {name}" for name in NAMES[:-1]]
    marked = table.locator("tr", has_text="worth a look together").locator("th").all_inner_texts()
    assert marked == [f"Clinician {OUTSTANDING}"]
    expect(table.locator("tr", has_text="provisional")).to_have_count(1)
    expect(page.get_by_text("1 clinician with fewer than 15 closed episodes: not shown.")).to_be_visible()
    expect(page.get_by_text("It does not say why")).to_be_visible()


def test_a_clinician_sees_one_dot_called_you_and_no_colleagues_name(opened):
    page = opened("beech", "outcomes", width=390)
    part(page, "Between clinicians")
    expect(page.get_by_role("figure")).to_have_attribute("aria-label", re.compile("your own dot"), timeout=LIMIT_MS)

    whole = page.locator("body").inner_text()
    assert not [name for name in NAMES if name != "Beech" and name in whole]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("name", "address"), [("director", "outcomes"), ("supervisor", "board"), ("beech", "outcomes")]
)
def test_nothing_hangs_over_and_nothing_is_at_fault(opened, name, address, scheme):
    page = opened(name, address, width=390, scheme=scheme)
    brackets = "of how many." if address == "board" else "the 95 % interval."
    expect(page.get_by_text(f"In brackets: {brackets}")).to_be_visible(timeout=LIMIT_MS)

    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth - main.clientWidth") == 0
    assert faults(page) == []
