"""A clinician's working day in the demo clinic, from the news of the morning to a client who goes to a colleague.

With MENDLINE_PICTURES=1 the pictures of the clinician's guide are made anew on the way (`make guide`).
"""

from __future__ import annotations

import io
import json
import os
import re
import zipfile
from pathlib import Path

import pypdf
import pytest
from PIL import Image
from playwright.sync_api import expect

from fit.casework import Settings, access, clinician, open_clinic
from fit.casework.demo import PASSPHRASE, load_demo
from tests.dashboard.serving.running import running_server

pytestmark = pytest.mark.browser
LIMIT_MS = 60_000
DRAWN_MS = 1_500
PICTURES = Path(__file__).parents[2] / "docs" / "pictures" / "guide"
QUALITY = 70
MINE, COLLEAGUE = "clinician1", "clinician2"
TALKED, SEEN, THOUGHT = "The row on Sunday, and who said what.", "Sat back, then leaned in.", "Tired of being asked."
PLAN, OTHER_PLAN = "Ask what would help before Sunday.", "Ring the school."
GUESS = "Rest comes when nobody expects anything."
ASKED, NOTED = "What did you hear at the end?", "Ask about Sunday first."


@pytest.fixture(scope="module")
def day(browser, tmp_path_factory):
    folder = tmp_path_factory.mktemp("day") / "clinic"
    settings = Settings(folder=folder, demo=True)
    load_demo(settings)
    clinic = open_clinic(settings)
    actor = access.sign_in(clinic, MINE, PASSPHRASE, source="127.0.0.1").actor
    client = with_goals_and_alert(clinic, actor)
    clinic.close()
    contexts = {}
    with running_server(folder, MENDLINE_DEMO="1") as running:

        def page_of(name):
            if name not in contexts:
                contexts[name] = signed_in(browser, running.url, name)
            return contexts[name].new_page()

        yield client, page_of, running
        for context in contexts.values():
            context.close()


def with_goals_and_alert(clinic, actor):
    """The first on the list who has a goal and an alert about the alliance."""
    for row in clinician.open_caseload(clinic, actor).rows:
        page = clinician.open_client(clinic, actor, row.episode_id)
        if page.goals and any(alert.state.is_open and alert.kind == "alliance" for alert in page.alerts):
            return row
    raise AssertionError("the demo clinic has no such client")


def signed_in(browser, address, name):
    expect.set_options(timeout=LIMIT_MS)
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 860}, accept_downloads=True)
    context.set_default_timeout(LIMIT_MS)
    page = context.new_page()
    page.goto("/session/sign-in")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("h1")).to_be_visible()
    page.close()
    return context


def picture(page, name):
    """Keep what is on the screen for the guide, when its pictures are to be made."""
    if "MENDLINE_PICTURES" in os.environ:
        page.wait_for_timeout(DRAWN_MS)
        PICTURES.mkdir(parents=True, exist_ok=True)
        Image.open(io.BytesIO(page.screenshot())).convert("RGB").save(
            PICTURES / f"{name}.webp", quality=QUALITY, method=6
        )


def opened(page, address, heading):
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    at_rest(page)
    return page


def at_rest(page):
    """Wait until the page has run to its end: what is pressed before may be drawn anew under the finger."""
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible()


def taken(page, name):
    """The bytes behind a link."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).click()
    return Path(waiting.value.path()).read_bytes()


def test_from_the_news_of_the_morning_to_a_client_who_goes_to_a_colleague(day):
    client, page_of, running = day
    at = f"?episode={client.episode_id}"
    page = page_of(MINE)
    the_morning(page, client)
    a_note_at_two_windows(page, page_of(MINE), at)
    what_one_makes_of_it(page, at)
    the_goals(page, at)
    documents_are_made(page, client, at)
    a_supervisor_comments(page_of("supervisor"), page, client, at)
    the_client_goes_to_a_colleague(page, page_of(COLLEAGUE), client, at)
    log = running.log.read_text()
    assert [word for word in (client.client_label, TALKED, PLAN, GUESS, ASKED, NOTED) if word in log] == []


def the_morning(page, client):
    """The digest, and the client by the palette."""
    opened(page, "/caseload", "Caseload")
    page.get_by_text(re.compile("^Since you were here: ")).click()
    picture(page, "morning")
    expect(page.locator("html[data-palette=listens]")).to_be_attached()
    page.wait_for_timeout(DRAWN_MS)
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Find a client or a page").fill(client.client_label)
    expect(page.get_by_role("option", selected=True)).to_contain_text(client.client_label)
    picture(page, "palette")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(client.client_label)
    expect(page.get_by_role("heading", name="Alerts")).to_be_visible()
    picture(page, "client")


def a_note_at_two_windows(page, other, at):
    """Nobody's words are lost when one note is written in two windows."""
    page.get_by_role("link", name="Note for today's session").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Session note")
    opened(other, f"/note{at}", "Session note")
    for label, words in (("What was talked about", TALKED), ("What I saw and heard", SEEN), ("Plan", PLAN)):
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_label("How I understand it", exact=True).fill(THOUGHT)
    picture(page, "note")
    other.get_by_label("Plan", exact=True).fill(OTHER_PLAN)
    other.get_by_role("button", name="Save this note").click()
    expect(other.get_by_text("The note is saved.")).to_be_visible()
    page.get_by_role("button", name="Save this note").click()
    both = page.get_by_role("status", name="Two versions")
    expect(both.get_by_text(OTHER_PLAN)).to_be_visible()
    expect(both.get_by_text(PLAN)).to_be_visible()
    both.scroll_into_view_if_needed()
    picture(page, "two-windows")
    page.get_by_role("button", name="Put theirs under mine").click()
    expect(page.get_by_label("Plan", exact=True)).to_have_value(f"{PLAN}\n{OTHER_PLAN}")
    page.get_by_role("button", name="Save this note").click()
    expect(page.get_by_text("The note is saved.")).to_be_visible()
    other.close()


def what_one_makes_of_it(page, at):
    """The formulation knows what the record knows, and takes a hypothesis."""
    opened(page, f"/formulation{at}", "Case formulation")
    expect(page.get_by_text("The first ORS was").first).to_be_visible()
    picture(page, "formulation")
    page.get_by_role("button", name="Write here: hypotheses").click()
    page.get_by_label("What may keep the problem going?").fill(GUESS)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator('[class*="st-key-said-"]').filter(has_text=GUESS)).to_be_visible()


def the_goals(page, at):
    """A goal is rated with the client."""
    opened(page, f"/goals{at}", "Goals of")
    page.wait_for_timeout(DRAWN_MS)  # the pictures below are drawn late, and move what is above them
    page.get_by_role("radio", name="8", exact=True).first.click()
    expect(page.get_by_role("radio", name="8", exact=True).first).to_be_checked()
    at_rest(page)
    picture(page, "goals")
    page.get_by_role("button", name="Keep this rating").first.click()
    expect(page.get_by_text("Kept: 8 of 10.")).to_be_visible()


def documents_are_made(page, client, at):
    """Two reports, a draft, and all of the client's data."""
    opened(page, f"/client{at}", client.client_label)
    page.get_by_text("Documents", exact=True).click()
    expect(page.get_by_role("link", name="For the client (PDF)")).to_be_visible()
    picture(page, "documents")
    full = pypdf.PdfReader(io.BytesIO(taken(page, "For the record (PDF)")))
    plain = pypdf.PdfReader(io.BytesIO(taken(page, "For the client (PDF)")))
    told = "\n".join(one.extract_text() for one in full.pages)
    assert client.client_label in told
    assert f"Page {len(full.pages)} of {len(full.pages)}".lower() in told.lower()
    assert "25.0" in told, "the cutoff"
    assert drawn_lines(full) > 20
    assert drawn_lines(plain) > 2
    for_the_client = "\n".join(one.extract_text() for one in plain.pages)
    assert not re.search("alert|ORS|SRS|cutoff|risk", for_the_client)
    assert full.trailer["/Root"]["/Lang"].startswith("en")

    kept = zipfile.ZipFile(io.BytesIO(taken(page, "Download all data (ZIP)")))
    names = kept.namelist()
    whole = {name: json.loads(kept.read(name)) for name in names if name.endswith(".json")}
    assert any(PLAN in json.dumps(rows) for rows in whole.values())
    assert any(PLAN in kept.read(name).decode() for name in names if name.endswith(".csv"))

    page.get_by_role("link", name="Draft for the last session").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Session documentation")
    main = page.get_by_test_id("stMain")
    for said in ("Data", "Assessment", TALKED, THOUGHT, PLAN):
        expect(main.get_by_text(said).first).to_be_visible()
    picture(page, "documentation")
    page.get_by_text("SOAP", exact=True).first.click()
    expect(main.get_by_text("Subjective").first).to_be_visible()


def drawn_lines(document):
    """Strokes on its pages: the charts are drawn, not pasted."""
    return sum(len(re.findall(rb"\bS\b", one.get_contents().get_data())) for one in document.pages)


def a_supervisor_comments(theirs, page, client, at):
    """The supervisor finds the client among the flagged ones and asks; the clinician is told."""
    opened(theirs, "/supervision", "Supervision")
    expect(theirs.get_by_text(client.client_label).first).to_be_visible()
    picture(theirs, "supervision")
    opened(theirs, f"/client{at}", client.client_label)
    theirs.get_by_text(re.compile("^Comment")).first.click()
    field = theirs.locator("[class*=st-key-thread-]").get_by_role("textbox").first
    field.fill(ASKED)
    theirs.locator("[class*=st-key-thread-]").get_by_role("button", name="Send").first.click()
    expect(theirs.get_by_text("It is said.")).to_be_visible()
    expect(field).to_have_value("")  # until then the words stand in their field too
    expect(theirs.locator("[class*=st-key-thread-]").get_by_text(ASKED)).to_be_visible()
    opened(page, "/caseload", "Caseload")
    expect(page.get_by_text(re.compile("wrote on 1 alert"))).to_be_visible()
    opened(page, f"/client{at}", client.client_label)
    page.get_by_text(re.compile("^1 comment")).first.click()
    expect(page.get_by_text(ASKED)).to_be_visible()


def the_client_goes_to_a_colleague(page, colleague, client, at):
    """The history goes along; who had the client does not see it any more."""
    part = page.locator("details").filter(has=page.locator("summary", has_text="Hand over to a colleague")).first
    part.locator("summary").click()
    field = part.get_by_role("combobox", name="To whom")
    expect(field).to_be_visible()
    page.wait_for_timeout(DRAWN_MS)
    field.press_sequentially("Birch", delay=30)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    part.get_by_role("textbox", name="A note for your colleague").fill(NOTED)
    picture(page, "hand-over")
    part.get_by_role("button", name="Hand over this client").click()
    expect(part.get_by_text("goes to Clinician Birch at once, and leaves your list")).to_be_visible()
    at_rest(page)
    part.get_by_role("button", name="Yes, hand over to Clinician Birch").click()
    expect(page.get_by_text(f"{client.client_label} is with")).to_be_visible()
    opened(page, f"/client{at}", "No such client here")

    opened(colleague, "/caseload", "Caseload")
    expect(colleague.get_by_text("New to you: 1 client")).to_be_visible()
    expect(colleague.get_by_text(NOTED)).to_be_visible()
    picture(colleague, "new-to-you")
    colleague.get_by_role("link", name=f"Open {client.client_label}").first.click()
    expect(colleague.get_by_role("heading", level=1)).to_have_text(client.client_label)
    opened(colleague, f"/notes{at}", "Session notes")
    expect(colleague.get_by_text(PLAN).first).to_be_visible()
    opened(colleague, f"/formulation{at}", "Case formulation")
    expect(colleague.get_by_text(GUESS)).to_be_visible()
