"""The heart of the road, walked once: a fall, the session, what to say, the plan, the talk, the rating that answers."""

from __future__ import annotations

import re
import shutil
from datetime import date
from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from fit.casework import Settings, clinician, open_clinic
from fit.casework.views import ConsentKind
from tests.dashboard.pages.story_clinic import ACTORS_FILE, PASSPHRASE, make_story_clinic, read_actors
from tests.dashboard.serving.drawn import faults
from tests.dashboard.serving.running import running_server
from tests.fit.casework.talks import ROLES, vtt

pytestmark = pytest.mark.browser
LIMIT_MS = 60_000
CLIENT = "FALLING-ALLIANCE"
DEFENSIVE = "Change takes time, and that is quite normal."
RECEIVING = "Thank you for telling me. It makes sense that you are disappointed in me."
TALK = (
    "It was all right.",
    "Shall we look at your goals for the spring?",
    "To be honest this isn't helping me, and you don't listen to me.",
    "We can look at it next week.",
    "You never listen to me.",
    "Thank you for telling me. It makes sense that you are disappointed in me.",
    "Yes. It was hard to say.",
)
MARKS = ("9.6", "9.6", "9.5", "9.7")
TOTAL = "38.4"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The story clinic with a transcript of the session whose rating fell."""
    folder = tmp_path_factory.mktemp("stories") / "clinic"
    make_story_clinic(folder)
    clinic = open_clinic(Settings(folder=folder))
    try:
        actor = read_actors(folder / ACTORS_FILE)["clinician.one"]
        episode = next(
            row.episode_id for row in clinician.open_caseload(clinic, actor).rows if row.client_label == CLIENT
        )
        last = clinician.open_client(clinic, actor, episode).sessions[-1]
        clinician.record_consent(clinic, actor, episode, kind=ConsentKind.TRANSCRIPT, given_on=date(2026, 1, 5))
        place = {"session_id": last.session_id, "content": vtt(*TALK), "roles": ROLES}
        clinician.import_transcript(clinic, actor, episode, **place)
    finally:
        clinic.close()
    return folder, episode, last.session_id


@pytest.fixture
def served(made, tmp_path):
    folder = tmp_path / "clinic"
    shutil.copytree(made[0], folder)
    with running_server(folder) as running:
        yield running


@pytest.fixture
def opened(served, browser):
    """Open pages as somebody who has signed in."""
    contexts = []

    def one(name="clinician.one", *, width=1440, height=900, scheme="light"):
        context = browser.new_context(
            base_url=served.url, viewport={"width": width, "height": height}, color_scheme=scheme
        )
        contexts.append(context)
        context.set_default_timeout(LIMIT_MS)
        expect.set_options(timeout=LIMIT_MS)
        page = context.new_page()
        page.goto("/session/sign-in")
        page.get_by_label("Name").fill(name)
        page.get_by_label("Passphrase").fill(PASSPHRASE)
        page.get_by_role("button", name="Sign in").click()
        expect(page.locator("h1")).to_be_visible()
        return page

    yield one
    for context in contexts:
        context.close()


def write(page, label, words):
    field = page.get_by_label(label, exact=True).locator("visible=true").first
    field.fill(words)
    field.blur()


def look_back(page):
    """From the caseload to the session whose rating fell."""
    page.get_by_role("link", name=re.compile(rf"^(Open )?{CLIENT}")).first.click()
    page.get_by_role("link", name="Look back at session 6").first.click()
    expect(page.get_by_role("heading", name="Where to look first")).to_be_visible()


def read_the_rupture(page):
    page.get_by_role("link", name="Plan a repair").click()
    expect(page.get_by_role("heading", name=f"{CLIENT}: repair")).to_be_visible()
    expect(page.get_by_text("The client moved against · suggested")).to_be_visible()
    assert faults(page) == []
    page.get_by_text("The client moved against · suggested").click()
    page.get_by_text("Something missed between you", exact=False).first.click()
    page.get_by_role("button", name="Begin the plan with this reading").click()
    expect(page.get_by_text("The plan is begun, as a draft.")).to_be_visible()
    expect(page.get_by_text("Breathe out first.")).to_be_visible()


def find_words(page):
    write(page, "In your own words", DEFENSIVE)
    expect(page.get_by_text("May be heard as a defence")).to_be_visible()
    expect(page.locator(".repair-findings")).to_contain_text("Explaining: “Change takes time")
    assert faults(page) == []
    write(page, "In your own words", RECEIVING)
    expect(page.get_by_text("Nothing in it sounds defensive to the check.")).to_be_visible()
    expect(page.get_by_text("May be heard as a defence")).to_have_count(0)
    expect(page.locator(".repair-moves")).to_contain_text("Thanking")


def plan_it(page):
    write(page, "The one change, in the client's words (it can wait for the talk)", "ask me before we begin")
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_text("It is planned, and waits on your caseload")).to_be_visible()
    page.goto("/")
    task = page.locator(".st-key-repair-tasks")
    expect(task).to_contain_text("Repair planned after session 6: to be talked about at the next session.")
    assert faults(page) == []
    task.get_by_role("link", name=CLIENT).click()


def rate(page, episode):
    """The session rating of today, as it was given on paper."""
    page.goto(f"/enter?episode={episode}&scale=srs")
    first = page.get_by_role("textbox", name="1. ")
    expect(first).to_be_focused()
    for mark in MARKS:
        page.keyboard.type(mark)
        page.keyboard.press("Tab")
    page.keyboard.type(TOTAL)
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"Stored: SRS {TOTAL}, today.")).to_be_visible()


def assert_packet_tells_nobody(page, episode, session):
    """What is taken to supervision tells the whole road, and not whose it is."""
    page.goto(f"/packet?episode={episode}&session={session}")
    expect(page.get_by_role("link", name="PDF").or_(page.get_by_role("button", name="PDF")).first).to_be_visible()
    plan = page.context.request.get(f"/api/packet.pdf?episode={episode}&session={session}")
    assert plan.status == 200
    pages = PdfReader(BytesIO(plan.body())).pages
    said = " ".join(" ".join(sheet.extract_text() for sheet in pages).split())
    assert len(pages) <= 4
    assert "isn't helping me" in said
    assert "Repaired at session 7" in said
    for identity in (CLIENT, "Clinician One", "clinician.one"):
        assert identity.casefold() not in said.casefold()


def test_from_a_fall_to_repaired_at_the_next_session(opened, served, made):
    page = opened()
    look_back(page)
    read_the_rupture(page)
    find_words(page)
    plan_it(page)
    rate(page, made[1])

    page.goto(f"/repair?episode={made[1]}&session={made[2]}")
    write(page, "What happened?", "I said what I had written, and waited.")
    write(page, "What did the client say?", "That nobody had asked her that before.")
    page.get_by_role("button", name="Note the talk").click()
    expect(page.get_by_text("The talk is noted.")).to_be_visible()
    page.get_by_role("button", name="It is kept").click()
    answer = page.locator(".st-key-repair-answer")
    expect(answer).to_contain_text("Repaired at session 7")
    expect(answer.get_by_role("row", name="Session rating, total")).to_contain_text(
        f"38.3 35.1 {TOTAL}".replace(" ", "")
    )
    assert faults(page) == []
    page.get_by_role("button", name="The ratings have answered: close this plan").click()
    expect(page.get_by_text("Answered by the ratings, and closed.").first).to_be_visible()

    assert_packet_tells_nobody(page, made[1], made[2])
    assert CLIENT not in page.title()
    log = served.log.read_text()
    assert CLIENT not in log
    assert "disappointed" not in log
    assert "nobody had asked" not in log


def test_the_guide_is_walked_by_keyboard(opened, made):
    page = opened()
    page.goto(f"/repair?episode={made[1]}&session={made[2]}")
    expect(page.get_by_role("heading", name="What to say")).to_be_visible()
    page.get_by_role("link", name="The plan").press("Enter")
    expect(page.get_by_role("heading", name="The plan")).to_be_in_viewport()
    tab = page.get_by_role("tab", name="1. Hear it first")
    tab.press("ArrowRight")
    expect(page.get_by_role("tab", name="2. The work")).to_be_focused()
    page.keyboard.press("Enter")
    field = page.get_by_label("In your own words").locator("visible=true")
    expect(field).to_have_count(1)
    field.focus()
    page.keyboard.type("Shall we look together at what you came for?")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Check and keep").locator("visible=true")).to_be_focused()
    expect(page.locator(".repair-moves").locator("visible=true")).to_contain_text("Renegotiating")
    expect(page.get_by_text("Begun.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 768, 1024, 1440])
def test_the_guide_has_no_fault_and_fits(opened, made, width, scheme):
    page = opened("supervisor.one" if width == 1024 else "clinician.one", width=width, scheme=scheme)
    page.goto(f"/repair?episode={made[1]}&session={made[2]}")
    expect(page.get_by_role("heading", name="The next ratings answer")).to_be_visible()
    assert faults(page) == []
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth") == 0
    small = [
        one.evaluate("one => one.outerHTML")[:200]
        for one in page.locator("[data-testid=stMain]").get_by_role("button").locator("visible=true").all()
        if one.bounding_box()["height"] < 43.5
    ]
    assert small == []


def test_the_private_note_is_on_no_sheet_of_paper(opened, made):
    page = opened()
    page.goto(f"/repair?episode={made[1]}&session={made[2]}")
    expect(page.get_by_text("What did I feel, and what does that tell?")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="What to say")).to_be_visible()
    expect(page.get_by_text("What did I feel, and what does that tell?")).to_be_hidden()
