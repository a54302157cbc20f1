"""Session notes and the case formulation on a real screen: two people at two screens, axe, a phone, the dark."""

from __future__ import annotations

import re
import shutil

import pytest
from playwright.sync_api import expect

from dashboard.door.identity import COOKIE
from fit.casework import Settings, open_clinic
from fit.casework.clinician import open_caseload
from tests.dashboard.pages.story_clinic import ACTORS_FILE, read_actors
from tests.dashboard.serving.drawn import faults, wait_until_drawn
from tests.dashboard.serving.running import running_server

pytestmark = pytest.mark.browser
LIMIT_MS = 60_000
ASKED_MS = 1_500
MINE, THEIRS, GUESS, TOGETHER, LAST = (
    "Write to the aunt",
    "Ring the school",
    "Too much at home",
    "Nobody asks her",
    "at once",
)


@pytest.fixture(scope="module")
def served(story_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("served-notes") / "clinic"
    shutil.copytree(story_folder, folder)
    people = read_actors(folder / ACTORS_FILE)
    clinic = open_clinic(Settings(folder=folder))
    rows = {row.client_label: row.episode_id for row in open_caseload(clinic, people["clinician.one"]).rows}
    clinic.close()
    with running_server(folder) as running:
        yield running, rows["FALLING-ALLIANCE"]


@pytest.fixture
def opened(browser, served):
    """Open a page in a browser of its own, as somebody."""
    running, _ = served
    contexts = []

    def open_as(name, width=1024, height=768, **more):
        context = browser.new_context(base_url=running.url, viewport={"width": width, "height": height}, **more)
        context.add_cookies([{"name": COOKIE, "value": running.sign_in_as(name), "url": running.url}])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(LIMIT_MS)
        expect.set_options(timeout=LIMIT_MS)
        return page

    yield open_as
    for context in contexts:
        context.close()


def sound(page):
    assert faults(page) == []


def test_two_screens_write_one_note_and_neither_text_is_lost(opened, served):
    running, episode = served
    first, second = opened("clinician.one"), opened("clinician.one", 390, 844)
    first.goto(f"/client?episode={episode}")
    first.get_by_role("link", name="Note for today's session").click()
    for page in (first, second):
        if page is second:
            page.goto(f"/note?episode={episode}")
        expect(page.get_by_text("Who reads this: you, and your supervisor")).to_be_visible()
    second.get_by_label("Plan", exact=True).fill(MINE)
    first.get_by_label("Plan", exact=True).fill(THEIRS)
    first.get_by_role("button", name="Save this note").click()
    expect(first.get_by_text("The note is saved.")).to_be_visible()

    second.get_by_role("button", name="Save this note").click()
    both = second.get_by_role("status", name="Two versions")
    expect(both).to_be_visible()
    expect(both.get_by_text(THEIRS)).to_be_visible()
    expect(both.get_by_text(MINE)).to_be_visible()
    expect(second.get_by_label("Plan", exact=True)).to_have_value(MINE)
    sound(second)
    second.get_by_role("button", name="Put theirs under mine").click()
    expect(second.get_by_label("Plan", exact=True)).to_have_value(f"{MINE}\n{THEIRS}")
    second.get_by_role("button", name="Save this note").click()
    expect(second.get_by_text("The note is saved.")).to_be_visible()
    second.get_by_text("History (1 earlier version)").click()
    expect(second.get_by_text("Version 1, Clinician One")).to_be_visible()
    assert second.evaluate("document.documentElement.scrollWidth <= innerWidth")
    second.get_by_role("link", name="All session notes").click()
    expect(second.get_by_role("heading", name=re.compile("^Session notes"))).to_be_visible()
    expect(second.get_by_text("Version 2, Clinician One")).to_be_visible()
    sound(second)
    log = running.log.read_text()
    assert MINE not in log
    assert THEIRS not in log


def test_words_just_typed_are_kept_by_the_very_press_that_leaves_the_field(opened, served):
    """A tap leaves the field and presses in one breath: the link leads there, and no word is lost."""
    _, episode = served
    page = opened("clinician.one", has_touch=True)
    page.goto(f"/note?episode={episode}")
    page.get_by_label("How I understand it", exact=True).fill(GUESS)
    page.get_by_role("button", name="Save this note").tap()
    expect(page.get_by_text("The note is saved.")).to_be_visible()
    page.get_by_label("Plan", exact=True).click()
    page.keyboard.type(f" {LAST}")
    page.get_by_role("link", name="All session notes").tap()
    expect(page.get_by_role("heading", name=re.compile("^Session notes"))).to_be_visible()
    page.go_back()
    expect(page.get_by_label("How I understand it", exact=True)).to_have_value(GUESS)
    expect(page.get_by_label("Plan", exact=True)).to_have_value(re.compile(f"{LAST}$"))
    page.get_by_label("What I saw and heard", exact=True).click()
    page.keyboard.type(LAST)
    page.get_by_role("button", name="Save this note").tap()
    expect(page.get_by_text("The note is saved.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("What I saw and heard", exact=True)).to_have_value(LAST)
    expect(page.get_by_label("How I understand it", exact=True)).to_have_value(GUESS)


def questions_of(page):
    """What the page asks from now on; whoever is asked stays."""
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    return asked


def note_of(page, episode):
    page.goto(f"/note?episode={episode}")
    expect(page.locator("html[data-palette=listens]")).to_be_attached()
    return page.get_by_label("Plan", exact=True)


def try_to_reload(page):
    page.evaluate("setTimeout(() => location.reload())")
    page.wait_for_timeout(ASKED_MS)


def test_a_page_asks_before_it_is_loaded_anew_with_words_that_are_not_saved(opened, served):
    _, episode = served
    page = opened("clinician.one")
    asked = questions_of(page)
    note_of(page, episode).click()
    page.keyboard.type(LAST)
    try_to_reload(page)
    assert asked == ["beforeunload"], "typed, and the field not left yet"
    page.get_by_role("link", name="All session notes").click()
    expect(page.get_by_role("heading", name=re.compile("^Session notes"))).to_be_visible()
    try_to_reload(page)
    assert len(asked) == 2, "the draft waits, whichever page is looked at"
    page.go_back()
    page.get_by_role("button", name="Save this note").click()
    expect(page.get_by_text("The note is saved.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Plan", exact=True)).to_have_value(re.compile(f"{LAST}$"))
    assert len(asked) == 2, "what is saved is no reason to ask"
    page.goto(f"/client?episode={episode}")
    page.get_by_text("Hand over to a colleague", exact=True).click()
    colleague = page.get_by_role("textbox", name="A note for your colleague")
    expect(colleague).to_be_visible()
    wait_until_drawn(page)
    colleague.fill(LAST)
    page.get_by_text("About this client").click()
    try_to_reload(page)
    assert len(asked) == 3, "a form that is not sent"
    assert LAST not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")


def test_a_session_that_ends_leaves_without_a_question_and_so_does_signing_out(opened, served):
    running, episode = served
    for way in ("ended elsewhere", "signed out here"):
        page = opened("clinician.one")
        asked = questions_of(page)
        note_of(page, episode).click()
        page.keyboard.type(way)
        if way == "ended elsewhere":
            token = next(one["value"] for one in page.context.cookies() if one["name"] == COOKIE)
            running.post("/session/sign-out", {}, token=token)
            page.get_by_label("How I understand it", exact=True).click()
        else:
            page.get_by_role("button", name="Sign out").click()
        expect(page).to_have_url(re.compile("/session/sign-in"))
        assert asked == [], way


def test_turning_the_tablet_into_a_form_asks_first_and_whoever_stays_can_press_again(opened, served):
    _, episode = served
    page = opened("clinician.one")
    asked = questions_of(page)
    note_of(page, episode).fill(GUESS)
    page.get_by_role("link", name="To the client's page").click()
    give = page.get_by_role("button", name="Session rating")
    give.click()
    expect(give).to_be_disabled()
    expect(give).to_be_enabled()
    assert asked == ["beforeunload"]
    expect(page.get_by_role("heading", level=1)).to_have_text("FALLING-ALLIANCE")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_clinician_and_supervisor_write_in_one_formulation(opened, served, scheme):
    running, episode = served
    mine = opened("clinician.one", 390, 844, color_scheme=scheme)
    mine.goto(f"/formulation?episode={episode}")
    guess = f"{GUESS} ({scheme})"
    mine.get_by_role("button", name="Write here: hypotheses").click()
    mine.get_by_label("What may keep the problem going?").fill(guess)
    mine.get_by_role("button", name="Save", exact=True).click()
    expect(mine.get_by_text(guess)).to_be_visible()
    card = mine.locator('[class*="st-key-said-"]').filter(has_text=guess)
    card.get_by_role("button", name="Change").click()
    mine.get_by_label("Your statement").fill(f"{guess}, since the move")

    theirs = opened("supervisor.one", color_scheme=scheme)
    theirs.goto(f"/formulation?episode={episode}")
    card = theirs.locator('[class*="st-key-said-"]').filter(has_text=guess)
    card.get_by_role("button", name="Change").click()
    theirs.get_by_label("Your statement").fill(f"{TOGETHER} ({scheme})")
    theirs.get_by_role("button", name="Save", exact=True).click()
    expect(theirs.get_by_text("The statement is saved.")).to_be_visible()
    sound(theirs)

    mine.get_by_role("button", name="Save", exact=True).click()
    both = mine.get_by_role("status", name="Two versions")
    expect(both.get_by_text(f"{TOGETHER} ({scheme})")).to_be_visible()
    expect(mine.get_by_label("Your statement")).to_have_value(f"{guess}, since the move")
    sound(mine)
    mine.get_by_role("button", name="Save mine on top").click()
    expect(mine.get_by_text("The statement is saved.")).to_be_visible()
    assert mine.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert GUESS not in running.log.read_text()


@pytest.mark.parametrize("when", ["before the script", "after the script"])
def test_letters_typed_while_the_page_has_no_connection_are_no_commands_and_go_on_in_the_field(opened, served, when):
    """Without a connection Streamlit switches fields off, also the one that somebody types in."""
    _, episode = served
    page = opened("clinician.one")
    scripts = []

    def kept_back(route):
        scripts.append(route)

    if when == "before the script":
        page.route(re.compile(r"/palette[^/]*\.js"), kept_back)
    page.goto(f"/note?episode={episode}")
    plan = page.get_by_label("Plan", exact=True)
    if when == "after the script":
        expect(page.locator("html[data-palette=listens]")).to_be_attached()
    plan.click()
    for one in scripts:
        one.continue_()
    expect(page.locator("html[data-palette=listens]")).to_be_attached()
    plan.evaluate("field => { field.disabled = true; }")
    here = page.url
    page.keyboard.type("n")
    page.wait_for_timeout(500)
    assert page.url == here
    plan.evaluate("field => { field.disabled = false; }")
    page.keyboard.type("gone on")
    expect(plan).to_have_value(re.compile("gone on$"))
    assert page.url == here
