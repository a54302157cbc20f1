"""Looking together on a real screen: by touch and keyboard, two sizes, two languages, for a child, in the dark."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from dashboard.components.form_words import direction, form_words, spoken
from dashboard.door.identity import COOKIE
from dashboard.words import ALLIANCE, CHANGE, SEVERITY, TRACK
from fit.casework import Settings, open_clinic
from fit.casework.clinician import begin_episode, open_caseload, record_in_room
from fit.ratings import Mode
from fit.scales import AgeBand, Score, scale
from tests.dashboard.pages.story_clinic import ACTORS_FILE, PASSPHRASE, read_actors
from tests.dashboard.serving.drawn import faults
from tests.dashboard.serving.running import running_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.dashboard.serving.running import RunningServer

pytestmark = pytest.mark.browser
LIMIT_MS = 30_000
SIZES = [(1024, 768), (390, 844)]
CLIENTS = {"FALLING-ALLIANCE": "en", "ARABIC-CLIENT": "ar", "YOUNG-CLIENT": "en"}
VERDICTS = {look.word.lower() for looks in (CHANGE, TRACK, ALLIANCE, SEVERITY) for look in looks.values()} - {"today"}
"""The word for an urgent alert is also the word for the day."""
SMALLEST_TARGET = 44
MOST_STOPS = 10


@dataclass(frozen=True, kw_only=True)
class Served:
    server: RunningServer
    token: str
    episodes: dict[str, str]


@pytest.fixture(scope="module")
def served(story_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served-together") / "clinic"
    shutil.copytree(story_folder, folder)
    episodes = _episodes(folder)
    with running_server(folder, MENDLINE_LOOK_TOGETHER="1") as running:
        reply = running.post("/session/sign-in", {"name": "clinician.one", "passphrase": PASSPHRASE})
        yield Served(server=running, token=reply.cookies[COOKIE], episodes=episodes)


def _episodes(folder: Path) -> dict[str, str]:
    """The stories, and two more clients with a mark of today."""
    clinic, ann = open_clinic(Settings(folder=folder)), read_actors(folder / ACTORS_FILE)["clinician.one"]
    for code, band, form in (("ARABIC-CLIENT", AgeBand.ADULT, "ors"), ("YOUNG-CLIENT", AgeBand.CHILD, "cors")):
        episode = begin_episode(clinic, ann, code=code, age_band=band, language=CLIENTS[code])
        record_in_room(
            clinic,
            ann,
            episode,
            scale_id=form,
            answers={item.id: Score(62) for item in scale(form).items},
            mode=Mode.TABLET,
            line_length_px=None,
            calibrated=False,
            idempotency_key=code,
        )
    rows = open_caseload(clinic, ann).rows
    clinic.close()
    return {code: next(row.episode_id for row in rows if code in row.client_label) for code in CLIENTS}


@pytest.fixture
def opened(browser: Browser, served: Served):
    contexts = []

    def open_page(code: str, size: tuple[int, int] = SIZES[0], *, page: str = "together", **how: object) -> Page:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, has_touch=True, **how)
        contexts.append(context)
        context.add_cookies([{"name": COOKIE, "value": served.token, "url": served.server.url}])
        shown = context.new_page()
        shown.goto(f"{served.server.url}/{page}?episode={served.episodes[code]}")
        expect(shown.locator(".together h1" if page == "together" else "h1")).to_be_visible(timeout=LIMIT_MS)
        return shown

    yield open_page
    for context in contexts:
        context.close()


def heard(page: Page) -> str:
    alternatives = [image.get_attribute("alt") or "" for image in page.locator("img:visible").all()]
    return " ".join([page.locator("body").inner_text(), *alternatives])


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("code", CLIENTS)
def test_a_client_sees_no_number_no_verdict_and_no_name(opened, code, size):
    page = opened(code, size)
    text = heard(page)
    assert re.findall(r"\d", text) == []
    assert [word for word in VERDICTS if word in text.lower()] == []
    assert code not in page.title() + page.url + page.content()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("code", CLIENTS)
def test_the_client_reads_the_own_language_in_its_direction(opened, code, size):
    page = opened(code, size)
    language = CLIENTS[code]
    section = page.locator(".together")
    expect(section).to_have_attribute("lang", spoken(language))
    expect(section).to_have_attribute("dir", direction(language))
    expect(page.get_by_role("heading", level=1)).to_have_text(form_words(language)["together_title"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("code", CLIENTS)
def test_a_checker_finds_no_fault(opened, code, scheme):
    page = opened(code, color_scheme=scheme)
    assert faults(page) == []


@pytest.mark.parametrize("size", SIZES)
def test_nothing_hangs_over_the_side_and_nothing_of_the_clinicians_is_shown(opened, size):
    page = opened("FALLING-ALLIANCE", size)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth - main.clientWidth") == 0
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    assert "Clinician One" not in page.locator("body").inner_text()


def test_on_a_tablet_all_of_it_is_seen_without_scrolling(opened):
    page = opened("FALLING-ALLIANCE")
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollHeight - main.clientHeight") == 0


def test_a_child_gets_larger_type(opened):
    sizes = [
        opened(code).locator(".together-said").first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
        for code in ("YOUNG-CLIENT", "FALLING-ALLIANCE")
    ]
    assert sizes[0] > sizes[1] >= 18


@pytest.mark.parametrize("size", SIZES)
def test_a_tap_leads_there_and_back(opened, size):
    page = opened("FALLING-ALLIANCE", size, page="client")
    expect(page.locator(".js-plotly-plot")).to_be_visible(timeout=LIMIT_MS)
    expect(page.get_by_role("button", name="Session rating")).to_be_visible(timeout=LIMIT_MS)
    page.get_by_role("link", name="Look at it together with the client").tap()
    expect(page.locator(".together h1")).to_be_visible(timeout=LIMIT_MS)
    back = page.get_by_role("link", name="Back to the clinician's page")
    box = back.bounding_box()
    assert min(box["width"], box["height"]) >= SMALLEST_TARGET
    back.tap()
    expect(page.locator("h1")).to_have_text("FALLING-ALLIANCE", timeout=LIMIT_MS)
    expect(page.get_by_test_id("stHeader")).to_be_visible()


def test_by_keyboard_the_way_back_is_the_only_link_there_is(opened):
    page = opened("FALLING-ALLIANCE")
    back = page.get_by_role("link", name="Back to the clinician's page")
    expect(back).to_be_visible(timeout=LIMIT_MS)
    stops = []
    while len(stops) < MOST_STOPS and not back.evaluate("link => link === document.activeElement"):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.dataset.testid"))
    # the part that scrolls can be reached by keyboard, so that it can be scrolled by keyboard
    assert stops == ["stMain", "stPageLink-NavLink"]
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("FALLING-ALLIANCE", timeout=LIMIT_MS)


def test_prompts_open_by_keyboard_and_are_whole_on_paper(opened):
    page = opened("FALLING-ALLIANCE", page="client")
    sentence = page.locator(".ml-say li").first
    expect(page.locator(".ml-prompts > summary")).to_be_visible(timeout=LIMIT_MS)
    expect(sentence).to_be_hidden()
    page.emulate_media(media="print")
    expect(sentence).to_be_visible()
    page.emulate_media(media="screen")
    page.locator(".ml-prompts > summary").focus()
    page.keyboard.press("Enter")
    expect(sentence).to_be_visible()
