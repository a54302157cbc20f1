"""Goals, looking back and what works here on a real screen: a walk by hand, axe, and a phone's width."""

from __future__ import annotations

import re
import shutil
from datetime import date

import pytest
from playwright.sync_api import expect

from dashboard.door.identity import COOKIE
from fit.casework import Settings, open_clinic
from fit.casework.administrator import close_episode
from fit.casework.clinician import open_caseload
from fit.ratings import Ending
from tests.dashboard.pages.story_clinic import ACTORS_FILE, PASSPHRASE, read_actors
from tests.dashboard.serving.at_rest import at_rest
from tests.dashboard.serving.drawn import faults
from tests.dashboard.serving.running import running_server

pytestmark = pytest.mark.browser
LIMIT_MS = 60_000
WORDS, NEW_WORDS = "Sundays without a row", "A Sunday I look forward to"


@pytest.fixture(scope="module")
def served(story_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("served-goals") / "clinic"
    shutil.copytree(story_folder, folder)
    people = read_actors(folder / ACTORS_FILE)
    clinic = open_clinic(Settings(folder=folder))
    rows = {row.client_label: row.episode_id for row in open_caseload(clinic, people["clinician.one"]).rows}
    ended = rows["FALLING-ALLIANCE"]
    close_episode(
        clinic,
        people["administrator.one"],
        ended,
        closed_on=date.today(),  # noqa: DTZ011
        ending=Ending.UNPLANNED,
    )
    clinic.close()
    with running_server(folder) as running:
        token = running.post("/session/sign-in", {"name": "clinician.one", "passphrase": PASSPHRASE}).cookies[COOKIE]
        yield running, token, rows


@pytest.fixture
def page_of(browser, served):
    running, token, _ = served
    opened = []

    def open_page(width, height, **more):
        context = browser.new_context(base_url=running.url, viewport={"width": width, "height": height}, **more)
        context.add_cookies([{"name": COOKIE, "value": token, "url": running.url}])
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(LIMIT_MS)
        expect.set_options(timeout=LIMIT_MS)
        return page

    yield open_page
    for context in opened:
        context.close()


def sound(page):
    assert faults(page) == []


def test_a_goal_is_noted_rated_with_zero_changed_and_marked_on_the_course(page_of, served):
    running, _, rows = served
    page = page_of(1024, 768)
    page.goto(f"/client?episode={rows['STEADY']}")
    page.get_by_role("link", name="Goals (0)").click()
    page.get_by_label("What the client wants").fill(WORDS)
    page.get_by_role("button", name="Note this goal").click()
    expect(page.get_by_text("The goal is noted.")).to_be_visible()
    page.get_by_role("radio", name="0", exact=True).click()
    page.get_by_role("button", name="Keep this rating").click()
    expect(page.get_by_text("Kept: 0 of 10.")).to_be_visible()
    page.get_by_text("Change it together", exact=True).click()
    page.get_by_label("The goal as the client says it now").fill(NEW_WORDS)
    at_rest(page.get_by_role("button", name="Change the goal")).click()
    expect(page.get_by_text("The goal is changed")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile(f"{WORDS}.*Rated 0 on.*{NEW_WORDS}"))).to_be_visible()
    sound(page)
    page.get_by_role("link", name="To the client's page").click()
    expect(page.get_by_text(f"Goal changed: “{WORDS}” into “{NEW_WORDS}”")).to_be_visible()
    assert WORDS not in running.log.read_text()


def test_an_ending_is_looked_back_on_and_what_was_learnt_is_on_the_list(page_of, served):
    running, _, rows = served
    page = page_of(1024, 768)
    page.goto(f"/client?episode={rows['FALLING-ALLIANCE']}")
    page.get_by_role("link", name="It ended sooner than planned").click()
    expect(page.get_by_role("heading", name="Which signals there were, and when")).to_be_visible()
    page.get_by_label("In your own words").fill("Ask at the first fall.")
    page.get_by_role("button", name="Keep this for me").click()
    expect(page.get_by_text("Only you can read it.")).to_be_visible()
    page.get_by_label("One thing to try").fill("Name the mark and wait.")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Name the mark and wait.")).to_be_visible()
    sound(page)
    page.get_by_role("link", name="All that I learnt so far").click()
    expect(page.get_by_role("heading", name="What I learnt")).to_be_visible()
    expect(page.get_by_text("Name the mark and wait.")).to_be_visible()
    sound(page)
    assert "first fall" not in running.log.read_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_works_here_fits_a_phone_and_is_sound(page_of, scheme):
    page = page_of(390, 844, color_scheme=scheme)
    page.goto("/repairs")
    expect(page.get_by_role("heading", name="How care ended after a rupture")).to_be_visible()
    page.get_by_text("Why this?").first.click()
    expect(page.get_by_text("How it is worked out").first).to_be_visible()
    main = page.get_by_test_id("stMain")
    assert main.evaluate("one => one.scrollWidth - one.clientWidth") <= 0
    sound(page)


def test_on_a_phone_every_number_of_a_goal_is_large_enough_to_touch(page_of, served):
    _, _, rows = served
    page = page_of(390, 844, has_touch=True)
    page.goto(f"/goals?episode={rows['GAPS']}")
    page.get_by_label("What the client wants").fill(WORDS)
    page.get_by_role("button", name="Note this goal").click()
    expect(page.get_by_role("radio", name="10", exact=True)).to_be_visible()
    sizes = [one.bounding_box() for one in page.get_by_role("radio").all()][:11]
    assert min(min(box["width"], box["height"]) for box in sizes) >= 44
    assert page.get_by_test_id("stMain").evaluate("one => one.scrollWidth - one.clientWidth") <= 0
