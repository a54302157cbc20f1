"""The picture of a session by hand: pointed at, clicked, walked by keys, as a table, on a phone; quick when long."""

from __future__ import annotations

import random
import shutil
from datetime import date

import pytest
from playwright.sync_api import expect

from dashboard.charts.session_map import session_map
from dashboard.components.session_map import map_content
from dashboard.door.identity import COOKIE
from fit.casework import Settings, access, open_clinic
from fit.casework.clinician import import_transcript, open_client, open_reading, record_consent
from fit.casework.views import ConsentKind
from fit.dialogue import read_dialogue
from fit.transcripts import Role, Transcript, Turn
from tests.dashboard.serving.drawn import faults
from tests.dashboard.serving.running import running_server
from tests.dashboard.serving.small_clinic import CLINICIAN, OWN, PASSPHRASE
from tests.fit.casework.talks import ROLES, vtt

pytestmark = pytest.mark.browser
LIMIT_MS = 60_000
QUICK_MS = 100
PAYLOAD = 40_000
"""[bytes] Of a long session: a quarter of what Streamlit sends for a table of its turns."""
DOWN = "document.querySelector('[data-testid=stMain]').scrollTop"
COMPLAINT = "To be honest this isn't helping me, and you don't listen to me."
TALK = (
    "It was all right.",
    "Shall we look at your goals for the spring?",
    COMPLAINT,
    "Thank you for telling me. It makes sense that you are disappointed in me.",
    "Yes. It was hard to say.",
)
WORDS = (
    "I",
    "feel",
    "sad",
    "about",
    "work",
    "my",
    "sister",
    "this",
    "isn't",
    "helping",
    "me",
    "and",
    "you",
    "want",
    "it",
)


@pytest.fixture(scope="module")
def recorded(small_clinic, tmp_path_factory):
    """A clinic in which one session has a transcript; the address of its page, and what the page holds."""
    folder = tmp_path_factory.mktemp("map") / "clinic"
    shutil.copytree(small_clinic.folder, folder)
    clinic = open_clinic(Settings(folder=folder))
    try:
        actor = access.sign_in(clinic, CLINICIAN.sign_in_name, PASSPHRASE, source="127.0.0.1").actor
        episode = small_clinic.episodes[OWN]
        session = open_client(clinic, actor, episode).sessions[-1].session_id
        record_consent(clinic, actor, episode, kind=ConsentKind.TRANSCRIPT, given_on=date(2026, 1, 5))
        import_transcript(clinic, actor, episode, session_id=session, content=vtt(*TALK), roles=ROLES)
        reading = open_reading(clinic, actor, episode, session)
    finally:
        clinic.close()
    with running_server(folder) as running:
        yield running, f"/reading?episode={episode}&session={session}", reading


@pytest.fixture
def look(browser, recorded):
    served, address, _ = recorded
    contexts = []

    def one(width=1440, height=900, **more):
        context = browser.new_context(base_url=served.url, viewport={"width": width, "height": height}, **more)
        context.add_cookies([{"name": COOKIE, "value": served.token(CLINICIAN), "url": served.url}])
        context.set_default_timeout(LIMIT_MS)
        expect.set_options(timeout=LIMIT_MS)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        expect(page.locator(".map .track").first).to_be_visible()
        return page

    yield one
    for context in contexts:
        context.close()


def test_a_mark_says_what_it_may_be_without_a_word_and_a_click_leads_to_its_turn(look, recorded):
    page = look()
    mark = page.locator(".marks.is-confrontation a").first
    mark.hover()
    expect(page.locator(".map .read")).to_contain_text("0:24, Client")
    expect(page.locator(".map .read")).to_contain_text("Possible confrontation, moves against: ")
    for words in ("helping", "listen", "disappointed", "spring"):
        assert words not in page.locator(".map").inner_html()
    mark.click()
    expect(page.locator(".turn.is-asked .words")).to_have_text(COMPLAINT)
    assert f"turn={recorded[2].turn_ids[3]}" in page.url


def test_whoever_comes_back_from_a_turn_finds_the_page_where_it_was_left(look):
    page = look()
    mark = page.locator(".marks.is-confrontation a").first
    mark.scroll_into_view_if_needed()
    left = page.evaluate(DOWN)
    assert left > 0
    mark.click()
    expect(page.locator(".turn.is-asked .words")).to_have_text(COMPLAINT)
    page.go_back()
    expect(page.locator(".map .track").first).to_be_visible()
    page.wait_for_function(f"Math.abs(({DOWN}) - {left}) <= 2")
    page.goto(page.url)
    expect(page.locator(".map .track").first).to_be_visible()
    assert page.evaluate(DOWN) == 0


def test_arrows_walk_along_a_row_and_from_row_to_row_and_enter_leads_to_the_turn(look, recorded):
    page = look()
    page.get_by_role("button", name="Make the picture larger").focus()
    page.keyboard.press("Tab")
    first = focused(page)
    assert first.startswith("0:06, Clinician")
    page.keyboard.press("ArrowRight")
    assert focused(page).startswith("0:18, Clinician")
    page.keyboard.press("ArrowLeft")
    assert focused(page) == first
    page.keyboard.press("ArrowDown")
    assert focused(page).startswith("0:12, Client")
    page.keyboard.press("End")
    assert focused(page).startswith("0:36, Client")
    expect(page.locator(".map .read")).to_contain_text("0:36, Client")
    page.keyboard.press("Enter")
    expect(page.locator(".turn.is-asked .words")).to_have_text(TALK[-1])
    assert f"turn={recorded[2].turn_ids[5]}" in page.url


def focused(page):
    """The name of what has the focus, within components too."""
    return page.evaluate(
        """() => {
          let here = document.activeElement;
          while (here.shadowRoot?.activeElement) here = here.shadowRoot.activeElement;
          return here.getAttribute("aria-label");
        }"""
    )


def test_the_same_stands_in_a_table_that_is_made_when_it_is_opened(look):
    page = look()
    assert page.locator(".twin table").count() == 0
    page.get_by_text("The picture as a table").click()
    rows = page.locator(".twin tbody tr").filter(has=page.locator("a"))
    expect(rows).to_have_count(len(TALK) + 1)
    expect(rows.nth(3)).to_contain_text("Possible confrontation, moves against")
    expect(rows.nth(4)).to_contain_text("The answer may be heard as receiving: ")
    assert faults(page) == []


def test_on_a_phone_it_is_enlarged_by_a_finger_and_the_page_itself_stays_in_its_width(look):
    page = look(390, 844, has_touch=True)
    larger = page.get_by_role("button", name="Make the picture larger")
    expect(page.locator(".overview")).to_be_hidden()
    larger.tap()
    larger.tap()
    expect(page.locator(".overview")).to_be_visible()
    expect(page.locator(".size")).to_have_text("4 times as large")
    inner, frame = (page.locator(f".map .{name}").bounding_box()["width"] for name in ("inner", "frame"))
    assert inner == pytest.approx(4 * frame, abs=2)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    assert min(page.locator(".tools button").first.bounding_box().values()) >= 0
    assert all(page.locator(".tools button").first.bounding_box()[side] >= 44 for side in ("width", "height"))
    page.locator(".marks.is-confrontation a").first.tap()
    expect(page.locator(".turn.is-asked .words")).to_have_text(COMPLAINT)


def test_a_session_of_600_turns_is_drawn_within_a_tenth_of_a_second(look, recorded):
    content = long_content(recorded[2])
    page = look()
    took = page.evaluate(DRAW, content)
    assert took["links"] > 600
    assert took["milliseconds"] < QUICK_MS, took


DRAW = """async (content) => {
  const loaded = performance.getEntriesByType("resource").map((one) => one.name);
  const script = loaded.find((name) => name.includes("/session_map.js"));
  const { default: draw } = await import(script);
  const styles = [...document.querySelectorAll("*")].find((one) => one.shadowRoot?.querySelector(".map")).shadowRoot;
  const times = [];
  let links = 0;
  for (let number = 0; number < 5; number += 1) {
    const parent = document.createElement("div");
    styles.append(parent);
    const began = performance.now();
    draw({ data: content, parentElement: parent });
    parent.getBoundingClientRect();
    links = parent.querySelectorAll(".track a").length;
    times.push(performance.now() - began);
    parent.remove();
  }
  return { milliseconds: Math.min(...times), links };
}"""


def long_content(reading):
    dialogue = read_dialogue(long_talk())
    laid_out = session_map(dialogue)
    content = map_content(laid_out, reading) | {"ids": [f"{place:013d}" for place in range(600)]}
    assert sum(len(turn.text.split()) for turn in dialogue.transcript.turns) > 7_500
    assert len(str(content)) < PAYLOAD
    return content


def long_talk():
    chance = random.Random(3)
    turns, time = [], 0
    for index in range(600):
        words = chance.randint(1, 26)
        text = " ".join(chance.choice(WORDS) for _ in range(words))
        turns.append(Turn(index=index, text=text, speaker="AB"[index % 2], start=time, end=time + words * 350))
        time += words * 350 + chance.choice((100, 300, 900, 2_500))
    return Transcript(turns=tuple(turns), roles={"A": Role.CLINICIAN, "B": Role.CLIENT})
